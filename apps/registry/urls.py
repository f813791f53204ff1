from django.urls import path

from apps.registry import views

urlpatterns = [
    path("registry/codes/<slug:key>/", views.Codes.as_view()),
]
