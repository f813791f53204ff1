"""A phone as the wire wants it (docs/sync.md), in plain Python: what the app does in its two databases.

`BUGS` names what can be planted in it; tests/sync/test_planted.py expects the machine to find each.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from itertools import count
from operator import xor
from typing import Any

from django.utils import timezone

from tests.sync.lines import Line, committed, made

Name = tuple[str, str]
Answer = dict[str, Any]
FINAL = ("applied", "merged", "rejected", "held")


class Killed(Exception):
    """The app was ended here."""


@dataclass
class Row:
    """`scopes`: in which of the phone's scopes it lives, and at which revision that scope told it."""

    epoch: int
    rev: int
    body: Answer
    scopes: dict[str, int] = field(default_factory=dict)


@dataclass
class Phone:
    line: Line
    bugs: frozenset[str] = frozenset()
    rows: dict[Name, Row] = field(default_factory=dict)
    cursors: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    outbox: list[Answer] = field(default_factory=list)
    journal: list[Answer] = field(default_factory=list)
    outcomes: dict[str, Answer] = field(default_factory=dict)
    late: list[Callable[[], None]] = field(default_factory=list)
    scope_of: dict[str, str] = field(default_factory=dict)
    saved: dict[str, Answer] = field(default_factory=dict)
    epoch: int | None = None
    seq: Iterator[int] = field(default_factory=lambda: count(1))
    # Scopes to be compared: they hold what was told to somebody who saw more of it.
    unsure: set[str] = field(default_factory=set)

    # What the worker does

    def save(self, kind: str, scope: str, **told: Any) -> Answer:
        """Made yesterday, so that a posting that ended today still counts for it."""
        yesterday = (timezone.now() - timedelta(days=1)).isoformat()
        seq = next(self.seq)
        # Not by chance, so that an example runs the same way twice.
        told["command_id"] = uuid.UUID(int=(self.line.device.int << 64) + seq)
        command = made(kind, seq=seq, occurred_at=yesterday, **told)
        self.outbox.append(command)
        self.saved[command["id"]] = command
        self.scope_of[command["id"]] = scope
        return command

    def people(self) -> list[tuple[str, str]]:
        """(id, scope) of those on the phone."""
        return [(pk, scope) for (kind, pk), row in self.rows.items() if kind == "person" for scope in row.scopes]

    def shown(self, pk: str, name: str) -> Any:
        """As the screen has it: what was pulled, and over it what was saved and not answered yet."""
        value = self.rows["person", pk].body.get(name)
        for command in self.outbox:
            if command["row"] == pk and name in command["data"]:
                value = command["data"][name]
        return value

    # Up

    def push(self, *, lost: str = "", twice: bool = False) -> None:
        batch = list(self.outbox)
        if not batch:
            return
        if "outbox_on_send" in self.bugs:
            self.outbox = []
        if lost == "request":
            return
        committed()
        epoch = None if "ageless" in self.bugs else self.epoch
        for _ in range(2 if twice else 1):
            answer = self.line.pushed(*batch, epoch=epoch)
        if lost != "answer":
            # Before the first pull there is nothing it could have forgotten.
            if self.epoch is not None:
                self._notice_epoch(answer["epoch"])
            self._settle(answer["outcomes"])

    def _settle(self, outcomes: list[Answer]) -> None:
        """An entry leaves the outbox together with its stored outcome, and only for a final one."""
        for outcome in outcomes:
            command = self.saved.get(outcome["id"])
            if command is None or outcome["status"] not in FINAL:
                continue
            known = self.outcomes.get(outcome["id"])
            if known is None or outcome["at"] >= known["at"] or command in self.outbox:
                self.outcomes[outcome["id"]] = outcome
            if command in self.outbox:
                self.outbox.remove(command)
                self.journal.append(command)

    # Down

    def pull(self, *, lost: str = "", late: bool = False, twice: bool = False, killed: bool = False) -> None:
        if lost == "request":
            return
        asks = [self._asked(scope) for scope in sorted(self.cursors)]
        after = (timezone.now() - timedelta(days=1)).isoformat()
        answer = self.line.pull(*asks, outcomes_after=after, learn=True)
        # It carries its grids and units only.
        answer["scopes"] = [told for told in answer["scopes"] if told["scope"].startswith(("grid:", "unit:"))]
        asked = {told["scope"]: self.cursors.get(told["scope"], (0, None)) for told in answer["scopes"]}
        if lost == "answer":
            return
        if late:
            self.late.append(lambda: self._apply(answer, asked))
            return
        for _ in range(2 if twice else 1):
            self._apply(answer, asked, killed=killed)

    def _asked(self, scope: str) -> Answer:
        epoch, version = self.cursors[scope]
        asked: Answer = {"scope": scope, "epoch": epoch, "version": version}
        return asked | {"digest": self._digest(scope)} if scope in self.unsure else asked

    def _digest(self, scope: str) -> Answer:
        held = [(*name, row.scopes[scope]) for name, row in self.rows.items() if scope in row.scopes]
        hashes = [hashlib.sha256(f"{kind}:{pk}:{rev}".encode()).digest()[:8] for kind, pk, rev in held]
        return {"count": len(held), "xor": f"{reduce(xor, (int.from_bytes(one) for one in hashes), 0):016x}"}

    def _apply(self, answer: Answer, asked: dict[str, tuple[int, int | None]], *, killed: bool = False) -> None:
        for told in answer["scopes"]:
            self._notice_epoch(told["epoch"])
            scope = told["scope"]
            if self.cursors.get(scope, (0, None)) != asked[scope] and "stale_apply" not in self.bugs:
                continue
            self._in_one_transaction(told, scope, asked[scope], killed=killed)
        self._settle(answer["outcomes"])
        for scope in answer["revoked"]:
            self._give_back(scope)

    def _notice_epoch(self, epoch: int) -> None:
        """The server has lost what it had said; what it had acknowledged is offered again."""
        if self.epoch is not None and epoch != self.epoch and "ignore_epoch" not in self.bugs:
            self.outbox = self.journal + self.outbox
            self.journal = []
        self.epoch = epoch

    def _in_one_transaction(self, told: Answer, scope: str, asked: tuple[int, int | None], *, killed: bool) -> None:
        """Rows and cursor together or neither."""
        cursor = (told["epoch"], told["version"])
        if killed:
            if "cursor_first" in self.bugs:
                self.cursors[scope] = cursor
            return
        if "snapshot" in told or "manifest" in told:
            whole = self._whole(told["snapshot"]) if "snapshot" in told else self._compared(scope, told, asked)
            if whole is None:
                return
            cursor = (whole["epoch"], whole["version"])
            self._keep_only(scope, whole["listed"])
            self._write(scope, whole["epoch"], whole["rows"])
        else:
            self._write(scope, told["epoch"], told.get("rows", []))
        if "rows" not in told:
            self.unsure.discard(scope)
        self.cursors[scope] = cursor

    def _whole(self, address: str) -> Answer | None:
        if whole := self.line.snapshot(address):
            whole["listed"] = {(row["kind"], row["id"]) for row in whole["rows"]}
        return whole

    def _compared(self, scope: str, told: Answer, asked: tuple[int, int | None]) -> Answer | None:
        listed = {(kind, pk): rev for kind, pk, rev in told["manifest"]}
        other_life = asked[0] != told["epoch"]
        lacking = [
            [*name]
            for name, rev in listed.items()
            if other_life or name not in self.rows or self.rows[name].scopes.get(scope) != rev
        ]
        if (answer := self.line.rows_if_mine(scope, *lacking)) is None:
            return None
        return {**told, "rows": answer["rows"], "listed": set(listed)}

    def _keep_only(self, scope: str, names: set[Name]) -> None:
        for name in [name for name, row in self.rows.items() if scope in row.scopes and name not in names]:
            self._leave(name, scope)

    def _leave(self, name: Name, scope: str) -> None:
        row = self.rows[name]
        row.scopes.pop(scope, None)
        if not row.scopes:
            del self.rows[name]

    def _write(self, scope: str, epoch: int, rows: list[Answer]) -> None:
        for told in rows:
            name = (told["kind"], told["id"])
            known = self.rows.get(name)
            if "dead" in told:
                if known is not None and scope in known.scopes:
                    self._leave(name, scope)
            elif known is None:
                self.rows[name] = Row(epoch, told["rev"], told["body"], {scope: told["rev"]})
            else:
                is_gained = scope not in known.scopes
                known.scopes[scope] = told["rev"]
                if (epoch, told["rev"]) >= (known.epoch, known.rev):
                    known.epoch, known.rev, known.body = epoch, told["rev"], told["body"]
                elif is_gained:
                    self._doubt(known, besides=scope)
        if "drop_on_conflict" in self.bugs:
            touched = {told["id"] for told in rows}
            self.outbox = [command for command in self.outbox if command["row"] not in touched]

    def _give_back(self, scope: str) -> None:
        """First everything of it goes up, then it is forgotten, then that is said."""
        mine = [command for command in self.outbox if self.scope_of[command["id"]] == scope]
        if "purge_first" in self.bugs:
            self.outbox = [command for command in self.outbox if command not in mine]
        elif mine:
            return
        before = len(self.rows)
        for row in self.rows.values():
            if scope in row.scopes:
                self._doubt(row, besides=scope)
        self._keep_only(scope, set())
        self.cursors.pop(scope, None)
        self.unsure.discard(scope)
        told: Answer = {"device": str(self.line.device), "scope": scope, "rows": before - len(self.rows)}
        self.line.post("purged", **told)

    def _doubt(self, row: Row, *, besides: str) -> None:
        """Told to somebody who saw more of it, or less: its other scopes are asked for it anew (S-05)."""
        others = row.scopes.keys() - {besides}
        row.rev = 0
        row.scopes |= dict.fromkeys(others, 0)
        self.unsure |= others


def phone_of(account: Any, number: int, bugs: frozenset[str]) -> Phone:
    return Phone(Line(account, device=uuid.UUID(int=number)), bugs)
