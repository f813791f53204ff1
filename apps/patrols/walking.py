"""What a track says: points in their order, within the time of the round, and the way between them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

Point = Sequence[float]
EARTH = 6_371_000
# A phone's clock may tell the last point a little after the end.
SLACK = 60
MOST = 3_000


def joined(track: Iterable[Point], more: Iterable[Point], *, seconds: float) -> list[list[float]]:
    """One point a second at most; what was not on the round is left out, however it got into the batch."""
    walked = {int(point[2]): point for point in (*track, *more) if 0 <= point[2] <= seconds + SLACK}
    points = [[round(lon, 5), round(lat, 5), s] for s, (lon, lat, _) in sorted(walked.items())]
    while len(points) > MOST:
        points = [*points[:-1:2], points[-1]]
    return points


def metres_of(track: Sequence[Point]) -> int:
    return round(sum(apart(one, next_) for one, next_ in pairwise(track)))


def apart(one: Point, other: Point) -> float:
    """Metres along the great circle."""
    lon1, lat1, lon2, lat2 = map(radians, (*one[:2], *other[:2]))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, h)))
