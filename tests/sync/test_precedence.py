"""S-46: a station's decision stands over what a worker brings who had not heard of it; an import's word does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Account
from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.registry.models import FieldSource, Person
from tests.registry.homes import add_person
from tests.sync.lines import Line, made
from tests.sync.test_conflicts import now
from tests.world import FROM, World

pytestmark = [pytest.mark.django_db, pytest.mark.must("S-46")]


@pytest.fixture
def person(world: World, codes: None) -> Person:
    return add_person(world.grid, "张三丰", phone="13800001111")


@pytest.fixture
def colleague(world: World, codes: None) -> Line:
    """The other worker of the same grid."""
    account = Account.objects.create(phone="19900009999", name="同事")
    Posting.objects.create(account=account, role=Role.WORKER, grid=world.grid, valid_from=FROM)
    return Line(account)


def brought(person: Person, **more: Any) -> dict[str, Any]:
    """The worker has seen no place of work and says 船厂, which comes in late."""
    told = {"data": {"work_place": "船厂"}, "old": {"work_place": ""}} | more
    return made("person.correct", row=person.pk, seq=9, **told)


def says(call: Call, person: Person, **told: Any) -> None:
    outcome = perform("person.correct", person.pk, {"work_place": "钢厂", **told}, call=call)
    assert outcome.applied, outcome.answer


@pytest.mark.parametrize("who", ["community", "acceptor", "dispatcher", "district_lead"])
@pytest.mark.parametrize("source", ["DOOR", "RESIDENT", "DEPARTMENT"])
def test_what_a_desk_decided_meanwhile_stands_and_both_are_shown(
    world: World, worker: Line, person: Person, who: str, source: str
) -> None:
    """Whatever it goes by: what a department told is the desk's decision once the desk has put it there."""
    says(world.call(who, timezone.now()), person, source=source)

    outcome = worker.said(brought(person, data={"work_place": "船厂", "phone": "13922223333"}))

    assert (outcome["status"], outcome["code"]) == ("held", "conflict")
    assert outcome["fields"] == {"work_place": {"mine": "船厂", "theirs": "钢厂"}}
    assert "社区或上级已改过" in outcome["message"]
    assert (now(person).work_place, now(person).phone_last4) == ("钢厂", "1111")
    (row,) = Line(world.people["community"]).client.get("/api/sync/held/").json()["rows"]
    assert row["id"] == outcome["id"]


def test_another_field_of_the_desk_stands_in_nobodys_way(world: World, worker: Line, person: Person) -> None:
    says(world.call("community", timezone.now()), person)

    outcome = worker.said(
        made("person.correct", row=person.pk, data={"phone": "13922223333"}, old={"phone": "138****1111"})
    )

    assert (outcome["status"], now(person).work_place, now(person).phone_last4) == ("applied", "钢厂", "3333")


def test_between_two_workers_the_later_arrival_wins(worker: Line, colleague: Line, person: Person) -> None:
    theirs = made("person.correct", row=person.pk, data={"work_place": "钢厂"}, old={"work_place": ""})
    assert colleague.said(theirs)["status"] == "applied"

    outcome = worker.said(brought(person))

    assert (outcome["status"], now(person).work_place) == ("merged", "船厂")
    assert outcome["fields"] == {"work_place": {"mine": "船厂", "theirs": "钢厂"}}


def test_a_worker_who_wrote_over_the_desks_word_was_the_last(
    world: World, worker: Line, colleague: Line, person: Person
) -> None:
    says(world.call("community", timezone.now()), person)
    seen = made("person.correct", row=person.pk, data={"work_place": "铁厂"}, old={"work_place": "钢厂"})
    assert colleague.said(seen)["status"] == "applied"

    assert worker.said(brought(person))["status"] == "merged"


def test_an_import_gives_way_to_whoever_was_there(world: World, worker: Line, person: Person) -> None:
    """Also one that wrote over what a desk had said before."""
    says(world.call("community", timezone.now() - timedelta(hours=1)), person)
    Person.objects.filter(pk=person.pk).update(work_place="表格厂")
    FieldSource.objects.filter(subject_id=person.pk, field="work_place").update(
        source="IMPORT", confirmed_at=timezone.now()
    )

    assert worker.said(brought(person))["status"] == "merged"
    assert now(person).work_place == "船厂"


def test_what_the_clock_or_the_shell_wrote_gives_way(worker: Line, person: Person) -> None:
    says(Call(SYSTEM, timezone.now(), Door.SHELL), person)

    assert worker.said(brought(person))["status"] == "merged"


def test_who_works_in_the_grid_and_at_its_desk_is_judged_by_the_door(
    world: World, worker: Line, colleague: Line, person: Person
) -> None:
    Posting.objects.create(account=colleague.account, role=Role.ACCEPTOR, division=world.community, valid_from=FROM)
    theirs = made("person.correct", row=person.pk, data={"work_place": "钢厂"}, old={"work_place": ""})
    assert colleague.said(theirs)["status"] == "applied"
    assert worker.said(brought(person))["status"] == "merged"

    world.people["colleague"] = colleague.account
    says(world.call("colleague", timezone.now()), person, work_place="铁厂")
    assert worker.said(brought(person, old={"work_place": "船厂"}, data={"work_place": "布厂"}))["status"] == "held"


def test_what_the_station_settled_stands_as_its_own_word(
    world: World, worker: Line, colleague: Line, person: Person
) -> None:
    """The desk took the colleague's value: a phone that has not heard does not undo that."""
    says(world.call("community", timezone.now()), person)
    theirs = made("person.correct", row=person.pk, data={"work_place": "铁厂"}, old={"work_place": ""})
    held = colleague.said(theirs)
    address = f"/api/sync/held/{held['id']}/settle/"
    taken = Line(world.people["community"]).client.post(address, {"take": "mine"}, format="json")
    assert (taken.status_code, now(person).work_place) == (200, "铁厂")

    assert worker.said(brought(person))["status"] == "held"


def test_the_worker_settles_what_they_have_now_seen(world: World, worker: Line, person: Person) -> None:
    says(world.call("community", timezone.now()), person)
    held = worker.said(brought(person))

    taken = worker.client.post(f"/api/sync/held/{held['id']}/settle/", {"take": "mine"}, format="json")

    assert (taken.json()["status"], now(person).work_place) == ("applied", "船厂")


def test_two_numbers_that_look_the_same_masked_are_two(world: World, worker: Line, person: Person) -> None:
    says(world.call("community", timezone.now()), person, phone="13922225555")
    told = {"old": {"phone": "138****1111"}}

    other = worker.said(brought(person, data={"phone": "13911115555"}, **told))
    alike = worker.said(brought(person, data={"phone": " 139 2222 5555"}, **told))

    assert (other["status"], other["fields"]) == ("held", {"phone": {"mine": "139****5555", "theirs": "139****5555"}})
    assert (alike["status"], alike["fields"]) == ("applied", {})
