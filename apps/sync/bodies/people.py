"""People and organisations as GET /api/registry/people/{id}/ and …/organisations/{id}/ tell them, many at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from apps.grids.lonlat import LONLAT
from apps.registry import coded, consents, detail, rows
from apps.registry.initials import pinyin_of
from apps.registry.models import Merge, Organisation, Person, PersonRole, Tenure
from apps.registry.models.people import LIVE
from apps.registry.queries import labels
from apps.sync.bodies.looking import Bodies, Looker, grouped, sources_by_id

PERSON_FIELDS = ("doc_kind", "education", "marriage", "political", "work_place", "household_area", "kinship")
# Points are left where they are: unpacking one in Python costs as much as all else of a row.
TENURE_FIELDS = ("person_id", "kind", "from_on", "to_on", "grid_id", "room__address", "room__building__address")


def people(ids: Sequence[UUID], looker: Looker) -> Bodies:
    found = list(Person.objects.select_related("household").defer("place").filter(pk__in=ids))
    values = {row["id"]: row for row in Person.objects.filter(pk__in=ids).values("id", *rows.PERSON, **LONLAT)}
    beside = _beside_people(found, looker)
    return {
        str(one.pk): {
            **rows.person_row(values[one.pk], looker.reach),
            **detail.fields(one, *PERSON_FIELDS, "household_address"),
            "merged_into": str(one.merged_into_id) if one.merged_into_id else None,
            "may": detail.may_person(one, looker.call, looker.reach),
            **_letters(one),
            **{name: told(one) for name, told in beside.items()},
        }
        for one in found
    }


def _beside_people(found: Sequence[Person], looker: Looker) -> Mapping[str, Any]:
    ids = [one.pk for one in found]
    roles = grouped(
        PersonRole.objects.filter(person__in=ids).order_by("-from_on", "kind", "id"), lambda role: role.person_id
    )
    tenures = _tenures(ids, looker)
    members = _members(found, looker)
    visits = visits_by("person", ids)
    merged = _merged(ids)
    sources = sources_by_id("person", ids)
    codes = labels(*coded.PERSON.values())
    return {
        "labels": lambda one: detail.labels_of_person(one, codes),
        "roles": lambda one: [detail.role_facts(role) for role in roles.get(one.pk, ())],
        "tenures": lambda one: tenures.get(one.pk, []),
        "household": lambda one: _household(one, members),
        "visits": lambda one: visits.get(one.pk, []),
        "merged": lambda one: merged.get(one.pk, []),
        "sources": lambda one: sources.get(one.pk, []),
        "care": _care(ids),
    }


def _letters(one: Person | Organisation) -> dict[str, str]:
    """A phone searches what it holds, and has no dictionary."""
    return {"initials": one.initials, "pinyin": pinyin_of(one.name)}


def _care(ids: Sequence[UUID]) -> Callable[[Person], dict[str, Any]]:
    """What each agreed to and asked for; the texts themselves come with the reference data."""
    given = grouped(consents.given(ids), lambda row: row.person_id)
    asked = grouped(consents.asked(ids), lambda row: row.person_id)
    return lambda one: {
        "consents": [consents.consent_facts(row) for row in given.get(one.pk, ())],
        "requests": [consents.request_facts(row) for row in asked.get(one.pk, ())],
    }


def _tenures(ids: Sequence[UUID], looker: Looker) -> Mapping[Any, list[dict[str, Any]]]:
    told = Tenure.objects.filter(person__in=ids).select_related("room__building").order_by("-from_on", "kind", "id")
    by = grouped(told.only(*TENURE_FIELDS), lambda tenure: tenure.person_id)
    return {
        pk: [detail.tenure_facts(one) | {"room": detail.held_room(one, looker.reach)} for one in each]
        for pk, each in by.items()
    }


def _members(found: Sequence[Person], looker: Looker) -> Mapping[Any, list[dict[str, Any]]]:
    homes = {one.household_id for one in found if one.household_id}
    living = Person.objects.filter(LIVE, household__in=homes).order_by("kinship", "id")
    told = grouped(living.only("name", "grid_id", "kinship", "household_id"), lambda one: one.household_id)
    return {
        home: [
            {
                "id": str(one.pk),
                "name": rows.shown_name(one.name, one.grid_id, looker.reach),
                "kinship": one.kinship,
            }
            for one in each
        ]
        for home, each in told.items()
    }


def _household(one: Person, members: Mapping[Any, list[dict[str, Any]]]) -> dict[str, Any] | None:
    home = one.household
    if home is None:
        return None
    head = str(home.head_id) if home.head_id else None
    return {"id": str(home.pk), "number": home.number, "head": head, "members": members.get(home.pk, [])}


def _merged(ids: Sequence[UUID]) -> Mapping[Any, list[str]]:
    done = Merge.objects.filter(kept__in=ids, undone_at=None).exclude(moved={}).order_by("at", "id")
    told = grouped(done.values_list("kept_id", "lost_id"), lambda row: row[0])
    return {kept: [str(lost) for _, lost in each] for kept, each in told.items()}


def visits_by(whom: str, ids: Sequence[UUID]) -> Mapping[Any, list[dict[str, Any]]]:
    """The newest twenty of each, found by the database."""
    newest = Window(RowNumber(), partition_by=[F(f"{whom}_id")], order_by=F("at").desc())
    told = detail.visits_told().filter(**{f"{whom}__in": ids}).annotate(nth=newest).filter(nth__lte=detail.VISITS_SHOWN)
    by = grouped(told.order_by("-at", "-pk"), lambda visit: getattr(visit, f"{whom}_id"))
    return {pk: [detail.visit_facts(visit) for visit in each] for pk, each in by.items()}


def organisations(ids: Sequence[UUID], looker: Looker) -> Bodies:
    found = list(Organisation.objects.defer("place").filter(pk__in=ids))
    values = {
        row["id"]: row for row in Organisation.objects.filter(pk__in=ids).values("id", *rows.ORGANISATION, **LONLAT)
    }
    responsible, visits = rows.responsible_of(list(ids)), visits_by("organisation", ids)
    sources, codes = sources_by_id("organisation", ids), labels(*coded.ORGANISATION.values())
    return {
        str(one.pk): {
            **rows.organisation_row(values[one.pk]),
            "labels": detail.labels_of(one, coded.ORGANISATION, codes),
            "people": responsible.get(one.pk, []),
            "visits": visits.get(one.pk, []),
            "sources": sources.get(one.pk, []),
            "may": detail.may_organisation(one, looker.call, looker.reach),
            **_letters(one),
        }
        for one in found
    }


def visits(ids: Sequence[UUID], account_id: int) -> Bodies:
    """A worker's own, wherever those visited are now: what was done is not taken back from whoever did it."""
    told = detail.visits_told().filter(pk__in=ids, by=account_id)
    return {
        str(one.pk): detail.visit_facts(one)
        | {name: str(pk) if (pk := getattr(one, f"{name}_id")) else None for name in ("person", "room", "organisation")}
        for one in told
    }
