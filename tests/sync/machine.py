"""Phones and an office at work on one real server while everything that can go wrong does (invariants by number).

One example is one transaction of the database, taken back at its end; a backup is a savepoint of it, and restoring it a
rollback to there. `committed()` keeps what would be separate transactions apart for the feed.
"""

import os
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from apps.grids.models import Grid, Posting
from apps.journal.models import Entry
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync import feed, keeping, pushing
from apps.sync.models import Feed, Holding, SyncCommand
from tests.registry.homes import add_person
from tests.sync.lines import committed
from tests.sync.phones import FINAL, Phone, phone_of
from tests.world import FROM, World

ROUNDS = 12
PAGES = 1000
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


class Machine(RuleBasedStateMachine):
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
        self.sick = False

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

    # What must hold at every step

    @invariant()
    def feed_is_the_truth(self) -> None:
        """5, 9: the living of a grid's scope are the grid's people."""
        for grid in self.grids:
            scope = f"grid:{grid.pk}"
            if scope in feed.heads([scope]):
                told = {pk for kind, pk, _ in feed.manifest(scope) if kind == "person"}
                self._holds(told == self._people_of(grid), "5: the feed is not the table")

    @invariant()
    def cursors_move_on(self) -> None:
        """4: what was asked before a cursor moved comes too late."""
        for phone, reached in zip(self.phones, self._reached, strict=True):
            now = {scope: (epoch, version or 0) for scope, (epoch, version) in phone.cursors.items()}
            self._holds(all(at >= reached.get(scope, at) for scope, at in now.items()), "4: a cursor went back")
            reached.clear()
            reached.update(now)

    @invariant()
    def no_hole_below_the_cursor(self) -> None:
        """1, 6: what a scope has told up to a phone's cursor is on the phone, and what it has buried is not."""
        epoch = feed.epoch()
        for phone in self.phones:
            mine = self._assigned(phone)
            for scope, (at, version) in phone.cursors.items():
                head = feed.heads([scope]).get(scope)
                if head and at == epoch and version is not None and version >= head.floor and scope in mine:
                    self._compare(phone, scope, version)

    def _compare(self, phone: Phone, scope: str, version: int) -> None:
        for row in Feed.objects.filter(scope=scope, version__lte=version):
            here = phone.rows.get((row.kind, row.row_id))
            rev = here.scopes.get(scope) if here else None
            if row.dead:
                self._holds(rev is None, "1: a dead row is still there")
            else:
                self._holds(rev == row.rev, "1: a hole below the cursor")
                self._holds(here is not None and here.rev >= row.rev, "1: an old body")

    # What must hold when the line is good again

    def quiet(self) -> None:
        for _ in range(ROUNDS):
            for phone in self.phones:
                phone.push()
                phone.pull()
        pushing.retry(at=timezone.now() + timedelta(days=4))
        for phone in self.phones:
            phone.push()
            self._catch_up(phone)
        for phone in self.phones:
            self._all_answered(phone)
            self._all_there(phone)

    def _catch_up(self, phone: Phone) -> None:
        """Page by page: who writes beside may have written more than a few pages hold."""
        for _ in range(PAGES):
            before = dict(phone.cursors)
            phone.pull()
            if phone.cursors == before:
                return
        raise AssertionError("9: no end of pages")

    def _all_answered(self, phone: Phone) -> None:
        """7, 12: every command ever saved has one final outcome, on the phone as on the server, and one effect."""
        self._holds(phone.outbox == [], "7: something was not answered")
        kept = {str(command.pk): command for command in SyncCommand.objects.filter(device=phone.line.device)}
        self._holds(set(phone.saved) == set(kept), "7: a command is not on the server")
        for pk, command in kept.items():
            self._holds(command.status in FINAL, "7: a command without a final outcome")
            self._holds(phone.outcomes[pk]["status"] == command.status, "8: told otherwise than stored")
            done = Entry.objects.filter(call_id=pk, verb__in=["person.correct", "person.add", "visit.record"]).count()
            expected = 1 if command.status in ("applied", "merged") else 0
            self._holds(done == expected, f"7: {command.status} and done {done} times")

    def _all_there(self, phone: Phone) -> None:
        """9, 13: the phone has what its scopes hold and nothing besides; what it lost it has confirmed."""
        mine = self._assigned(phone)
        self._holds(set(phone.cursors) == mine, "13: a scope that is not the worker's")
        held = Holding.objects.filter(device=phone.line.device, purged_at=None).values_list("scope", flat=True)
        self._holds({scope for scope in held if scope.startswith("grid:")} <= mine, "13: not confirmed")
        self._holds(all(set(row.scopes) <= mine for row in phone.rows.values()), "9: a row of elsewhere")
        for scope in mine:
            whole = phone.line.whole(scope)
            told = {(row["kind"], row["id"]): (row["rev"], row["body"]) for row in whole["rows"]}
            here = {name: (row.scopes[scope], row.body) for name, row in phone.rows.items() if scope in row.scopes}
            wrong = {
                name: (here.get(name), told.get(name))
                for name in here.keys() | told
                if here.get(name) != told.get(name)
            }
            self._holds(not wrong, f"9: the phone differs in {scope}: {wrong}")

    # Small things

    def _holds(self, claim: bool, otherwise: str) -> None:
        if not claim:
            self.sick = True
            raise AssertionError(otherwise)

    def office(self) -> Call:
        return self.world.call("lead", at=timezone.now())

    def _people(self) -> list[Any]:
        with sight_of_everything():
            return list(Person.objects.order_by("pk").values_list("pk", flat=True))

    def grid_people(self, number: int) -> list[str]:
        return sorted(self._people_of(self.grids[number]))

    def _people_of(self, grid: Grid) -> set[str]:
        with sight_of_everything():
            return {str(pk) for pk in Person.objects.filter(grid=grid).values_list("pk", flat=True)}

    def _assigned(self, phone: Phone) -> set[str]:
        posts = Posting.objects.on(timezone.localdate()).filter(account=phone.line.account)
        return {f"grid:{pk}" for pk in posts.values_list("grid", flat=True)}

    def _rev(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM sync_rev")
            (value,) = cursor.fetchone() or (1,)
        return int(value)
