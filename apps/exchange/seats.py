"""Who is at work on a run. A process may die between two batches; the next one sits down and the cursor says where."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Account
from apps.core.call import Actor, ActorKind, Call, Door
from apps.exchange.models import ExportRun, ImportRun

Kind = TypeVar("Kind", ImportRun, ExportRun)


class Left(Exception):
    """Somebody stopped the run, or another process has taken the seat."""


def sit(model: type[Kind], run_id: UUID, *states: str) -> Kind | None:
    """Takes the seat of whoever sat there; None when there is nothing to do."""
    with transaction.atomic():
        run: Any = model._default_manager.select_for_update().filter(pk=run_id, state__in=states).first()
        if run is None:
            return None
        run.seat, run.beat_at = uuid4(), timezone.now()
        run.save(update_fields=["seat", "beat_at"])
    return run  # type: ignore[no-any-return]


@contextmanager
def held(seated: Kind, *states: str) -> Iterator[tuple[Kind, Call]]:
    """One transaction in which the run cannot be stopped; what happens in it happens wholly or not at all."""
    with transaction.atomic():
        rows: Any = type(seated)._default_manager.select_for_update(of=("self",))
        run = rows.filter(pk=seated.pk, seat=seated.seat, state__in=states).first()
        if run is None:
            raise Left
        run.beat_at = timezone.now()
        yield run, call_of(run)


def call_of(run: ImportRun | ExportRun) -> Call:
    """As whoever asked for it or went on with it, at this moment and with what they may now."""
    account = run.works_for
    name = Account.objects.values_list("name", flat=True).get(pk=account)
    return Call(Actor(ActorKind.PERSON, account, name), timezone.now(), Door.TIMER)
