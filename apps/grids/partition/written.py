"""The drawn grids as a file: a line a grid, its ring as steps on the lattice. The same drawing gives the same bytes."""

import gzip
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from shapely import Polygon

from apps.grids.partition.city import Plot, is_urban


def write(plots: Sequence[Plot], path: Path) -> None:
    text = "".join(f"{plot.code},{_steps(plot.outline)}\n" for plot in plots)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def read(path: Path) -> Iterable[Plot]:
    with gzip.open(path, "rt") as lines:
        for line in lines:
            code, steps = line.rstrip("\n").split(",")
            yield Plot(code, is_urban(code), _ring(steps))


def _steps(outline: Polygon) -> str:
    """From the lowest vertex on, so that it does not matter where a ring was begun."""
    if outline.interiors:
        raise ValueError("a grid has no holes")
    ring = [(round(x), round(y)) for x, y in outline.normalize().boundary.coords]
    steps = [(other[0] - one[0], other[1] - one[1]) for one, other in pairwise(ring)]
    return " ".join(f"{x} {y}" for x, y in [ring[0], *steps[:-1]])


def _ring(steps: str) -> Polygon:
    numbers = [int(step) for step in steps.split()]
    x = y = 0
    ring: list[tuple[float, float]] = []
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        ring.append((x, y))
    return Polygon(ring)
