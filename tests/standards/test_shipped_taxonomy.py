"""What is promised of fixtures/taxonomy.csv, so that an edit cannot break it unseen."""

from collections import Counter

import pytest

from tests.standards.sheets import FIXTURES, by, shipped

COUNTS = {
    "101": 34,
    "102": 9,
    "103": 17,
    "104": 16,
    "105": 12,
    "106": 40,
    "107": 26,
    "108": 12,
    "109": 14,
    "110": 12,
    "111": 18,
    "201": 27,
    "202": 22,
    "203": 20,
    "204": 20,
    "205": 18,
    "206": 16,
    "207": 20,
    "208": 20,
    "209": 20,
    "210": 14,
    "211": 12,
    "212": 10,
    "213": 6,
}
LINES = shipped("taxonomy.csv")
SUBS = by(LINES, lambda line: line["子项代码"])
LEFT_OUT = [
    "刑满释放",
    "刑释",
    "社区矫正",
    "精神障碍",
    "肇事肇祸",
    "吸毒人员",
    "艾滋",
    "宗教",
    "民族成分",
    "人脸",
    "征信",
]


def test_there_are_two_majors_of_210_and_225() -> None:
    majors = {
        name: len(by(lines, lambda line: line["子项代码"]))
        for name, lines in by(LINES, lambda line: line["大项"]).items()
    }

    assert majors == {"案件": 210, "事件": 225}


def test_each_item_has_the_agreed_number_of_sub_items() -> None:
    assert Counter(code[:3] for code in SUBS) == COUNTS
    assert sum(COUNTS.values()) == 435


def test_every_item_ends_with_its_other() -> None:
    others = {code for code, lines in SUBS.items() if lines[0]["子项"].startswith("其他")}

    assert others == {f"{minor}999" for minor in COUNTS}


def test_every_sub_item_has_a_name_of_its_own() -> None:
    names = [lines[0]["子项"] for lines in SUBS.values()]

    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert all(2 <= len(name) <= 16 for name in names)


def test_conditions_are_written_for_their_sub_item() -> None:
    texts = [line["立案条件"] for line in LINES]
    closings = [line["结案条件"] for line in LINES]

    assert all(len({line["立案条件"] for line in lines}) == len(lines) for lines in SUBS.values())
    assert len(set(texts)) > 0.99 * len(texts)
    assert len(set(closings)) > 0.98 * len(closings)
    assert min(map(len, texts + closings)) >= 4


def test_conditions_are_numbered_from_one() -> None:
    assert all(
        [line["条件序号"] for line in lines] == [str(n + 1) for n in range(len(lines))] for lines in SUBS.values()
    )


def test_most_sub_items_tell_conditions_apart() -> None:
    several = [code for code, lines in SUBS.items() if len(lines) > 1]
    differing = [code for code in several if len({(x["处置时限"], x["时限单位"]) for x in SUBS[code]}) > 1]

    assert len(several) > 350
    assert len(differing) > 0.9 * len(several)


def test_limits_are_sane() -> None:
    most = {"紧急工作时": 4, "工作时": 4, "工作日": 20, "自然日": 45}

    assert all(1 <= int(line["处置时限"]) <= most[line["时限单位"]] for line in LINES)


def test_what_is_major_is_dealt_with_within_hours_or_is_a_long_treatment() -> None:
    slow = [
        line["子项"]
        for line in LINES
        if line["严重程度"] == "重大" and line["时限单位"] not in {"紧急工作时", "自然日"}
    ]

    assert slow == []


def test_nothing_simple_is_urgent() -> None:
    urgent_simple = [line["子项"] for line in LINES if line["严重程度"] == "简易" and line["时限单位"] == "紧急工作时"]

    assert urgent_simple == []


def test_national_codes_are_given_to_cases_only_and_once() -> None:
    codes = [(code[:3], lines[0]["国标代码"]) for code, lines in SUBS.items() if lines[0]["国标代码"]]
    kinds = Counter(("部件" if "106" <= minor <= "110" else "事件", code) for minor, code in codes)

    assert all(minor < "200" and len(code) == 4 for minor, code in codes)
    assert [code for code, times in kinds.items() if times > 1] == []


def test_units_are_of_known_kinds_and_none_helps_itself() -> None:
    labels = {row["label"] for row in shipped("unit_kinds.csv")}

    for line in LINES:
        others = [name for name in line["协办单位类型"].split("、") if name]
        assert {line["责任单位类型"], *others} <= labels
        assert line["责任单位类型"] not in others


@pytest.mark.parametrize("word", LEFT_OUT)
def test_what_is_left_out_on_purpose_stays_out(word: str) -> None:
    assert not any(word in "".join(line.values()) for line in LINES)


def test_the_file_opens_in_a_spreadsheet() -> None:
    content = (FIXTURES / "taxonomy.csv").read_bytes()

    assert content.startswith(b"\xef\xbb\xbf")
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in LINES for cell in line.values())


def test_what_residents_may_choose_is_in_the_taxonomy() -> None:
    assert {row["category"] for row in shipped("resident_kinds.csv")} <= set(SUBS)
