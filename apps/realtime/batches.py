"""Many who ask the same at once are answered by one hop into a thread.

While one batch is being answered the next one gathers, so under a storm the cost of a question falls
and with a single asker nothing waits.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Generic, TypeVar

from django.db import close_old_connections

AskT = TypeVar("AskT")
AnswerT = TypeVar("AnswerT")


class Busy(Exception):
    """More are waiting than can be answered before they lose patience."""


class Batch(Generic[AskT, AnswerT]):
    def __init__(self, work: Callable[[Sequence[AskT]], Sequence[AnswerT]], *, size: int, most: int) -> None:
        self._work = work
        self._size = size
        self._most = most
        self._waiting: deque[tuple[AskT, asyncio.Future[AnswerT]]] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=work.__name__)
        self._runner: asyncio.Task[None] | None = None

    async def ask(self, ask: AskT) -> AnswerT:
        if len(self._waiting) >= self._most:
            raise Busy
        answer: asyncio.Future[AnswerT] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._answer([self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))])
        finally:
            self._runner = None

    async def _answer(self, batch: Sequence[tuple[AskT, "asyncio.Future[AnswerT]"]]) -> None:
        loop = asyncio.get_running_loop()
        work = partial(with_connection, self._work, [ask for ask, _ in batch])
        try:
            answers = await loop.run_in_executor(self._thread, work)
        except Exception as error:  # noqa: BLE001 -- whatever it is, each asker has to hear of it
            for _, waiter in batch:
                if not waiter.done():
                    waiter.set_exception(error)
            return
        for (_, waiter), answer in zip(batch, answers, strict=True):
            if not waiter.done():
                waiter.set_result(answer)


ResultT = TypeVar("ResultT")


def with_connection(work: Callable[..., ResultT], *args: object) -> ResultT:
    """In a thread of ours nobody else gives the connection back to the pool."""
    try:
        return work(*args)
    finally:
        close_old_connections()
