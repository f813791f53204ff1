"""The command that makes a city up: refused outside a demonstration, the same twice, stopped and gone on with."""

import os
import signal
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.commands.perform import perform
from apps.core.call import Call, Door
from apps.journal.models import Entry
from apps.registry.management.commands import seed
from apps.registry.models import Person, Room
from apps.registry.sight import sight_of_everything
from apps.registry.synthetic import indexes
from apps.registry.synthetic.lines import TABLES
from apps.registry.synthetic.seeding import UNDER_POLICY
from tests.registry.seeding import SCALE, seeded
from tests.registry.towns import ON, build_town, everything, indexes_and_keys
from tests.world import MORNING, World


class Screen(StringIO):
    """Shows the lines of a run, and after so many of them somebody stops it."""

    def __init__(self, stop_after: int = 0) -> None:
        super().__init__()
        self._left = stop_after

    def write(self, text: str) -> int:
        self._left -= "人，" in text
        if "人，" in text and self._left == 0:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().write(text)


def run(screen: Screen | None = None, **told: Any) -> str:
    screen = screen or Screen()
    call_command("seed", scale=SCALE, on=ON, processes=1, stdout=screen, **told)
    return screen.getvalue()


def bare() -> None:
    with sight_of_everything(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}, registry_visit CASCADE")


@pytest.mark.django_db
def test_only_a_demonstration_has_made_up_people(settings: Any) -> None:
    build_town()
    settings.DEMO = False

    refused = seeded()

    assert (refused.code, refused.answer["message"]) == ("not_yours", "合成数据只能用于演示：请以 DEMO=1 启动")
    with pytest.raises(CommandError, match="DEMO=1"):
        run()


@pytest.mark.django_db
def test_nobody_makes_people_up_from_outside_the_machine(world: World) -> None:
    who = world.call("city_lead").actor
    form = {"area": "", "scale": SCALE, "seed": 1, "on": ON.isoformat()}

    assert perform("registry.seed", None, form, call=Call(who, MORNING, Door.HTTP)).code == "not_yours"


@pytest.mark.django_db
def test_a_city_has_as_many_as_its_grids_are_expected_to_have() -> None:
    build_town()

    answer = seeded().answer

    # Four urban and four rural grids, at half the density.
    assert answer["communities"] == 4
    assert answer["person"] == round(4 * (638 + 333.38) * SCALE)
    assert answer["room"] == round(4 * (337 + 117.04) * SCALE)
    assert answer["organisation"] == round(4 * (34 + 7.48) * SCALE)
    assert answer["part"] == round(4 * (134 + 11.44) * SCALE)


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_city_and_another_one_another() -> None:
    build_town()
    seeded()
    first = everything()
    bare()
    seeded()
    second = everything()
    bare()
    seeded(seed=2)

    assert second == first
    assert everything() != first


@pytest.mark.django_db
def test_each_area_is_one_row_of_the_journal_and_a_second_run_changes_nothing() -> None:
    build_town()
    run()
    before = everything()

    said = run(seed=3)

    assert everything() == before
    assert said.count("已有登记，未改动") == 2
    areas = Entry.objects.filter(verb="registry.seed").order_by("id").values_list("body__area", flat=True)
    assert list(areas) == ["420591", "420592"]


@pytest.mark.django_db
def test_where_somebody_is_registered_nothing_is_added() -> None:
    grids = build_town()
    run(street="420591001000")
    first = everything()

    assert seeded().answer["communities"] == 2
    with sight_of_everything():
        assert Person.objects.filter(district=grids[0].district).count() == len(first["registry_person"])


@pytest.mark.django_db
def test_stopped_and_run_again_is_the_same_as_not_stopped() -> None:
    build_town()
    run()
    whole = everything()
    bare()

    with pytest.raises(CommandError, match="已中断"):
        run(Screen(stop_after=1))
    half = everything()
    run()

    assert 0 < len(half["registry_person"]) < len(whole["registry_person"])
    assert everything() == whole


@pytest.mark.django_db
def test_a_city_goes_on_as_of_the_day_it_was_begun() -> None:
    build_town()
    run(street="420591001000")

    call_command("seed", scale=SCALE, processes=1, stdout=Screen())

    days = Entry.objects.filter(verb="registry.seed").values_list("body__on", flat=True)
    assert set(days) == {ON.isoformat()}


@pytest.mark.django_db
def test_a_street_that_is_none_is_told() -> None:
    build_town()

    with pytest.raises(CommandError, match="--street"):
        run(street="420599999000")


@pytest.fixture
def _committed(transactional_db: None) -> Iterator[None]:
    """Indexes come and go in transactions of their own; whatever fails, the next test finds them all."""
    yield
    bare()
    indexes.make(UNDER_POLICY, lambda _: None)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps its indexes, unless a test says otherwise."""
    monkeypatch.setattr(seed, "MANY", 10**9)


@pytest.mark.usefixtures("_committed")
def test_a_big_load_puts_back_every_index_and_key_also_when_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "MANY", 100)
    build_town()
    before = indexes_and_keys()

    with pytest.raises(CommandError, match="已中断"):
        run(Screen(stop_after=1))
    after_stop = indexes_and_keys()
    run()

    assert after_stop == before
    assert indexes_and_keys() == before
    assert indexes.owed() == []
    with sight_of_everything():
        assert Room.objects.values("district").distinct().count() == 2


@pytest.mark.usefixtures("_committed")
def test_what_a_killed_run_owes_the_next_one_pays() -> None:
    build_town()
    before = indexes_and_keys()
    dropped = indexes.drop(TABLES)

    assert len(before - indexes_and_keys()) >= dropped
    said = run()

    assert f"重建 {dropped} 个" in said
    assert indexes_and_keys() == before


@pytest.mark.usefixtures("_committed")
def test_a_foreign_key_put_back_has_looked_at_the_rows() -> None:
    build_town()
    indexes.drop(TABLES)
    seeded()
    with sight_of_everything(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_household WHERE ctid = (SELECT min(ctid) FROM registry_household)")

    with pytest.raises(Exception, match="household"):
        indexes.make(UNDER_POLICY, lambda _: None)
