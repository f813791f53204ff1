"""Organisations, parts and places of service."""

from typing import Any

from rest_framework import serializers

from apps.registry.enums import OrgRole, PartState, ServiceKind
from apps.registry.forms.fields import (
    DIALLED,
    Correcting,
    Form,
    MaybeSpot,
    Sourced,
    Spot,
    Text,
    Versioned,
    choice,
    day,
    maybe,
    row,
    whole,
)


class ResponsibleForm(Form):
    """With the `id` of one who is in the list already, what is not told stays: screens know these people masked."""

    id = row("负责人员", required=False)
    name = Text("姓名", longest=50, blank=False, required=False)
    role = choice(OrgRole, "职务")
    phone = maybe("电话", 20)
    person = row("人员", required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "name" not in attrs and "id" not in attrs:
            raise serializers.ValidationError({"name": "请填写姓名"})
        return attrs


class OrganisationFields(Form):
    uscc = maybe("统一社会信用代码", 30)
    kind = maybe("单位类别", 2)
    phone = maybe("电话", 20)
    staff = whole("员工数", 1_000_000, required=False, allow_null=True)
    hazard = maybe("隐患类型", 2)
    attention = maybe("关注程度", 2)
    people = ResponsibleForm(many=True, required=False)


class OrganisationForm(OrganisationFields, Spot, Sourced):
    name = Text("名称", longest=100, blank=False)
    address = Text("地址", longest=150, blank=False)


class CorrectOrganisationForm(OrganisationFields, Correcting):
    name = Text("名称", longest=100, blank=False, required=False)
    closed_on = day("停业日期", required=False, allow_null=True)


class MoveOrganisationForm(Spot, Versioned):
    address = Text("地址", longest=150, blank=False)


class PartFields(Form):
    owner = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)
    maintainer = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)
    state = choice(PartState, "状态", required=False)


class PartForm(PartFields, Spot, Sourced):
    code = Text("部件代码", longest=20, blank=False)
    name = Text("名称", longest=60, blank=False)


class CorrectPartForm(PartFields, MaybeSpot, Correcting):
    code = Text("部件代码", longest=20, blank=False, required=False)
    name = Text("名称", longest=60, blank=False, required=False)


class ServicePlaceFields(Form):
    address = maybe("地址", 150)
    phone = maybe("电话", 20, of=DIALLED, said="电话应为 3 位以上的号码，如 120、6221234 转 8")
    hours = maybe("服务时间", 100)


class ServicePlaceForm(ServicePlaceFields, Spot, Sourced):
    kind = choice(ServiceKind, "类型")
    name = Text("名称", longest=60, blank=False)


class CorrectServicePlaceForm(ServicePlaceFields, MaybeSpot, Correcting):
    kind = choice(ServiceKind, "类型", required=False)
    name = Text("名称", longest=60, blank=False, required=False)
