"""What workers do, drawn from what their phones show: each a few commands as a screen hands them over."""

import random
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.sync.far.laws import Watched
from tests.sync.machine import PLACES
from tests.world import World

Command = dict[str, Any]
Doing = Callable[[], list[Command]]
# Moves of a matter that a grid worker has, and what is said with them.
SAID: dict[str, dict[str, Any]] = {
    "accept": {},
    "attend": {},
    "comment": {"note": "已联系物业"},
    "escalate": {"reason": "超出网格能力"},
    "settle": {"answer": "已劝离"},
}


class Doings:
    def __init__(self, chance: random.Random, world: World) -> None:
        self._chance, self._world = chance, world
        self._grids = [world.grid, world.other_grid]

    def draw(self, phone: Watched) -> list[Command]:
        people = [row for row in phone.seen["rows"] if row["kind"] == "person"]
        matters = [row for row in phone.seen["rows"] if row["kind"] == "event" and self._verbs(row)]
        may: list[Doing] = [partial(self._report, phone), partial(self._add, phone)]
        if people:
            may += [partial(what, people) for what in (self._correct, self._correct, self._visit)]
        if matters:
            may += [partial(self._move, matters)] * 2
        return self._chance.choice(may)()

    def report(self, phone: Watched) -> list[Command]:
        """What a phone that shows nothing can do too."""
        return self._report(phone)

    def place(self) -> dict[str, Any]:
        lon, lat = PLACES[self._chance.choice(self._grids).code]
        return {"lon": lon, "lat": lat, "crs": "EPSG:4490"}

    def word(self, begins: str) -> str:
        return f"{begins}{self._chance.randrange(10**6)}"

    def _command(self, kind: str, data: dict[str, Any], **more: Any) -> Command:
        return {"kind": kind, "title": kind, "id": self._id(), "data": data, **more}

    def _id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def _scope(self, phone: Watched) -> str:
        """Of the phone's own knowledge, which may be old."""
        return str(self._chance.choice([one["scope"] for one in phone.seen["cursors"]] or ["ref:all"]))

    def _report(self, phone: Watched) -> list[Command]:
        photo = self._id()
        data = self._world.report_form(photos=[photo]) | self.place()
        report = self._command("event.report", data, scope=self._scope(phone), photo=photo)
        said = self._command("event.comment", SAID["comment"], row=report["id"], scope=report["scope"])
        return [report, said][: self._chance.randint(1, 2)]

    def _verbs(self, row: dict[str, Any]) -> list[str]:
        return [move["verb"] for move in row["body"]["moves"] if move["verb"] in SAID]

    def _move(self, matters: list[dict[str, Any]]) -> list[Command]:
        """As the screen offers it, which may be old."""
        row = self._chance.choice(matters)
        verb = self._chance.choice(self._verbs(row))
        seen = {"base_rev": row["rev"], "expected_state": row["body"]["state"]}
        return [self._command(f"event.{verb}", SAID[verb], row=row["id"], scope=row["scopes"][0], **seen)]

    def _correct(self, people: list[dict[str, Any]]) -> list[Command]:
        row = self._chance.choice(people)
        name = self._chance.choice(["name", "work_place", "work_place"])
        told = {"data": {name: self.word("手")}, "old": {name: row["body"].get(name)}}
        return [self._command("person.correct", **told, row=row["id"], base_rev=row["rev"], scope=row["scopes"][0])]

    def _visit(self, people: list[dict[str, Any]]) -> list[Command]:
        row = self._chance.choice(people)
        return [self._command("visit.record", {"person": row["id"], "kind": "CARE"}, scope=row["scopes"][0])]

    def _add(self, phone: Watched) -> list[Command]:
        added = self._command("person.add", {"name": self.word("新"), **self.place()}, scope=self._scope(phone))
        after = self._command(
            "person.correct", {"work_place": "新厂"}, row=added["id"], needs=[added["id"]], scope=None
        )
        return [added, after]
