from typing import Any

from rest_framework import serializers

Form = serializers.Serializer[Any]
BIGGEST = 2**63 - 1


def grid() -> serializers.IntegerField:
    said: Any = dict.fromkeys(("required", "invalid", "null", "max_value", "min_value"), "请选择网格")
    return serializers.IntegerField(min_value=1, max_value=BIGGEST, error_messages=said)


class NoteForm(Form):
    grid = grid()
    text = serializers.CharField(
        max_length=2000,
        error_messages={
            **dict.fromkeys(("required", "blank", "null"), "请填写交接说明"),
            "invalid": "交接说明填写有误",
            "max_length": "交接说明太长，最多 2000 个字",
        },
    )


class ReceiveForm(Form):
    grid = grid()


class GridForm(Form):
    """Which grid's hand-overs the station looks at."""

    grid = grid()
