"""What else must hold for a move: each question answers with the Chinese sentence that refuses, or with nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from apps.events.enums import OF_HANDLING, Appeal, Asked, Light, State
from apps.events.models import Event
from apps.grids.enums import Level, above
from apps.grids.models import Grid

When = Callable[[Event, datetime], str]

MAX_EXTENSIONS = 2
MAX_RETURNS = 3
RETURN_WITHIN = timedelta(hours=4)
RATE_WITHIN = timedelta(days=7)
SUSPEND_AT_MOST = timedelta(days=366)


def always(event: Event, at: datetime) -> str:
    return ""


def at_desk_level(event: Event, at: datetime) -> str:
    return "" if event.level not in (Level.GRID, Level.COMMUNITY) else "网格和社区不立案，请即时办结或上报升级"


def has_level_above(event: Event, at: datetime) -> str:
    return "" if above(event.level) else "已在市级，不能再上报"


def may_return(event: Event, at: datetime) -> str:
    if event.returns >= MAX_RETURNS:
        return f"已退回{MAX_RETURNS}次，请与派遣员协商"
    if event.state == State.HANDLING and at - event.stage_at > RETURN_WITHIN:
        return "签收超过4小时，不能再退回"
    return ""


def assists_done(event: Event, at: datetime) -> str:
    # A few rows, which whoever looks at many matters at once has read beside them.
    return "协办单位尚未全部反馈" if any(part.done_at is None for part in event.assists.all()) else ""


def may_ask_extension(event: Event, at: datetime) -> str:
    if event.asked:
        return "已有一项申请待批"
    if event.extensions >= MAX_EXTENSIONS:
        return f"最多延期{MAX_EXTENSIONS}次"
    return "" if event.due_at and at < event.due_at else "已超期，不能再申请延期"


def extension_asked(event: Event, at: datetime) -> str:
    return "" if event.asked == Asked.EXTENSION else "没有待批的延期申请"


def may_ask_suspension(event: Event, at: datetime) -> str:
    return "已有一项申请待批" if event.asked else may_suspend(event, at)


def may_suspend(event: Event, at: datetime) -> str:
    return "只能挂账一次" if event.suspensions else ""


def suspension_asked(event: Event, at: datetime) -> str:
    return "" if event.asked == Asked.SUSPENSION else "没有待批的挂账申请"


def supervision_open(event: Event, at: datetime) -> str:
    return "" if event.supervision_open else "没有待回复的督办"


def supervision_answered(event: Event, at: datetime) -> str:
    return "督办尚未回复，请先回复督办" if event.supervision_open else ""


def photos_awaited(event: Event, at: datetime) -> str:
    return "" if event.photos_until and at < event.photos_until else "没有待传的处置照片"


def handling_photos_here(event: Event, at: datetime) -> str:
    """Known by the matter's own column; only where it says so is it asked whose photos they are."""
    if event.photos_until is None or at >= event.photos_until:
        return ""
    waiting = event.awaited.filter(kind__in=OF_HANDLING, waived_at=None)
    names = list(waiting.order_by("by__name", "id").values_list("by__name", flat=True))
    if not names:
        return ""
    phones = "、".join(dict.fromkeys(names))
    return (
        f"还有{len(names)}张处置照片在{phones}的手机上没有传到，请联系其连网补传；"
        "手机丢失或损坏时，由派遣员选“不再等照片”并写明原因"
    )


def not_there_yet(event: Event, at: datetime) -> str:
    return "已经到达现场" if event.attended_at else ""


def may_close(event: Event, at: datetime) -> str:
    return supervision_answered(event, at) or handling_photos_here(event, at)


def may_rate(event: Event, at: datetime) -> str:
    if event.rating is not None:
        return "已经评价过了"
    return "" if at - event.stage_at <= RATE_WITHIN else "评价期(7天)已过"


def may_reopen(event: Event, at: datetime) -> str:
    return "只能重开一次" if event.reopened else ""


def may_appeal(event: Event, at: datetime) -> str:
    if event.appeal:
        return "只能申诉一次"
    return "" if event.handled_late else "没有超期记录，无需申诉"


def appeal_asked(event: Event, at: datetime) -> str:
    return "" if event.appeal == Appeal.ASKED else "没有待初审的申诉"


def appeal_reviewed(event: Event, at: datetime) -> str:
    return "" if event.appeal == Appeal.REVIEWED else "没有待终审的申诉"


def appeal_pending(event: Event, at: datetime) -> str:
    return "" if event.appeal in (Appeal.ASKED, Appeal.REVIEWED) else "没有待审的申诉"


def warning_is_due(event: Event, at: datetime) -> str:
    return "" if event.light == Light.GREEN and event.warn_at and event.warn_at <= at else "还没有到提醒时间"


def overdue_is_due(event: Event, at: datetime) -> str:
    return "" if event.light != Light.RED and event.due_at and event.due_at <= at else "还没有到期限"


def grid_has_ended(event: Event, at: datetime) -> str:
    ended = Grid.objects.filter(pk=event.grid_id, valid_to__lte=timezone.localdate(at)).exists()
    return "" if ended else "所在网格没有调整"
