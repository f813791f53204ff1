"""Communities made in several processes, handed over in their order, never many more than are being written."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import django

from apps.registry.synthetic.ground import Community
from apps.registry.synthetic.making import made

AHEAD = 6
_pool: ProcessPoolExecutor | None = None


@contextmanager
def working(processes: int) -> Iterator[None]:
    """With fewer than two, everything is made here. Fresh processes: a forked one would share our socket."""
    global _pool  # noqa: PLW0603 -- what an action is given has to be JSON
    if processes < 2:
        yield
        return
    _pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=django.setup)
    try:
        yield
    finally:
        pool, _pool = _pool, None
        pool.shutdown(wait=True, cancel_futures=True)


def all_made(communities: Sequence[Community]) -> Iterator[dict[str, bytes]]:
    if _pool is None:
        yield from map(made, communities)
        return
    waiting: deque[Future[dict[str, bytes]]] = deque()
    for community in communities:
        waiting.append(_pool.submit(made, community))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
