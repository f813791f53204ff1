"""Every address of the server; the front-ends' files are served by nginx or WhiteNoise."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("api/", include("apps.accounts.urls")),
    path("api/", include("apps.photos.urls")),
    path("api/schema/", SpectacularAPIView.as_view()),
]
