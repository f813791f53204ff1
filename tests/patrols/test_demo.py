"""The rounds of a demonstration: believable, inside their grid, and made once."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from apps.accounts.models import Account
from apps.grids.models import SRID
from apps.patrols.demo import HOURS_AGO, go_rounds
from apps.patrols.models import Patrol
from apps.registry.sight import sight_of_everything
from tests.world import World

pytestmark = pytest.mark.django_db


def test_every_demo_worker_has_rounds_inside_the_own_grid(world: World) -> None:
    Account.objects.filter(pk=world.people["worker"].pk).update(is_demo=True)

    assert go_rounds(timezone.now()) == len(HOURS_AGO)

    with sight_of_everything():
        for patrol in Patrol.objects.select_related("grid"):
            assert patrol.by_id == world.people["worker"].pk
            assert patrol.ended_at is not None
            assert all(patrol.grid.outline.contains(Point(lon, lat, srid=SRID)) for lon, lat, _ in patrol.track)


def test_they_are_made_once(world: World) -> None:
    Account.objects.filter(pk=world.people["worker"].pk).update(is_demo=True)
    now = timezone.now()

    assert go_rounds(now) == go_rounds(now)
