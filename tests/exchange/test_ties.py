"""What sheets say beside a row's own columns: households, tags, who holds a room, who answers for an organisation."""

import pytest
from django.utils import timezone

from apps.core.sealing import unseal
from apps.exchange.enums import Kind
from apps.exchange.models import ImportProblem
from apps.registry.models import FieldSource, Household, OrganisationPerson, Person, PersonRole, Room, Tenure
from apps.registry.sight import sight_of_everything
from tests.exchange.conftest import GRID, OTHER_GRID, Desk, people, problems, registered
from tests.exchange.test_other_sheets import CODE, FIRMS, ROOMS, again, every, firm, room
from tests.registry.homes import add_person, add_room, number_of

HEADING = ["姓名", "证件号码", "房屋编号", "户号", "与户主关系", "特殊人群标签", "标签起始日期"]
OWNERS = [*ROOMS, "产权人证件号码", "产权起始日期", "承租人证件号码", "承租起始日期"]
ANSWERING = [*FIRMS, "法定代表人", "法定代表人电话", "负责人", "联系人", "联系人电话"]


def lives(serial: int, **told: str) -> list[str]:
    row = dict(zip(HEADING, [f"张{serial}", number_of(serial), "P1", "1", "", "", ""], strict=True))
    return list((row | told).values())


def bring(desk: Desk, *rows: list[str], kind: str = "PEOPLE", heading: list[str] = HEADING) -> tuple[int, int, int]:
    run = desk.imported(people(*rows, heading=heading), kind)
    assert problems(run) == []
    return run.added, run.changed, run.unchanged


def homes() -> list[tuple[str, str, list[str]]]:
    with sight_of_everything():
        found = Household.objects.select_related("head").order_by("number", "room__plate_code")
        return [
            (home.number, home.head.name if home.head else "", sorted(home.people.values_list("name", flat=True)))
            for home in found
        ]


def open_tags() -> dict[str, str]:
    with sight_of_everything():
        return {role.kind: str(role.from_on) for role in PersonRole.objects.filter(to_on=None)}


@pytest.fixture
def flat(desk: Desk) -> Room:
    return add_room(desk.world.grid, plate_code="P1")


def test_people_of_one_number_in_one_room_are_a_household(desk: Desk, flat: Room) -> None:
    add_room(desk.world.grid, plate_code="P2")
    rows = [lives(1, 与户主关系="户主"), lives(2, 与户主关系="配偶"), lives(3, 户号="2"), lives(4, 房屋编号="P2")]

    assert bring(desk, *rows) == (4, 0, 0)
    assert homes() == [("1", "张1", ["张1", "张2"]), ("1", "", ["张4"]), ("2", "", ["张3"])]
    assert bring(desk, *rows) == (0, 0, 4)
    assert {person.version for person in registered()} == {1}


def test_another_number_is_another_household_and_a_new_head_takes_the_place(desk: Desk, flat: Room) -> None:
    bring(desk, lives(1, 与户主关系="户主"), lives(2, 与户主关系="配偶"))

    assert bring(desk, lives(2, 与户主关系="户主")) == (0, 1, 0)
    assert homes() == [("1", "张2", ["张1", "张2"])]
    assert [person.kinship for person in registered()] == ["", "0"]

    assert bring(desk, lives(2, 户号="2", 与户主关系="户主")) == (0, 1, 0)
    assert homes() == [("1", "", ["张1"]), ("2", "张2", ["张2"])]


def test_who_moves_by_a_sheet_is_in_the_household_there(desk: Desk, flat: Room) -> None:
    add_room(desk.world.other_grid, plate_code="P9")
    bring(desk, lives(1, 与户主关系="户主"), lives(2, 与户主关系="配偶"))
    there = [lives(1, 房屋编号="P9", 与户主关系="户主"), lives(2, 房屋编号="P9", 与户主关系="配偶")]

    assert bring(desk, *there) == (0, 2, 0)
    assert bring(desk, *there) == (0, 0, 2)
    assert homes() == [("1", "", []), ("1", "张1", ["张1", "张2"])]
    assert {person.grid_id for person in registered()} == {desk.world.other_grid.pk}


def reasons(desk: Desk, rows: list[list[str]], heading: list[str], kind: str = "PEOPLE") -> list[tuple[str, str]]:
    return [(column, said) for _, column, _, said in problems(desk.checked(people(*rows, heading=heading), kind))]


def begin(told: list[tuple[str, str]], expected: list[str]) -> None:
    assert [said[: len(reason)] for (_, said), reason in zip(told, expected, strict=True)] == expected


