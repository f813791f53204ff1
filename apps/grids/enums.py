from django.db import models


class Level(models.TextChoices):
    """Who holds a matter, from the smallest to the largest."""

    GRID = "GRID", "网格"
    COMMUNITY = "COMMUNITY", "社区"
    STREET = "STREET", "街道"
    DISTRICT = "DISTRICT", "区县"
    CITY = "CITY", "市"


ORDER = [Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY]


def above(level: str) -> Level | None:
    """The next larger level; None for the city."""
    place = ORDER.index(Level(level)) + 1
    return ORDER[place] if place < len(ORDER) else None


class GridKind(models.TextChoices):
    URBAN = "URBAN", "城区网格"
    RURAL = "RURAL", "农村网格"


class Role(models.TextChoices):
    WORKER = "WORKER", "网格员"
    ACCEPTOR = "ACCEPTOR", "受理员"
    DISPATCHER = "DISPATCHER", "派遣员"
    SHIFT_LEAD = "SHIFT_LEAD", "值班长"
    HANDLER = "HANDLER", "处置员"
    LEADER = "LEADER", "领导"
    ADMIN = "ADMIN", "系统管理员"
    AUDITOR = "AUDITOR", "审计员"


class LineageKind(models.TextChoices):
    SPLIT = "SPLIT", "拆分"
    MERGE = "MERGE", "合并"
    BORDER = "BORDER", "移动边界"
