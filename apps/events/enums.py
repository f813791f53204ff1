"""The words of a matter's life; docs/words.md explains each."""

from django.db import models


class State(models.TextChoices):
    REPORTED = "REPORTED", "待受理"
    ACCEPTED = "ACCEPTED", "已受理"
    VERIFYING = "VERIFYING", "核实中"
    FILED = "FILED", "待派遣"
    DISPATCHED = "DISPATCHED", "待签收"
    HANDLING = "HANDLING", "处置中"
    REPLIED = "REPLIED", "待核查"
    CHECKING = "CHECKING", "核查中"
    CHECKED = "CHECKED", "待结案"
    CLOSED = "CLOSED", "已结案"
    SUSPENDED = "SUSPENDED", "挂账"
    REFUSED = "REFUSED", "不予受理"
    NOT_FILED = "NOT_FILED", "不立案"
    VOID = "VOID", "已作废"
    MERGED = "MERGED", "已合并"


ENDED = frozenset({State.CLOSED, State.REFUSED, State.NOT_FILED, State.VOID, State.MERGED})
OPEN = frozenset(State) - ENDED
BEFORE_FILING = frozenset({State.REPORTED, State.ACCEPTED, State.VERIFYING})
AT_UNIT = frozenset({State.DISPATCHED, State.HANDLING})
# A desk has sent the worker there.
ASKED_BACK = frozenset({State.VERIFYING, State.CHECKING})
AFTER_REPLY = frozenset({State.REPLIED, State.CHECKING, State.CHECKED})


class Direction(models.TextChoices):
    BOTTOM_UP = "BOTTOM_UP", "自下而上"
    TOP_DOWN = "TOP_DOWN", "自上而下"


class Channel(models.TextChoices):
    WORKER = "WORKER", "网格员上报"
    RESIDENT = "RESIDENT", "居民上报"
    HOTLINE = "HOTLINE", "热线"
    DEPARTMENT = "DEPARTMENT", "部门转办"
    SENSOR = "SENSOR", "物联感知"
    LEADER = "LEADER", "领导交办"
    MEDIA = "MEDIA", "媒体"
    PATROL = "PATROL", "专项巡查"


class Light(models.TextChoices):
    GREEN = "GREEN", "正常"
    YELLOW = "YELLOW", "将到期"
    RED = "RED", "已超期"


class Grade(models.TextChoices):
    PLAIN = "PLAIN", "普通督办"
    YELLOW = "YELLOW", "黄牌督办"
    RED = "RED", "红牌督办"


class Asked(models.TextChoices):
    EXTENSION = "EXTENSION", "申请延期"
    SUSPENSION = "SUSPENSION", "申请挂账"


class Appeal(models.TextChoices):
    ASKED = "ASKED", "申诉待初审"
    REVIEWED = "REVIEWED", "申诉待终审"
    UPHELD = "UPHELD", "申诉成立"
    DISMISSED = "DISMISSED", "申诉不成立"


class PhotoKind(models.TextChoices):
    REPORT = "REPORT", "上报"
    BEFORE = "BEFORE", "处置前"
    AFTER = "AFTER", "处置后"
    CHECK = "CHECK", "核查"


VOICE = "VOICE"
# What a move may have left on a phone: a photo as one of its kinds, or a voice note.
AWAITED_KINDS = [*PhotoKind.choices, (VOICE, "语音")]
# Photos without which nobody can say that it was handled.
OF_HANDLING = frozenset({PhotoKind.BEFORE, PhotoKind.AFTER})
