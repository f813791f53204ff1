"""Phones and an office at work on one real server while everything that can go wrong does (invariants by number).

One example is one transaction of the database, taken back at its end; a backup is a savepoint of it, and restoring it a
rollback to there. `committed()` keeps what would be separate transactions apart for the feed.
"""

import os
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from apps.grids.models import Posting
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync import keeping
from apps.sync.models import Feed
from tests.registry.homes import add_person
from tests.sync.lines import committed
from tests.sync.phones import phone_of
from tests.sync.watching import Watched
from tests.world import FROM, World

nth = st.integers(0, 1_000)
fates = st.sampled_from(["", "", "", "request", "answer"])
PLACES = {"420599001001001": (110.05, 30.05), "420599001001002": (110.15, 30.05)}


def bounds(examples: int, steps: int) -> settings:
    """SYNC_EXAMPLES and SYNC_STEPS ask for more than a change has to wait for; only CI meets the same ones again."""
    return settings(
        max_examples=int(os.environ.get("SYNC_EXAMPLES", examples)),
        stateful_step_count=int(os.environ.get("SYNC_STEPS", steps)),
        deadline=None,
        database=None,
        derandomize="CI" in os.environ and "SYNC_EXAMPLES" not in os.environ,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=False,
    )


def pick(from_these: list[Any], number: int) -> Any:
    return from_these[number % len(from_these)]


class Machine(Watched):
    world: World
    bugs: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self._begin = transaction.savepoint()
        self.grids = [self.world.grid, self.world.other_grid]
        people = [self.world.people[name] for name in ("worker", "other_worker")]
        self.phones = [phone_of(account, number, self.bugs) for number, account in enumerate(people, start=1)]
        for number in range(4):
            add_person(self.grids[number % 2], f"原{number}", id=UUID(int=number))
        self._backup = transaction.savepoint()
        self._backup_rev = self._rev()
        self._reached: list[dict[str, tuple[int, int]]] = [{} for _ in self.phones]

    def teardown(self) -> None:
        try:
            if not self.sick:
                self.quiet()
        finally:
            transaction.savepoint_rollback(self._begin)

    # The workers

    @initialize()
    def first_load(self) -> None:
        for phone in self.phones:
            phone.pull()

    @rule(who=nth, whom=nth, name=st.sampled_from(["name", "work_place"]), word=nth)
    def correct(self, who: int, whom: int, name: str, word: int) -> None:
        phone = pick(self.phones, who)
        if people := phone.people():
            pk, scope = pick(people, whom)
            row = phone.rows["person", pk]
            old = {name: phone.shown(pk, name)}
            phone.save("person.correct", scope, row=pk, base_rev=row.rev, data={name: f"手{word}"}, old=old)

    @rule(who=nth, whom=nth)
    def visit(self, who: int, whom: int) -> None:
        phone = pick(self.phones, who)
        if people := phone.people():
            pk, scope = pick(people, whom)
            phone.save("visit.record", scope, data={"person": pk, "kind": "CARE"})

    @rule(who=nth, which=nth)
    def add(self, who: int, which: int) -> None:
        phone = pick(self.phones, who)
        if phone.cursors:
            scope = pick(sorted(phone.cursors), which)
            grid = next(grid for grid in self.grids if scope == f"grid:{grid.pk}")
            lon, lat = PLACES[grid.code]
            made = phone.save("person.add", scope, data={"name": "新人", "lon": lon, "lat": lat, "crs": "EPSG:4490"})
            phone.save("person.correct", scope, row=made["id"], data={"work_place": "新厂"}, old={}, needs=[made["id"]])

    @rule(who=nth, lost=fates, twice=st.booleans())
    def push(self, who: int, lost: str, twice: bool) -> None:
        pick(self.phones, who).push(lost=lost, twice=twice)

    @rule(who=nth, lost=fates, late=st.booleans(), twice=st.booleans(), killed=st.booleans())
    def pull(self, who: int, lost: str, late: bool, twice: bool, killed: bool) -> None:
        pick(self.phones, who).pull(lost=lost, late=late and twice, twice=twice, killed=killed and twice)

    @rule(who=nth)
    def plain_pull(self, who: int) -> None:
        pick(self.phones, who).pull()

    @rule(who=nth, which=nth)
    def late_answer_arrives(self, who: int, which: int) -> None:
        phone = pick(self.phones, who)
        if phone.late:
            phone.late.pop(which % len(phone.late))()

    # The office

    @rule(whom=nth, name=st.sampled_from(["name", "work_place"]), word=nth)
    def office_corrects_two(self, whom: int, name: str, word: int) -> None:
        """In one transaction, so that they share one version."""
        committed()
        everybody = self._people()
        for pk in dict.fromkeys(pick(everybody, whom + each) for each in range(2)) if everybody else ():
            perform("person.correct", pk, {name: f"办{word}"}, call=self.office())

    @rule(whom=nth, to=nth)
    def office_moves(self, whom: int, to: int) -> None:
        committed()
        if everybody := self._people():
            lon, lat = PLACES[pick(self.grids, to).code]
            told = {"lon": lon, "lat": lat, "crs": "EPSG:4490"}
            perform("person.move", pick(everybody, whom), told, call=self.office())

    @rule(whom=nth)
    def somebody_is_deleted(self, whom: int) -> None:
        committed()
        if everybody := self._people():
            with sight_of_everything():
                Person.objects.filter(pk=pick(everybody, whom)).delete()

    @rule(who=nth, grids=st.sets(st.integers(0, 1), min_size=1))
    def reassign(self, who: int, grids: set[int]) -> None:
        account, today = pick(self.phones, who).line.account, timezone.localdate()
        Posting.objects.filter(account=account, valid_to=None).update(valid_to=today)
        for number in grids:
            Posting.objects.create(account=account, role="WORKER", grid=self.grids[number], valid_from=FROM)

    @rule()
    def the_dead_are_forgotten(self) -> None:
        long_ago = timezone.now() - 2 * keeping.DEAD_FOR
        Feed.objects.exclude(dead="").update(dead_at=long_ago)
        keeping.bury(timezone.now())

    @rule()
    def backup(self) -> None:
        self._backup, self._backup_rev = transaction.savepoint(), self._rev()

    @rule(really=st.integers(0, 1))
    def restore(self, really: int) -> None:
        if really == 0:
            transaction.savepoint_rollback(self._backup)
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval('sync_rev', %s)", [self._backup_rev])
            assert perform("sync.new_epoch", None, {}, call=Call(SYSTEM, timezone.now(), Door.SHELL)).applied

    # Small things

    def office(self) -> Call:
        return self.world.call("lead", at=timezone.now())

    def _people(self) -> list[Any]:
        with sight_of_everything():
            return list(Person.objects.order_by("pk").values_list("pk", flat=True))

    def grid_people(self, number: int) -> list[str]:
        return sorted(self._people_of(self.grids[number]))

    def _rev(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM sync_rev")
            (value,) = cursor.fetchone() or (1,)
        return int(value)
