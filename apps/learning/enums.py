from django.db import models


class Topic(models.TextChoices):
    REPORTING = "REPORTING", "上报流转"
    VISITING = "VISITING", "走访"
    SAFETY = "SAFETY", "安全"
    DUTY = "DUTY", "值守"
    PRIVACY = "PRIVACY", "个人信息"
    FRAUD = "FRAUD", "反诈"
    SERVICE = "SERVICE", "民生政策"


class ArticleKind(models.TextChoices):
    ARTICLE = "ARTICLE", "文章"
    ANSWER = "ANSWER", "问答"


class Marked(models.TextChoices):
    """What somebody has read."""

    ARTICLE = "ARTICLE", "学习内容"
    NOTICE = "NOTICE", "消息"
