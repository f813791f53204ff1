"""Who asks for a change, when, through which door: what every action receives."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "PERSON"  # signed in with an account
    REPORTER = "REPORTER"  # a resident who has proven to know a matter's query code
    CLOCK = "CLOCK"  # the timer
    SYSTEM = "SYSTEM"  # somebody at the machine's shell


class Door(StrEnum):
    HTTP = "HTTP"
    SOCKET = "SOCKET"
    BATCH = "BATCH"
    TIMER = "TIMER"
    SHELL = "SHELL"


@dataclass(frozen=True)
class Actor:
    kind: ActorKind
    id: int | None = None
    name: str = ""
    follows: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Call:
    """One command by one actor at one moment; `id` is the client's and makes repeating it harmless."""

    actor: Actor
    at: datetime
    door: Door
    id: uuid.UUID = field(default_factory=uuid.uuid4)


CLOCK = Actor(ActorKind.CLOCK, name="时钟")
SYSTEM = Actor(ActorKind.SYSTEM, name="系统")
