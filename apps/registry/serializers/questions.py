"""What lists may be asked."""

import binascii
from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.registry.enums import PartState, RequestState, RoleKind, ServiceKind
from apps.registry.ordering import CONFIRMED
from apps.registry.paging import Cursor
from apps.registry.search import Filters
from apps.registry.serializers.base import Shape

CHOSEN_AT_MOST = 100


class Position(serializers.CharField):
    """The `next` of the page before."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return Cursor.parse(str(data))
        except (ValueError, binascii.Error) as error:
            raise serializers.ValidationError("翻页位置不正确，请从第一页重新查询") from error


def _id() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Chosen(serializers.CharField):
    """Rows by their ids, with commas between them: those of one mark on the map."""

    def to_internal_value(self, data: Any) -> Any:
        told = str(data).split(",")
        if len(told) > CHOSEN_AT_MOST:
            raise serializers.ValidationError(f"一次最多选择 {CHOSEN_AT_MOST} 条记录")
        try:
            return [UUID(one.strip()) for one in told]
        except ValueError as error:
            raise serializers.ValidationError("记录编号不正确，请刷新后重试") from error


class FilterForm(Shape):
    """What all lists understand; `equal` names the fields that are plain columns."""

    equal: tuple[str, ...] = ()
    q = serializers.CharField(required=False, allow_blank=True, max_length=100)
    grid = _id()
    division = _id()
    stale_days = serializers.IntegerField(min_value=0, max_value=36500, required=False)
    order = serializers.ChoiceField(choices=[(CONFIRMED, "久未核实在前")], required=False)
    ids = Chosen(required=False)
    cursor = Position(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=50)

    def filters(self) -> Filters:
        told = self.validated_data
        return Filters(
            q=told.get("q", "").strip(),
            grid=told.get("grid"),
            division=told.get("division"),
            equal={name: told[name] for name in self.equal if name in told}
            | ({"pk__in": told["ids"]} if "ids" in told else {}),
            role=told.get("role", ""),
            age_min=told.get("age_min"),
            age_max=told.get("age_max"),
            stale_days=told.get("stale_days"),
            gone=told.get("gone", False),
        )


class PeopleForm(FilterForm):
    equal = ("room", "household")
    role = serializers.ChoiceField(choices=RoleKind.choices, required=False)
    age_min = serializers.IntegerField(min_value=0, max_value=150, required=False)
    age_max = serializers.IntegerField(min_value=0, max_value=150, required=False)
    room = serializers.UUIDField(required=False)
    household = serializers.UUIDField(required=False)
    gone = serializers.BooleanField(default=False)


class RoomsForm(FilterForm):
    equal = ("building", "rented", "use", "hazard")
    building = serializers.UUIDField(required=False)
    rented = serializers.BooleanField(required=False, allow_null=True, default=None)
    use = serializers.CharField(required=False, max_length=2)
    hazard = serializers.CharField(required=False, max_length=2)

    def filters(self) -> Filters:
        told = super().filters()
        return Filters(**vars(told) | {"equal": {k: v for k, v in told.equal.items() if v is not None}})


class BuildingsForm(FilterForm):
    equal = ("kind",)
    kind = serializers.CharField(required=False, max_length=2)


class OrganisationsForm(FilterForm):
    equal = ("kind", "hazard", "attention")
    kind = serializers.CharField(required=False, max_length=2)
    hazard = serializers.CharField(required=False, max_length=2)
    attention = serializers.CharField(required=False, max_length=2)
    gone = serializers.BooleanField(default=False)


class PartsForm(FilterForm):
    equal = ("kind", "state")
    kind = serializers.CharField(required=False, max_length=4)
    state = serializers.ChoiceField(choices=PartState.choices, required=False)


class ServicePlacesForm(FilterForm):
    equal = ("kind",)
    kind = serializers.ChoiceField(choices=ServiceKind.choices, required=False)


class AreaForm(Shape):
    grid = _id()
    division = _id()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"division": "请选择一个网格或区划"})
        return attrs


class AccessForm(Shape):
    cursor = _id()
    limit = serializers.IntegerField(min_value=1, max_value=100, default=50)


class RequestsForm(Shape):
    state = serializers.ChoiceField(choices=RequestState.choices, required=False)
