"""One row with what hangs on it, as a page of the screens shows it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from apps.core.call import Call
from apps.grids.lonlat import LONLAT
from apps.grids.reach import Reach
from apps.registry import areas, coded, rows, rules
from apps.registry.actions.settle import not_found
from apps.registry.answering import answers_of
from apps.registry.confirming import sources_of
from apps.registry.models import (
    Building,
    Merge,
    Organisation,
    Part,
    Person,
    PersonRole,
    Room,
    ServicePlace,
    Tenure,
    Visit,
    VisitPhoto,
)
from apps.registry.models.people import LIVE
from apps.registry.queries import labels

VISITS_SHOWN = 20
ELSEWHERE = "管辖范围外的人员"
EDITING = ("correct", "move", "add_role", "end_role", "join", "part", "consent", "withdraw_consent", "ask")


def person(pk: UUID, call: Call, reach: Reach) -> dict[str, Any]:
    found = Person.objects.select_related("grid", "room__building", "household").filter(pk=pk).first()
    if found is None:
        raise not_found(Person)
    row = _values(Person, rows.PERSON, pk)
    return {
        **rows.person_row(row, reach),
        **fields(found, "doc_kind", "education", "marriage", "political", "work_place", "household_area", "kinship"),
        "household_address": found.household_address,
        "labels": labels_of_person(found, labels(*coded.PERSON.values())),
        "roles": _roles(found),
        "tenures": _tenures_of_person(found, reach),
        "household": _household(found, reach),
        "visits": _visits(person=found),
        "merged_into": str(found.merged_into_id) if found.merged_into_id else None,
        "merged": _merged(found),
        "sources": _sources(found),
        "may": may_person(found, call, reach),
    }


def _values(model: type[Any], columns: tuple[str, ...], pk: UUID) -> dict[str, Any]:
    row: dict[str, Any] | None = model.objects.filter(pk=pk).values("id", *columns, **LONLAT).first()
    if row is None:
        raise not_found(model)
    return row


def fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _labels(row: Any, lists: dict[str, str]) -> dict[str, str]:
    """What the codes of a row mean, by field; one statement."""
    return labels_of(row, lists, labels(*lists.values()))


def labels_of(row: Any, lists: dict[str, str], told: dict[str, dict[str, str]]) -> dict[str, str]:
    return {field: told[key].get(getattr(row, field), "") for field, key in lists.items()}


def labels_of_person(found: Person, told: dict[str, dict[str, str]]) -> dict[str, str]:
    return labels_of(found, coded.PERSON, told) | {"household_area": areas.NAMES.get(found.household_area, "")}


def _roles(found: Person) -> list[dict[str, Any]]:
    told = PersonRole.objects.filter(person=found).order_by("-from_on", "kind", "id")
    return [role_facts(role) for role in told]


def role_facts(role: PersonRole) -> dict[str, Any]:
    names = ("kind", "from_on", "to_on", "inflow", "permit", "lodging", "grade", "due_on", "note")
    return {"id": str(role.pk), "label": role.get_kind_display(), **fields(role, *names)}


def _tenures_of_person(found: Person, reach: Reach) -> list[dict[str, Any]]:
    told = Tenure.objects.filter(person=found).select_related("room__building").order_by("-from_on", "kind", "id")
    return [tenure_facts(tenure) | {"room": held_room(tenure, reach)} for tenure in told]


def held_room(tenure: Tenure, reach: Reach) -> dict[str, str]:
    room = tenure.room
    address = rows.shown_address(room.address, room.building.address, tenure.grid_id, reach)
    return {"id": str(room.pk), "address": address}


def tenure_facts(tenure: Tenure) -> dict[str, Any]:
    return {
        "id": str(tenure.pk),
        "label": tenure.get_kind_display(),
        **fields(tenure, "kind", "from_on", "to_on"),
    }


def _household(found: Person, reach: Reach) -> dict[str, Any] | None:
    if found.household is None:
        return None
    told = Person.objects.filter(LIVE, household=found.household_id).order_by("kinship", "id")
    members = [
        {"id": str(one.pk), "name": rows.shown_name(one.name, one.grid_id, reach), "kinship": one.kinship}
        for one in told.only("name", "grid_id", "kinship")
    ]
    head = str(found.household.head_id) if found.household.head_id else None
    return {"id": str(found.household_id), "number": found.household.number, "head": head, "members": members}


def _visits(**whom: Any) -> list[dict[str, Any]]:
    return [visit_facts(visit) for visit in visits_told().filter(**whom).order_by("-at", "-pk")[:VISITS_SHOWN]]


def visits_told() -> QuerySet[Any]:
    """With what `visit_facts` reads of them, in one statement."""
    media = VisitPhoto.objects.filter(visit=OuterRef("pk")).order_by("id").values("media")
    return Visit.objects.select_related("by").annotate(media=ArraySubquery(media))


def visit_facts(visit: Any) -> dict[str, Any]:
    return {
        "id": str(visit.pk),
        "label": visit.get_kind_display(),
        "by": visit.by.name if visit.by else "",
        **fields(visit, "kind", "at", "note", "planned_on", "next_on"),
        "changes": sorted(visit.changes),
        "checklist": answers_of(visit.checklist, visit.checklist_version, visit.answers),
        "photos": [str(media) for media in visit.media],
    }


def _merged(found: Person) -> list[str]:
    done = Merge.objects.filter(kept=found, undone_at=None).exclude(moved={}).order_by("at", "id")
    return [str(pk) for pk in done.values_list("lost_id", flat=True)]


def _sources(found: Any) -> list[dict[str, Any]]:
    return [{"field": field, "source": source, "confirmed_at": at} for field, source, at in sources_of(found)]


def may_person(found: Person, call: Call, reach: Reach) -> list[str]:
    gone = bool(found.left_on or found.died_on)
    may: Iterable[str] = ()
    if rules.edits(found, call, reach) and not found.merged_into_id:
        may = ("come_back", "ask") if gone else (*EDITING, "leave")
    merging = ("merge", "unmerge") if rules.merges(found, call, reach) and not found.merged_into_id else ()
    return [*may, *merging, *(("reveal",) if rules.reveals(found, call, reach) else ())]


def room(found: Room, call: Call, reach: Reach) -> dict[str, Any]:
    """Who lives here, who holds it, what is dangerous, who came to see."""
    living = Person.objects.filter(LIVE, room=found).order_by("household_id", "kinship", "id")
    row = _values(Room, rows.ROOM, found.pk)
    return {
        **rows.room_row(row),
        **fields(found, "area_m2", "rent_use", "std_address_code"),
        "labels": _labels(found, coded.ROOM),
        "people": [rows.person_row(one, reach) for one in living.values("id", *rows.PERSON, **LONLAT)],
        "tenures": _tenures_of_room(found, reach),
        "households": [
            {"id": str(pk), "number": number, "head": str(head) if head else None}
            for pk, number, head in found.households.order_by("id").values_list("id", "number", "head_id")
        ],
        "visits": _visits(room=found),
        "sources": _sources(found),
        "may": may_room(found, call, reach),
    }


def may_room(found: Room, call: Call, reach: Reach) -> list[str]:
    return ["correct", "add_tenure", "end_tenure"] if rules.edits(found, call, reach) else []


def _tenures_of_room(found: Room, reach: Reach) -> list[dict[str, Any]]:
    """An owner who lives elsewhere is told to be there, and no more."""
    told = list(Tenure.objects.filter(room=found).order_by("-from_on", "kind", "id"))
    holders = rows.people_by_id({tenure.person_id for tenure in told}, reach)
    return [tenure_facts(tenure) | {"person": holder_facts(holders.get(str(tenure.person_id)))} for tenure in told]


def holder_facts(told: dict[str, Any] | None) -> dict[str, Any]:
    return {"id": told["id"], "name": told["name"]} if told else {"id": None, "name": ELSEWHERE}


def building(pk: UUID, call: Call, reach: Reach) -> dict[str, Any]:
    found = Building.objects.filter(pk=pk).first()
    if found is None:
        raise not_found(Building)
    return {
        **rows.building_row(_values(Building, rows.BUILDING, pk)),
        "std_address_code": found.std_address_code,
        "units": list(found.units.order_by("name").values_list("name", flat=True)),
        "rooms": found.rooms.count(),
        "sources": _sources(found),
        "may": may_building(found, call, reach),
    }


def may_building(found: Building, call: Call, reach: Reach) -> list[str]:
    return ["correct", "add_room"] if rules.edits(found, call, reach) else []


def organisation(pk: UUID, call: Call, reach: Reach) -> dict[str, Any]:
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise not_found(Organisation)
    return {
        **rows.organisation_row(_values(Organisation, rows.ORGANISATION, pk)),
        "labels": _labels(found, coded.ORGANISATION),
        "people": rows.responsible_of([pk])[pk],
        "visits": _visits(organisation=found),
        "sources": _sources(found),
        "may": may_organisation(found, call, reach),
    }


def may_organisation(found: Organisation, call: Call, reach: Reach) -> list[str]:
    reveal = ["reveal"] if rules.reveals(found, call, reach) else []
    return [*(["correct", "move"] if rules.edits(found, call, reach) else []), *reveal]


def part(pk: UUID, call: Call, reach: Reach) -> dict[str, Any]:
    return _thing(Part, rows.PART, rows.part_row, pk, call, reach)


def service_place(pk: UUID, call: Call, reach: Reach) -> dict[str, Any]:
    return _thing(ServicePlace, rows.SERVICE_PLACE, rows.service_place_row, pk, call, reach)


def _thing(model: type[Any], columns: tuple[str, ...], told: Any, pk: UUID, call: Call, reach: Reach) -> dict[str, Any]:
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise not_found(model)
    may = ["correct"] if rules.edits(found, call, reach) else []
    return {**told(_values(model, columns, pk)), "sources": _sources(found), "may": may}
