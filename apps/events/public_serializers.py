from typing import Any

from rest_framework import serializers

from apps.events.forms import Place, Said, photo_ids

Shape = serializers.Serializer[Any]


class PublicReportForm(Place):
    kind = serializers.CharField(
        max_length=30, error_messages={"required": "请选择问题类型", "blank": "请选择问题类型"}
    )
    text = Said("情况说明", required=False, max_length=500)
    photos = photo_ids()
    name = Said("称呼", required=False, max_length=40)
    phone = Said("电话", required=False, max_length=20)


class Receipt(Shape):
    id = serializers.UUIDField()
    number = serializers.CharField()
    code = serializers.CharField()


class FollowForm(Shape):
    number = serializers.CharField(max_length=24, error_messages={"required": "请输入编号", "blank": "请输入编号"})
    code = serializers.CharField(max_length=12, error_messages={"required": "请输入查询码", "blank": "请输入查询码"})


class KindRow(Shape):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()


class KindRows(Shape):
    rows = KindRow(many=True)


class PublicPhoto(Shape):
    kind = serializers.CharField()
    thumb = serializers.CharField()
    url = serializers.CharField()


class PublicMoment(Shape):
    at = serializers.DateTimeField()
    label = serializers.CharField()  # type: ignore[assignment]
    note = serializers.CharField(allow_blank=True)


class PublicEvent(Shape):
    id = serializers.UUIDField()
    number = serializers.CharField()
    state_label = serializers.CharField()
    stage = serializers.IntegerField(min_value=1, max_value=5)
    stages = serializers.ListField(child=serializers.CharField())
    ended = serializers.BooleanField()
    text = serializers.CharField(allow_blank=True)
    place_text = serializers.CharField(allow_blank=True)
    category = serializers.CharField()
    reported_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)
    rating = serializers.IntegerField(allow_null=True)
    rating_text = serializers.CharField(allow_blank=True)
    may_rate = serializers.BooleanField()
    may_reopen = serializers.BooleanField()
    may_comment = serializers.BooleanField()
    photos = PublicPhoto(many=True)
    timeline = PublicMoment(many=True)
