"""People as GB/T 31000 lists them: 实有人口. What the registry leaves out on purpose has no column here."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.call import Call
from apps.core.masking import mask_address, mask_document, mask_name, mask_phone
from apps.core.sealing import keyed_hash
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, Known, area, code_of, day, phone, text_of
from apps.exchange.places import Astray, Spot
from apps.exchange.presets import households, tags
from apps.exchange.presets.base import GRID, PLATE, Faults, Preset, Values
from apps.exchange.presets.leaving import Cell, Leaving
from apps.exchange.staging import Column, secret
from apps.exchange.targets import Target
from apps.registry.actions.people import move_person
from apps.registry.identifiers import Wrong, normal
from apps.registry.identity import CITIZEN_CARD, checked_document, sealed_of
from apps.registry.initials import initials_of
from apps.registry.models import Person
from apps.registry.models.people import LIVE

DAMAGED = "身份证号被Excel改成了数字，后几位已丢失；请先把该列设为“文本”格式，再重新填写"
FIELDS = (
    Field("name", "姓名", text_of(50), ("人员姓名", "居民姓名"), required=True, mask=mask_name, hint="与证件一致"),
    Field("doc_kind", "证件类型", code_of("DOCUMENT"), ("证件代码", "证件种类"), codes="DOCUMENT"),
    Field(
        "document",
        "证件号码",
        text_of(40),
        ("公民身份号码", "身份证号码", "身份证号", "身份证", "身份号码", "证件号"),
        as_text=True,
        width=22,
        hint="本列须为文本格式；身份证 18 位，旧证 15 位自动换算",
        mask=mask_document,
        damaged=DAMAGED,
    ),
    Field("sex", "性别", code_of("SEX"), codes="SEX", hint="有身份证号时可不填", width=8),
    Field("born_on", "出生日期", day, ("出生年月日", "生日"), hint="如 1980-05-01；有身份证号时可不填"),
    Field(
        "phone",
        "联系方式",
        phone,
        ("联系电话", "手机号码", "手机号", "手机", "电话"),
        as_text=True,
        width=16,
        mask=lambda told: mask_phone(normal(told)),
    ),
    Field("education", "学历", code_of("EDUCATION"), ("文化程度",), codes="EDUCATION"),
    Field("marriage", "婚姻状况", code_of("MARRIAGE"), ("婚姻",), codes="MARRIAGE"),
    Field("political", "政治面貌", code_of("POLITICAL"), codes="POLITICAL"),
    Field("work_place", "服务处所", text_of(100), ("工作单位", "单位"), width=24),
    Field("household_area", "户籍地", area, ("户籍地代码", "户籍地区划"), as_text=True, hint="6 位区划代码"),
    Field("household_address", "户籍门（楼）详址", text_of(150), ("户籍地址", "户籍地详址", "户口所在地"), width=36),
    households.FIELD,
    Field("kinship", "与户主关系", code_of("KINSHIP"), ("户主关系",), codes="KINSHIP"),
    *tags.FIELDS,
    PLATE,
    Field(
        "address",
        "现住门（楼）详址",
        text_of(150),
        ("现住地址", "现住址", "居住地址", "现住地详址", "住址"),
        width=36,
        hint="与系统中房屋的地址完全一致；没有房屋时留空，只填网格编码",
    ),
    GRID,
)
TARGET = Target(
    "person",
    (
        Column("name", field="name"),
        Column("initials"),
        Column("sex", new="'0'", field="sex"),
        Column("born_on", "date", "NULL", field="born_on"),
        Column("doc_kind", new=f"'{CITIZEN_CARD}'", field="doc_kind"),
        *secret("doc", "document"),
        *secret("phone", "phone"),
        Column("education", field="education"),
        Column("marriage", field="marriage"),
        Column("political", field="political"),
        Column("work_place", field="work_place"),
        Column("household_area", field="household_area"),
        Column("household_address", field="household_address"),
        Column("kinship", field="kinship"),
    ),
    matches=(
        "known.doc_hash = staged.doc_hash AND known.doc_kind = staged.doc_kind"
        " AND known.merged_into_id IS NULL AND known.left_on IS NULL AND known.died_on IS NULL",
        # The same name, birth and house, as far as nobody's document says otherwise.
        "known.name = staged.name AND known.born_on = staged.born_on AND known.merged_into_id IS NULL"
        " AND known.left_on IS NULL AND known.died_on IS NULL"
        " AND (known.doc_hash IS NULL OR staged.doc_hash IS NULL) AND known.grid_id = staged.grid_id"
        " AND known.room_id IS NOT DISTINCT FROM staged.room_id",
    ),
    has_room=True,
    after=(
        "INSERT INTO registry_tenure (id, person_id, room_id, kind, from_on, grid_id, community_id, street_id,"
        " district_id, city_id) SELECT gen_random_uuid(), id, room_id, 'LIVES', %(on)s, grid_id, community_id,"
        " street_id, district_id, city_id FROM {stage} WHERE match IS NULL AND room_id IS NOT NULL"
        " ON CONFLICT DO NOTHING",
    ),
    ties=(households.TIE, tags.TIE),
)
KNOWN = """
SELECT doc_hash, left_on, died_on FROM registry_person
 WHERE doc_hash = ANY(%s::bytea[]) AND merged_into_id IS NULL
