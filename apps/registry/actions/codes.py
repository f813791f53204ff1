"""Code lists come in as whole sheets; the same sheet twice changes nothing."""

from typing import Any

from django.db import connection

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Level, Role
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write
from apps.registry.code_sheets import ListLine, read_lists
from apps.registry.models import Code, CodeList


def load_codes(_: object, *, call: Call, lists: bytes, codes: bytes) -> dict[str, Any]:
    """A list whose version is known already must not have changed: whoever changes a list names a new version."""
    _take(call)
    told = read_lists(lists, codes)
    known = {(each.key, each.version): each.digest for each in CodeList.objects.all()}
    if changed := [each for each in told if known.get((each.key, each.version), each.digest) != each.digest]:
        names = "、".join(f"“{each.name}”{each.version}" for each in changed)
        raise Refusal(RefusalCode.CONFLICT, f"{names} 的内容变了，版本号却没有变，请先改版本号", "lists")
    new = [each for each in told if (each.key, each.version) not in known]
    for each in new:
        _begin(each, call=call)
    answer = {"lists": len(told), "new": [each.key for each in new]}
    if new:
        write(call=call, verb="registry.load_codes", subject=Subject("codes", "all"), body=answer, notice={})
    return answer


def _take(call: Call) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry.codes'))")
    at_city = [post for post in reach_of(call.actor, call.at).posts if post.role == Role.ADMIN]
    if call.actor.kind != ActorKind.SYSTEM and not any(post.level == Level.CITY for post in at_city):
        raise Refusal(RefusalCode.NOT_YOURS, "只有市级系统管理员可以导入代码表")


def _begin(told: ListLine, *, call: Call) -> None:
    CodeList.objects.filter(key=told.key, current=True).update(current=False)
    made = CodeList.objects.create(
        key=told.key,
        name=told.name,
        standard=told.standard,
        version=told.version,
        source=told.source,
        digest=told.digest,
        loaded_at=call.at,
        current=True,
    )
    Code.objects.bulk_create(
        [
            Code(list=made, value=code.value, label=code.label, position=place)
            for place, code in enumerate(told.codes, 1)
        ]
    )
