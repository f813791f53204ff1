"""走访清单: what a visit asks, by the kind of visit, in a version that is understood for good."""

from typing import Any

import pytest

from apps.registry.models import Visit
from apps.registry.papers import CHECKLISTS, edition, published
from tests.registry.conftest import Ask, Papers, Say
from tests.registry.homes import add_person, add_room
from tests.registry.test_people import of
from tests.world import World

pytestmark = pytest.mark.django_db

ALONE = {"checklist": "living_alone", "checklist_version": "2026.1"}


def test_answers_are_kept_by_key_and_told_in_words(say: Say, ask: Ask, world: World) -> None:
    person = add_person(world.grid)
    answers = {"fire": "risk", "met": "seen", "wants": "想装扶手"}

    outcome = say("worker", "visit.record", person=str(person.pk), kind="CARE", answers=answers, **ALONE)

    assert outcome.applied, outcome.answer
    assert (of(Visit)[0].checklist, of(Visit)[0].answers) == ("living_alone", answers)
    told = ask("worker", f"people/{person.pk}/").json()["visits"][0]["checklist"]
    assert (told["title"], told["version"]) == ("独居老人走访", "2026.1")
    assert [(one["label"], one["said"], one["bad"]) for one in told["answers"]] == [
        ("见到本人", "见到", False),
        ("燃气、用电和取暖", "有隐患", True),
        ("需要帮什么", "想装扶手", False),
    ]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"checklist": "living_alone", "checklist_version": "1999.1", "answers": {"met": "seen"}}, "checklist"),
        ({"checklist": "rented", "checklist_version": "2026.1", "answers": {"entered": "yes"}}, "checklist"),
        ({"answers": {"met": "seen"}}, "answers"),
        ({**ALONE, "answers": {}}, "answers"),
        ({**ALONE, "answers": {"met": "perhaps"}}, "answers"),
        ({**ALONE, "answers": {"met": "seen", "blood": "O"}}, "answers"),
        ({**ALONE, "answers": {"met": ["seen"]}}, "answers"),
        ({**ALONE, "answers": {"met": "seen", "wants": "长" * 201}}, "answers"),
        ({**ALONE, "answers": "都好"}, "answers"),
    ],
)
def test_what_the_list_does_not_ask_is_refused_by_name(
    say: Say, world: World, told: dict[str, Any], field: str
) -> None:
    person = add_person(world.grid)

    outcome = say("worker", "visit.record", person=str(person.pk), kind="CARE", **told)

    assert (outcome.code, outcome.answer["field"]) == ("invalid", field)
    assert of(Visit) == []


def test_answers_to_an_earlier_version_are_told_as_they_were_asked(
    say: Say, ask: Ask, world: World, papers: Papers
) -> None:
    before, after = (
        {
            "key": "shop", "version": version, "title": "单位安全检查", "of": "room", "visit": "SAFETY",
            "questions": [{"key": "exit", "label": label, "options": [["clear", "畅通"]]}],
        }
        for version, label in (("1", "通道"), ("2", "出口和通道"))
    )  # fmt: skip
    papers("checklists", before, after)
    room = add_room(world.grid)

    for version in ("1", "2"):
        told = {"checklist": "shop", "checklist_version": version, "answers": {"exit": "clear"}}
        assert say("worker", "visit.record", room=str(room.pk), kind="SAFETY", **told).applied

    visits = ask("worker", f"rooms/{room.pk}/").json()["visits"]
    assert sorted(visit["checklist"]["answers"][0]["label"] for visit in visits) == ["出口和通道", "通道"]


def test_every_list_can_be_answered_and_a_change_makes_another_edition(papers: Papers) -> None:
    lists = published(CHECKLISTS)
    for one in lists:
        keys = [question["key"] for question in one["questions"]]
        assert len(keys) == len(set(keys))
        assert all(question.get("text") or len(question["options"]) > 1 for question in one["questions"])
    assert {one["key"] for one in lists} >= {"living_alone", "disabled", "pregnant", "newborn", "rented"}

    before = edition(CHECKLISTS)
    papers("checklists", *lists[1:])
    assert edition(CHECKLISTS) != before
