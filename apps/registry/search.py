"""The one query behind list, map and counts of each kind of row: the filters a screen may set.

Beginnings of texts are asked for as ranges. LIKE would have to wait for row-level security to look at every row,
because it could tell of rows that are not to be seen; comparisons of text cannot (docs/registry.md).
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core.refusal import invalid
from apps.core.sealing import keyed_hash
from apps.grids.enums import Level
from apps.grids.reach import Reach
from apps.registry.identifiers import Wrong, normal
from apps.registry.identity import CITIZEN_CARD, checked_document
from apps.registry.initials import initials_of
from apps.registry.models import Building, Organisation, Part, Person, PersonRole, Room, ServicePlace
from apps.registry.models.people import LIVE
from apps.registry.reaching import covered, within
from apps.registry.sight import SEEING

LAST = "\U0010ffff"
FOUR = re.compile(r"\d{3}[0-9X]")
PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
NUMBER = re.compile(r"(?=.*\d{4})[A-Z0-9]{6,20}")


@dataclass(frozen=True)
class Filters:
    """`equal` are plain columns; the rest each kind of row understands or leaves alone."""

    q: str = ""
    grid: int | None = None
    division: int | None = None
    equal: dict[str, Any] = field(default_factory=dict)
    role: str = ""
    age_min: int | None = None
    age_max: int | None = None
    stale_days: int | None = None
    gone: bool = False


@dataclass(frozen=True)
class Asker:
    reach: Reach
    at: datetime
    today: date


def begins(column: str, text: str) -> Q:
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST})


def people(asker: Asker, filters: Filters) -> QuerySet[Person]:
    found = Person.objects.filter(_here(asker, filters), **filters.equal)
    found = found.filter(merged_into=None) if filters.gone else found.filter(LIVE)
    if filters.role:
        has = PersonRole.objects.filter(person=OuterRef("pk"), kind=filters.role, to_on=None)
        found = found.filter(Exists(has))
    if filters.q:
        found = found.filter(_named(asker, filters.q))
    return found.filter(_aged(asker, filters), _stale(asker, filters))


def _here(asker: Asker, filters: Filters) -> Q:
    return covered(asker.reach) & within(grid=filters.grid, division=filters.division)


def _named(asker: Asker, told: str) -> Q:
    """By the shape of what was typed: the end of a number, a whole number, letters of pinyin, or a name."""
    text = normal(told)
    if FOUR.fullmatch(text):
        return _ending(asker, text)
    if PHONE.fullmatch(text):
        return Q(phone_hash=keyed_hash(text))
    if NUMBER.fullmatch(text):
        return Q(doc_hash=keyed_hash(_whole_number(asker, text)))
    if text.isascii():
        return begins("initials", initials_of(text))
    name = told.strip()
    return begins("name", name) & begins("initials", initials_of(name))


def _whole_number(asker: Asker, text: str) -> str:
    """A number of 15 places is looked for as it is kept, in 18; any other as it was typed."""
    try:
        return checked_document(CITIZEN_CARD, text, today=asker.today)[0]
    except Wrong:
        return text


def _ending(asker: Asker, text: str) -> Q:
    """Four digits fit hundreds in a city: only where one knows one's people do they name somebody."""
    grids = sorted(asker.reach.ids("grid", *SEEING))
    communities = sorted(p.at_id for p in asker.reach.posts if p.level == Level.COMMUNITY and p.role in SEEING)
    if not grids and not communities:
        raise invalid("q", "证件或电话的后四位只能在本网格或本社区内查询")
    near = Q(grid_id__in=grids) | Q(community_id__in=communities)
    return near & (Q(doc_last4=text) | Q(phone_last4=text))


def _aged(asker: Asker, filters: Filters) -> Q:
    """As a range of birthdays, which has an index."""
    aged = Q()
    if filters.age_min is not None:
        aged &= Q(born_on__lte=years_before(asker.today, filters.age_min))
    if filters.age_max is not None:
        aged &= Q(born_on__gt=years_before(asker.today, filters.age_max + 1))
    return aged


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _stale(asker: Asker, filters: Filters) -> Q:
    if filters.stale_days is None:
        return Q()
    return Q(confirmed_at__lt=asker.at - timedelta(days=filters.stale_days))


def rooms(asker: Asker, filters: Filters) -> QuerySet[Room]:
    """By the whole code of a door plate, or by the beginning of the address."""
    found = Room.objects.filter(_here(asker, filters), _stale(asker, filters), **filters.equal)
    if not filters.q:
        return found
    return found.filter(Q(plate_code=filters.q.strip()) | begins("address", filters.q.strip()))


def buildings(asker: Asker, filters: Filters) -> QuerySet[Building]:
    found = Building.objects.filter(_here(asker, filters), _stale(asker, filters), **filters.equal)
    return found.filter(begins("address", filters.q.strip())) if filters.q else found


def organisations(asker: Asker, filters: Filters) -> QuerySet[Organisation]:
    """By name, its letters, or the whole credit code."""
    found = Organisation.objects.filter(_here(asker, filters), _stale(asker, filters), **filters.equal)
    found = found if filters.gone else found.filter(closed_on=None)
    if not filters.q:
        return found
    text = normal(filters.q)
    if len(text) == 18 and text.isascii():
        return found.filter(uscc=text)
    if text.isascii():
        return found.filter(begins("initials", initials_of(text)))
    return found.filter(begins("name", filters.q.strip()))


def parts(asker: Asker, filters: Filters) -> QuerySet[Part]:
    found = Part.objects.filter(_here(asker, filters), _stale(asker, filters), **filters.equal)
    return found.filter(begins("code", normal(filters.q))) if filters.q else found


def service_places(asker: Asker, filters: Filters) -> QuerySet[ServicePlace]:
    found = ServicePlace.objects.filter(_here(asker, filters), _stale(asker, filters), **filters.equal)
    return found.filter(begins("name", filters.q.strip())) if filters.q else found
