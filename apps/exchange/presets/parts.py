"""Things of the city (部件, GB/T 30428.2), by their code of 16 digits."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from apps.core.call import Call
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, Known, choice_of, text_of
from apps.exchange.places import Astray, Spot
from apps.exchange.presets.base import GRID, LAT, LON, Faults, Good, Preset, Values
from apps.exchange.presets.leaving import Cell, Leaving
from apps.exchange.staging import Column
from apps.exchange.targets import Target
from apps.grids.models import Unit
from apps.registry.actions.places import correct_part
from apps.registry.enums import PartState, Source
from apps.registry.identifiers import part_code
from apps.registry.models import Part
from apps.registry.sight import sight_of_everything

FIELDS = (
    Field(
        "code",
        "部件标识码",
        lambda told, _: part_code(told).code,
        ("部件代码", "部件编码", "标识码", "部件编号"),
        required=True,
        as_text=True,
        width=20,
        hint="16 位：6 位区划、2 位大类、2 位小类、6 位顺序号",
        damaged="标识码被Excel改成了数字，后几位可能已丢失；请先把该列设为“文本”格式，再重新填写",
    ),
    Field("name", "部件名称", text_of(60), ("名称",), required=True, width=20),
    Field("owner", "权属单位", text_of(80), ("产权单位", "主管单位"), width=24, hint="与系统中的单位名称一致"),
    Field("maintainer", "养护单位", text_of(80), ("维护单位",), width=24, hint="与系统中的单位名称一致"),
    Field(
        "state",
        "状态",
        choice_of(PartState, {}),
        ("部件状态",),
        options=tuple(PartState.labels),
        hint="、".join(PartState.labels),
    ),
    LON,
    LAT,
    GRID,
)
TARGET = Target(
    "part",
    (
        Column("code", field="code"),
        Column("kind", field="kind"),
        Column("name", field="name"),
        Column("owner_id", "bigint", "NULL", field="owner"),
        Column("maintainer_id", "bigint", "NULL", field="maintainer"),
        Column("state", new=f"'{PartState.GOOD}'", field="state"),
    ),
    matches=("known.code = staged.code",),
)
UNITS = ("owner", "maintainer")


def settle(values: Values, known: Known) -> Faults:
    values["kind"] = values["code"][6:10]
    return {} if values["kind"] in known.labels["PART"] else {"code": f"没有大类小类为 {values['kind']} 的部件"}


def identity(values: Values) -> list[str]:
    return [values["code"]]


def conflicts(told: Sequence[Values]) -> dict[int, Astray]:
    found: dict[int, Astray] = {}
    named = _units(told)
    for at, values in enumerate(told):
        for field in UNITS:
            if field in values and len(named.get(values[field], [])) != 1:
                many = "有几个单位叫这个名称" if values[field] in named else "没有这个单位"
                found[at] = Astray(field, f"{many}，请核对单位名称，或留空")
    codes = {values["code"]: at for at, values in enumerate(told)}
    same = Part.objects.filter(code__in=list(codes))
    ours = set(same.values_list("code", flat=True))
    with sight_of_everything():
        every = set(same.values_list("code", flat=True))
    return found | {codes[code]: Astray("code", "这个部件代码已用于其他辖区，请核对") for code in every - ours}


def _units(told: Sequence[Values]) -> dict[str, list[int]]:
    names = {values[field] for values in told for field in UNITS if field in values}
    named: dict[str, list[int]] = {}
    for pk, name in Unit.objects.filter(name__in=names).values_list("pk", "name"):
        named.setdefault(name, []).append(pk)
    return named


def prepare(rows: Sequence[Good], _: Call) -> Sequence[Good]:
    """Units by name to units."""
    named = _units([row.values for row in rows])
    told = [{f"{field}_id": named[row.values[field]][0] for field in UNITS if field in row.values} for row in rows]
    return [replace(row, values=row.values | units) for row, units in zip(rows, told, strict=True)]


def columns(values: Values) -> dict[str, Any]:
    return {column.name: values[column.name] for column in TARGET.columns if column.name in values}


def move(pk: UUID, spot: Spot, call: Call) -> None:
    correct_part(pk, call=call, lon=spot.lon, lat=spot.lat, crs="EPSG:4490", source=Source.IMPORT)


LEAVING = Leaving(
    Part,
    (
        Cell("code"),
        Cell("name"),
        Cell("owner__name"),
        Cell("maintainer__name"),
        Cell("state", choices=dict(PartState.choices)),
        Cell("lon"),
        Cell("lat"),
        Cell("grid__code"),
    ),
)
PARTS = Preset(
    kind=Kind.PARTS,
    sheet="城市部件",
    fields=FIELDS,
    target=TARGET,
    leaving=LEAVING,
    settle=settle,
    identity=identity,
    conflicts=conflicts,
    columns=columns,
    move=move,
    prepare=prepare,
    lists=("PART",),
)