BAD_HOMES = [
    (lives(2, 与户主关系="户主"), "与第 2 行是同一户的户主；一户只能有一位户主，请核对"),
    (lives(3, 房屋编号=""), "填写户号时，请同时填写房屋编号或现住地址"),
    (lives(4, 户号="1" * 21), "有 21 个字，最多 20 个字"),
    (lives(5, 特殊人群标签="残疾人、外星人"), "没有“外星人”这种标签，可填：流动人口、留守人员、独居老人、残疾人、"),
    (lives(6, 特殊人群标签="残疾人、残疾"), "“残疾人”写了两次"),
    (lives(7, 特殊人群标签="残疾人（去年）"), "“残疾人”的日期：不是日期，应如 1980-05-01"),
    (lives(8, 标签起始日期="2024-05-01"), "填写标签起始日期时，请同时填写特殊人群标签"),
    (lives(9, 特殊人群标签="、".join(["残疾人"] * 21)), "写了 21 项，最多 20 项"),
]


def test_what_is_wrong_with_a_household_or_a_tag_is_told(desk: Desk, flat: Room) -> None:
    rows = [lives(1, 与户主关系="户主"), *(row for row, _ in BAD_HOMES)]

    begin(reasons(desk, rows, HEADING), [reason for _, reason in BAD_HOMES])


def test_tags_begin_on_their_day_and_are_never_ended_by_a_sheet(desk: Desk, flat: Room) -> None:
    told = lives(1, 特殊人群标签="残疾人（2024-05-01）、独居", 标签起始日期="2025-01-02")
    bring(desk, told)

    assert open_tags() == {"DISABLED": "2024-05-01", "LIVING_ALONE": "2025-01-02"}
    assert bring(desk, told) == (0, 0, 1)
    assert bring(desk, lives(1)) == (0, 0, 1)
    assert bring(desk, lives(1, 特殊人群标签="残疾人")) == (0, 0, 1)
    assert bring(desk, lives(1, 特殊人群标签="残疾人（2024-06-01）；退役军人")) == (0, 1, 0)
    today = {"VETERAN": str(timezone.localdate())}
    assert open_tags() == {"DISABLED": "2024-06-01", "LIVING_ALONE": "2025-01-02"} | today
    with sight_of_everything():
        assert {role.grid_id for role in PersonRole.objects.all()} == {desk.world.grid.pk}


def held(number: str, **told: str) -> list[str]:
    row = dict(zip(OWNERS, [*room(number), "", "", "", ""], strict=True))
    return list((row | told).values())


def tenures() -> list[tuple[str, str, str]]:
    with sight_of_everything():
        found = Tenure.objects.exclude(kind="LIVES").order_by("kind", "person__name")
        return [(held.kind, held.person.name, str(held.from_on)) for held in found.select_related("person")]


def test_owners_and_tenants_by_their_document(desk: Desk) -> None:
    grid = desk.world.grid
    for serial, name in enumerate(["甲", "乙", "丙"], 1):
        add_person(grid, name, document=number_of(serial))
    owners = f"{number_of(1)}（2020-01-01）、{number_of(2).lower()}"
    told = held("301", 产权人证件号码=owners, 产权起始日期="2021-01-01", 承租人证件号码=number_of(3), 是否出租="")
    del told[OWNERS.index("是否出租")]
    heading = [title for title in OWNERS if title != "是否出租"]

    assert bring(desk, told, kind="ROOMS", heading=heading) == (1, 0, 0)
    today = str(timezone.localdate())
    assert tenures() == [("OWNER", "乙", "2021-01-01"), ("OWNER", "甲", "2020-01-01"), ("TENANT", "丙", today)]
    assert [(flat.rented, flat.version) for flat in every(Room)] == [(True, 1)]
    assert bring(desk, told, kind="ROOMS", heading=heading) == (0, 0, 1)
    later = held("301", 承租人证件号码=f"{number_of(3)}(2025.3.1)")
    assert bring(desk, later, kind="ROOMS", heading=OWNERS) == (0, 1, 0)
    assert tenures()[-1] == ("TENANT", "丙", "2025-03-01")


MASKED = f"4205**********{number_of(1)[-4:]}"
OWNER, TENANT = "产权人证件号码", "承租人证件号码"
BAD_HOLDERS = [
    ({OWNER: number_of(1)}, f"辖区内没有登记证件号码为 {MASKED} 的人；"),
    ({OWNER: "420599198005010011"}, "身份证号的校验位不对，请核对有没有输错"),
    ({TENANT: f"{number_of(1)}、{number_of(1)}"}, f"“{MASKED}”写了两次"),
    ({"承租起始日期": "2024-01-01"}, "填写这个日期时，请同时填写承租人证件号码"),
]


def test_holders_nobody_knows_are_told_masked(desk: Desk) -> None:
    rows = [held(f"30{at}", **told) for at, (told, _) in enumerate(BAD_HOLDERS)]

    found = reasons(desk, rows, OWNERS, "ROOMS")

    begin(found, [reason for _, reason in BAD_HOLDERS])
    assert [column for column, _ in found] == [OWNER, OWNER, TENANT, "承租起始日期"]
    with_values = ImportProblem.objects.values_list("value", "reason")
    assert "198005010" not in str(list(with_values))


