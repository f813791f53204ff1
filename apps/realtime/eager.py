"""Runs a coroutine at once instead of in a task of its own: nearly every send to a socket never has to wait."""

import types
from collections.abc import Coroutine, Generator
from functools import partial
from typing import Any

Started = tuple[Coroutine[Any, Any, None], Any]


def begin(coroutine: Coroutine[Any, Any, None]) -> Started | None:
    """None when it has run to its end; else what `finish` needs to go on with it."""
    try:
        return coroutine, coroutine.send(None)
    except StopIteration:
        return None


@types.coroutine
def finish(started: Started) -> Generator[Any, Any, None]:
    """Stands in for `await`, which refuses a coroutine that already waits for something."""
    coroutine, waits_for = started
    while True:
        try:
            answer = yield waits_for
        except BaseException as error:  # noqa: BLE001 -- a cancelled task has to reach the coroutine too
            go_on = partial(coroutine.throw, error)
        else:
            go_on = partial(coroutine.send, answer)
        try:
            waits_for = go_on()
        except StopIteration:
            return
