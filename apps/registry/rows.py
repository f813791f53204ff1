"""Rows of lists as the screens read them: masked, and a fixed number of statements for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from apps.core.masking import mask_document, mask_name, mask_phone
from apps.core.sealing import unseal
from apps.grids.enums import Role
from apps.grids.lonlat import LONLAT
from apps.grids.reach import Reach
from apps.registry.models import Organisation, OrganisationPerson, Person
from apps.registry.models.people import LIVE
from apps.registry.paging import Cursor, Page, page

PLACE = ("grid_id", "grid__name")
PERSON = (
    *PLACE, "name", "sex", "born_on", "doc_sealed", "phone_sealed", "room_id", "room__address",
    "room__building__address", "confirmed_at", "source", "version", "left_on", "died_on",
)  # fmt: skip
ROOM = (
    *PLACE, "address", "number", "floor", "building_id", "building__name", "unit__name", "plate_code", "use",
    "rented", "hazard", "confirmed_at", "source", "version",
)  # fmt: skip
BUILDING = (*PLACE, "name", "address", "kind", "floors", "confirmed_at", "source", "version")
ORGANISATION = (
    *PLACE, "name", "uscc", "kind", "address", "phone_sealed", "staff", "hazard", "attention", "closed_on",
    "confirmed_at", "source", "version",
)  # fmt: skip
PART = (
    *PLACE, "code", "kind", "name", "state", "owner_id", "owner__name", "maintainer_id", "maintainer__name",
    "confirmed_at", "source", "version",
)  # fmt: skip
SERVICE_PLACE = (*PLACE, "kind", "name", "address", "phone", "hours", "confirmed_at", "source", "version")
POINTS_AT_MOST = 2000
ROLES = (
    "SELECT person_id, kind FROM registry_personrole WHERE person_id = ANY(%s::uuid[]) AND to_on IS NULL ORDER BY kind"
)


def masked_document(sealed: Any) -> str:
    return mask_document(unseal(bytes(sealed))) if sealed else ""


def masked_phone(sealed: Any) -> str:
    return mask_phone(unseal(bytes(sealed))) if sealed else ""


def shown_name(name: str, grid_id: int, reach: Reach) -> str:
    """Whole to the worker of the grid, who knows the people; masked to everybody else."""
    return name if grid_id in reach.ids("grid", Role.WORKER) else mask_name(name)


def shown_address(room: str | None, building: str | None, grid_id: int, reach: Reach) -> str:
    """Where somebody lives or what is somebody's, down to the building for whoever is not the worker of the grid."""
    return (room if grid_id in reach.ids("grid", Role.WORKER) else building) or ""


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "lon": round(row["lon"], 6),
        "lat": round(row["lat"], 6),
        "grid": {"id": row["grid_id"], "name": row["grid__name"]},
        "source": row["source"],
        "confirmed_at": row["confirmed_at"],
        "version": row["version"],
    }


