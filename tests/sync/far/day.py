"""A day in the far city, drawn from a seed: workers work, the office works, the line and the server do their worst."""

import base64
import random
import uuid
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone

from apps.commands.perform import perform
from apps.events.models import Event
from apps.grids.models import Posting
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync import keeping, pushing
from apps.sync.models import Feed
from tests.photos import pictures
from tests.registry.homes import add_person
from tests.sync.far import laws
from tests.sync.far.city import City, held_up
from tests.sync.far.doings import Doings
from tests.sync.far.laws import Watched
from tests.sync.far.line import FAULTS, Line
from tests.sync.far.puppet import Puppets
from tests.world import FROM, World

MINUTES = 60_000
DAY = 24 * 60 * MINUTES
BAD = 0.3
ROUNDS_TO_REST = 8
# So many may a day have: each takes seconds, because a server has to come back.
DEATHS, RESTORES = 1, 1
# What has to have gone wrong on the line before a day may end.
EVERYTHING = {*FAULTS, "killed", "overtaken", "amid"}
PATIENCE = 40


class Deed(Protocol):
    __name__: str

    def __call__(self) -> object: ...


class Day:
    def __init__(self, city: City, world: World, puppets: Puppets, phones: list[Watched], seed: int) -> None:
        self.city, self.world, self.puppets, self.phones = city, world, puppets, phones
        self.chance = random.Random(seed)
        self.line = Line(city.server.port, seed, city.cut_connections)
        self.grids = [world.grid, world.other_grid]
        self.steps: list[str] = []
        self.deaths, self.restores, self.is_dead = DEATHS, RESTORES, False
        self.doings = Doings(self.chance, world)

    def begin(self, sessions: dict[int, str]) -> None:
        for number in range(4):
            add_person(self.grids[number % 2], f"原{number}")
        self.city.back_up()
        self.puppets.told("open", origin=f"http://127.0.0.1:{self.line.port}", sessions=sessions)
        self._talk([(0, 0)], [(1, 0)])

    def run(self, steps: int) -> None:
        self.line.rate = BAD
        deeds: list[tuple[int, Deed]] = [
            (24, self.works), (30, self.talks), (6, self.dies), (4, self.overtaken), (9, self.office_corrects),
            (5, self.office_moves), (4, self.office_settles), (2, self.somebody_is_deleted), (5, self.reassigned),
            (4, self.reassigned_amid_a_push), (2, self.the_dead_are_forgotten), (4, self.clock_turns),
            (3, self.one_is_poisoned), (2, self.server_dies), (2, self.restored),
        ]  # fmt: skip
        weights = [weight for weight, _ in deeds]
        for _ in range(steps):
            self._do(self.chance.choices(deeds, weights)[0][1])
        self._make_up_for([deed for _, deed in deeds])

    def _do(self, deed: Deed) -> None:
        self.steps.append(deed.__name__)
        deed()
        self._revive()
        self._look(self.chance.randrange(2))

    def _make_up_for(self, deeds: list[Deed]) -> None:
        """Whatever chance has left out: no day is without any of the deeds, or any of the faults."""
        for deed in deeds:
            if deed.__name__ not in self.steps:
                self._do(deed)
        for _ in range(PATIENCE):
            if set(self.line.done) >= EVERYTHING:
                return
            if "amid" not in self.line.done:
                self._do(self.reassigned_amid_a_push)
            self._do(self.works)
            self._do(self.talks)

    # The workers

    def works(self) -> None:
        phone = self.chance.choice(self.phones)
        self._look(phone.number)
        for told in self.doings.draw(phone):
            self._save(phone, told)

    def _save(self, phone: Watched, doing: dict[str, Any]) -> None:
        """The power may go meanwhile; then it is there whole or not at all."""
        photo = base64.b64encode(_picture()).decode() if doing.get("photo") else None
        shaky = {"deadline": self.chance.randrange(12)} if self.chance.random() < 0.1 else {}
        told = {"phone": phone.number, "doing": doing, "photo": photo, "photo_id": doing.pop("photo", ""), **shaky}
        if self.puppets.told("save", **told)["isSaved"]:
            phone.saved.append(doing["id"])

    def talks(self) -> None:
        """One phone, its two tabs at once, or both phones; alone over a good line, what is counted agrees."""
        one = self.chance.randrange(2)
        tabs = self.chance.choice([[(one, 0)], [(one, 0)], [(one, 0), (one, 1)], [(0, 0), (1, 0)]])
        before, is_quiet = len(self.line.done), self.line.is_quiet
        troubles = self._talk(tabs)
        is_good = is_quiet and not any([*self.line.done[before:], *troubles]) and not self.is_dead
        if len(tabs) == 1 and is_good:
            self._look(one)
            laws.the_count_is_agreed(self.phones[one])

    def overtaken(self) -> None:
        """One tab has asked, the office changes something, the other tab asks and hears; then the first hears."""
        one = self.chance.randrange(2)
        rate, self.line.rate = self.line.rate, 0.0
        self.line.overtaken = self._office_elsewhere
        self._talk([(one, 0), (one, 1)])
        self.line.overtaken, self.line.rate = None, rate
        self._look(one)

    def _office_elsewhere(self) -> None:
        """In another thread, whose connection nobody else closes."""
        for person in self._people():
            perform("person.correct", person, {"work_place": self.doings.word("办")}, call=self._office())
        connection.close()

    def reassigned_amid_a_push(self) -> None:
        """While the server is between its statements: what it has begun was the worker's, what follows may not be."""
        phone = self.chance.choice(self.phones)
        for told in self.doings.report(phone):
            self._save(phone, told)
        rate, self.line.rate = self.line.rate, 0.0
        self.line.amid = partial(self._reassign_between_statements, phone)
        self._talk([(phone.number, 0)])
        self.line.amid, self.line.rate = None, rate

    def _reassign_between_statements(self, phone: Watched) -> bool:
        """In another thread, whose connection nobody else closes; whether the server was at it."""
        try:
            with held_up() as is_waiting:
                self._reassign(phone)
                return is_waiting
        finally:
            connection.close()

    def _talk(self, *rounds: list[tuple[int, int]], ms: int = 11 * MINUTES) -> list[str]:
        """What they ended with, in words for people; a machine under load may be slower than a phone is patient."""
        return [why for tabs in rounds for why in self.puppets.told("talk", tabs=tabs, ms=ms)["troubles"]]

    def dies(self) -> None:
        tabs = [(self.chance.randrange(2), self.chance.randrange(2))]
        self.puppets.told("die", tabs=tabs, deadline=self.chance.randrange(80))

    def clock_turns(self) -> None:
        self.puppets.told("clock", phone=self.chance.randrange(2), ms=self.chance.choice([DAY, -DAY]))

    # The office

    def office_corrects(self) -> None:
        if everybody := self._people():
            told = {self.chance.choice(["name", "work_place"]): self.doings.word("办")}
            perform("person.correct", self.chance.choice(everybody), told, call=self._office())

    def office_moves(self) -> None:
        if everybody := self._people():
            perform("person.move", self.chance.choice(everybody), self.doings.place(), call=self._office())

    def somebody_is_deleted(self) -> None:
        if everybody := self._people():
            with sight_of_everything():
                Person.objects.filter(pk=self.chance.choice(everybody), visits=None).delete()

    def office_settles(self) -> None:
        """What somebody has escalated; whoever moves it from afar comes too late."""
        if passed := list(Event.objects.filter(level="COMMUNITY", state="REPORTED").order_by("pk")):
            settled = self.chance.choice(passed)
            call = self.world.call("community", at=timezone.now())
            assert perform("event.settle", settled.pk, {"answer": "社区已处理"}, call=call).applied

    def reassigned(self) -> None:
        self._reassign(self.chance.choice(self.phones))

    def _reassign(self, phone: Watched) -> None:
        # Nobody may have looked yet.
        phone.given |= phone.scopes()
        account, today = phone.line.account, timezone.localdate()
        Posting.objects.filter(account=account, valid_to=None).update(valid_to=today)
        for grid in {self.chance.choice(self.grids), self.chance.choice(self.grids)}:
            Posting.objects.create(account=account, role="WORKER", grid=grid, valid_from=FROM)
        # Also for a moment only: amid a push it may happen more than once before anybody looks.
        phone.given |= phone.scopes()

    def the_dead_are_forgotten(self) -> None:
        Feed.objects.exclude(dead="").update(dead_at=timezone.now() - 2 * keeping.DEAD_FOR)
        keeping.bury(timezone.now())

    # The server

    def one_is_poisoned(self) -> None:
        if waiting := [one["id"] for one in self._look(self.chance.randrange(2))["commands"]]:
            self.line.poison.add(self.chance.choice(waiting))

    def server_dies(self) -> None:
        """At the next push, wherever it is then."""
        if self.deaths:
            self.deaths -= 1
            self.line.kill = self._dies

    def _dies(self) -> None:
        self.is_dead = True
        self.city.server.kill()

    def _revive(self) -> None:
        if self.is_dead:
            self.city.server.start()
            self.is_dead = False

    def restored(self) -> None:
        if self.restores:
            self.restores -= 1
            self.city.restore()

    # The end

    def rest(self) -> None:
        self.line.rate, self.line.kill = 0.0, None
        self._heal(3)
        for phone in self.phones:
            self._look(phone.number)
            laws.only_the_poisoned_wait(phone, self.line.poison)
        self.line.poison.clear()
        self._heal(ROUNDS_TO_REST)
        pushing.retry(at=timezone.now() + timedelta(days=4))
        self._heal(2)
        for phone in self.phones:
            self._look(phone.number)
            laws.at_rest(phone, self.city.lives)
        laws.visits_once()

    def _heal(self, rounds: int) -> None:
        for number in range(rounds):
            self._talk([(0, number % 2)], [(1, number % 2)], ms=DAY // 2)

    # Small things

    def _look(self, number: int) -> dict[str, Any]:
        phone = self.phones[number]
        phone.seen = self.puppets.told("look", phone=number)
        laws.at_every_step(phone)
        return phone.seen

    def _people(self) -> list[Any]:
        with sight_of_everything():
            return list(Person.objects.order_by("pk").values_list("pk", flat=True))

    def _office(self) -> Any:
        return self.world.call("lead", at=timezone.now())


def _picture() -> bytes:
    return pictures.saved(pictures.scene(64, 48), quality=random.randrange(30, 95), comment=uuid.uuid4().bytes)
