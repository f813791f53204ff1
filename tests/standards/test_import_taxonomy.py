import base64
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Account
from apps.commands.perform import perform
from apps.core.call import SYSTEM, Actor, ActorKind, Call, Door
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.standards.models import Category, Condition, TaxonomyVersion
from apps.standards.queries import current_version
from tests.standards.conftest import Do
from tests.standards.sheets import BROKEN, COVER, FIXTURES, OTHER, SMALL, sheet_of
from tests.world import FROM, MORNING, World

pytestmark = pytest.mark.django_db
SOURCE = "试验标准"


def test_the_shipped_taxonomy_is_imported_whole_and_a_second_time_changes_nothing(do: Do) -> None:
    content = (FIXTURES / "taxonomy.csv").read_bytes()

    first, again = do("import_taxonomy", content, source=SOURCE), do("import_taxonomy", content, source=SOURCE)

    assert first.answer == {
        "version": 1,
        "changed": True,
        "effective_from": "2026-03-09",
        "categories": 435,
        "conditions": 883,
        "message": "已建立第 1 版",
    }
    assert again.answer == {**first.answer, "changed": False, "message": "内容与第 1 版相同，没有建立新版本"}
    assert (Category.objects.count(), Condition.objects.count()) == (435, 883)
    assert Entry.objects.get(verb="standards.import_taxonomy").body["source"] == SOURCE


def test_an_import_takes_few_statements(do: Do, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(11):
        do("import_taxonomy", sheet_of(*SMALL), source=SOURCE)


def test_a_line_becomes_a_condition_of_its_category(do: Do) -> None:
    do("import_taxonomy", sheet_of(*SMALL), source=SOURCE)

    cover = Category.objects.get(code="106001")
    assert (cover.name, cover.gb30428_code, cover.ring, cover.severity) == ("上水井盖", "0101", "BIG", "MAJOR")
    assert (cover.unit_kind_id, cover.co_unit_kinds) == ("WATER_SUPPLY", ["URBAN_MANAGEMENT"])
    assert [(c.ordinal, c.limit_label, c.closing_text) for c in cover.conditions.order_by("ordinal")] == [
        (1, "2个紧急工作时", "井盖恢复到位"),
        (2, "4个工作时", "更换井盖，与井圈吻合"),
    ]


def test_changed_content_makes_a_new_version_and_keeps_the_old_rows(do: Do) -> None:
    do("import_taxonomy", sheet_of(*SMALL), source=SOURCE)
    longer = {**BROKEN, "处置时限": "8"}

    outcome = do("import_taxonomy", sheet_of(COVER, longer, OTHER), source=SOURCE, effective_from="2026-07-01")

    assert (outcome.answer["version"], outcome.answer["changed"]) == (2, True)
    limits = Condition.objects.filter(category__code="106001", ordinal=2).order_by("category__version__number")
    assert [condition.limit_value for condition in limits] == [4, 8]


def test_a_version_holds_from_its_day(do: Do) -> None:
    do("import_taxonomy", sheet_of(*SMALL), source=SOURCE, effective_from="2026-01-01")
    do("import_taxonomy", sheet_of(COVER, OTHER), source=SOURCE, effective_from="2026-07-01")

    def number(on: date) -> int | None:
        version = current_version(on=on)
        return version.number if version else None

    assert number(date(2025, 12, 31)) is None
    assert number(date(2026, 6, 30)) == 1
    assert number(date(2026, 7, 1)) == 2


def test_going_back_to_former_content_is_a_new_version_again(do: Do) -> None:
    for lines in (SMALL, [COVER, OTHER], SMALL):
        do("import_taxonomy", sheet_of(*lines), source=SOURCE)

    assert list(TaxonomyVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_encoding_and_order_of_lines_are_not_content(do: Do) -> None:
    do("import_taxonomy", sheet_of(*SMALL), source=SOURCE)

    for content in (
        sheet_of(*SMALL, encoding="gb18030"),
        sheet_of(*SMALL, encoding="utf-8"),
        sheet_of(OTHER, BROKEN, COVER),
        sheet_of({**COVER, "国标代码": "101"}, {**BROKEN, "国标代码": "101"}, {**OTHER, "子项": " 其他公用设施问题　"}),
    ):
        assert do("import_taxonomy", content, source=SOURCE).answer["changed"] is False


def test_only_the_citys_administrator_may_import(do: Do, world: World) -> None:
    admin = Account.objects.create(phone="19900009999", name="管理员")
    low_admin = Account.objects.create(phone="19900009998", name="街道管理员")
    Posting.objects.create(account=admin, role=Role.ADMIN, division=world.city, valid_from=FROM)
    Posting.objects.create(account=low_admin, role=Role.ADMIN, division=world.street, valid_from=FROM)

    def code(account: Account) -> str:
        actor = Actor(ActorKind.PERSON, account.pk, account.name)
        return do("import_taxonomy", sheet_of(*SMALL), actor=actor, source=SOURCE).code

    assert {name: code(account) for name, account in world.people.items()} == dict.fromkeys(world.people, "not_yours")
    assert code(low_admin) == "not_yours"
    assert code(admin) == ""


def test_the_answer_is_kept_for_a_second_asking(kinds: None) -> None:
    call = Call(SYSTEM, MORNING, Door.SHELL)
    told = {"sheet": base64.b64encode(sheet_of(*SMALL)).decode(), "source": SOURCE}

    assert perform("standards.import_taxonomy", None, told, call=call) == perform(
        "standards.import_taxonomy", None, told, call=call
    )
