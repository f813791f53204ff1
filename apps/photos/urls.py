from django.urls import path

from apps.photos.views import Photos, PublicPhotos

urlpatterns = [
    path("photos/", Photos.as_view()),
    path("public/photos/", PublicPhotos.as_view()),
]
