"""People, their roles and households."""

from rest_framework import serializers

from apps.registry.enums import Gone, RoleKind
from apps.registry.forms.fields import Correcting, Form, MaybeSpot, Sourced, Text, Versioned, choice, day, maybe, row


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


class MergePersonForm(Versioned):
    other = row("另一条记录")
