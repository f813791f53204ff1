"""What a phone's requests say to the database, for script/lib/loop_floor.py to say again without the application."""

import time
from dataclasses import replace
from importlib import import_module

from script.lib.loop_floor import Recipe
from script.lib.sync_morning import batch
from script.lib.sync_phone import Phone


class Captured:
    """What one phone's requests say to the database; each made twice, so that what a process keeps is there."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._person = import_module("script.lib.loop_capture").Person(phone.person.phone)

    def poll(self) -> Recipe:
        asks = [{"scope": scope, "epoch": at[0], "version": at[1]} for scope, at in self._phone.cursors.items() if at]
        told = {"device": self._phone.device, "app": "bench", "scopes": asks, "outcomes_after": _now()}
        recipes: list[Recipe] = [self._person.sync("pull", told) for _ in range(2)]
        return recipes[1]

    def push(self, category: int, place: tuple[float, float]) -> Recipe:
        """The same two people are corrected twice: the second finds what the first has written."""
        phone, recipes = replace(self._phone, people=self._phone.people[:2]), list[Recipe]()
        for _ in range(2):
            commands = batch(phone, category, place)
            told = {"device": phone.device, "device_time": _now(), "commands": commands}
            recipes.append(self._person.sync("push", told, command=commands[0]["id"][:34]))
        return recipes[1]


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
