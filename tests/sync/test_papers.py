"""Texts and checklists on the phone, what a person agreed to beside the person, and the letters a phone searches by."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.registry.papers import CHECKLISTS, CONSENTS, in_force
from apps.standards.models import TaxonomyVersion
from apps.sync import feed, tasks
from tests.registry.conftest import Papers, papers
from tests.registry.homes import add_person
from tests.sync.lines import Line, committed, made, names_of, row_of
from tests.world import World

__all__ = ["papers"]

pytestmark = pytest.mark.django_db


@pytest.mark.must("S-01")
def test_every_phone_carries_the_papers_in_force(worker: Line) -> None:
    told = worker.whole("ref:all")

    for kind in (CHECKLISTS, CONSENTS):
        (body,) = [row["body"] for row in told["rows"] if row["kind"] == kind]
        assert body == {"rows": in_force(kind)}


@pytest.mark.must("S-01")
def test_another_edition_is_told_once_and_takes_the_place_of_the_one_before(worker: Line, papers: Papers) -> None:
    version = worker.whole("ref:all")["version"]
    committed()
    assert feed.tell_papers() == 0

    papers("checklists", {"key": "one", "version": "1", "title": "一", "of": "room", "questions": []})
    assert (feed.tell_papers(), feed.tell_papers()) == (2, 0)

    changed = worker.one("ref:all", version)["rows"]
    lists = [row for row in changed if row["kind"] == CHECKLISTS]
    assert [row.get("dead", "") for row in sorted(lists, key=lambda row: "body" in row)] == ["deleted", ""]
    assert [row["body"]["rows"][0]["key"] for row in lists if "body" in row] == ["one"]


@pytest.mark.must("S-05")
def test_a_phone_is_told_the_letters_of_whole_names(world: World, worker: Line, grid: str) -> None:
    person = add_person(world.grid, "曾小贤")

    body = row_of(worker.whole(grid), "person", person.pk)["body"]

    assert (body["initials"], body["pinyin"]) == ("zxx", "zengxiaoxian")


@pytest.mark.must("S-05")
def test_a_consent_given_without_a_line_is_told_back_with_the_person(world: World, worker: Line, grid: str) -> None:
    person = add_person(world.grid)
    version = worker.whole(grid)["version"]
    text = in_force(CONSENTS)[0]
    committed()

    told = {"text_key": text["key"], "text_version": text["version"]}
    asked = {"kind": "COPY", "text": "查阅本人资料"}
    outcomes = worker.push(
        made("person.consent", row=person.pk, data=told), made("person.ask", row=person.pk, seq=2, data=asked)
    )

    assert [one["status"] for one in outcomes] == ["applied", "applied"]
    page = worker.one(grid, version)
    assert ("person", str(person.pk)) in names_of(page)
    care = row_of(page, "person", person.pk)["body"]["care"]
    assert [(one["key"], one["withdrawn_at"]) for one in care["consents"]] == [(text["key"], None)]
    assert [one["text"] for one in care["requests"]] == ["查阅本人资料"]


def test_a_text_nobody_published_is_refused_from_afar_as_well(world: World, worker: Line, grid: str) -> None:
    person = add_person(world.grid)
    worker.whole(grid)

    outcome = worker.said(made("person.consent", row=person.pk, data={"text_key": "x", "text_version": "1"}))

    assert (outcome["status"], outcome["code"]) == ("rejected", "invalid")


@pytest.mark.must("S-01")
@pytest.mark.parametrize("loaded_days_before", [0, 5])
def test_a_taxonomy_loaded_ahead_is_told_when_it_takes_effect(
    world: World, worker: Line, loaded_days_before: int
) -> None:
    """On the day itself nobody writes; one loaded that day was told when it was loaded."""
    now = timezone.now()
    loaded = {"source": "试验", "imported_at": now - timedelta(days=loaded_days_before), "digest": "y"}
    TaxonomyVersion.objects.create(number=2, effective_from=timezone.localdate(now), **loaded)
    before = worker.whole("ref:all")["version"]
    committed()

    tasks.keep()

    told = [row["body"]["version"] for row in worker.one("ref:all", before).get("rows", [])]
    assert told == ([2] if loaded_days_before else [])