"""


def settle(values: Values, known: Known) -> Faults:
    return _of_number(values, known) or tags.settle(values) or households.settle(values)


def _of_number(values: Values, known: Known) -> Faults:
    """A citizen's number says when its holder was born and of which sex."""
    if "document" not in values:
        return {} if "born_on" in values else {"document": "证件号码和出生日期至少填写一项"}
    values.setdefault("doc_kind", CITIZEN_CARD)
    try:
        values["document"], citizen = checked_document(values["doc_kind"], values["document"], today=known.today)
    except Wrong as wrong:
        return {"document": str(wrong)}
    said = {"born_on": citizen.born_on, "sex": citizen.sex} if citizen else {}
    faults = {name: "与身份证号不一致，请核对" for name, value in said.items() if _contradicts(values.get(name), value)}
    values.update(said)
    return faults


def _contradicts(told: Any, value: Any) -> bool:
    """Sex 0 and 9 say nothing."""
    return told not in (None, "0", "9", value)


def identity(values: Values) -> list[str]:
    if "document" in values:
        return [f"{values['doc_kind']} {values['document']}"]
    where = values.get("plate") or values.get("address") or values.get("grid")
    return [f"{values['name']} {values['born_on']} {where}"]


def conflicts(told: Sequence[Values]) -> dict[int, Astray]:
    """Whoever is registered as gone does not come back through a sheet."""
    hashes = {keyed_hash(values["document"]): at for at, values in enumerate(told) if "document" in values}
    here: set[bytes] = set()
    gone: dict[bytes, date | None] = {}
    for sealed, left_on, died_on in _known(list(hashes)):
        each = bytes(sealed)
        if left_on or died_on:
            gone[each] = died_on
        else:
            here.add(each)
    return {hashes[each]: Astray("document", _gone(gone[each])) for each in gone.keys() - here}


def _known(hashes: list[bytes]) -> list[tuple[bytes, date | None, date | None]]:
    """As one array: a thousand parameters take longer to write than to look up."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [hashes])
        rows: list[tuple[bytes, date | None, date | None]] = cursor.fetchall()
    return rows


def _gone(died_on: date | None) -> str:
    return f"此人已登记为{'去世' if died_on else '迁出'}；如有误，请先在系统中恢复"


DIRECT = (
    "name", "sex", "born_on", "doc_kind", "education", "marriage", "political", "work_place", "household_area",
    "household_address", "household", "kinship",
)  # fmt: skip


def columns(values: Values) -> dict[str, Any]:
    told: dict[str, Any] = {name: values[name] for name in DIRECT if name in values} | tags.staged(values)
    told["initials"] = initials_of(values["name"])
    for name, prefix in (("document", "doc"), ("phone", "phone")):
        if name in values:
            told |= sealed_of(values[name]).columns(prefix)
    return told


def move(pk: UUID, spot: Spot, call: Call) -> None:
    told: dict[str, Any] = {"room": spot.room} if spot.room else {"lon": spot.lon, "lat": spot.lat, "crs": "EPSG:4490"}
    move_person(pk, call=call, **told)


LEAVING = Leaving(
    Person,
    (
        Cell("name", mask=mask_name),
        Cell("doc_kind", "DOCUMENT"),
        Cell("doc_sealed", mask=mask_document, sealed=True),
        Cell("sex", "SEX"),
        Cell("born_on"),
        Cell("phone_sealed", mask=mask_phone, sealed=True),
        Cell("education", "EDUCATION"),
        Cell("marriage", "MARRIAGE"),
        Cell("political", "POLITICAL"),
        Cell("work_place"),
        Cell("household_area"),
        Cell("household_address", mask=mask_address),
        households.CELL,
        Cell("kinship", "KINSHIP"),
        *tags.CELLS,
        Cell("room__plate_code", mask=lambda _: ""),
        Cell("room__address", masked="room__building__address"),
        Cell("grid__code"),
    ),
    LIVE,
    households.NUMBER | tags.OF_PERSON,
)
PEOPLE = Preset(
    kind=Kind.PEOPLE,
    sheet="实有人口",
    fields=FIELDS,
    target=TARGET,
    leaving=LEAVING,
    settle=settle,
    identity=identity,
    conflicts=conflicts,
    columns=columns,
    move=move,
    single=households.single,
)
