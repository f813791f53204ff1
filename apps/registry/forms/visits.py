"""A visit and what it found changed."""

from typing import Any

from rest_framework import serializers

from apps.registry.enums import VisitKind
from apps.registry.forms.fields import Form, choice, day, maybe, row
from apps.registry.forms.homes import CorrectRoomForm
from apps.registry.forms.people import CorrectPersonForm
from apps.registry.forms.things import CorrectOrganisationForm

CORRECTIONS: dict[str, type[Form]] = {
    "person": CorrectPersonForm,
    "room": CorrectRoomForm,
    "organisation": CorrectOrganisationForm,
}


class VisitForm(Form):
    """`corrections` is the form of `correct` of whom was visited: what the visit found changed."""

    person = row("人员", required=False)
    room = row("房屋", required=False)
    organisation = row("单位", required=False)
    kind = choice(VisitKind, "走访类型")
    note = maybe("走访情况", 500)
    planned_on = day("原定日期", required=False)
    next_on = day("下次日期", required=False)
    corrections = serializers.DictField(required=False, error_messages={"not_a_dict": "走访时发现的变化填写有误"})

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        visited = [name for name in CORRECTIONS if name in attrs]
        if attrs.get("corrections") and len(visited) == 1:
            attrs["corrections"] = _corrections(CORRECTIONS[visited[0]], attrs["corrections"])
        return attrs


def _corrections(form: type[Form], told: dict[str, Any]) -> dict[str, Any]:
    """Errors are named as in the form itself."""
    asked = form(data=told)
    if strange := sorted(set(told) - set(asked.fields)):
        raise serializers.ValidationError({"corrections": f"没有“{strange[0][:40]}”这一项"})
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
