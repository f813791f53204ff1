from datetime import date

import pytest

from apps.calendars.models import Day
from apps.core.call import Actor
from apps.journal.models import Entry
from tests.calendars.calendars import DAYS, SHEET
from tests.calendars.conftest import Do

pytestmark = pytest.mark.django_db
HEAD = "date,is_working,name,source\n"


def test_the_shipped_sheet_is_imported_and_a_second_time_changes_nothing(do: Do) -> None:
    first, again = do("calendars.import_days", {"csv": SHEET}), do("calendars.import_days", {"csv": SHEET})

    assert dict(Day.objects.values_list("date", "is_working")) == DAYS
    assert first.answer == {"lines": len(DAYS), "changed": len(DAYS), "known_until": "2026-12-31"}
    assert again.answer == {"lines": len(DAYS), "changed": 0, "known_until": "2026-12-31"}
    assert Entry.objects.filter(verb="calendars.import_days").count() == 1


def test_an_import_corrects_its_days_leaves_the_others_and_is_written_down(do: Do) -> None:
    do("calendars.import_days", {"csv": HEAD + "2027-10-01,0,国庆节,甲\n2027-10-09,0,国庆节,甲\n"})

    outcome = do("calendars.import_days", {"csv": "\ufeff" + HEAD + "2027-10-09,班,国庆节调休上班,乙\n\n"})

    assert outcome.answer == {"lines": 1, "changed": 1, "known_until": "2027-12-31"}
    assert list(Day.objects.order_by("date").values_list("date", "is_working", "source")) == [
        (date(2027, 10, 1), False, "甲"),
        (date(2027, 10, 9), True, "乙"),
    ]
    assert Entry.objects.latest("id").body == {
        "days": [{"date": "2027-10-09", "name": "国庆节调休上班", "is_working": True, "was_working": False}]
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2027-02-30,0,春节,甲", "日期“2027-02-30”不存在，请写成 2026-10-01 这样"),
        ("1987-02-03,0,春节,甲", "日期 1987-02-03 应在 2000-01-01 与 2079-12-31 之间"),
        ("2027-02-03,是,春节,甲", "is_working 写的是“是”，上班请写 1，放假请写 0"),
        ("2027-02-03,0,,甲", "name 应为 1 至 40 个字"),
        ("2027-02-03,0,春节," + "长" * 201, "source 应为 1 至 200 个字"),
        ("2027-02-03,0,春节", "有 3 列，应为 4 列：date,is_working,name,source"),
        ("2027-02-02,1,春节,甲", "日期 2027-02-02 重复，请只保留一行"),
        ('2027-02-03,0,"春节,甲', "引号没有成对，或含有不能识别的字符"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(do: Do, line: str, message: str) -> None:
    outcome = do("calendars.import_days", {"csv": HEAD + "2027-02-02,0,春节,甲\n" + line + "\n"})

    assert outcome.code == "invalid"
    assert outcome.answer["lines"] == [{"line": 3, "message": message}]
    assert outcome.answer["message"].startswith(f"第 3 行：{message}。共 1 行有误，没有导入任何数据")
    assert not Day.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("sheet", ["日期,上班\n2027-02-02,0\n", HEAD, "\n"])
def test_a_sheet_without_columns_or_days_is_refused(do: Do, sheet: str) -> None:
    assert do("calendars.import_days", {"csv": sheet}).code == "invalid"


def test_only_the_citys_administrator_imports(do: Do, city_admin: Actor, street_admin: Actor, stranger: Actor) -> None:
    told = {"csv": HEAD + "2027-02-02,0,春节,甲\n"}

    codes = [do("calendars.import_days", told, actor).code for actor in (stranger, street_admin, city_admin)]

    assert codes == ["not_yours", "not_yours", ""]
    assert Entry.objects.get().actor_id == city_admin.id
