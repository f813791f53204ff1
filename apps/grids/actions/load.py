"""The city's registers out of `fixtures/`: what is missing is added, what is there is left as it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from shapely import MultiPolygon

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import GridKind, Level
from apps.grids.models import CodeSystem, Division, DivisionCode, Grid, Unit, UnitKind
from apps.grids.outlines import copied
from apps.grids.partition.city import Plot, centre_of, outline_of
from apps.grids.partition.frame import Shape
from apps.grids.queries import NBS
from apps.grids.rules import loads_city
from apps.grids.sources import DivisionRow, UnitPattern, divisions, plots, systems, unit_kinds, unit_patterns
from apps.journal.actions import Subject, write

LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
DIGITS = {Level.CITY: 4, Level.DISTRICT: 6, Level.STREET: 9, Level.COMMUNITY: 12}
BATCH = 1000


def load_divisions(_: object, *, call: Call, valid_from: date) -> dict[str, Any]:
    """With their codes; outlines come with the grids."""
    _take(call, "divisions")
    for fields in systems():
        CodeSystem.objects.get_or_create(code=fields.pop("code"), defaults=fields)
    known = _known()
    created = 0
    for level in LEVELS:
        rows = [row for row in divisions() if row.level == level and row.code not in known]
        known |= _add_divisions(rows, known, valid_from)
        created += len(rows)
    return _settle(call, "load_divisions", created=created, total=len(known))


def load_grids(_: object, *, call: Call, valid_from: date) -> dict[str, Any]:
    """The grids drawn for the city, and the outline of every division as the sum of its grids."""
    _take(call, "grids")
    known = _known()
    if not known:
        raise Refusal(RefusalCode.CONFLICT, "请先载入行政区划，再载入网格")
    there = set(Grid.objects.values_list("code", flat=True))
    drawn = list(plots())
    names = dict(Division.objects.values_list("id", "name"))
    missing = [plot for plot in drawn if plot.code not in there]
    _copy((_grid(plot, known, names) for plot in missing), valid_from)
    outlined = _outline_divisions(drawn, known)
    return _settle(call, "load_grids", created=len(missing), outlined=outlined, total=len(drawn))


def load_units(_: object, *, call: Call) -> dict[str, Any]:
    """The usual departments, stations and companies of every division."""
    _take(call, "units")
    UnitKind.objects.bulk_create([UnitKind(**kind) for kind in unit_kinds()], ignore_conflicts=True)
    before = Unit.objects.count()
    known = _known()
    units = [_unit(pattern, row, known[row.code]) for row in divisions() for pattern in unit_patterns(row)]
    Unit.objects.bulk_create(units, batch_size=BATCH, ignore_conflicts=True)
    return _settle(call, "load_units", created=Unit.objects.count() - before, total=len(units))


def _take(call: Call, what: str) -> None:
    """One load at a time."""
    if not loads_city(call):
        raise Refusal(RefusalCode.NOT_YOURS, "只能在服务器上由运维人员载入基础数据")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"grids.load:{what}"])


def _settle(call: Call, what: str, **counts: int) -> dict[str, Any]:
    if counts["created"] or counts.get("outlined"):
        write(call=call, verb=f"grids.{what}", subject=Subject("city", what), body=dict(counts), notice={})
    return dict(counts)


def _known() -> dict[str, int]:
    return dict(DivisionCode.objects.filter(system__code=NBS, valid_to=None).values_list("code", "division_id"))


def _add_divisions(rows: list[DivisionRow], known: Mapping[str, int], valid_from: date) -> dict[str, int]:
    made = Division.objects.bulk_create(
        [
            Division(
                level=row.level,
                kind=row.kind,
                name=row.name,
                full_name=row.official_name,
                parent_id=known.get(row.parent),
                valid_from=valid_from,
            )
            for row in rows
        ]
    )
    system = CodeSystem.objects.get(code=NBS)
    codes = {row.code: division.pk for row, division in zip(rows, made, strict=True)}
    DivisionCode.objects.bulk_create(
        [DivisionCode(division_id=pk, system=system, code=code, valid_from=valid_from) for code, pk in codes.items()]
    )
    return codes


def _grid(plot: Plot, known: Mapping[str, int], names: Mapping[int, str]) -> tuple[str | int, ...]:
    above = {level: known[plot.code[: DIGITS[level]].ljust(12, "0")] for level in LEVELS}
    community, number = names[above[Level.COMMUNITY]], int(plot.code[12:])
    return (
        plot.code,
        GridKind.URBAN if plot.is_urban else GridKind.RURAL,
        f"{community}第{number}网格" if plot.is_urban else f"{community}{number}组网格",
        above[Level.COMMUNITY],
        above[Level.STREET],
        above[Level.DISTRICT],
        above[Level.CITY],
        copied(MultiPolygon([plot.outline])),
        copied(centre_of(plot.outline)),
    )


COPY = """
COPY grids_grid (code, kind, name, community_id, street_id, district_id, city_id, outline, centre, valid_from)
FROM STDIN
"""


def _copy(rows: Iterable[tuple[str | int, ...]], valid_from: date) -> None:
    """Far quicker than inserting, and every test of the whole city waits for it."""
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row([*row, valid_from])


def _outline_divisions(drawn: Iterable[Plot], known: Mapping[str, int]) -> int:
    """Only where there is none: later changes of grids inside a division do not move its outline."""
    lacking = set(Division.objects.filter(outline=None).values_list("id", flat=True))
    parts: dict[str, list[Shape]] = defaultdict(list)
    for plot in drawn:
        parts[plot.code].append(plot.outline)
    outlined: dict[int, str] = {}
    for level in reversed(LEVELS):
        parts = _summed(parts, DIGITS[level])
        for prefix, (outline,) in parts.items():
            pk = known[prefix.ljust(12, "0")]
            if pk in lacking:
                outlined[pk] = copied(outline)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE grids_division SET outline = %s::geometry WHERE id = %s",
            [(shape, pk) for pk, shape in outlined.items()],
        )
    return len(outlined)


def _summed(parts: Mapping[str, list[Shape]], digits: int) -> dict[str, list[Shape]]:
    members: dict[str, list[Shape]] = defaultdict(list)
    for code, shapes in parts.items():
        members[code[:digits]] += shapes
    return {code: [outline_of(shapes)] for code, shapes in members.items()}


def _unit(pattern: UnitPattern, row: DivisionRow, division_id: int) -> Unit:
    return Unit(name=pattern.named(row), kind_id=pattern.kind, division_id=division_id)
