"""Houses, organisations and parts."""

from typing import Any

import pytest

from apps.registry.models import Building, Organisation, Part, Room
from apps.registry.sight import sight_of_everything
from tests.exchange.conftest import GRID, OTHER_GRID, Desk, people, problems, registered
from tests.registry.homes import add_building, add_room, number_of

ROOMS = ["建筑物地址", "楼栋", "单元", "房号", "房屋编号", "建筑用途", "建筑面积", "是否出租", "网格编码"]
FIRMS = ["单位名称", "统一社会信用代码", "单位类别", "单位地址", "联系电话", "员工数", "网格编码"]
PARTS = ["部件标识码", "部件名称", "养护单位", "状态", "经度", "纬度"]
CODE = "92420502MA00000060"


def room(number: str, plate: str = "", **told: str) -> list[str]:
    row = dict(zip(ROOMS, ["试验路1号", "3号楼", "1单元", number, plate, "住宅", "89.5", "是", GRID], strict=True))
    return list((row | told).values())


def firm(name: str, code: str = "", **told: str) -> list[str]:
    row = dict(zip(FIRMS, [name, code, "个体工商户", "试验路2号", "0717-6221234", "3", GRID], strict=True))
    return list((row | told).values())


def part(serial: int, **told: str) -> list[str]:
    row = dict(zip(PARTS, [f"4205990101{serial:06}", "上水井盖", "东区城管局", "完好", "110.05", "30.05"], strict=True))
    return list((row | told).values())


def every(model: Any) -> list[Any]:
    with sight_of_everything():
        return list(model.objects.order_by("pk"))


def again(desk: Desk, content: bytes, kind: str) -> tuple[int, int]:
    run = desk.imported(content, kind)
    return run.added, run.changed


def test_rooms_bring_their_building_and_unit(desk: Desk) -> None:
    content = people(room("301", "P301"), room("302"), room("101", 楼栋="4号楼", 单元=""), heading=ROOMS)

    run = desk.imported(content, "ROOMS")

    assert (run.added, len(every(Building))) == (3, 2)
    assert sorted(each.address for each in every(Room)) == [
        "试验路1号3号楼1单元301室", "试验路1号3号楼1单元302室", "试验路1号4号楼101室",
    ]  # fmt: skip
    assert {(each.use, each.rented, float(each.area_m2)) for each in every(Room)} == {("01", True, 89.5)}
    assert again(desk, content, "ROOMS") == (0, 0)
    assert len(every(Building)) == 2


@pytest.mark.parametrize(("told", "floor"), [("-2", -2), ("－１", -1), ("１２", 12)])
def test_a_floor_below_the_ground_stays_there(desk: Desk, told: str, floor: int) -> None:
    desk.imported(people([*room("301"), told], heading=[*ROOMS, "楼层"]), "ROOMS")

    assert every(Room)[0].floor == floor


def test_a_room_lies_where_its_building_lies(desk: Desk) -> None:
    add_building(desk.world.grid, address="试验路1号", name="3号楼")

    desk.imported(people(room("301"), heading=ROOMS), "ROOMS")
    run = desk.checked(people(room("302", 网格编码=OTHER_GRID), heading=ROOMS), "ROOMS")

    assert len(every(Building)) == 1
    assert problems(run)[0][3] == "这栋楼登记在甲社区第一网格（420599001001001），请核对"


def test_houses_of_one_name_in_two_grids_are_told_apart_by_their_grid(desk: Desk) -> None:
    for grid in (desk.world.grid, desk.world.other_grid):
        add_building(grid, address="试验路1号", name="3号楼")
    content = people(room("301"), room("301", 网格编码=OTHER_GRID), heading=ROOMS)

    assert again(desk, content, "ROOMS") == (2, 0)
    assert again(desk, content, "ROOMS") == (0, 0)
    assert len(every(Building)) == 2
    assert {flat.grid_id for flat in every(Room)} == {desk.world.grid.pk, desk.world.other_grid.pk}
    heading = ["姓名", "证件号码", "现住地址", "网格编码"]
    address = every(Room)[0].address
    run = desk.imported(people(["张1", number_of(1), address, OTHER_GRID], heading=heading))
    assert (run.added, registered()[0].grid_id) == (1, desk.world.other_grid.pk)
    assert problems(desk.checked(people(["张1", number_of(1), address, ""], heading=heading)))[0][3] == (
        "有几套房屋是这个地址，请改填房屋编号"
    )