def test_an_owner_out_of_sight_is_not_told_from_nobody(desk: Desk) -> None:
    far = add_person(desk.world.grid, document=number_of(1))
    with sight_of_everything():
        Person.objects.filter(pk=far.pk).update(community=0)

    run = desk.checked(people(held("301", 产权人证件号码=number_of(1)), heading=OWNERS), "ROOMS")

    assert "辖区内没有登记证件号码为" in problems(run)[0][3]


def answered(**told: str) -> list[str]:
    row = dict(zip(ANSWERING, [*firm("试验餐馆", CODE), "", "", "", "", ""], strict=True))
    return list((row | told).values())


def offices() -> list[tuple[str, str, str]]:
    with sight_of_everything():
        found = OrganisationPerson.objects.order_by("role", "name")
        return [(one.role, one.name, unseal(bytes(one.phone_sealed)) if one.phone_sealed else "") for one in found]


def test_who_answers_for_an_organisation(desk: Desk) -> None:
    told = answered(法定代表人="王五", 法定代表人电话="19900000001", 联系人="赵六（19900000002）、钱七")
    assert bring(desk, told, kind="ORGANISATIONS", heading=ANSWERING) == (1, 0, 0)
    first = [("CONTACT", "赵六", "19900000002"), ("CONTACT", "钱七", ""), ("LEGAL", "王五", "19900000001")]
    assert offices() == first
    assert bring(desk, told, kind="ORGANISATIONS", heading=ANSWERING) == (0, 0, 1)
    assert bring(desk, answered(), kind="ORGANISATIONS", heading=ANSWERING) == (0, 0, 1)
    assert offices() == first

    other = answered(法定代表人="孙八", 联系人="赵六（19900000003）")
    assert bring(desk, other, kind="ORGANISATIONS", heading=ANSWERING) == (0, 1, 0)
    assert offices() == [("CONTACT", "赵六", "19900000003"), ("LEGAL", "孙八", "")]
    assert list(FieldSource.objects.values_list("field", flat=True)) == ["people"]


BAD_OFFICES = [
    ({"法定代表人电话": "19900000001"}, "填写电话时，请同时填写法定代表人"),
    ({"联系人": "甲、乙", "联系人电话": "19900000001"}, "联系人有几人时，请把电话写在各自姓名后的括号里"),
    ({"负责人": "甲（12）"}, "电话号码不正确，应为 11 位手机号，或带区号的座机号"),
    ({"负责人": "甲" * 51}, "姓名有 51 个字，最多 50 个字"),
]


def test_what_is_wrong_with_an_office_is_told(desk: Desk) -> None:
    rows = [answered(单位名称=f"店{at}", 统一社会信用代码="", **told) for at, (told, _) in enumerate(BAD_OFFICES)]

    found = reasons(desk, rows, ANSWERING, "ORGANISATIONS")

    begin(found, [reason for _, reason in BAD_OFFICES])


PLACES = ["服务点类型", "服务点名称", "地址", "联系电话", "服务时间", "经度", "纬度", "网格编码"]


def spot(name: str = "消火栓", **told: str) -> list[str]:
    row = dict(zip(PLACES, ["消火栓", name, "", "", "", "110.05", "30.05", ""], strict=True))
    return list((row | told).values())


def test_service_places_by_their_spot_their_address_or_their_grid(desk: Desk) -> None:
    rows = [
        spot(), spot(经度="110.06"), spot("街口栓", 地址="滨江路1号"),
        spot("站", 服务点类型="社区卫生服务站", 经度="", 纬度="", 网格编码=GRID),
    ]  # fmt: skip

    assert bring(desk, *rows, kind=Kind.SERVICE_PLACES, heading=PLACES) == (4, 0, 0)
    assert bring(desk, *rows, kind=Kind.SERVICE_PLACES, heading=PLACES) == (0, 0, 4)
    moved = spot("街口栓", 地址="滨江路1号", 经度="110.07", 服务时间="全天")
    assert bring(desk, moved, kind=Kind.SERVICE_PLACES, heading=PLACES) == (0, 1, 0)
    assert again(desk, people(moved, heading=PLACES), Kind.SERVICE_PLACES) == (0, 0)


def test_what_is_wrong_with_a_service_place_is_told(desk: Desk) -> None:
    rows = [
        spot(), spot(服务点类型="茶馆"), spot(), spot(经度="110.06", 网格编码=OTHER_GRID), spot(经度=""),
    ]  # fmt: skip

    begin(
        reasons(desk, rows, PLACES, Kind.SERVICE_PLACES),
        [
            "应为：消火栓、自动除颤器、应急避难场所、",
            "与第 2 行重复，请只保留一行",
            "与房屋或经纬度所在的网格不一致，请核对",
            "经度和纬度应同时填写",
        ],
    )


def test_a_number_of_the_registry_nobody_gave_is_told(desk: Desk) -> None:
    rows = [[*spot(), number] for number in ("1", "00000000-0000-0000-0000-000000000001")]

    found = reasons(desk, rows, [*PLACES, "系统编号"], Kind.SERVICE_PLACES)

    assert [column for column, _ in found] == ["系统编号", "系统编号"]
    assert all(said.endswith("请留空") for _, said in found)
