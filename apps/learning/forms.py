"""What the commands of articles and marks take."""

from typing import Any

from rest_framework import serializers

from apps.learning.enums import ArticleKind, Marked, Topic

Form = serializers.Serializer[Any]
MARKS_AT_MOST = 200


def words(label: str, longest: int, **more: Any) -> serializers.CharField:
    said: Any = {
        "required": f"请填写{label}",
        "blank": f"请填写{label}",
        "null": f"请填写{label}",
        "invalid": f"{label}填写有误",
        "max_length": f"{label}太长，最多 {longest} 个字",
    }
    return serializers.CharField(max_length=longest, error_messages=said, **more)


def choice(kinds: Any, label: str, **more: Any) -> serializers.ChoiceField:
    said: Any = dict.fromkeys(("required", "invalid_choice", "null"), f"请选择{label}")
    return serializers.ChoiceField(choices=kinds.choices, error_messages=said, **more)


def number(label: str) -> serializers.IntegerField:
    said: Any = dict.fromkeys(("required", "invalid", "null"), f"{label}有误，请刷新后重试")
    return serializers.IntegerField(min_value=1, max_value=2**31 - 1, error_messages=said)


class ArticleForm(Form):
    division = number("区划")
    kind = choice(ArticleKind, "文章还是问答")
    topic = choice(Topic, "类别")
    title = words("标题", 60)
    body = words("正文", 8000, trim_whitespace=True)
    source = words("依据", 300, required=False, allow_blank=True, default="")  # type: ignore[assignment]


class CorrectArticleForm(Form):
    version = number("版本")
    kind = choice(ArticleKind, "文章还是问答", required=False)
    topic = choice(Topic, "类别", required=False)
    title = words("标题", 60, required=False)
    body = words("正文", 8000, required=False)
    source = words("依据", 300, required=False, allow_blank=True)  # type: ignore[assignment]


class WithdrawArticleForm(Form):
    version = number("版本")


class LoadedArticleForm(Form):
    kind = choice(ArticleKind, "文章还是问答")
    topic = choice(Topic, "类别")
    title = words("标题", 60)
    body = words("正文", 8000)
    source = words("依据", 300, allow_blank=True)  # type: ignore[assignment]
    published_on = serializers.DateField()


class LoadArticlesForm(Form):
    articles = LoadedArticleForm(many=True)


class MarkForm(Form):
    kind = choice(Marked, "读的是什么")
    subjects = serializers.ListField(
        child=serializers.RegexField(r"^[0-9A-Za-z-]{1,40}$", error_messages={"invalid": "编号有误"}),
        min_length=1,
        max_length=MARKS_AT_MOST,
    )
