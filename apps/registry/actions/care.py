"""Consents, and what the person concerned may ask for."""

from typing import Any
from uuid import uuid4

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry import rules
from apps.registry.actions.settle import record, settle, take
from apps.registry.enums import RequestKind, RequestState
from apps.registry.models import Consent, DataRequest, Person
from apps.registry.models.people import LIVE
from apps.registry.papers import CONSENTS, paper_of
from apps.registry.retention import forget_person


def give_consent(target: object, *, call: Call, text_key: str, text_version: str) -> dict[str, Any]:
    """To a newer version of the same text it takes the place of the one before."""
    person = take(Person, target, call=call)
    if paper_of(CONSENTS, text_key, text_version) is None:
        raise invalid("text_version", "没有发布过这一版告知书，请更新应用后重新告知")
    in_force = person.consents.filter(text_key=text_key, withdrawn_at=None)
    if in_force.filter(version=text_version).exists():
        raise Refusal(RefusalCode.CONFLICT, "已记录过对这一版本的同意")
    in_force.update(withdrawn_at=call.at)
    consent = Consent.objects.create(
        id=uuid4(), person=person, text_key=text_key, version=text_version, given_at=call.at, **person.belonging
    )
    return record(person, "consent", call=call, text=text_key, text_version=text_version) | {"consent": str(consent.pk)}


def withdraw_consent(target: object, *, call: Call, text_key: str) -> dict[str, Any]:
    person = take(Person, target, call=call)
    if not person.consents.filter(text_key=text_key, withdrawn_at=None).update(withdrawn_at=call.at):
        raise Refusal(RefusalCode.NOT_FOUND, "没有登记过这份同意，或已经撤回，不用再登记撤回")
    return record(person, "withdraw_consent", call=call, text=text_key)


def ask(target: object, *, call: Call, kind: str, text: str) -> dict[str, Any]:
    """Written down for the person concerned by whoever the person came to."""
    person = take(Person, target, call=call)
    request = DataRequest.objects.create(
        id=uuid4(),
        person=person,
        kind=kind,
        text=text,
        asked_at=call.at,
        asked_by_id=call.actor.id if call.actor.kind == ActorKind.PERSON else None,
        **person.belonging,
    )
    return record(request, "ask", call=call, kind=kind)


def answer_request(target: object, *, call: Call, outcome: str, answer: str) -> dict[str, Any]:
    """By a leader or administrator. Granting an erasure erases: what remains is that there was somebody."""
    request = take(DataRequest, target, call=call, rule=rules.answers_requests)
    if request.state != RequestState.OPEN:
        raise Refusal(RefusalCode.MOVED_ON, "这个请求已经办理过，请刷新")
    request.state, request.answer, request.answered_at = outcome, answer, call.at
    request.save(update_fields=["state", "answer", "answered_at"])
    if outcome == RequestState.DONE and request.kind == RequestKind.ERASURE:
        _erase(request.person, call=call)
    return record(request, "answer", call=call, outcome=outcome, kind=request.kind)


def _erase(person: Person, *, call: Call) -> None:
    if Person.objects.filter(LIVE, pk=person.pk).exists():
        raise Refusal(RefusalCode.CONFLICT, "此人仍在本地居住登记，请先办理迁出再删除")
    forget_person(person)
    settle(person, "erase", call=call)
