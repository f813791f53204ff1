from django.urls import path

from apps.patrols import views

urlpatterns = [
    path("patrols/", views.Patrols.as_view()),
    path("patrols/<uuid:patrol_id>/look/", views.Look.as_view()),
]
