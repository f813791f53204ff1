"""Features as PostgreSQL writes them. A page costs a page: ordered by an index, in each place of the reach."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.features.asking import Asked, Box, Cursor
from apps.features.collections import VALID, Collection
from apps.grids.models import Division
from apps.grids.queries import seen_divisions
from apps.grids.reach import Reach
from apps.registry.sight import SEEING, sight

# Counting on is not worth it: whoever reads so many does not need the number first.
MOST_COUNTED = 20_000
# With more grids than this a box is so large that a page fills from its order alone.
MOST_GRIDS = 500
Places = list[tuple[str, int]]


@dataclass(frozen=True)
class Page:
    """Each feature is JSON already. A cursor is None where nothing lies behind it."""

    features: list[str]
    before: Cursor | None = None
    after: Cursor | None = None


def places_of(collection: Collection, reach: Reach) -> Places:
    """Levels and ids. Outlines are seen where the map's tiles show them, things where the registry shows them."""
    if collection.guarded:
        return [(str(post.level), post.at_id) for post in reach.posts if post.level and post.role in SEEING]
    seen = Division.objects.filter(pk__in=seen_divisions(reach))
    return list(seen.order_by("pk").values_list("level", "pk"))


def extent(places: Places) -> list[float] | None:
    """Around the divisions and grids of a reach: what lies in them is not looked at."""
    divisions = [pk for level, pk in places if level != "GRID"]
    grids = [pk for level, pk in places if level == "GRID"]
    with connection.cursor() as cursor:
        cursor.execute(EXTENT, [divisions, grids])
        row = cursor.fetchone()
    return list(row) if row and row[0] is not None else None


EXTENT = """
SELECT ST_XMin(around), ST_YMin(around), ST_XMax(around), ST_YMax(around) FROM (
    SELECT ST_Extent(outline) AS around FROM (
        SELECT outline FROM grids_division WHERE id = ANY(%s)
        UNION ALL SELECT outline FROM grids_grid WHERE id = ANY(%s)
    ) outlines
) extent
"""


def page(collection: Collection, places: Places, asked: Asked, *, reach: Reach) -> Page:
    if not places:
        return Page([])
    backwards = bool(asked.cursor and asked.cursor.backwards)
    with _sight(collection, reach):
        keys, params = _keys(collection, places, asked, most=asked.limit + 1, backwards=backwards)
        rows = _fetch(PAGE.format(keys=keys, way="DESC" if backwards else "ASC", **_parts(collection)), params)
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    if backwards:
        return _page(rows[::-1], before=more, after=True)
    return _page(rows, before=asked.cursor is not None, after=more)


def count(collection: Collection, places: Places, asked: Asked, *, reach: Reach) -> int | None:
    """None where counting would cost more than a page does."""
    if not places:
        return 0
    with _sight(collection, reach):
        keys, params = _keys(collection, places, asked, most=MOST_COUNTED + 1, backwards=False)
        ((found,),) = _fetch(f"SELECT count(*) FROM ({keys}) found", params)
    return found if found <= MOST_COUNTED else None


def feature(collection: Collection, places: Places, pk: Any, *, reach: Reach) -> str | None:
    if not places:
        return None
    with _sight(collection, reach):
        within = " OR ".join(f"({sql})" for sql in _within(collection, places))
        params = {**_ids(places), "pk": pk}
        rows = _fetch(ONE.format(within=within, **_parts(collection)), params)
    return rows[0][1] if rows else None


FEATURE = """'{{"type":"Feature","id":' || to_json(here.id) || ',"geometry":' || COALESCE({drawn}, 'null')
    || ',"properties":' || {told} || '}}'"""
PAGE = f"""
SELECT keys.at, {FEATURE} FROM ({{keys}}) keys JOIN {{table}} here ON here.{{order}} = keys.at {{joins}}
 ORDER BY keys.at {{way}}
"""
ONE = f"SELECT here.{{order}}, {FEATURE} FROM {{table}} here {{joins}} WHERE here.id = %(pk)s AND ({{within}})"


