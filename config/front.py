"""The front-ends where no nginx serves them: each app's own index for every address inside it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import ensure_csrf_cookie

from config.headers import guards

# What a build puts out; the same in config/nginx. A door plate may have a dot in it too, and its address is no file's.
FILES = (
    ".css",
    ".gz",
    ".html",
    ".ico",
    ".jpg",
    ".js",
    ".json",
    ".map",
    ".png",
    ".svg",
    ".txt",
    ".webmanifest",
    ".webp",
)
FONTS = (".woff", ".woff2")


@ensure_csrf_cookie
def front(request: HttpRequest, app: str, inside: str = "") -> HttpResponse:
    """Files are WhiteNoise's; a missing file is a 404, never a page that calls itself a script."""
    index = settings.PWA_DIST / app / "index.html"
    if inside.lower().endswith(FILES + FONTS) or not index.is_file():
        raise Http404
    return HttpResponse(index.read_bytes(), headers={**guards(), "Cache-Control": "no-cache"})


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/r/")
