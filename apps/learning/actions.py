"""Writing, correcting and withdrawing what workers read; and that somebody has read it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.grids.enums import Level
from apps.grids.models import Division
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write
from apps.learning.models import Article, Mark
from apps.learning.queries import writes_for

FIELDS = ("kind", "topic", "title", "body", "source")


def write_article(
    _: object, *, call: Call, division: int, published_on: date | None = None, **words: Any
) -> dict[str, Any]:
    """The same title twice in one division would be two answers to one question."""
    _may(call, division)
    if Article.objects.filter(division=division, title=words["title"]).exists():
        raise invalid("title", "已有同名内容，请修改原来那一篇")
    day = published_on or timezone.localdate(call.at)
    article = Article.objects.create(id=call.id, division_id=division, published_on=day, **words)
    return _settle(article, "write", call=call)


def correct_article(target: object, *, call: Call, version: int, **words: Any) -> dict[str, Any]:
    article = _take(target, version, call=call)
    title = words.get("title", article.title)
    if Article.objects.filter(division=article.division_id, title=title).exclude(pk=article.pk).exists():
        raise invalid("title", "已有同名内容，请换一个标题")
    changed = [name for name in FIELDS if name in words and words[name] != getattr(article, name)]
    if not changed:
        return {"id": str(article.pk), "version": article.version}
    for name in changed:
        setattr(article, name, words[name])
    return _settle(article, "correct", call=call, fields=changed)


def withdraw_article(target: object, *, call: Call, version: int) -> dict[str, Any]:
    article = _take(target, version, call=call)
    article.withdrawn_at = call.at
    return _settle(article, "withdraw", call=call)


def load_articles(_: object, *, call: Call, articles: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The city's own, from the shell: added where none has the title; what people have written since stays."""
    if call.actor.kind != ActorKind.SYSTEM:
        raise Refusal(RefusalCode.NOT_YOURS, "只能在服务器上由运维人员执行")
    city = Division.objects.filter(level=Level.CITY, valid_to=None).order_by("id").first()
    if city is None:
        raise Refusal(RefusalCode.NOT_FOUND, "还没有城市，请先导入区划")
    known = set(Article.objects.filter(division=city).values_list("title", flat=True))
    fresh = [Article(division=city, **told) for told in articles if told["title"] not in known]
    Article.objects.bulk_create(fresh)
    if fresh:
        body = {"titles": [article.title for article in fresh]}
        write(call=call, verb="article.load", subject=Subject("article", ""), body=body, notice={})
    return {"added": len(fresh)}


def mark_read(_: object, *, call: Call, kind: str, subjects: Sequence[str]) -> dict[str, Any]:
    """Once and for all, however often it is said. Nobody else is told, so it is no row of the journal."""
    account = call.actor.id
    if account is None:
        raise Refusal(RefusalCode.NOT_YOURS, "请先登录")
    told = sorted(set(subjects))
    marks = [
        Mark(
            id=uuid5(UUID(int=account), f"{kind}:{subject}"), account_id=account, kind=kind, subject=subject, at=call.at
        )
        for subject in told
    ]
    Mark.objects.bulk_create(marks, ignore_conflicts=True)
    return {"marked": len(told)}


def _may(call: Call, division_id: int) -> None:
    if division_id not in writes_for(reach_of(call.actor, call.at)):
        raise Refusal(RefusalCode.NOT_YOURS, "只有本市、本区县的领导、值班长和管理员可以发布学习内容")


def _take(target: object, version: int, *, call: Call) -> Article:
    missing = Refusal(RefusalCode.NOT_FOUND, "没有这篇内容，或已撤下")
    try:
        pk = UUID(str(target))
    except ValueError as error:
        raise missing from error
    article = Article.objects.select_for_update().filter(pk=pk, withdrawn_at=None).first()
    if article is None:
        raise missing
    _may(call, article.division_id)
    if article.version != version:
        raise Refusal(RefusalCode.MOVED_ON, "这篇内容刚被修改过，请刷新后重试", version=article.version)
    return article


def _settle(article: Article, verb: str, *, call: Call, **said: Any) -> dict[str, Any]:
    if verb != "write":
        article.version += 1
        article.save()
    body = {"title": article.title, **said}
    write(call=call, verb=f"article.{verb}", subject=Subject("article", article.pk), body=body, notice={})
    return {"id": str(article.pk), "version": article.version}
