"""Every address of the server; the front-ends' files are served by nginx or WhiteNoise."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from apps.grids.session import Session
from config.health import health

urlpatterns = [
    path("healthz/", health),
    path("api/schema/", SpectacularAPIView.as_view()),
    path("api/session/", Session.as_view()),
    path("api/", include("apps.accounts.urls")),
    path("api/", include("apps.grids.urls")),
    path("api/", include("apps.photos.urls")),
    path("api/", include("apps.standards.urls")),
    path("api/", include("apps.events.urls")),
]
