"""What a person was told and agreed to, and what they asked for; the texts come with the project, by key and version.

A changed text is a new version at the end of fixtures/consents.json: who agreed to an earlier one is shown to have done
so, and is asked anew.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.registry.actions.settle import not_found
from apps.registry.models import Consent, DataRequest, Person
from apps.registry.papers import CONSENTS, in_force


def of_person(pk: UUID) -> dict[str, Any]:
    """Within sight."""
    if not Person.objects.filter(pk=pk).exists():
        raise not_found(Person)
    consents, requests = given([pk]), asked([pk])
    return {
        "texts": in_force(CONSENTS),
        "consents": [consent_facts(row) for row in consents],
        "requests": [request_facts(row) for row in requests],
    }


def given(people: Sequence[UUID]) -> QuerySet[Consent]:
    return Consent.objects.filter(person__in=people).order_by("-given_at", "id")


def asked(people: Sequence[UUID]) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(person__in=people).order_by("-asked_at", "id")


def consent_facts(row: Consent) -> dict[str, Any]:
    title = next((text["title"] for text in in_force(CONSENTS) if text["key"] == row.text_key), row.text_key)
    return {
        "key": row.text_key,
        "version": row.version,
        "title": title,
        "given_at": row.given_at,
        "withdrawn_at": row.withdrawn_at,
    }


def request_facts(row: DataRequest) -> dict[str, Any]:
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
