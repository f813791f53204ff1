"""Places of service (服务点): hydrants, AED, shelters, clinics. They have no code of their own but the registry's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.core.call import Call
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, Known, choice_of, text_of
from apps.exchange.places import Astray, Spot
from apps.exchange.presets.base import GRID, LAT, LON, Faults, Preset, Values
from apps.exchange.presets.leaving import Cell, Leaving
from apps.exchange.staging import Column
from apps.exchange.targets import SAME_PLACE, Target
from apps.registry.actions.places import correct_service_place
from apps.registry.enums import ServiceKind, Source
from apps.registry.identifiers import Wrong
from apps.registry.models import ServicePlace

SAID = {
    "消防栓": "HYDRANT", "市政消火栓": "HYDRANT", "AED": "AED", "除颤器": "AED", "避难场所": "SHELTER",
    "应急避难所": "SHELTER", "卫生服务站": "CLINIC", "诊所": "CLINIC", "服务点": "SERVICE_POINT",
    "便民服务站": "SERVICE_POINT", "食堂": "CANTEEN", "老年食堂": "CANTEEN", "警务站": "POLICE",
}  # fmt: skip


def number(text: str, _: Known) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Wrong("不是系统编号；新增的服务点请留空") from error


FIELDS = (
    Field(
        "kind",
        "服务点类型",
        choice_of(ServiceKind, SAID),
        ("类型", "类别", "设施类型", "场所类型"),
        required=True,
        options=tuple(ServiceKind.labels),
        width=18,
        hint="、".join(ServiceKind.labels),
    ),
    Field("name", "服务点名称", text_of(60), ("名称", "设施名称", "场所名称"), required=True, width=24),
    Field("site", "地址", text_of(150), ("详细地址", "服务点地址", "所在地址", "位置"), width=36),
    Field("phone", "联系电话", text_of(20), ("电话", "服务电话", "联系方式"), as_text=True, width=16),
    Field(
        "hours",
        "服务时间",
        text_of(100),
        ("开放时间", "营业时间", "值班时间"),
        width=20,
        hint="如 周一至周五 8:30—17:30",
    ),
    LON,
    LAT,
    GRID,
    Field(
        "number",
        "系统编号",
        number,
        ("服务点编号",),
        as_text=True,
        width=38,
        hint="导出时由系统填写，用来认出原有的服务点；新增的留空",
    ),
)
SAME = "known.kind = staged.kind AND known.name = staged.name AND staged.number IS NULL"
TARGET = Target(
    "serviceplace",
    (
        Column("kind", field="kind"),
        Column("name", field="name"),
        Column("address", field="address"),
        Column("phone", field="phone"),
        Column("hours", field="hours"),
    ),
    matches=(
        "known.id = staged.number",
        f"{SAME} AND staged.exact AND known.grid_id = staged.grid_id"
        f" AND ST_DWithin(known.place, staged.place, {SAME_PLACE})",
        f"{SAME} AND staged.address <> '' AND known.address = staged.address AND known.grid_id = staged.grid_id",
        f"{SAME} AND NOT staged.exact AND staged.address IS NULL AND known.grid_id = staged.grid_id",
    ),
    asked=(Column("number", "uuid"),),
)


def settle(_: Values, __: Known) -> Faults:
    return {}


def identity(values: Values) -> list[str]:
    """Hydrants are all called alike: two of one name are the same where they stand in the same place."""
    if "number" in values:
        return [str(values["number"])]
    where = values.get("site") or f"{values.get('lon')} {values.get('lat')} {values.get('grid')}"
    return [f"{values['kind']} {values['name']} {where}"]


def conflicts(told: Sequence[Values]) -> dict[int, Astray]:
    asked = {values["number"]: at for at, values in enumerate(told) if "number" in values}
    known = set(ServicePlace.objects.filter(pk__in=list(asked)).values_list("pk", flat=True)) if asked else set()
    return {
        at: Astray("number", "辖区内没有这个编号的服务点；新增的请留空")
        for number, at in asked.items()
        if number not in known
    }


def columns(values: Values) -> dict[str, Any]:
    told = {name: values[name] for name in ("kind", "name", "phone", "hours", "number") if name in values}
    return told | ({"address": values["site"]} if "site" in values else {})


def move(pk: UUID, spot: Spot, call: Call) -> None:
    correct_service_place(pk, call=call, lon=spot.lon, lat=spot.lat, crs="EPSG:4490", source=Source.IMPORT)


LEAVING = Leaving(
    ServicePlace,
    (
        Cell("kind", choices=dict(ServiceKind.choices)),
        Cell("name"),
        Cell("address"),
        Cell("phone"),
        Cell("hours"),
        Cell("lon"),
        Cell("lat"),
        Cell("grid__code"),
        Cell("id"),
    ),
)
SERVICE_PLACES = Preset(
    kind=Kind.SERVICE_PLACES,
    sheet="服务点",
    fields=FIELDS,
    target=TARGET,
    leaving=LEAVING,
    settle=settle,
    identity=identity,
    conflicts=conflicts,
    columns=columns,
    move=move,
)
