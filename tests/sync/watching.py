"""What must hold on phones and server, at every step and in the end (invariants by number)."""

from datetime import timedelta

from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine, invariant

from apps.grids.models import Grid, Posting
from apps.journal.models import Entry
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync import feed, pushing
from apps.sync.models import Feed, Holding, SyncCommand
from tests.sync.phones import FINAL, Phone

ROUNDS = 12
PAGES = 1000
CORRECTED = "person.correct"
# What is told otherwise since a scope was gained or lost is of no revision until it was asked for (S-05); in the end
# it was (9).
ASKED_ANEW = 0


class Watched(RuleBasedStateMachine):
    grids: list[Grid]
    phones: list[Phone]
    _reached: list[dict[str, tuple[int, int]]]
    sick = False

    # At every step

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
            elif rev != ASKED_ANEW:
                self._holds(rev == row.rev, "1: a hole below the cursor")
                self._holds(here is not None and here.rev in {ASKED_ANEW, max(here.rev, row.rev)}, "1: an old body")

    # When the line is good again

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
            self._in_order(phone)
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
            done = Entry.objects.filter(call_id=pk, verb__in=[CORRECTED, "person.add", "visit.record"]).count()
            expected = 1 if command.status in ("applied", "merged") else 0
            self._holds(done == expected, f"7: {command.status} and done {done} times")

    def _in_order(self, phone: Phone) -> None:
        """12: what one phone said of one person was done as it was said, whatever a restore made of it between."""
        rows = {pk: command["row"] for pk, command in phone.saved.items() if command["kind"] == CORRECTED}
        done = Entry.objects.filter(call_id__in=rows, verb=CORRECTED).order_by("id").values_list("call_id", flat=True)
        ranks = {pk: rank for rank, pk in enumerate(phone.saved)}
        last: dict[str, int] = {}
        for pk in map(str, done):
            self._holds(ranks[pk] > last.get(rows[pk], -1), f"12: {pk} was done after a later one")
            last[rows[pk]] = ranks[pk]

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

    def _people_of(self, grid: Grid) -> set[str]:
        with sight_of_everything():
            return {str(pk) for pk in Person.objects.filter(grid=grid).values_list("pk", flat=True)}

    def _assigned(self, phone: Phone) -> set[str]:
        posts = Posting.objects.on(timezone.localdate()).filter(account=phone.line.account)
        return {f"grid:{pk}" for pk in posts.values_list("grid", flat=True)}
