"""What a service knows of a person, at rates a city has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from apps.registry.synthetic.allotment import Weighted
from apps.registry.synthetic.ground import Days
from apps.registry.synthetic.households import MARRIED, Member
from apps.registry.synthetic.lines import NULL

INFLOW = Weighted(**{"01": 55, "03": 15, "04": 6, "05": 4, "06": 12, "08": 4, "09": 4})
HEALTH = Weighted(**{"01": 35, "02": 30, "03": 25, "04": 8, "05": 2})
DISABILITY = Weighted(**{"01": 15, "02": 25, "03": 30, "04": 30})
HARDSHIP = Weighted(**{"01": 60, "02": 12, "03": 20, "04": 8})
NEWBORN_DAYS, PREGNANT_DAYS = 42, 270


@dataclass(frozen=True, slots=True)
class Standing:
    home: str
    urban: bool
    floats: bool
    rents: bool
    born_on: str
    since: int


@dataclass(frozen=True, slots=True)
class Columns:
    from_on: str
    grade: str = ""
    inflow: str = ""
    permit: str = ""
    lodging: str = ""
    due_on: str = NULL


def roles_of(chance: Random, member: Member, standing: Standing, days: Days) -> Iterator[tuple[str, Columns]]:
    """Nothing begins before birth."""
    since = max(standing.born_on, days.ago(min(standing.since, 1400)))
    if standing.floats:
        yield "FLOATING", _floating(chance, standing, since)
    yield from _of_age(chance, member, standing, since=since, days=days)
    if member.age >= 6 and chance.random() < (0.015 if member.age < 60 else 0.06):
        yield "DISABLED", Columns(since, grade=DISABILITY.pick(chance.random()))
    if chance.random() < (0.012 if standing.urban else 0.028):
        yield "HARDSHIP", Columns(since, grade=HARDSHIP.pick(chance.random()))


def _floating(chance: Random, standing: Standing, since: str) -> Columns:
    permit = "01" if chance.random() < 0.7 else ""
    lodging = "02" if standing.rents else "01"
    return Columns(since, inflow=INFLOW.pick(chance.random()), permit=permit, lodging=lodging)


def _of_age(
    chance: Random, member: Member, standing: Standing, *, since: str, days: Days
) -> Iterator[tuple[str, Columns]]:
    if member.age <= 1 and standing.born_on >= days.ago(NEWBORN_DAYS):
        yield "NEWBORN", Columns(standing.born_on)
    if member.age < 16 and standing.home == "grandchild":
        yield "LEFT_BEHIND", Columns(since, grade="01")
    if not member.male and member.marriage == MARRIED and 22 <= member.age <= 40 and chance.random() < 0.035:
        yield "PREGNANT", _pregnant(chance, days)
    if member.male and 20 <= member.age < 85 and chance.random() < 0.03:
        yield "VETERAN", Columns(since)
    if member.age >= 65:
        yield from _of_elders(chance, member, standing, since)


def _pregnant(chance: Random, days: Days) -> Columns:
    month = 1 + int(chance.random() * (PREGNANT_DAYS - 30))
    known_on = days.ago(month)
    begun = date.fromisoformat(known_on)
    due_on = date.fromordinal(begun.toordinal() + PREGNANT_DAYS - 30)
    return Columns(known_on, due_on=due_on.isoformat())


def _of_elders(chance: Random, member: Member, standing: Standing, since: str) -> Iterator[tuple[str, Columns]]:
    if standing.home == "elder_alone":
        yield "LIVING_ALONE", Columns(since, grade=HEALTH.pick(chance.random()))
    if not standing.urban and standing.home in ("elder_alone", "two_elders", "grandchild") and chance.random() < 0.3:
        yield "LEFT_BEHIND", Columns(since, grade="02")
    if member.age >= 81 and chance.random() < 0.95:
        yield "ELDERLY_ALLOWANCE", Columns(since)
