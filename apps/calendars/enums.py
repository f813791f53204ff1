from django.db.models import TextChoices


class LimitUnit(TextChoices):
    URGENT_HOUR = "URGENT_HOUR", "紧急工作时"
    WORK_HOUR = "WORK_HOUR", "工作时"
    WORK_DAY = "WORK_DAY", "工作日"
    NATURAL_DAY = "NATURAL_DAY", "自然日"
