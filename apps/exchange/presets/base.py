"""A preset: the columns of one kind of sheet, and how a row of it becomes a row of the registry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.core.call import Call
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, Known, grid_code, measure, text_of
from apps.exchange.places import Astray, Spot
from apps.exchange.presets.leaving import Leaving
from apps.exchange.targets import Target

Values = dict[str, Any]
# Field → reason, for what only shows when the cells of a row are held against each other.
Faults = dict[str, str]


@dataclass(frozen=True)
class Good:
    """A row in which nothing is wrong."""

    row: int
    values: Values
    spot: Spot


def nothing_single(_: Values) -> dict[str, str]:
    return {}


def as_they_are(rows: Sequence[Good], _: Call) -> Sequence[Good]:
    return rows


@dataclass(frozen=True)
class Preset:
    kind: Kind
    sheet: str
    fields: tuple[Field, ...]
    target: Target
    leaving: Leaving
    # Completes the values of a row in place, and says what does not go together.
    settle: Callable[[Values, Known], Faults]
    # Two rows with one of these in common are the same thing twice.
    identity: Callable[[Values], list[str]]
    # What only the registry knows against some rows: by their place in the list, which field and why.
    conflicts: Callable[[Sequence[Values]], dict[int, Astray]]
    # The columns of the target for one row; secrets are sealed here and not before.
    columns: Callable[[Values], dict[str, Any]]
    # A row of the registry that the sheet places elsewhere goes there as if somebody had moved it.
    move: Callable[[UUID, Spot, Call], None]
    # Makes what the rows need to stand on, such as the buildings of rooms; gives the rows that can be written.
    prepare: Callable[[Sequence[Good], Call], Sequence[Good]] = as_they_are
    # What only one row of a sheet may say, and what is told of another that says it too.
    single: Callable[[Values], dict[str, str]] = nothing_single
    # Code lists that no field is of, and reading needs all the same.
    lists: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def code_lists(self) -> set[str]:
        return {field.codes for field in self.fields if field.codes} | set(self.lists)


GRID = Field(
    "grid",
    "网格编码",
    grid_code,
    ("所属网格编码", "网格编号", "网格代码", "所属网格", "网格"),
    as_text=True,
    width=18,
    hint="15 位网格编码，也可填本辖区内不重复的网格名称",
)
LON = Field(
    "lon", "经度", measure(70, 140), ("经度坐标", "X坐标", "lng", "lon"), hint="CGCS2000 或 WGS-84，如 111.28653"
)
LAT = Field("lat", "纬度", measure(0, 60), ("纬度坐标", "Y坐标", "lat"), hint="CGCS2000 或 WGS-84，如 30.69186")
PLATE = Field(
    "plate",
    "房屋编号",
    text_of(40),
    ("房屋编码", "门牌编码", "二维码门牌编号", "门牌号编码"),
    as_text=True,
    width=20,
    hint="系统中的门牌编码；填写后可不填现住地址",
)