def _parts(collection: Collection) -> dict[str, str]:
    return {
        "drawn": collection.drawn,
        "told": collection.told,
        "table": collection.table,
        "order": collection.order,
        "joins": collection.joins,
    }


def _keys(
    collection: Collection, places: Places, asked: Asked, *, most: int, backwards: bool
) -> tuple[str, dict[str, Any]]:
    """The order of one page. Each place of the reach is read by itself, as far as one page goes."""
    tests, params = _tests(collection, asked)
    way = "DESC" if backwards else "ASC"
    rest = "".join(f" AND {test}" for test in tests)
    each = [
        f"(SELECT here.{collection.order} AS at FROM {collection.table} here WHERE {within}{rest}"
        f" ORDER BY at {way} LIMIT %(most)s)"
        for within in _within(collection, places)
    ]
    told = f"SELECT at FROM ({' UNION '.join(each)}) found ORDER BY at {way} LIMIT %(most)s"
    return told, {**params, **_ids(places), "most": most}


def _within(collection: Collection, places: Places) -> list[str]:
    if not collection.levels:
        return [BELOW]
    return [
        f"here.{collection.levels[level]} = %(place{number})s"
        for number, (level, _) in enumerate(places)
        if level in collection.levels
    ]


BELOW = """here.id IN (
    WITH RECURSIVE below AS (
        SELECT unnest(%(places)s::bigint[]) AS id
        UNION SELECT child.id FROM grids_division child JOIN below ON child.parent_id = below.id
    ) SELECT id FROM below)"""


def _ids(places: Places) -> dict[str, Any]:
    ids = [pk for _, pk in places]
    return {"places": ids, **{f"place{number}": pk for number, pk in enumerate(ids)}}


def _tests(collection: Collection, asked: Asked) -> tuple[list[str], dict[str, Any]]:
    tests: list[str] = []
    params: dict[str, Any] = {}
    if asked.cursor:
        tests.append(f"here.{collection.order} {'<' if asked.cursor.backwards else '>'} %(at)s")
        params["at"] = asked.cursor.order
    if collection.dated and asked.period:
        tests.append(VALID)
        params |= {"since": asked.period.since, "until": asked.period.until}
    if asked.box:
        test, more = _box(collection, asked.box)
        tests.append(test)
        params |= more
    return tests, params


def _box(collection: Collection, box: Box) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {}
    for number, part in enumerate(box.parts):
        params |= {f"{side}{number}": degrees for side, degrees in zip("wsen", part, strict=True)}
    around = [f"ST_MakeEnvelope(%(w{n})s, %(s{n})s, %(e{n})s, %(n{n})s, 4490)" for n in range(len(box.parts))]
    test = _touching(f"here.{collection.geometry}", around, point=collection.shape == "Point")
    if not collection.guarded:
        return test, params
    grids = _fetch(f"SELECT id FROM grids_grid WHERE {_touching('outline', around)} LIMIT {MOST_GRIDS + 1}", params)
    if len(grids) > MOST_GRIDS:
        return test, params
    return f"here.grid_id = ANY(%(grids)s) AND {test}", {**params, "grids": [pk for (pk,) in grids]}


def _touching(column: str, around: Sequence[str], *, point: bool = False) -> str:
    """A point touches a box when their boxes do, which is far cheaper to ask."""
    tests = [f"{column} && {part}" if point else f"ST_Intersects({column}, {part})" for part in around]
    return f"({' OR '.join(tests)})"


def _page(rows: Sequence[tuple[Any, ...]], *, before: bool, after: bool) -> Page:
    features = [row[1] for row in rows]
    if not rows:
        return Page(features)
    return Page(
        features,
        Cursor(rows[0][0], backwards=True) if before else None,
        Cursor(rows[-1][0]) if after else None,
    )


def _sight(collection: Collection, reach: Reach) -> AbstractContextManager[None]:
    return sight(reach) if collection.guarded else nullcontext()


def _fetch(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
