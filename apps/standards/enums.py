from django.db.models import TextChoices


class Ring(TextChoices):
    """小环: the grid and the community deal with it themselves; 大环: filed, dispatched and checked by the centre."""

    SMALL = "SMALL", "小环"
    BIG = "BIG", "大环"


class Severity(TextChoices):
    SIMPLE = "SIMPLE", "简易"
    ORDINARY = "ORDINARY", "一般"
    PROMINENT = "PROMINENT", "突出"
    MAJOR = "MAJOR", "重大"
