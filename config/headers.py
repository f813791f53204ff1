"""What a browser is told about the front-ends' files where no nginx stands in front; config/nginx says the same."""

import re
from wsgiref.headers import Headers

from django.conf import settings

HASHED = r"^/[wrc]/assets/"
ICONS = re.compile(r"^/[wrc]/icons/")
POLICY = (
    "default-src 'self'; img-src 'self' data: blob: {maps}; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "media-src 'self' blob:; worker-src 'self'; connect-src 'self' ws: wss: {maps}; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def guards() -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY.format(maps=" ".join(settings.MAP_SOURCES)),
        "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
    }


def of_file(headers: Headers, path: str, url: str) -> None:
    """WhiteNoise asks for each file; what has a hash in its name it has called immutable already."""
    for guard in guards().items():
        headers.add_header(*guard)
    if ICONS.match(url):
        headers["Cache-Control"] = "public, max-age=86400"
    elif not re.match(HASHED, url):
        headers["Cache-Control"] = "no-cache"
