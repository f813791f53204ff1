"""A round made without a line: its batches may overtake nothing, and the phone hears what the server counts."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from apps.registry.models import Part
from apps.registry.sight import sight_of_everything
from apps.sync import tasks
from apps.sync.models import SyncCommand
from tests.registry.homes import belonging, inside, known
from tests.sync.lines import Line, committed, made
from tests.world import World

pytestmark = pytest.mark.django_db

WAY = [[110.05, 30.05, 0], [110.051, 30.05, 60]]


def walked(worker: Line, world: World, at: datetime) -> str:
    patrol = str(uuid.uuid4())
    begin = made("patrol.begin", command_id=patrol, data={"grid": world.grid.pk}, occurred_at=at.isoformat())
    ended = (at + timedelta(seconds=90)).isoformat()
    end = made("patrol.end", row=patrol, seq=2, data={"points": WAY}, occurred_at=ended)
    outcomes = worker.push(begin, end)
    assert [outcome["status"] for outcome in outcomes] == ["applied", "applied"], outcomes
    return patrol


def test_a_round_pushed_late_is_told_back_with_what_the_server_counts(world: World, worker: Line) -> None:
    patrol = walked(worker, world, timezone.now() - timedelta(hours=5))
    committed()

    own = worker.whole(f"worker:{worker.account.pk}")
    (told,) = [row["body"] for row in own["rows"] if row["kind"] == "patrol"]

    assert (told["id"], told["seconds"]) == (patrol, 90)
    assert 90 < told["metres"] < 100
    assert "track" not in told


def test_where_somebody_went_is_not_kept_longer_in_the_command_that_brought_it(world: World, worker: Line) -> None:
    walked(worker, world, timezone.now() - timedelta(hours=1))
    SyncCommand.objects.update(at=timezone.now() - timedelta(days=31))

    tasks.keep()

    assert set(SyncCommand.objects.values_list("kind", flat=True)) == {"patrol.begin"}


def test_the_parts_of_a_grid_are_on_its_phone_as_their_own_address_tells_them(
    world: World, worker: Line, grid: str
) -> None:
    version = worker.whole(grid)["version"]
    committed()
    with sight_of_everything():
        part = Part.objects.create(
            code="4205020101000001",
            kind="0101",
            name="井盖",
            place=inside(world.grid),
            **belonging(world.grid),
            **known(),
        )

    (told,) = [row for row in worker.one(grid, version)["rows"] if row["kind"] == "part"]

    assert told["body"] == worker.client.get(f"/api/registry/parts/{part.pk}/").json()
