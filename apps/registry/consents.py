"""What a person was told and agreed to, and what they asked for; the texts come with the project, by key and version.

A changed text is a new version in fixtures/consents.json: who agreed to an earlier one is shown to have done so, and
is asked anew.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.registry.actions.settle import not_found
from apps.registry.models import Consent, DataRequest, Person

FILE = Path(settings.BASE_DIR) / "fixtures/consents.json"


@cache
def texts() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return told


def of_person(pk: UUID) -> dict[str, Any]:
    """Within sight."""
    if not Person.objects.filter(pk=pk).exists():
        raise not_found(Person)
    consents = Consent.objects.filter(person=pk).order_by("-given_at")
    requests = DataRequest.objects.filter(person=pk).order_by("-asked_at")
    return {
        "texts": texts(),
        "consents": [_consent(row) for row in consents],
        "requests": [_request(row) for row in requests],
    }


def _consent(row: Consent) -> dict[str, Any]:
    title = next((text["title"] for text in texts() if text["key"] == row.text_key), row.text_key)
    return {
        "key": row.text_key,
        "version": row.version,
        "title": title,
        "given_at": row.given_at,
        "withdrawn_at": row.withdrawn_at,
    }


def _request(row: DataRequest) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "text": row.text,
        "state": row.state,
        "state_label": row.get_state_display(),
        "asked_at": row.asked_at,
        "answer": row.answer,
    }
