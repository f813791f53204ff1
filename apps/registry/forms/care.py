"""Full values, consents, requests, and what machines say."""

from rest_framework import serializers

from apps.registry.enums import Purpose, RequestKind, RequestState
from apps.registry.forms.fields import Form, Text, choice
from apps.registry.retention import REMOVALS
from apps.standards.serializers import SheetField


class CodesForm(Form):
    lists = SheetField()
    codes = SheetField()


class RulesForm(Form):
    rules = SheetField()


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
