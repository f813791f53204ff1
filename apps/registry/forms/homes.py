"""Buildings, rooms and who holds them."""

from rest_framework import serializers

from apps.registry.enums import TenureKind
from apps.registry.forms.fields import (
    ADDRESS_CODE,
    Correcting,
    Form,
    MaybeSpot,
    Sourced,
    Spot,
    Text,
    Versioned,
    day,
    maybe,
    row,
    whole,
)


class BuildingFields(Form):
    std_address_code = maybe("标准地址编码", 40, of=ADDRESS_CODE, said="标准地址编码只有字母、数字和短横")
    kind = maybe("建筑用途", 2)
    floors = whole("层数", 200, required=False, allow_null=True)


class BuildingForm(BuildingFields, Spot, Sourced):
    name = Text("楼栋名称", longest=60, blank=False)
    address = Text("地址", longest=120, blank=False)


class CorrectBuildingForm(BuildingFields, MaybeSpot, Correcting):
    name = Text("楼栋名称", longest=60, blank=False, required=False)
    address = Text("地址", longest=120, blank=False, required=False)


class RoomFields(Form):
    unit = maybe("单元", 20)
    floor = serializers.IntegerField(min_value=-10, max_value=200, required=False, allow_null=True)
    std_address_code = maybe("标准地址编码", 40, of=ADDRESS_CODE, said="标准地址编码只有字母、数字和短横")
    plate_code = maybe("门牌二维码", 40)
    use = maybe("房屋用途", 2)
    area_m2 = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0, required=False, allow_null=True)
    rented = serializers.BooleanField(required=False)
    rent_use = maybe("出租用途", 2)
    hazard = maybe("隐患类型", 2)


class RoomForm(RoomFields, Sourced):
    building = row("楼栋")
    number = Text("房号", longest=20, blank=False)
    address = maybe("地址", 150)


class CorrectRoomForm(RoomFields, Correcting):
    number = Text("房号", longest=20, blank=False, required=False)
    address = Text("地址", longest=150, blank=False, required=False)


class TenureForm(Versioned):
    person = row("人员")
    kind = serializers.ChoiceField(
        choices=[kind for kind in TenureKind.choices if kind[0] != TenureKind.LIVES],
        error_messages={"required": "请选择关系", "invalid_choice": "请选择产权人、承租人或户籍在此"},
    )
    from_on = day("开始日期", required=False)


class EndTenureForm(Versioned):
    tenure = row("关系")
    to_on = day("结束日期", required=False)
