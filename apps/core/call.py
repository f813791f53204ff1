"""Who asks for a change, when, through which door: what every action receives."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.crypto import salted_hmac


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

    @property
    def alias(self) -> str:
        """By it an account knows its own acts wherever it did them; to everybody else it says nothing."""
        person = self.kind == ActorKind.PERSON and self.id is not None
        return salted_hmac("actor", str(self.id)).hexdigest()[:16] if person else ""


@dataclass(frozen=True)
class Call:
    """One command by one actor at one moment; `id` is the client's and makes repeating it harmless.

    A row the command makes has the command's id as its own, so that whoever made it knows its name before it is there.
    """

    actor: Actor
    at: datetime
    door: Door
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    # What the door has to say of it, beside what the action says: written into the body of every journal row.
    remarks: Mapping[str, Any] = field(default_factory=dict)


CLOCK = Actor(ActorKind.CLOCK, name="系统")
SYSTEM = Actor(ActorKind.SYSTEM, name="系统")