def test_a_plate_hangs_at_one_door_even_where_nobody_of_here_may_look(desk: Desk) -> None:
    add_room(desk.world.grid, plate_code="P1")

    run = desk.checked(people(room("301", "P1"), room("302", "P2"), room("303", "P2"), heading=ROOMS), "ROOMS")

    assert [(row, reason) for row, _, _, reason in problems(run)] == [
        (2, "这个房屋编号已用于另一套房屋，请核对门牌"),
        (4, "与第 3 行重复，请只保留一行"),
    ]


def test_organisations_by_code_or_by_name(desk: Desk) -> None:
    content = people(firm("试验餐馆", CODE), firm("试验小店"), heading=FIRMS)

    assert again(desk, content, "ORGANISATIONS") == (2, 0)
    assert again(desk, content, "ORGANISATIONS") == (0, 0)
    assert again(desk, people(firm("试验大餐馆", CODE, 员工数="5"), heading=FIRMS), "ORGANISATIONS") == (0, 1)

    first = next(each for each in every(Organisation) if each.uscc)
    assert (first.name, first.staff, first.version, first.phone_last4) == ("试验大餐馆", 5, 2, "1234")


def test_an_organisation_that_moved_is_moved(desk: Desk) -> None:
    desk.imported(people(firm("试验餐馆", CODE), heading=FIRMS), "ORGANISATIONS")

    moved = people(firm("试验餐馆", CODE, 网格编码=OTHER_GRID), heading=FIRMS)
    desk.imported(moved, "ORGANISATIONS")

    assert every(Organisation)[0].grid_id == desk.world.other_grid.pk
    assert again(desk, moved, "ORGANISATIONS") == (0, 0)


def test_a_wrong_credit_code_is_told(desk: Desk) -> None:
    run = desk.checked(people(firm("试验餐馆", "92420502MA00000061"), heading=FIRMS), "ORGANISATIONS")

    assert problems(run)[0][3] == "统一社会信用代码的校验位不对，请核对有没有输错"


def test_parts_by_their_code_at_their_place(desk: Desk) -> None:
    content = people(part(1), part(2, 经度="110.15", 状态="破损"), heading=PARTS)

    assert again(desk, content, "PARTS") == (2, 0)
    assert again(desk, content, "PARTS") == (0, 0)
    told = [(each.code[-1], each.kind, each.grid_id, each.maintainer_id, each.state) for each in every(Part)]
    unit, grids = desk.world.unit.pk, (desk.world.grid.pk, desk.world.other_grid.pk)
    assert sorted(told) == [("1", "0101", grids[0], unit, "GOOD"), ("2", "0101", grids[1], unit, "DAMAGED")]


BAD_PARTS = [
    ({"经度": "112", "纬度": "31"}, "这个位置不在本市任何网格内，请核对经纬度"),
    ({"纬度": ""}, "经度和纬度应同时填写"),
    ({"养护单位": "没有的局"}, "没有这个单位，请核对单位名称，或留空"),
    ({"状态": "崭新"}, "应为：完好、破损、丢失、废除"),
    ({"部件标识码": "4205990299000001"}, "没有大类小类为 0299 的部件"),
]


@pytest.mark.parametrize(("told", "reason"), BAD_PARTS)
def test_what_is_wrong_with_a_part_is_told(desk: Desk, told: dict[str, str], reason: str) -> None:
    assert problems(desk.checked(people(part(1, **told), heading=PARTS), "PARTS"))[0][3] == reason


def test_a_part_of_elsewhere_is_neither_changed_nor_a_crash(desk: Desk) -> None:
    desk.imported(people(part(1), heading=PARTS), "PARTS")
    desk.world.grid.outline, desk.world.other_grid.outline = desk.world.other_grid.outline, desk.world.grid.outline
    far = desk.sign_in("stranger").checked(people(part(1), heading=PARTS), "PARTS")

    assert problems(far)[0][3] in ("这个部件代码已用于其他辖区，请核对", "不在您的辖区，请删除本行，或交由所属辖区导入")
