"""What redrawing grids would move, told before it is done: people, houses and open matters, and who works there."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from shapely.geometry import mapping

from apps.commands.http import RefusalSerializer, call_of
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.events.enums import ENDED
from apps.grids.enums import LineageKind, Role
from apps.grids.forms import PreviewForm
from apps.grids.models import Grid, Posting
from apps.grids.partition.frame import SQUARE_KM, to_degrees
from apps.grids.plans import Part, Plan, border_plan, merge_plan, split_plan
from apps.grids.reach import reach_of
from apps.grids.rules import redraws
from apps.grids.serializers import GeoJson, GridName
from apps.registry.preview import shares, shares_in

Shape = serializers.Serializer[Any]
OPEN_MATTERS = "here.state NOT IN (" + ", ".join(f"'{state}'" for state in sorted(ENDED)) + ")"
WORDS = ("西片", "东片")


class PreviewPart(Shape):
    name = serializers.CharField()
    outline = GeoJson()
    square_km = serializers.FloatField()
    workers = serializers.ListField(child=serializers.CharField())


class PreviewShare(Shape):
    """So many of one kind are in this grid now and would be in the part at this place of the list."""

    grid = serializers.IntegerField()
    part = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["people", "rooms", "organisations", "parts", "matters"])
    count = serializers.IntegerField()


class Preview(Shape):
    kind = serializers.ChoiceField(choices=LineageKind.choices)
    ended = GridName(many=True)
    parts = PreviewPart(many=True)
    shares = PreviewShare(many=True)


class RedrawPreview(APIView):
    @extend_schema(
        request=PreviewForm,
        responses={200: Preview, **dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)},
    )
    def post(self, request: Request) -> Response:
        """Changes nothing; POST because a line is too long for an address."""
        form = PreviewForm(data=request.data)
        form.is_valid(raise_exception=True)
        call = call_of(request)
        plan = plan_of(form.validated_data, call=call)
        return Response(told_of(plan, call=call))


def plan_of(told: Mapping[str, Any], *, call: Call) -> Plan:
    olds = _open(told["grids"], call=call)
    if told["kind"] == LineageKind.SPLIT:
        return split_plan(olds[0], line=told["line"] or [[0, 0], [0, 0]], names=WORDS)
    if told["kind"] == LineageKind.MERGE:
        return merge_plan(sorted(olds, key=lambda old: old.pk), name=olds[0].name)
    return border_plan(olds, line=told["line"] or [[0, 0], [0, 0]])


def _open(ids: Sequence[int], *, call: Call) -> list[Grid]:
    """In the order they were asked for."""
    wanted = list(dict.fromkeys(ids))
    known = Grid.objects.filter(valid_to=None).in_bulk(wanted)
    if len(known) < len(wanted):
        raise Refusal(RefusalCode.MOVED_ON, "网格已经调整过，请刷新后重新选择")
    if not all(redraws(call, grid) for grid in known.values()):
        raise Refusal(RefusalCode.NOT_YOURS, "只有本街道、区县或市的系统管理员可以调整网格")
    return [known[pk] for pk in wanted]


def told_of(plan: Plan, *, call: Call) -> dict[str, Any]:
    grids, outlines = [old.pk for old in plan.olds], [part.outline for part in plan.parts]
    found = shares_in(reach_of(call.actor, call.at), grids, outlines)
    found += shares("matters", "events_event", OPEN_MATTERS, grids=grids, outlines=outlines)
    workers = _workers(grids, call=call)
    return {
        "kind": plan.kind,
        "ended": [{"id": old.pk, "code": old.code, "name": old.name} for old in plan.olds],
        "parts": [_part(part, _staying(plan, place, workers)) for place, part in enumerate(plan.parts)],
        "shares": [vars(share) for share in found],
    }


def _workers(grids: Sequence[int], *, call: Call) -> list[tuple[int, str]]:
    on = timezone.localdate(call.at)
    posts = Posting.objects.on(on).filter(grid__in=grids, role=Role.WORKER)
    return list(posts.order_by("account__name").values_list("grid_id", "account__name"))


def _staying(plan: Plan, place: int, workers: Sequence[tuple[int, str]]) -> list[str]:
    """Those posted in what a part comes from; a border leaves everybody in the own grid."""
    olds = [plan.olds[place]] if plan.kind == LineageKind.BORDER else plan.olds
    from_here = {old.pk for old in olds}
    return list(dict.fromkeys(name for grid, name in workers if grid in from_here))


def _part(part: Part, workers: list[str]) -> dict[str, Any]:
    return {
        "name": part.name,
        "outline": mapping(to_degrees(part.outline)),
        "square_km": round(part.outline.area / SQUARE_KM, 3),
        "workers": workers,
    }
