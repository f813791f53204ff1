"""The timer's part: parked commands are tried again, rows age out, the dead are forgotten."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from apps.registry.sight import sight_of_everything
from apps.standards.models import TaxonomyVersion
from apps.sync import feed, keeping, partials
from apps.sync.enums import FINAL
from apps.sync.models import SyncCommand
from apps.sync.pushing import retry

# Much longer than a phone keeps what it was answered, and offers again after a restore.
COMMANDS_KEPT = timedelta(days=180)
# What they brought is where somebody was: no longer than the track itself.
TELLING_WHERE = ("patrol.walk", "patrol.end")
ROUNDS = 200
# Twice as long as from one day's tidying to the next.
BEGUN_LATELY = timedelta(days=2)


@shared_task(name="sync.retry")
def retry_parked(**_: Any) -> int:
    return retry(at=timezone.now())


@shared_task(name="sync.tell_papers")
def tell_papers(**_: Any) -> int:
    """A new build may have brought another edition."""
    return feed.tell_papers()


@shared_task(name="sync.keep")
def keep(**_: Any) -> int:
    """In small transactions, each of which stands on its own."""
    done = 0
    for _round in range(ROUNDS):
        with sight_of_everything():
            some = keeping.age_out() + keeping.bury(timezone.now())
        done += some
        if not some:
            break
    _tell_standards()
    return done + _forget_commands()


def _tell_standards() -> None:
    """No trigger sees a day come: a taxonomy loaded ahead of it is told when it takes effect, by being written."""
    today = timezone.localdate()
    begun = TaxonomyVersion.objects.filter(effective_from__lte=today, effective_from__gt=today - BEGUN_LATELY)
    begun.filter(imported_at__date__lt=F("effective_from")).update(number=F("number"))


def _forget_commands() -> int:
    """With what they brought; what they did stands in the journal for as long as that is kept."""
    return _forget(Q(), COMMANDS_KEPT) + _forget(Q(kind__in=TELLING_WHERE), timedelta(days=settings.TRACKS_KEPT_DAYS))


def _forget(which: Q, kept: timedelta) -> int:
    old = SyncCommand.objects.filter(which, status__in=FINAL, at__lt=timezone.now() - kept).order_by("at")
    gone, _by = SyncCommand.objects.filter(pk__in=old.values("pk")[:5_000]).delete()
    return gone


@shared_task(name="sync.drop_partials")
def drop_partials(**_: Any) -> int:
    """A phone that comes back after that begins anew; its bytes are still its own."""
    return partials.drop_older(timezone.now())
