"""A page costs a page, also beneath row-level security: nothing reads all parts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.features import queries
from apps.features.asking import Asked, Box, Cursor
from apps.features.collections import PARTS
from apps.grids.reach import reach_of
from apps.registry.sight import sight, sight_of_everything
from tests.world import World

FILL = """
INSERT INTO registry_part (id, source, confirmed_at, place, code, kind, name, state, version,
                           grid_id, community_id, street_id, district_id, city_id)
SELECT gen_random_uuid(), 'SYNTHETIC', now(), centre,
       '4205990101' || lpad((n * 2 + id %% 2)::text, 6, '0'), '0101', '井盖',
       'GOOD', 1, id, community_id, street_id, district_id, city_id
  FROM grids_grid, generate_series(1, 6000) n WHERE id = ANY(%s)
"""


@pytest.fixture
def town(world: World) -> World:
    with sight_of_everything(), connection.cursor() as cursor:
        cursor.execute(FILL, [[world.grid.pk, world.other_grid.pk]])
        cursor.execute("ANALYZE registry_part")
    return world


@pytest.mark.parametrize("who", ["worker", "community", "lead", "district_lead", "city_lead"])
@pytest.mark.parametrize("box", [None, Box(110.0, 30.0, 110.08, 30.1), Box(100, 20, 120, 40)])
def test_an_index_gives_a_page_in_its_order_from_its_cursor_on(town: World, who: str, box: Box | None) -> None:
    """Whether the planner takes it is a matter of numbers; that the policy leaves it to be taken is not."""
    call = town.call(who)
    reach = reach_of(call.actor, call.at)
    places = queries.places_of(PARTS, reach)

    with CaptureQueriesContext(connection) as asked:
        page = queries.page(PARTS, places, Asked(100, box, None, Cursor("4205990101010000")), reach=reach)

    (statement,) = (told["sql"] for told in asked if "registry_part" in told["sql"])
    with sight(reach), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute("EXPLAIN " + statement)
        plan = [line for (line,) in cursor.fetchall()]
    assert len(page.features) == 100
    assert not [line for line in plan if "Seq Scan on registry_part" in line or "Sort" in line]
    assert any("code)::text > '4205990101010000'" in line and "Index Cond" in line for line in plan)
