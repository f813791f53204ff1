"""What the registry's commands take. Fields of people and houses keep their names through table, form and screen."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from rest_framework import serializers

from apps.grids.coords import TO_CGCS2000
from apps.registry.enums import (
    Gone,
    OrgRole,
    PartState,
    Purpose,
    RequestKind,
    RequestState,
    RoleKind,
    ServiceKind,
    Source,
    TenureKind,
    VisitKind,
)
from apps.registry.retention import REMOVALS
from apps.standards.serializers import SheetField

Form = serializers.Serializer[Any]
ADDRESS_CODE = r"[0-9A-Za-z-]+"
# Of a service place: a desk's with an extension, a landline without its area code, or 120.
DIALLED = r"\+?\d[\d ()、/-]{1,18}\d(\s?转\s?\d{1,6})?"
EARLIEST, LATEST = date(1870, 1, 1), date(2100, 12, 31)


class Text(serializers.CharField):
    """Words of a person: required unless `blank`, which also lets an empty text clear what was there."""

    def __init__(self, label: str, *, longest: int, blank: bool = True, **more: Any) -> None:
        missing = f"请填写{label}"
        errors: Any = {
            "required": missing,
            "blank": missing,
            "null": missing,
            "invalid": f"{label}填写有误",
            "max_length": f"{label}太长，最多 {longest} 个字",
        }
        super().__init__(max_length=longest, allow_blank=blank, error_messages=errors, **more)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not text.isprintable():
            raise serializers.ValidationError("含有换行或看不见的字符，请删除")
        return text


def maybe(label: str, longest: int, *, of: str = "", said: str = "") -> Text:
    """`of` is what a text that is not empty has to look like, and `said` what is said to one that does not."""
    looks = [RegexValidator(rf"^({of})?$", said)] if of else []
    return Text(label, longest=longest, required=False, validators=looks)


def choice(kinds: Any, label: str, **more: Any) -> serializers.ChoiceField:
    wrong = f"请选择{label}"
    return serializers.ChoiceField(
        choices=kinds.choices, error_messages={"required": wrong, "invalid_choice": wrong, "null": wrong}, **more
    )


def day(label: str, **more: Any) -> serializers.DateField:
    """Within the lives of people and what is planned for them."""
    wrong, impossible = f"{label}应为“年-月-日”", f"{label}不可能，请核对年份"
    bounds = [MinValueValidator(EARLIEST, impossible), MaxValueValidator(LATEST, impossible)]
    errors: Any = {"invalid": wrong, "datetime": wrong, "null": f"请填写{label}", "required": f"请填写{label}"}
    return serializers.DateField(error_messages=errors, validators=bounds, **more)


def row(label: str, **more: Any) -> serializers.UUIDField:
    wrong = f"请选择{label}"
    return serializers.UUIDField(error_messages={"invalid": wrong, "required": wrong, "null": wrong}, **more)


def whole(label: str, most: int, **more: Any) -> serializers.IntegerField:
    wrong = f"{label}应为 0 至 {most} 的整数"
    errors: Any = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
    return serializers.IntegerField(min_value=0, max_value=most, error_messages=errors, **more)


class Versioned(Form):
    """The version that was read; when told, a row changed since is not overwritten."""

    version = serializers.IntegerField(min_value=1, required=False)


class Sourced(Form):
    source = choice(Source, "来源", default=Source.DOOR)  # type: ignore[assignment]


class Correcting(Versioned, Sourced):
    whole = serializers.BooleanField(default=False)


class Spot(Form):
    lon = serializers.FloatField(error_messages={"required": "请在地图上选点", "invalid": "经度应为数字"})
    lat = serializers.FloatField(error_messages={"required": "请在地图上选点", "invalid": "纬度应为数字"})
    crs = serializers.ChoiceField(choices=list(TO_CGCS2000), default="EPSG:4490")


class MaybeSpot(Form):
    lon = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField(choices=list(TO_CGCS2000), default="EPSG:4490")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("lon" in attrs) != ("lat" in attrs):
            raise serializers.ValidationError({"lat": "经度和纬度要一起填写"})
        return attrs if "lon" in attrs else {name: value for name, value in attrs.items() if name != "crs"}


class CodesForm(Form):
    lists = SheetField()
    codes = SheetField()


class RulesForm(Form):
    rules = SheetField()


class PersonFields(Form):
    sex = maybe("性别", 1)
    born_on = day("出生日期", required=False, allow_null=True)
    doc_kind = maybe("证件种类", 3)
    document = maybe("证件号码", 30)
    phone = maybe("电话", 20)
    education = maybe("学历", 2)
    marriage = maybe("婚姻状况", 2)
    political = maybe("政治面貌", 2)
    work_place = maybe("工作单位", 100)
    household_area = maybe("户籍区划", 6)
    household_address = maybe("户籍地址", 150)


class PersonForm(PersonFields, MaybeSpot, Sourced):
    name = Text("姓名", longest=50, blank=False)
    room = row("房屋", required=False)
    on = day("入住日期", required=False)


class CorrectPersonForm(PersonFields, Correcting):
    name = Text("姓名", longest=50, blank=False, required=False)


class MovePersonForm(MaybeSpot, Versioned):
    room = row("房屋", required=False)
    on = day("搬入日期", required=False)
    household = serializers.BooleanField(default=False)


class LeaveForm(Versioned):
    gone = choice(Gone, "原因")
    on = day("日期")


class ComeBackForm(Versioned):
    """Without a day the leaving is taken back."""

    on = day("返回日期", required=False)


class RoleForm(Versioned, Sourced):
    kind = choice(RoleKind, "标签")
    from_on = day("开始日期", required=False)
    inflow = maybe("流入原因", 2)
    permit = maybe("办证类型", 2)
    lodging = maybe("住所类型", 2)
    grade = maybe("等级", 2)
    due_on = day("日期", required=False)
    note = maybe("备注", 200)


class EndRoleForm(Versioned):
    role = row("标签")
    to_on = day("结束日期", required=False)


class JoinForm(Versioned):
    household = row("户")
    kinship = Text("与户主关系", longest=1, blank=False)


class HouseholdForm(Sourced):
    room = row("房屋")
    head = row("户主")
    number = maybe("户号", 20)


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


class MergePersonForm(Versioned):
    other = row("另一条记录")


class RevealForm(Form):
    field = serializers.ChoiceField(
        choices=[("name", "姓名"), ("document", "证件号码"), ("phone", "电话")],
        error_messages={"required": "请选择要查看的内容", "invalid_choice": "请选择要查看的内容"},
    )
    purpose = choice(Purpose, "用途")
    reason = Text("理由", longest=100, blank=False)


class ConsentForm(Form):
    text_key = Text("告知书", longest=30, blank=False)
    text_version = Text("版本", longest=20, blank=False)


class WithdrawForm(Form):
    text_key = Text("告知书", longest=30, blank=False)


class RequestForm(Form):
    kind = choice(RequestKind, "请求类型")
    text = Text("请求内容", longest=500, blank=False)


class AnswerForm(Form):
    outcome = serializers.ChoiceField(
        choices=[(RequestState.DONE, "已办理"), (RequestState.REFUSED, "不予办理")],
        error_messages={"required": "请选择办理结果", "invalid_choice": "请选择办理结果"},
    )
    answer = Text("答复", longest=500, blank=False)


class RegridForm(Form):
    grids = serializers.ListField(child=serializers.IntegerField(), min_length=1)


class RetainForm(Form):
    kind = serializers.ChoiceField(choices=list(REMOVALS))
