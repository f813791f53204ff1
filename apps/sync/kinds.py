"""Which commands a phone may bring along, on what rows, and how a worker's phone shows a row's fields."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from apps.commands.perform import COMMANDS
from apps.events.models import Event
from apps.patrols.models import Patrol
from apps.registry.models import Building, Household, Organisation, Part, Person, Room, ServicePlace
from apps.registry.papers import CHECKLISTS, CONSENTS
from apps.registry.rows import masked_document, masked_phone, responsible_of

ROWS: dict[str, type[Model]] = {
    "event": Event,
    "person": Person,
    "household": Household,
    "building": Building,
    "room": Room,
    "organisation": Organisation,
    "part": Part,
    "service_place": ServicePlace,
    "patrol": Patrol,
}
# Files that every phone carries (apps/registry/papers.py).
PAPERS = (CONSENTS, CHECKLISTS)
SUBJECTS = {*ROWS, "visit", "mark", "handover"}
# A full number is shown once, on line, and written down; two records are compared by a desk.
ONLINE_ONLY = {"person.reveal", "organisation.reveal", "person.merge", "person.unmerge", "patrol.look"}
# Two different values of these are never settled by who came last (S-23).
KEY_FIELDS = {
    "name", "document", "doc_kind", "died_on", "left_on", "head", "household", "room", "lon", "lat", "place", "uscc",
    "plate_code",
}  # fmt: skip
# Fields of a form that say how something is known, not what.
ABOUT = {"source", "whole", "version", "crs"}
LINKS = {"room": "room_id", "household": "household_id", "head": "head_id", "owner": "owner_id",
         "maintainer": "maintainer_id"}  # fmt: skip


def is_offline(kind: str) -> bool:
    return kind in COMMANDS and kind.partition(".")[0] in SUBJECTS and kind not in ONLINE_ONLY


def subject_of(kind: str) -> str:
    return kind.partition(".")[0]


def shown(row: Any, field: str) -> Any:
    """A field as the phone has it: numbers masked, a place in degrees of six decimals, links by id."""
    if field in READ and hasattr(row, READ[field][0]):
        return READ[field][1](row)
    return getattr(row, LINKS.get(field, field), None)


def _unit(row: Any) -> str:
    return row.unit.name if row.unit else ""


def _people(row: Any) -> Any:
    return responsible_of([row.pk])[row.pk] if isinstance(row, Organisation) else None


# By field: what a row must have for it, and how it is read.
READ: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "document": ("doc_sealed", lambda row: masked_document(row.doc_sealed)),
    "phone": ("phone_sealed", lambda row: masked_phone(row.phone_sealed)),
    "lon": ("place", lambda row: round(row.place.x, 6)),
    "lat": ("place", lambda row: round(row.place.y, 6)),
    "unit": ("unit", _unit),
    "people": ("people", _people),
}
