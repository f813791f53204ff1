"""What the commands and the questions of this app are told."""

from datetime import date
from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import Phone
from apps.grids.coords import TO_CGCS2000
from apps.grids.enums import LineageKind, Role

Form = serializers.Serializer[Any]
LARGEST_ID = 2**63 - 1
# A drawn border has hundreds of bends at most.
LONGEST_LINE = 1000
# The day the published registers describe.
REGISTERED_ON = date(2023, 6, 30)


class LoadForm(Form):
    valid_from = serializers.DateField(default=REGISTERED_ON)


class LineField(serializers.ListField):
    """Longitudes and latitudes."""

    def __init__(self, **more: Any) -> None:
        spot = serializers.ListField(
            child=serializers.FloatField(min_value=-180, max_value=180), min_length=2, max_length=2
        )
        super().__init__(child=spot, min_length=2, max_length=LONGEST_LINE, **more)


class GridId(serializers.IntegerField):
    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID)


class SplitGridForm(Form):
    line = LineField()
    names = serializers.ListField(child=serializers.CharField(max_length=80), min_length=2, max_length=2)


class MergeGridsForm(Form):
    grids = serializers.ListField(child=GridId(), min_length=2, max_length=20)
    name = serializers.CharField(max_length=80)


class BorderForm(Form):
    other = GridId()
    line = LineField()


class PreviewForm(Form):
    """SPLIT: one grid and a line. MERGE: grids. BORDER: two grids and the new line between them."""

    kind = serializers.ChoiceField(choices=LineageKind.choices)
    grids = serializers.ListField(child=GridId(), min_length=1, max_length=20)
    line = LineField(default=list)


class DivisionId(serializers.IntegerField):
    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=LARGEST_ID)


class PlaceForm(Form):
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    crs = serializers.ChoiceField(choices=list(TO_CGCS2000), default="EPSG:4490")


class DivisionsForm(Form):
    parent = DivisionId()  # type: ignore[assignment]  # DRF's own fields have a parent too


class GridsForm(Form):
    """Of one division, by the beginning of the code or a part of the name."""

    division = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    q = serializers.CharField(required=False, allow_blank=True, max_length=50, default="")
    cursor = serializers.CharField(required=False, allow_blank=True, max_length=15, default="")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=50)


class UnitsForm(Form):
    q = serializers.CharField(required=False, allow_blank=True, max_length=50, default="")
    kind = serializers.CharField(required=False, allow_blank=True, max_length=30, default="")
    division = DivisionId()
    cursor = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_ID, default=0)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=50)


class PostingForm(serializers.Serializer[Any]):
    account = serializers.IntegerField(min_value=1)
    role = serializers.ChoiceField(choices=Role.choices)
    at_kind = serializers.ChoiceField(choices=["grid", "division", "unit"])
    at_id = serializers.IntegerField(min_value=1)
    valid_from = serializers.DateField()


class EndPostingForm(serializers.Serializer[Any]):
    posting = serializers.IntegerField(min_value=1)
    on = serializers.DateField()


class AccountsForm(Form):
    """A part of a name, a phone number or its last four digits."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    cursor = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_ID, default=0)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=50)


class WhoseForm(Form):
    """An account from the list, or a phone number as it was told over the counter."""

    phone = Phone(max_length=30, required=False, error_messages=dict.fromkeys(("blank", "null"), "请输入手机号"))
    account = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("phone" in attrs) == ("account" in attrs):
            raise serializers.ValidationError({"phone": "请输入手机号，或从列表中选择一个账号"})
        return attrs


class ResetForm(WhoseForm):
    """The password hashed."""

    password = serializers.CharField(max_length=128)
