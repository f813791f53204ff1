"""Companies, shops and associations (非公有制经济组织和社会组织), and who answers for them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.core.call import Call
from apps.core.masking import mask_phone
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, Known, code_of, phone, text_of, whole_number
from apps.exchange.places import Astray, Spot
from apps.exchange.presets import answerable
from apps.exchange.presets.base import GRID, LAT, LON, Faults, Preset, Values
from apps.exchange.presets.leaving import Cell, Leaving
from apps.exchange.staging import Column, secret
from apps.exchange.targets import Target
from apps.registry.actions.organisations import move_organisation
from apps.registry.identifiers import credit_code, normal
from apps.registry.identity import sealed_of
from apps.registry.initials import initials_of
from apps.registry.models import Organisation
from apps.registry.sight import sight_of_everything

FIELDS = (
    Field("name", "单位名称", text_of(100), ("名称", "企业名称", "组织名称", "机构名称"), required=True, width=30),
    Field(
        "uscc",
        "统一社会信用代码",
        lambda told, _: credit_code(told),
        ("信用代码", "社会信用代码"),
        as_text=True,
        width=22,
        damaged="信用代码被Excel改成了数字，后几位已丢失；请先把该列设为“文本”格式，再重新填写",
    ),
    Field("kind", "单位类别", code_of("ORGANISATION"), ("企业类别", "类别"), codes="ORGANISATION"),
    Field("site", "单位地址", text_of(150), ("地址", "经营地址", "详细地址"), required=True, width=36),
    Field(
        "phone",
        "联系方式",
        phone,
        ("联系电话", "电话"),
        as_text=True,
        width=16,
        mask=lambda told: mask_phone(normal(told)),
    ),
    Field("staff", "员工数", whole_number(0, 1_000_000), ("员工人数", "从业人数", "职工人数")),
    Field("hazard", "安全隐患类型", code_of("ORG_HAZARD"), ("隐患类型",), codes="ORG_HAZARD"),
    Field("attention", "关注程度", code_of("ATTENTION"), codes="ATTENTION"),
    *answerable.FIELDS,
    LON,
    LAT,
    GRID,
)
TARGET = Target(
    "organisation",
    (
        Column("name", field="name"),
        Column("initials"),
        Column("uscc", field="uscc"),
        Column("kind", field="kind"),
        Column("address", field="address"),
        *secret("phone", "phone"),
        Column("staff", "integer", "NULL", field="staff"),
        Column("hazard", field="hazard"),
        Column("attention", field="attention"),
    ),
    matches=(
        "known.uscc = staged.uscc AND known.closed_on IS NULL",
        "known.name = staged.name AND known.grid_id = staged.grid_id AND known.closed_on IS NULL"
        " AND (known.uscc = '' OR staged.uscc IS NULL)",
    ),
    ties=(answerable.TIE,),
)


def settle(values: Values, _: Known) -> Faults:
    return answerable.settle(values)


def identity(values: Values) -> list[str]:
    return [values["uscc"]] if "uscc" in values else [f"{values['name']} {values['site']}"]


def conflicts(told: Sequence[Values]) -> dict[int, Astray]:
    """A code is one organisation's in the whole city."""
    codes = {values["uscc"]: at for at, values in enumerate(told) if "uscc" in values}
    open_ones = Organisation.objects.filter(uscc__in=list(codes), closed_on=None)
    ours = set(open_ones.values_list("uscc", flat=True))
    with sight_of_everything():
        every = set(open_ones.values_list("uscc", flat=True))
    return {codes[code]: Astray("uscc", "这个单位已登记在其他辖区，请由该辖区办理迁移") for code in every - ours}


def columns(values: Values) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: values[name] for name in ("name", "uscc", "kind", "staff", "hazard", "attention") if name in values
    }
    told |= {"initials": initials_of(values["name"]), "address": values["site"]}
    told |= answerable.staged(values)
    return told | (sealed_of(values["phone"]).columns("phone") if "phone" in values else {})


def move(pk: UUID, spot: Spot, call: Call) -> None:
    address = Organisation.objects.values_list("address", flat=True).get(pk=pk)
    where: Mapping[str, Any] = {"lon": spot.lon, "lat": spot.lat, "crs": "EPSG:4490"}
    move_organisation(pk, call=call, address=address, **where)


LIVE = Q(closed_on=None)
LEAVING = Leaving(
    Organisation,
    (
        Cell("name"),
        Cell("uscc"),
        Cell("kind", "ORGANISATION"),
        Cell("address"),
        Cell("phone_sealed", mask=mask_phone, sealed=True),
        Cell("staff"),
        Cell("hazard", "ORG_HAZARD"),
        Cell("attention", "ATTENTION"),
        *answerable.CELLS,
        Cell("lon"),
        Cell("lat"),
        Cell("grid__code"),
    ),
    LIVE,
    answerable.OF_ORGANISATION,
)
ORGANISATIONS = Preset(
    kind=Kind.ORGANISATIONS,
    sheet="单位",
    fields=FIELDS,
    target=TARGET,
    leaving=LEAVING,
    settle=settle,
    identity=identity,
    conflicts=conflicts,
    columns=columns,
    move=move,
)