def _plain(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def people_page(found: QuerySet[Person], reach: Reach, *, cursor: Cursor | None, limit: int) -> Page:
    told = page(found, PERSON, cursor=cursor, limit=limit)
    roles = _roles_of([row["id"] for row in told.rows])
    return Page([person_row(row, reach) | {"roles": roles[row["id"]]} for row in told.rows], told.next)


def people_by_id(ids: Iterable[Any], reach: Reach) -> dict[str, dict[str, Any]]:
    rows = Person.objects.filter(pk__in=list(ids)).values("id", *PERSON, **LONLAT)
    return {str(row["id"]): person_row(row, reach) for row in rows}


def _roles_of(ids: list[Any]) -> dict[Any, list[str]]:
    """An array is one parameter; of a hundred keys Django writes a hundred, which takes longer than to find them."""
    kinds: dict[Any, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ROLES, [ids])
        for person_id, kind in cursor:
            kinds[person_id].append(kind)
    return kinds


def person_row(row: Mapping[str, Any], reach: Reach) -> dict[str, Any]:
    address = shown_address(row["room__address"], row["room__building__address"], row["grid_id"], reach)
    return {
        **_common(row),
        **_plain(row, "sex", "born_on", "left_on", "died_on"),
        "name": shown_name(row["name"], row["grid_id"], reach),
        "document": masked_document(row["doc_sealed"]),
        "phone": masked_phone(row["phone_sealed"]),
        "room": {"id": str(row["room_id"]), "address": address} if row["room_id"] else None,
    }


def rooms_page(found: QuerySet[Any], *, cursor: Cursor | None, limit: int) -> Page:
    told = page(found, ROOM, cursor=cursor, limit=limit)
    living = Person.objects.filter(LIVE, room__in=[row["id"] for row in told.rows])
    counts = dict(living.values_list("room_id").annotate(Count("id")).order_by())
    return Page([room_row(row) | {"people": counts.get(row["id"], 0)} for row in told.rows], told.next)


def room_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_common(row),
        **_plain(row, "address", "number", "floor", "plate_code", "use", "rented", "hazard"),
        "building": {"id": str(row["building_id"]), "name": row["building__name"]},
        "unit": row["unit__name"] or "",
    }


def buildings_page(found: QuerySet[Any], *, cursor: Cursor | None, limit: int) -> Page:
    told = page(found, BUILDING, cursor=cursor, limit=limit)
    return Page([building_row(row) for row in told.rows], told.next)


def building_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**_common(row), **_plain(row, "name", "address", "kind", "floors")}


def organisations_page(found: QuerySet[Organisation], *, cursor: Cursor | None, limit: int) -> Page:
    told = page(found, ORGANISATION, cursor=cursor, limit=limit)
    people = responsible_of([row["id"] for row in told.rows])
    return Page([organisation_row(row) | {"people": people[row["id"]]} for row in told.rows], told.next)


def organisation_row(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = _plain(row, "name", "uscc", "kind", "address", "staff", "hazard", "attention", "closed_on")
    return {**_common(row), **plain, "phone": masked_phone(row["phone_sealed"])}


def responsible_of(ids: list[Any]) -> dict[Any, list[dict[str, Any]]]:
    """Masked for everybody: they answer for a shop, and need not live in the grid."""
    told: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    rows = OrganisationPerson.objects.filter(organisation__in=ids).order_by("role", "id")
    for row in rows:
        told[row.organisation_id].append(
            {
                "id": str(row.pk),
                "name": mask_name(row.name),
                "role": row.role,
                "phone": masked_phone(row.phone_sealed),
                "person": str(row.person_id) if row.person_id else None,
            }
        )
    return told


def parts_page(found: QuerySet[Any], *, cursor: Cursor | None, limit: int) -> Page:
    told = page(found, PART, cursor=cursor, limit=limit)
    return Page([part_row(row) for row in told.rows], told.next)


def part_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_common(row),
        **_plain(row, "code", "kind", "name", "state"),
        "owner": _unit(row, "owner"),
        "maintainer": _unit(row, "maintainer"),
    }


def _unit(row: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    return {"id": row[f"{name}_id"], "name": row[f"{name}__name"]} if row[f"{name}_id"] else None


def service_places_page(found: QuerySet[Any], *, cursor: Cursor | None, limit: int) -> Page:
    told = page(found, SERVICE_PLACE, cursor=cursor, limit=limit)
    return Page([service_place_row(row) for row in told.rows], told.next)


def service_place_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**_common(row), **_plain(row, "kind", "name", "address", "phone", "hours")}


def points(found: QuerySet[Any]) -> dict[str, Any]:
    """[id, longitude, latitude], bounded: the map says so when there are more."""
    rows = list(found.values_list("id", *LONLAT.values())[: POINTS_AT_MOST + 1])
    shown = [[str(pk), round(lon, 6), round(lat, 6)] for pk, lon, lat in rows[:POINTS_AT_MOST]]
    return {"points": shown, "more": len(rows) > POINTS_AT_MOST}
