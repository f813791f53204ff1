"""Everything a city has before its first matter: divisions, grids, units, calendars, standards. Safe to repeat."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door

STEPS = {
    "grids.load_divisions": "divisions",
    "grids.load_grids": "grids",
    "grids.load_units": "units",
}
COMMANDS = {
    "load_calendars": "working calendar",
    "load_standards": "taxonomy and responsibilities",
    "load_codes": "code lists",
    "load_articles": "what workers read",
}


class Command(BaseCommand):
    help = "Load the city of fixtures/: divisions, 11,000 grids, units, working calendar, taxonomy."

    def handle(self, *_: Any, **__: Any) -> None:
        for name, label in STEPS.items():
            self._tell(label, lambda name=name: _loaded(name))
        for name, label in COMMANDS.items():
            self._tell(label, lambda name=name: call_command(name, stdout=self.stdout))

    def _tell(self, label: str, step: Any) -> None:
        self.stdout.write(f"{label} …", ending=" ")
        self.stdout.flush()
        began = time.monotonic()
        step()
        self.stdout.write(f"{time.monotonic() - began:.1f} s")


def _loaded(name: str) -> None:
    outcome = perform(name, None, {}, call=Call(SYSTEM, timezone.now(), Door.SHELL))
    if not outcome.applied:
        raise CommandError(str(outcome.answer))
