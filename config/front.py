"""The front-ends where no nginx serves them: each app's own index for every address inside it."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import ensure_csrf_cookie

from config.headers import guards


@ensure_csrf_cookie
def front(request: HttpRequest, app: str, inside: str = "") -> HttpResponse:
    """Files are WhiteNoise's; a missing file is a 404, never a page that calls itself a script."""
    index = settings.PWA_DIST / app / "index.html"
    if PurePosixPath(inside).suffix or not index.is_file():
        raise Http404
    return HttpResponse(index.read_bytes(), headers={**guards(), "Cache-Control": "no-cache"})


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/r/")
