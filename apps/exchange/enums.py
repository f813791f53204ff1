from django.db import models


class Kind(models.TextChoices):
    """What one sheet is about; each has a preset."""

    PEOPLE = "PEOPLE", "实有人口"
    ROOMS = "ROOMS", "实有房屋"
    ORGANISATIONS = "ORGANISATIONS", "单位"
    PARTS = "PARTS", "城市部件"
    SERVICE_PLACES = "SERVICE_PLACES", "服务点"


class ImportState(models.TextChoices):
    UPLOADED = "UPLOADED", "已上传"
    CHECKING = "CHECKING", "检查中"
    UNMAPPED = "UNMAPPED", "待对应列"
    CHECKED = "CHECKED", "已检查"
    APPLYING = "APPLYING", "导入中"
    DONE = "DONE", "已完成"
    STOPPED = "STOPPED", "已停止"
    FAILED = "FAILED", "失败"


class Mode(models.TextChoices):
    ALL_OR_NOTHING = "ALL_OR_NOTHING", "全部正确才导入"
    GOOD_ROWS = "GOOD_ROWS", "只导入正确的行"


class ExportState(models.TextChoices):
    ASKED = "ASKED", "待审批"
    MAKING = "MAKING", "生成中"
    READY = "READY", "可下载"
    REFUSED = "REFUSED", "未批准"
    EXPIRED = "EXPIRED", "已过期"
    FAILED = "FAILED", "失败"


# What a worker process does; whoever looks at a run in one of these asks whether somebody still works on it.
BUSY = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.APPLYING)
