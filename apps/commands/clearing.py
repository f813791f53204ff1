"""Large rows of old things go in small transactions, so that nobody waits for the clearing."""

from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import CLOCK, Call, Door

AT_ONCE = 5_000
# What is left after so many is taken the next day.
ROUNDS = 400


def clear(command: str, *, at_once: int = AT_ONCE, rounds: int = ROUNDS) -> int:
    """How many the command, told `at_most` each time, has forgotten until it found fewer than that."""
    total = 0
    for _ in range(rounds):
        outcome = perform(command, None, {"at_most": at_once}, call=Call(CLOCK, timezone.now(), Door.TIMER))
        forgotten = int(outcome.answer.get("forgotten", 0))
        total += forgotten
        if forgotten < at_once:
            break
    return total
