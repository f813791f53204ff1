"""The floor of script/bench_loop.py: the application's own statements through psycopg alone, so many at once."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import cycle, groupby
from multiprocessing import get_context
from typing import Any

import psycopg

from script.lib.loop_load import AT_ONCE, Measured

# Two processes, as there are two of the server's.
PROCESSES = 2


@dataclass(frozen=True)
class Statement:
    sql: str
    params: tuple[Any, ...]
    atomic: bool


@dataclass(frozen=True)
class Recipe:
    """What one request said to the database, and which of its values have to be new each time."""

    statements: tuple[Statement, ...]
    command: str
    event: str = ""
    number: str = ""


@dataclass(frozen=True)
class Target:
    event: str
    number: str


@dataclass(frozen=True)
class Replayed:
    measured: Measured
    made: list[Target]


def fresh() -> Target:
    key = uuid.uuid4()
    return Target(str(key), key.hex[:20])


def replay(
    dsn: str, recipes: Sequence[Recipe], *, seconds: float, targets: Sequence[Target] = (), at_once: int = AT_ONCE
) -> Replayed:
    """Each target through all the recipes; new targets without end where none are given."""
    processes = min(PROCESSES, at_once)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        # The processes are there and have imported what they need before the clock starts.
        list(pool.map(time.sleep, [0.2] * processes))
        parts = [
            pool.submit(_process, dsn, recipes, seconds, list(targets[number::processes]), at_once // processes)
            for number in range(processes)
        ]
        done = [part.result() for part in parts]
    each = [took for part in done for took in part.measured.each]
    wall = max(part.measured.wall for part in done)
    return Replayed(Measured(each, wall, 0), [target for part in done for target in part.made])


def _process(dsn: str, recipes: Sequence[Recipe], seconds: float, targets: Sequence[Target], lines: int) -> Replayed:
    each: list[float] = []
    made: list[Target] = []
    connections = [psycopg.connect(dsn, autocommit=True) for _ in range(lines)]
    began = time.perf_counter()

    def repeat(connection: psycopg.Connection[Any], own: Iterator[tuple[Play, Target]]) -> None:
        for play, target in own:
            start = time.perf_counter()
            if start > began + seconds:
                return
            play(connection, target)
            each.append(time.perf_counter() - start)
            made.append(target)

    plays = [_play(recipe) for recipe in recipes]
    threads = [
        threading.Thread(target=repeat, args=(connection, _own(plays, targets[number::lines])))
        for number, connection in enumerate(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Replayed(Measured(each, time.perf_counter() - began, 0), made)


def _own(plays: Sequence["Play"], targets: Sequence[Target]) -> Iterator[tuple["Play", Target]]:
    """A target goes through all plays in their order. Without targets there is no order: each line begins anywhere, so
    that it does not wait for its neighbour's rows, and every play makes something new.
    """
    if targets:
        return ((play, target) for target in cycle(targets) for play in plays)
    turn = random.randrange(len(plays))  # noqa: S311
    return ((play, fresh()) for play in cycle([*plays[turn:], *plays[:turn]]))


Play = Callable[[psycopg.Connection[Any], Target], None]


def _play(recipe: Recipe) -> Play:
    groups = [
        (atomic, [_prepared(recipe, statement) for statement in statements])
        for atomic, statements in groupby(recipe.statements, lambda statement: statement.atomic)
    ]

    def play(connection: psycopg.Connection[Any], target: Target) -> None:
        # Of several commands in one request the beginning of their ids is one.
        command = str(uuid.uuid4())[: len(recipe.command)]
        for atomic, statements in groups:
            with connection.transaction() if atomic else nullcontext():
                for sql, params in statements:
                    cursor = connection.execute(sql, params(command, target))
                    if cursor.description:
                        cursor.fetchall()

    return play


def _prepared(recipe: Recipe, statement: Statement) -> tuple[str, Callable[[str, Target], list[Any]]]:
    """Only what carries a value of its own is filled in anew."""
    old = [value for value in (recipe.command, recipe.event, recipe.number) if value]
    places = [place for place, param in enumerate(statement.params) if any(value in repr(param) for value in old)]

    def params(command: str, target: Target) -> list[Any]:
        filled = list(statement.params)
        new = {recipe.command: command, recipe.event: target.event, recipe.number: target.number}
        for place in places:
            filled[place] = _renewed(filled[place], new)
        return filled

    return statement.sql, params


def _renewed(param: Any, new: dict[str, str]) -> Any:
    if isinstance(param, list):
        return [_renewed(one, new) for one in param]
    for value, instead in new.items():
        if value:
            param = param.replace(value, instead)
    return param
