"""Row-level security binds everybody but superusers; a server running as one has lost it without noticing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 -- Django's own name
from django.db import connections

HINT = (
    "Connect as an ordinary role (LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS) that owns the database; "
    "a superuser puts postgis into it beforehand. docs/registry.md has the statements."
)


@register(Tags.database)
def ordinary_user(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    kind = Warning if settings.DEBUG or settings.DEMO else Error
    return [
        kind(
            f"The database user of '{alias}' bypasses row-level security: reach does not hold in the database.",
            hint=HINT,
            id="registry.E001",
        )
        for alias in databases or []
        if _bypasses(alias)
    ]


def _bypasses(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (bypasses,) = cursor.fetchone() or (False,)
    return bool(bypasses)
