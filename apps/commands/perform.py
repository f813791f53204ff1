"""Names → actions, and the one way in."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, UniqueViolation
from rest_framework import serializers

from apps.commands.models import Command
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.core.sealing import keyed_hash

DEADLOCKS = 3
TAKEN = "这个请求编号已用于另一项操作，请刷新后重试"
Target = UUID | str | None
Action = Callable[..., dict[str, Any]]
After = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Outcome:
    status: str
    code: str = ""
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def applied(self) -> bool:
        return self.status == Command.Status.APPLIED


@dataclass(frozen=True)
class Registered:
    action: Action
    form: type[serializers.Serializer[Any]]
    after: tuple[After, ...]
    kept: bool


class Nothing(serializers.Serializer[Any]):
    """A command that needs no more than its target."""


COMMANDS: dict[str, Registered] = {}


def register(
    name: str,
    action: Action,
    *,
    form: type[serializers.Serializer[Any]] = Nothing,
    after: tuple[After, ...] = (),
    kept: bool = True,
) -> None:
    """`kept` is off where the answer is a secret: it is told once, and asking again under the same id is a conflict."""
    COMMANDS[name] = Registered(action, form, after, kept)


def also_after(name: str, after: After) -> None:
    """What a higher app has to do once a lower one's command has been committed."""
    registered = COMMANDS[name]
    COMMANDS[name] = replace(registered, after=(*registered.after, after))


def perform(name: str, target: Target, data: Mapping[str, Any], *, call: Call) -> Outcome:
    """Validates, runs the action in one transaction and keeps the answer under the call's id.

    A refusal is an outcome too, and is kept as well; what was not even understood may be corrected under the same id.
    """
    registered = COMMANDS.get(name)
    if registered is None:
        return refused(Refusal(RefusalCode.NOT_FOUND, "没有这个操作"))
    try:
        fields = _validated(registered.form, data)
    except Refusal as refusal:
        return refused(refusal)
    digest = _digest(name, target, fields)
    try:
        return _run_again(partial(_run, name, registered, target, fields, digest=digest, call=call))
    except Refusal as refusal:
        return _keep_refusal(name, refusal, digest=digest, call=call)
    except IntegrityError as error:
        if not _is_taken_id(error):
            raise
        return _keep_refusal(name, Refusal(RefusalCode.CONFLICT, TAKEN), digest=digest, call=call)


def _run_again(run: Callable[[], Outcome]) -> Outcome:
    """Two who write in two grids, each in the other's order, wait for each other until PostgreSQL ends one of them."""
    for _ in range(DEADLOCKS):
        try:
            return run()
        except OperationalError as error:
            # Within somebody else's transaction there is nothing of ours to begin again.
            if connection.in_atomic_block or not isinstance(error.__cause__, DeadlockDetected):
                raise
    return run()


def _is_taken_id(error: IntegrityError) -> bool:
    """A row takes the command's id as its own: one is there already, from a command whose answer was forgotten."""
    cause = error.__cause__
    return isinstance(cause, UniqueViolation) and str(cause.diag.constraint_name).endswith("_pkey")


def refused(refusal: Refusal) -> Outcome:
    return Outcome(Command.Status.REFUSED, refusal.code, refusal.as_answer())


def _validated(form: type[serializers.Serializer[Any]], data: Mapping[str, Any]) -> dict[str, Any]:
    serializer = form(data=data)
    if serializer.is_valid():
        return dict(serializer.validated_data)
    errors = {name: sentences(what) for name, what in serializer.errors.items()}
    first = next(iter(errors))
    raise Refusal(RefusalCode.INVALID, f"填写有误：{errors[first][0]}", first, errors=errors)


def sentences(errors: Any) -> list[str]:
    """Of one field, however deep the form beneath it goes."""
    if isinstance(errors, dict):
        return [text for inner in errors.values() for text in sentences(inner)]
    return [str(error) for error in errors]


def _digest(name: str, target: Target, fields: Mapping[str, Any]) -> bytes:
    """Of what was understood: fields nobody asked for may hold what cannot be written down again.

    Keyed, because a plain hash of a form with somebody's number in it could be tried out.
    """
    told = orjson.dumps([name, str(target), fields], option=orjson.OPT_SORT_KEYS, default=str)
    return keyed_hash(hashlib.sha256(told).hexdigest())


def _run(
    name: str, registered: Registered, target: Target, fields: dict[str, Any], *, digest: bytes, call: Call
) -> Outcome:
    with transaction.atomic():
        if not _claim(name, digest, call=call):
            return _earlier(digest, call=call)
        answer = registered.action(target, call=call, **fields)
        kept = answer if registered.kept else {}
        _keep(Command.Status.APPLIED, "", kept, call=call)
        for after in registered.after:
            # What comes after is made good by a sweep when it fails; it never fails the command.
            transaction.on_commit(partial(after, answer), robust=True)
    return Outcome(Command.Status.APPLIED, "", answer)


def _claim(name: str, digest: bytes, *, call: Call) -> bool:
    """True for the first with this id; a second one in flight waits here until the first has committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commands_command (id, name, actor_kind, actor_id, payload_hash, status, code, answer, at)"
            " VALUES (%s, %s, %s, %s, %s, 'running', '', '{}', %s) ON CONFLICT (id) DO NOTHING",
            [call.id, name, call.actor.kind, call.actor.id, digest, call.at],
        )
        return bool(cursor.rowcount == 1)


def _keep(status: str, code: str, answer: dict[str, Any], *, call: Call) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commands_command SET status = %s, code = %s, answer = %s WHERE id = %s",
            [status, code, json.dumps(answer), call.id],
        )


def _earlier(digest: bytes, *, call: Call) -> Outcome:
    command = Command.objects.get(pk=call.id)
    same_actor = (command.actor_kind, command.actor_id) == (call.actor.kind, call.actor.id)
    if not same_actor or bytes(command.payload_hash) != digest:
        return refused(Refusal(RefusalCode.CONFLICT, TAKEN))
    if command.status == Command.Status.APPLIED and not COMMANDS[command.name].kept:
        return refused(Refusal(RefusalCode.CONFLICT, "这个请求已经答复过，答复不留存；如仍需要，请重新提出"))
    return Outcome(command.status, command.code, command.answer)


def _keep_refusal(name: str, refusal: Refusal, *, digest: bytes, call: Call) -> Outcome:
    """The action's own transaction is gone; whoever stored an answer under this id meanwhile is right."""
    outcome = refused(refusal)
    with transaction.atomic():
        if not _claim(name, digest, call=call):
            return _earlier(digest, call=call)
        _keep(Command.Status.REFUSED, refusal.code, outcome.answer, call=call)
    return outcome
