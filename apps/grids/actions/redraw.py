"""A grid is never changed: it ends, and others begin on the same day in its place, with the line of descent."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import LineageKind
from apps.grids.models import Division, Grid, Lineage, Posting
from apps.grids.outlines import stored_centre, stored_outline
from apps.grids.plans import Line, Plan, border_plan, merge_plan, split_plan
from apps.grids.rules import redraws
from apps.journal.actions import Subject, write

LAST_NUMBER = 999
VERBS = {
    LineageKind.SPLIT: "grids.split",
    LineageKind.MERGE: "grids.merge",
    LineageKind.BORDER: "grids.move_border",
}


def split_grid(target: object, *, call: Call, line: Line, names: Sequence[str]) -> dict[str, Any]:
    """Along a line of longitudes and latitudes (EPSG:4490) that crosses the grid once; the western part comes first."""
    (old,) = _take([_number(target)], call=call)
    return _settle(split_plan(old, line=line, names=names), call=call)


def merge_grids(_: object, *, call: Call, grids: Sequence[int], name: str) -> dict[str, Any]:
    """Neighbours of one community and one kind."""
    return _settle(merge_plan(_take(sorted(set(grids)), call=call), name=name), call=call)


def move_border(target: object, *, call: Call, other: int, line: Line) -> dict[str, Any]:
    """The whole new border between two neighbours of one community, from edge to edge of both together."""
    number = _number(target)
    olds = _take(sorted({number, other}), call=call)
    return _settle(border_plan(sorted(olds, key=lambda old: old.pk != number), line=line), call=call)


def _number(target: object) -> int:
    try:
        return int(str(target))
    except ValueError as error:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个网格") from error


def _take(ids: Sequence[int], *, call: Call) -> list[Grid]:
    """Locked in the order of their ids; all of them open and in the reach of whoever asks."""
    grids = list(Grid.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if len(grids) < len(ids):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个网格，请刷新后重新选择")
    today = timezone.localdate(call.at)
    for grid in grids:
        if not redraws(call, grid):
            raise Refusal(RefusalCode.NOT_YOURS, "只有本街道、区县或市的系统管理员可以调整网格")
        if grid.valid_to is not None:
            raise Refusal(RefusalCode.MOVED_ON, f"“{grid.name}”已经调整过，请刷新后重新选择")
        if grid.valid_from >= today:
            raise Refusal(RefusalCode.CONFLICT, f"“{grid.name}”今天才启用，请明天再调整")
    return grids


def _settle(plan: Plan, *, call: Call) -> dict[str, Any]:
    today = timezone.localdate(call.at)
    olds = plan.olds
    news = _begin(plan, today)
    Grid.objects.filter(pk__in=[old.pk for old in olds]).update(valid_to=today)
    Lineage.objects.bulk_create(
        [Lineage(from_grid=old, to_grid=new, kind=plan.kind, on=today) for old in olds for new in news]
    )
    # A border moves between two grids that go on: so do the people, each in the own one.
    pairs = [([old], [new]) for old, new in zip(olds, news, strict=False)]
    for ended, begun in pairs if plan.kind == LineageKind.BORDER else [(olds, news)]:
        _hand_on_postings(ended, begun, today)
    answer = {"kind": plan.kind, "ended": [_told(old) for old in olds], "begun": [_told(new) for new in news]}
    write(
        call=call,
        verb=VERBS[plan.kind],
        subject=Subject("grid", olds[0].pk),
        body=answer,
        rooms=_rooms(olds),
        notice={"begun": [new.pk for new in news], "ended": [old.pk for old in olds]},
    )
    return answer


def _begin(plan: Plan, today: date) -> list[Grid]:
    """Numbers go on after the highest ever used in the community, and are never used again."""
    old, parts = plan.olds[0], plan.parts
    Division.objects.select_for_update().get(pk=old.community_id)
    prefix = old.code[:12]
    highest = Grid.objects.filter(code__startswith=prefix).aggregate(highest=Max("code"))["highest"]
    number = int(highest[12:])
    if number + len(parts) > LAST_NUMBER:
        raise Refusal(RefusalCode.CONFLICT, "这个社区（村）的网格编号已经用完")
    return Grid.objects.bulk_create(
        [
            Grid(
                code=f"{prefix}{number + place:03}",
                kind=part.kind,
                name=part.name,
                community_id=old.community_id,
                street_id=old.street_id,
                district_id=old.district_id,
                city_id=old.city_id,
                outline=stored_outline(part.outline),
                centre=stored_centre(part.outline),
                valid_from=today,
            )
            for place, part in enumerate(parts, 1)
        ]
    )


def _hand_on_postings(olds: list[Grid], news: list[Grid], today: date) -> None:
    """Whoever worked in a grid that ended works from the same day on in what came of it: no day without a worker."""
    held = Posting.objects.select_for_update().on(today).filter(grid__in=olds)
    posts = list(held.values_list("account_id", "role", "valid_to"))
    Posting.objects.filter(grid__in=olds, valid_from__gte=today).delete()
    Posting.objects.on(today).filter(grid__in=olds).update(valid_to=today)
    Posting.objects.bulk_create(
        [
            Posting(account_id=account, role=role, grid=new, valid_from=today, valid_to=until)
            for account, role, until in _once(posts)
            for new in news
        ]
    )


def _once(posts: Iterable[tuple[int, str, date | None]]) -> list[tuple[int, str, date | None]]:
    """One posting a person and role, the longest of those held."""
    longest: dict[tuple[int, str], date | None] = {}
    for account, role, until in posts:
        kept = longest.get((account, role), until)
        longest[account, role] = None if kept is None or until is None else max(kept, until)
    return [(account, role, until) for (account, role), until in longest.items()]


def _rooms(olds: list[Grid]) -> list[str]:
    old = olds[0]
    above = (old.community_id, old.street_id, old.district_id, old.city_id)
    return [f"grid:{grid.pk}" for grid in olds] + [f"division:{pk}" for pk in above]


def _told(grid: Grid) -> dict[str, Any]:
    return {"id": grid.pk, "code": grid.code, "name": grid.name}
