"""What would come of redrawing grids: worked out from their outlines, changing nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import LineString, Polygon, from_wkb, get_parts

from apps.core.refusal import invalid
from apps.grids.enums import LineageKind
from apps.grids.models import Grid
from apps.grids.partition.frame import LATTICE, to_degrees, to_lattice
from apps.grids.partition.redraw import CrossesItself, NotCut, NotOne, TooSmall, border, merge, move_border, split

Line = Sequence[Sequence[float]]
CROSSES_ITSELF = "画的线自己相交了，请去掉交叉的部分"
TOO_SMALL = "分割线分出的一块太小（不足 1%），请把线往中间画"


@dataclass(frozen=True)
class Part:
    name: str
    kind: str
    outline: Polygon


@dataclass(frozen=True)
class Plan:
    """At a border's move every part goes on from the old one at the same place of the list."""

    kind: LineageKind
    olds: list[Grid]
    parts: list[Part]


def split_plan(old: Grid, *, line: Line, names: Sequence[str]) -> Plan:
    try:
        outlines = split(outline_of(old), _line(line))
    except CrossesItself as error:
        raise invalid("line", f"{CROSSES_ITSELF}；分割线应只穿过网格一次") from error
    except TooSmall as error:
        raise invalid("line", TOO_SMALL) from error
    except NotCut as error:
        raise invalid("line", "分割线应从网格的一侧边界穿到另一侧，只穿过一次，且两边都要有一定面积") from error
    parts = [Part(name, old.kind, outline) for name, outline in zip(names, outlines, strict=True)]
    return Plan(LineageKind.SPLIT, [old], parts)


def merge_plan(olds: list[Grid], *, name: str) -> Plan:
    if len(olds) < 2:
        raise invalid("grids", "至少选择两个网格才能合并")
    if len({(old.community_id, old.kind) for old in olds}) > 1:
        raise invalid("grids", "只能合并同一社区（村）内同一类型的网格")
    try:
        outline = merge([outline_of(old) for old in olds])
    except NotOne as error:
        raise invalid("grids", "所选网格不相邻，不能合并成一个完整的网格") from error
    return Plan(LineageKind.MERGE, olds, [Part(name, olds[0].kind, outline)])


def border_plan(olds: list[Grid], *, line: Line) -> Plan:
    if len(olds) != 2:
        raise invalid("other", "请选择两个不同的网格")
    if len({old.community_id for old in olds}) > 1:
        raise invalid("other", "只能移动同一社区（村）内两个网格之间的边界")
    one, other = (outline_of(old) for old in olds)
    try:
        outlines = move_border(one, other, _line(line))
    except NotOne as error:
        raise invalid("other", "这两个网格之间没有一条完整的公共边界，不能移动") from error
    except CrossesItself as error:
        raise invalid("line", CROSSES_ITSELF) from error
    except TooSmall as error:
        raise invalid("line", "移动后有一个网格太小（不足两个网格的 1%），请改用“合并”或少移一些") from error
    except NotCut as error:
        raise invalid("line", "新边界应在两个网格之内，从外侧边界的一处走到另一处，不能越出这两个网格") from error
    if outlines[0].equals(one):
        raise invalid("line", "边界没有变化，请先拖动边界上的点")
    parts = [Part(old.name, old.kind, outline) for old, outline in zip(olds, outlines, strict=True)]
    return Plan(LineageKind.BORDER, olds, parts)


def border_between(grid: Grid, other: Grid) -> list[tuple[float, float]] | None:
    """In degrees; None when they have no single stretch in common."""
    try:
        line = to_degrees(border(outline_of(grid), outline_of(other)))  # type: ignore[arg-type]
    except NotOne:
        return None
    return [(lon, lat) for lon, lat in line.coords]


def outline_of(grid: Grid) -> Polygon:
    outline = to_lattice(from_wkb(bytes(grid.outline.wkb)))
    parts = get_parts(outline)
    if len(parts) != 1 or not isinstance(parts[0], Polygon):
        raise invalid("", f"“{grid.name}”的边界不是一个完整的面，不能调整")
    return parts[0]


def _line(line: Line) -> LineString:
    return LineString([(lon * LATTICE, lat * LATTICE) for lon, lat in line])
