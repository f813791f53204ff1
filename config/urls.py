"""Every address of the server; the front-ends' files are served by nginx or WhiteNoise."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from apps.grids.resets import Accounts, ResetPassword
from apps.grids.session import Session
from config.front import front, home
from config.health import health

handler400 = "config.errors.unreadable"
handler404 = "config.errors.no_such_address"
handler500 = "config.errors.failed"

urlpatterns = [
    path("healthz/", health),
    path("api/schema/", SpectacularAPIView.as_view()),
    # Asked most of all, and an address is looked for from above.
    path("api/", include("apps.sync.urls")),
    path("api/session/", Session.as_view()),
    path("api/accounts/", Accounts.as_view()),
    path("api/accounts/reset_password/", ResetPassword.as_view()),
    path("api/", include("apps.accounts.urls")),
    path("api/", include("apps.grids.urls")),
    path("api/", include("apps.photos.urls")),
    path("api/", include("apps.standards.urls")),
    path("api/", include("apps.registry.urls")),
    path("api/", include("apps.features.urls")),
    path("api/", include("apps.plates.urls")),
    path("api/", include("apps.learning.urls")),
    path("api/", include("apps.patrols.urls")),
    path("api/", include("apps.events.urls")),
    path("api/", include("apps.exchange.urls")),
    path("api/", include("apps.stats.urls")),
    path("api/", include("apps.realtime.urls")),
    path("", home),
    re_path(r"^(?P<app>[wrc])/(?P<inside>.*)$", front),
]
