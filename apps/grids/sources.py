"""What `fixtures/` says about the city; README.md there names the source of each file."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from shapely.geometry import shape

from apps.grids.partition import written
from apps.grids.partition.city import Plot, Village, draw_city, without_holes
from apps.grids.partition.frame import Shape, to_lattice

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
PLOTS = FIXTURES / "grids.csv.gz"


@dataclass(frozen=True)
class DivisionRow:
    """`code` has 12 digits; `parent` is empty for the city."""

    code: str
    level: str
    kind: str
    parent: str
    name: str
    official_name: str


def divisions() -> list[DivisionRow]:
    """From the city down: a parent comes before its children."""
    return [DivisionRow(**row) for row in table("divisions.csv")]


def villages() -> list[Village]:
    return [Village(row.code) for row in divisions() if row.level == "COMMUNITY"]


def counties() -> dict[str, Shape]:
    """By six digits, on the lattice."""
    features = json.loads((FIXTURES / "outlines.geojson").read_text())["features"]
    return {
        feature["properties"]["code"][:6]: without_holes(to_lattice(shape(feature["geometry"]))) for feature in features
    }


def plots() -> Iterable[Plot]:
    return written.read(PLOTS)


def draw_plots() -> None:
    """Makes the file of grids anew out of the other two."""
    written.write(draw_city(counties(), villages()), PLOTS)


def systems() -> list[dict[str, str]]:
    return table("divisions_systems.csv")


def unit_kinds() -> list[dict[str, str]]:
    return [{"key": row["key"], "label": row["label"]} for row in table("unit_kinds.csv")]


@dataclass(frozen=True)
class UnitPattern:
    """One unit in every division of a level; `among` limits that to some kinds of division."""

    kind: str
    level: str
    among: str
    name: str

    def named(self, row: DivisionRow) -> str:
        short = row.name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        return self.name.format(name=row.name, short=short, official=row.official_name)


@cache
def _unit_patterns() -> tuple[UnitPattern, ...]:
    return tuple(UnitPattern(**row) for row in table("units.csv"))


def unit_patterns(row: DivisionRow) -> list[UnitPattern]:
    """The units that a division should have."""
    same_level = [pattern for pattern in _unit_patterns() if pattern.level == row.level]
    return [pattern for pattern in same_level if not pattern.among or row.kind in pattern.among.split("|")]


def table(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(newline="") as lines:
        return list(csv.DictReader(lines))
