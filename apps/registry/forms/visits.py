"""A visit and what it found changed."""

from typing import Any

from rest_framework import serializers

from apps.registry.answering import wrong_in
from apps.registry.enums import VisitKind
from apps.registry.forms.fields import Form, choice, day, maybe, row
from apps.registry.forms.homes import CorrectRoomForm
from apps.registry.forms.people import CorrectPersonForm
from apps.registry.forms.things import CorrectOrganisationForm
from apps.registry.papers import CHECKLISTS, paper_of

CORRECTIONS: dict[str, type[Form]] = {
    "person": CorrectPersonForm,
    "room": CorrectRoomForm,
    "organisation": CorrectOrganisationForm,
}


class VisitForm(Form):
    """`corrections` is the form of `correct` of whom was visited: what the visit found changed.

    `answers` are those to a published version of a checklist, by the keys of its questions.
    """

    person = row("人员", required=False)
    room = row("房屋", required=False)
    organisation = row("单位", required=False)
    kind = choice(VisitKind, "走访类型")
    note = maybe("走访情况", 500)
    planned_on = day("原定日期", required=False)
    next_on = day("下次日期", required=False)
    corrections = serializers.DictField(required=False, error_messages={"not_a_dict": "走访时发现的变化填写有误"})

    photos = serializers.ListField(
        child=serializers.UUIDField(error_messages={"invalid": "照片编号有误"}),
        max_length=9,
        required=False,
        error_messages={"max_length": "最多9张照片", "not_a_list": "照片填写有误"},
    )
    checklist = maybe("走访清单", 30)
    checklist_version = maybe("走访清单版本", 20)
    answers = serializers.DictField(required=False, error_messages={"not_a_dict": "走访清单填写有误"})

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        visited = [name for name in CORRECTIONS if name in attrs]
        if attrs.get("corrections") and len(visited) == 1:
            attrs["corrections"] = _corrections(CORRECTIONS[visited[0]], attrs["corrections"])
        _refuse_strange_answers(attrs)
        return attrs


def _refuse_strange_answers(attrs: dict[str, Any]) -> None:
    key, version = attrs.get("checklist", ""), attrs.get("checklist_version", "")
    answers = attrs.get("answers") or {}
    if not key:
        if answers:
            raise serializers.ValidationError({"answers": "请选择走访清单"})
        return
    checklist = paper_of(CHECKLISTS, key, version)
    if checklist is None:
        raise serializers.ValidationError({"checklist": "没有发布过这份走访清单，请更新应用后重填"})
    if checklist["of"] not in attrs:
        raise serializers.ValidationError({"checklist": f"“{checklist['title']}”不适用于这次走访的对象"})
    if wrong := wrong_in(checklist, answers):
        raise serializers.ValidationError({"answers": wrong})


def _corrections(form: type[Form], told: dict[str, Any]) -> dict[str, Any]:
    """Errors are named as in the form itself."""
    asked = form(data=told)
    if strange := sorted(set(told) - set(asked.fields)):
        raise serializers.ValidationError({"corrections": f"没有“{strange[0][:40]}”这一项"})
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
