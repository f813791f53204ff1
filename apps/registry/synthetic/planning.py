"""How a city of so many people is spread over its grids, and which numbers each community may give out."""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from typing import Any

from django.db.models import BinaryField, Func

from apps.grids.enums import GridKind
from apps.grids.models import Division, Grid, Unit
from apps.registry.synthetic.allotment import shares
from apps.registry.synthetic.ground import Community, Plot

# Of the whole city, and of each of its urban grids (11,000 grids); villages get the rest.
GRIDS, PEOPLE, ROOMS, ORGANISATIONS, PARTS, PLACES = 11_000, 4_100_000, 1_600_000, 120_000, 300_000, 24_000
URBAN = {"people": 638.0, "rooms": 337.0, "organisations": 34.0, "parts": 134.0, "places": 6.0}
CITY = {"people": PEOPLE, "rooms": ROOMS, "organisations": ORGANISATIONS, "parts": PARTS, "places": PLACES}
URBAN_GRIDS = 1_421
RURAL = {name: (CITY[name] - urban * URBAN_GRIDS) / (GRIDS - URBAN_GRIDS) for name, urban in URBAN.items()}


@dataclass(frozen=True)
class Seed:
    """What makes a city: `area` is the beginning of the codes to fill, all of them for an empty one."""

    area: str
    scale: float
    number: int
    on: date


class Outline(Func):
    function = "ST_AsBinary"
    output_field = BinaryField()


def communities(seed: Seed, *, without: frozenset[int]) -> list[Community]:
    """Those of the area; the numbers are dealt out over the whole city, so that areas may come one after another."""
    grids = _grids()
    many = {name: _dealt(grids, name, seed) for name in CITY}
    firsts = _firsts(grids)
    names = dict(Division.objects.filter(level="COMMUNITY").values_list("pk", "name"))
    outlines = _outlines(seed.area)
    units = _units()
    found = []
    order = range(len(grids))
    for code, places in groupby(order, key=lambda place: grids[place]["code"][:12]):
        if not code.startswith(seed.area):
            continue
        at = list(places)
        plots = tuple(_plot(grids[place], {name: many[name][place] for name in CITY}, outlines) for place in at)
        first = grids[at[0]]
        if first["community_id"] not in without:
            found.append(_community(seed, first, names[first["community_id"]], plots, (firsts[code], units)))
    return found


def _grids() -> list[dict[str, Any]]:
    columns = ("id", "code", "kind", "community_id", "street_id", "district_id", "city_id")
    return list(Grid.objects.filter(valid_to=None).order_by("code", "id").values(*columns))


def _expected(grid: Mapping[str, Any], name: str) -> float:
    return (URBAN if grid["kind"] == GridKind.URBAN else RURAL)[name]


def _dealt(grids: Sequence[Mapping[str, Any]], name: str, seed: Seed) -> list[int]:
    """Some grids are fuller than others, by their codes and the seed; a whole city comes to its number exactly."""
    expected = [_expected(grid, name) for grid in grids]
    weights = [each * _fullness(grid["code"], seed) for each, grid in zip(expected, grids, strict=True)]
    dealt = shares(round(sum(expected) * seed.scale), weights)
    return [max(1, many) for many in dealt] if name in ("people", "rooms") else dealt


def _fullness(code: str, seed: Seed) -> float:
    return 0.7 + 0.6 * zlib.crc32(f"{seed.number}:{code}".encode()) / 2**32


@dataclass(frozen=True)
class Firsts:
    begin: float
    end: float
    phones: int
    parts: int
    organisations: int


def _firsts(grids: Sequence[Mapping[str, Any]]) -> dict[str, Firsts]:
    """By the expected numbers at full scale, whatever the seed: so cities of two seeds share no number either."""
    codes = [grid["code"][:12] for grid in grids]
    people: dict[str, float] = defaultdict(float)
    things: dict[str, float] = defaultdict(float)
    for code, grid in zip(codes, grids, strict=True):
        people[code] += _expected(grid, "people") * 1.5
        things[code] += max(_expected(grid, "parts"), _expected(grid, "organisations")) * 1.5 + 1
    ends, offsets = list(accumulate(people.values())), list(accumulate(things.values()))
    begins = zip(people, [0.0, *ends], ends, [0.0, *offsets], strict=False)
    # People have a phone, and so have organisations and those who answer for them.
    return {
        code: Firsts(first / ends[-1], end / ends[-1], int(first * 2), int(things_from), int(things_from))
        for code, first, end, things_from in begins
    }


def _plot(grid: Mapping[str, Any], many: Mapping[str, int], outlines: Mapping[int, bytes]) -> Plot:
    keys = ("id", "community_id", "street_id", "district_id", "city_id")
    belonging = "\t".join(str(grid[key]) for key in keys)
    return Plot(grid["code"], grid["kind"] == GridKind.URBAN, belonging, outlines[grid["id"]], **many)


def _community(
    seed: Seed,
    grid: Mapping[str, Any],
    name: str,
    plots: tuple[Plot, ...],
    given: tuple[Firsts, Mapping[int, Mapping[str, int]]],
) -> Community:
    firsts, units = given
    near: dict[str, int] = {}
    for level in ("city_id", "district_id", "street_id"):
        near |= units.get(grid[level], {})
    return Community(
        name=name,
        code=grid["code"][:12],
        seed=seed.number,
        on=seed.on,
        begin=firsts.begin,
        end=firsts.end,
        phones_from=firsts.phones,
        parts_from=firsts.parts,
        organisations_from=firsts.organisations,
        units=near,
        plots=plots,
    )


def _outlines(area: str) -> dict[int, bytes]:
    found = Grid.objects.filter(valid_to=None, code__startswith=area).annotate(wkb=Outline("outline"))
    return {pk: bytes(wkb) for pk, wkb in found.values_list("pk", "wkb")}


def _units() -> dict[int, dict[str, int]]:
    """Of each division, one unit a kind: the nearest one keeps a part."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, kind, division in Unit.objects.order_by("-pk").values_list("pk", "kind_id", "division_id"):
        found[division][kind] = pk
    return found
