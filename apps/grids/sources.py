"""What `fixtures/` says about the city; README.md there names the source of each file."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
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


def table(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(newline="") as lines:
        return list(csv.DictReader(lines))
