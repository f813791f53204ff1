"""Demo accounts, matters and rounds. Refused unless DEMO is on, because their password is printed in the README."""

import csv
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from apps.events import demo
from apps.events.models import Event
from apps.grids.models import DivisionCode, Grid, Posting, Unit
from apps.patrols.demo import go_rounds

PASSWORD = "demo-2026"  # noqa: S105 -- printed in the README, and refused outside a demonstration
GRID = "420502003006001"
FROM = date(2026, 1, 1)


class Command(BaseCommand):
    help = "Demo accounts (one for every role), matters in every state and rounds of the workers."

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts have a public password: start with DEMO=1 to have them.")
        with (settings.BASE_DIR / "fixtures/demo_accounts.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self._account(row)
        grid = Grid.objects.get(code=GRID, valid_to=None)
        if not Event.objects.exists():
            for matter in demo.rows():
                demo.tell(matter, grid=grid, now=timezone.now())
        accounts, matters = Account.objects.filter(is_demo=True).count(), Event.objects.count()
        self.stdout.write(f"{accounts} demo accounts, {matters} matters, {go_rounds(timezone.now())} rounds")

    def _account(self, row: dict[str, str]) -> None:
        known = Account.objects.filter(phone=row["phone"]).values_list("pk", flat=True).first()
        account = known or self._added(row)
        at_id = _place(row["at_kind"], row["at"])
        if Posting.objects.filter(account_id=account, role=row["role"], **{f"{row['at_kind']}_id": at_id}).exists():
            return
        posting = {"account": account, "role": row["role"], "at_kind": row["at_kind"], "at_id": at_id}
        _applied(perform("posting.add", None, {**posting, "valid_from": FROM.isoformat()}, call=_call()))

    def _added(self, row: dict[str, str]) -> int:
        account = {"phone": row["phone"], "name": row["name"], "password": make_password(PASSWORD), "is_demo": True}
        added: int = _applied(perform("account.add", None, account, call=_call()))["id"]
        return added


def _call() -> Call:
    return Call(SYSTEM, timezone.now(), Door.SHELL)


def _applied(outcome: Outcome) -> dict[str, Any]:
    if not outcome.applied:
        raise CommandError(str(outcome.answer))
    return outcome.answer


def _place(at_kind: str, at: str) -> int:
    """The row meant: a grid's code, a division's code, or a unit kind near the demo grid."""
    if at_kind == "grid":
        return Grid.objects.get(code=at, valid_to=None).pk
    if at_kind == "division":
        return DivisionCode.objects.get(code=f"{at:0<12}", valid_to=None).division_id
    grid = Grid.objects.get(code=GRID, valid_to=None)
    near = [grid.street_id, grid.district_id, grid.city_id]
    units = Unit.objects.filter(kind_id=at, division__in=near)
    return min(units, key=lambda unit: near.index(unit.division_id)).pk
