"""Slow writers in many grids at once, and one who copies everything by the feed alone."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, OperationalError, connection, transaction

from apps.grids.models import Grid
from apps.registry.models import Person, Visit
from apps.registry.sight import sight_of_everything
from apps.sync import feed
from apps.sync.pulling import one_moment
from tests.registry.homes import add_person, belonging
from tests.world import MORNING, World, square

Name = tuple[str, str]


def more_grids(world: World, count: int) -> list[Grid]:
    grids = [world.grid, world.other_grid]
    for number in range(2, count):
        grid = Grid.objects.get(pk=world.grid.pk)
        west = 110.0 + number / 100
        grid.pk, grid.code, grid.name = None, f"4205990010011{number:02}", f"第{number}网格"
        grid.outline, grid.centre = square(west, 30.2, 0.01), Point(west + 0.005, 30.205, srid=4490)
        grid.save()
        grids.append(grid)
    return grids


@contextmanager
def writing(grids: list[Grid], writers: int) -> Iterator[list[int]]:
    """How many transactions each has committed, while the block runs."""
    done, stop = [0] * writers, Event()

    def write(me: int) -> None:
        chance = random.Random(me)
        try:
            while not stop.is_set():
                done[me] += _once(grids, chance)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(me,)) for me in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _once(grids: list[Grid], chance: random.Random) -> int:
    try:
        with transaction.atomic(), sight_of_everything():
            _change(grids, chance)
            # The row is written and its version taken: now others overtake before this one commits.
            time.sleep(chance.random() * 0.01)
    except (OperationalError, IntegrityError):
        # Two who move people in each other's direction, or visit somebody just deleted: whoever loses begins again.
        return 0
    return 1


def _change(grids: list[Grid], chance: random.Random) -> None:
    grid, other = chance.sample(grids, 2)
    people = list(Person.objects.filter(grid=grid).values_list("pk", flat=True)[:40])
    some = chance.sample(people, min(len(people), chance.randint(1, 4)))
    change: Callable[[], Any] = chance.choice(
        [
            lambda: Person.objects.filter(pk__in=some).update(name=f"名{chance.random()}"),
            lambda: Person.objects.filter(pk__in=some).update(name=f"名{chance.random()}"),
            lambda: Person.objects.filter(pk__in=some[:1]).update(name="迁", **belonging(other)),
            lambda: Person.objects.filter(pk__in=some[:1]).delete(),
            lambda: add_person(grid, f"新{chance.random():.3f}"),
            lambda: Visit.objects.bulk_create(
                Visit(person_id=pk, at=MORNING, kind="CARE", **belonging(grid)) for pk in some[:1]
            ),
        ]
    )
    change()


class Copy:
    """A replica of people's names that hears of changes through the feed and through nothing else."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, str]] = {}
        self.revs: dict[Name, int] = {}
        self.cursors: dict[str, int] = {}

    def follow_all(self, scopes: list[str]) -> None:
        for scope in scopes:
            self.follow(scope)

    def follow(self, scope: str) -> None:
        with one_moment(), sight_of_everything():
            version = self.cursors.get(scope)
            if version is None:
                self.cursors[scope] = feed.heads([scope])[scope].version
                self._apply(scope, feed.all_of(scope))
                return
            page = feed.since(scope, version, limit=20)
            assert page is not None
            changes, _ = page
            self._apply(scope, changes)
            self.cursors[scope] = changes[-1].version if changes else version

    def _apply(self, scope: str, changes: list[feed.Change]) -> None:
        here = self.names.setdefault(scope, {})
        people = [change for change in changes if change.kind == "person"]
        names = dict(Person.objects.filter(pk__in=[change.id for change in people]).values_list("pk", "name"))
        told = {str(pk): name for pk, name in names.items()}
        for change in people:
            assert change.rev > self.revs.get((scope, change.id), 0), "a row's revision went back"
            self.revs[scope, change.id] = change.rev
            if change.dead:
                here.pop(change.id, None)
            else:
                here[change.id] = told[change.id]
