"""Kinds that rules of ours depend on; everything a standard lists is a code list instead (fixtures/codes)."""

from django.db import models


class Source(models.TextChoices):
    """From where a row or a field is known."""

    DOOR = "DOOR", "入户采集"
    RESIDENT = "RESIDENT", "居民自报"
    IMPORT = "IMPORT", "表格导入"
    DEPARTMENT = "DEPARTMENT", "部门共享"
    SYNTHETIC = "SYNTHETIC", "合成数据"


class RoleKind(models.TextChoices):
    """What a service needs to know about a person, and no more."""

    FLOATING = "FLOATING", "流动人口"
    LEFT_BEHIND = "LEFT_BEHIND", "留守人员"
    LIVING_ALONE = "LIVING_ALONE", "独居老人"
    DISABLED = "DISABLED", "残疾人"
    HARDSHIP = "HARDSHIP", "困难群众"
    PREGNANT = "PREGNANT", "孕产妇"
    NEWBORN = "NEWBORN", "新生儿"
    ELDERLY_ALLOWANCE = "ELDERLY_ALLOWANCE", "高龄津贴"
    VETERAN = "VETERAN", "退役军人"


class TenureKind(models.TextChoices):
    OWNER = "OWNER", "产权人"
    TENANT = "TENANT", "承租人"
    LIVES = "LIVES", "居住"
    REGISTERED = "REGISTERED", "户籍在此"


class OrgRole(models.TextChoices):
    LEGAL = "LEGAL", "法定代表人"
    HEAD = "HEAD", "负责人"
    SECURITY = "SECURITY", "治保负责人"
    CONTACT = "CONTACT", "联系人"


class PartState(models.TextChoices):
    GOOD = "GOOD", "完好"
    DAMAGED = "DAMAGED", "破损"
    LOST = "LOST", "丢失"
    REMOVED = "REMOVED", "废除"


class ServiceKind(models.TextChoices):
    HYDRANT = "HYDRANT", "消火栓"
    AED = "AED", "自动除颤器"
    SHELTER = "SHELTER", "应急避难场所"
    CLINIC = "CLINIC", "社区卫生服务站"
    SERVICE_POINT = "SERVICE_POINT", "便民服务点"
    CANTEEN = "CANTEEN", "幸福食堂"
    POLICE = "POLICE", "警务室"


class VisitKind(models.TextChoices):
    COLLECT = "COLLECT", "信息采集"
    CARE = "CARE", "关爱走访"
    SAFETY = "SAFETY", "安全检查"
    SERVICE = "SERVICE", "代办服务"
    PUBLICITY = "PUBLICITY", "政策宣传"


class Gone(models.TextChoices):
    """Why a person is no longer here."""

    LEFT = "LEFT", "已迁出"
    DIED = "DIED", "已去世"


class Purpose(models.TextChoices):
    """For what a full value may be asked."""

    VISIT = "VISIT", "入户走访联系"
    VERIFY = "VERIFY", "核对身份信息"
    SERVICE = "SERVICE", "办理民生服务"
    EMERGENCY = "EMERGENCY", "应急处置"
    CASE = "CASE", "办理事件"


class RequestKind(models.TextChoices):
    """What the person concerned may ask for (个人信息保护法 44–47)."""

    COPY = "COPY", "查阅复制"
    CORRECTION = "CORRECTION", "更正补充"
    ERASURE = "ERASURE", "删除"


class RequestState(models.TextChoices):
    OPEN = "OPEN", "待处理"
    DONE = "DONE", "已办理"
    REFUSED = "REFUSED", "不予办理"
