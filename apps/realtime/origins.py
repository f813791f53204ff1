"""A page of another site may open a socket with our cookie; its Origin gives it away, as CSRF's check does for HTTP."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

Headers = Iterable[tuple[bytes, bytes]]


def header(headers: Headers, name: bytes) -> str:
    return next((value.decode("latin1") for key, value in headers if key == name), "")


def is_ours(headers: Headers) -> bool:
    """The page's own host, one of ALLOWED_HOSTS, or an origin of TRUSTED_ORIGINS; no Origin is not ours."""
    headers = tuple(headers)
    origin = header(headers, b"origin").lower()
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    host = header(headers, b"host").lower()
    if not origin or urlsplit(origin).netloc != host:
        return False
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
