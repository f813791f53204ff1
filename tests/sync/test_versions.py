"""S-45: what an older app wrote down is read as today's, and what a newer one wrote waits for the server."""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync import pushing
from apps.sync.models import SyncCommand
from apps.sync.versions import UPCASTS
from tests.registry.homes import add_person
from tests.sync.lines import Line, made
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.must("S-45")]
Grows = Callable[[], None]


@pytest.fixture
def person(world: World, codes: None) -> Person:
    return add_person(world.grid, "张三丰")


@pytest.fixture
def grows(monkeypatch: pytest.MonkeyPatch) -> Grows:
    """From then on the server is of the release in which `employer` came to be called `work_place`."""
    return lambda: monkeypatch.setitem(UPCASTS, ("person.correct", 1), _renamed)


def _renamed(said: Mapping[str, Any]) -> Mapping[str, Any]:
    data = {"work_place" if name == "employer" else name: value for name, value in said["data"].items()}
    return {**said, "data": data}


def now(person: Person) -> str:
    with sight_of_everything():
        return Person.objects.get(pk=person.pk).work_place


def test_an_old_payload_is_read_as_the_newest_says_it(worker: Line, person: Person, grows: Grows) -> None:
    grows()

    old = worker.said(made("person.correct", row=person.pk, data={"employer": "钢厂"}))
    assert (old["status"], now(person)) == ("applied", "钢厂")

    new = worker.said(made("person.correct", row=person.pk, seq=2, v=2, data={"work_place": "船厂"}))
    assert (new["status"], now(person)) == ("applied", "船厂")


def test_the_same_old_payload_again_is_the_same_command(worker: Line, person: Person, grows: Grows) -> None:
    """The hash is of what came, not of what it was read as."""
    command = made("person.correct", row=person.pk, data={"work_place": "钢厂"})
    first = worker.said(command)
    grows()

    assert worker.said(command) == first


def test_what_waited_since_before_the_release_is_read_anew(worker: Line, person: Person, grows: Grows) -> None:
    need = made("person.add", seq=1, data={"name": "李四", "lon": 110.05, "lat": 30.05})
    early = made("person.correct", row=person.pk, seq=2, needs=[need["id"]], data={"employer": "钢厂"})
    assert worker.said(early)["status"] == "parked"
    grows()

    worker.said(need)

    assert (SyncCommand.objects.get(pk=early["id"]).status, now(person)) == ("applied", "钢厂")


def test_a_newer_one_is_kept_and_done_when_the_server_knows_it(worker: Line, person: Person, grows: Grows) -> None:
    newer = made("person.correct", row=person.pk, v=2, data={"work_place": "钢厂"})
    after = made("person.correct", row=person.pk, seq=2, data={"work_place": "船厂"})
    child = made("event.comment", seq=3, row=uuid.uuid4(), needs=[newer["id"]], data={"note": "补充"})

    told, *behind = worker.push(newer, after, child)
    assert (told["status"], told["code"]) == ("parked", "ahead")
    assert "服务器升级后自动办理" in told["message"]
    assert [(each["status"], each["code"]) for each in behind] == [("parked", "ahead")] * 2

    # However long: to a person it would be no use.
    pushing.retry(at=timezone.now() + timedelta(days=30))
    assert {one.status for one in SyncCommand.objects.all()} == {"parked"}
    assert now(person) == ""

    grows()
    pushing.retry(at=timezone.now())
    assert SyncCommand.objects.get(pk=newer["id"]).status == "applied"
    assert now(person) == "船厂"


def test_others_do_not_wait_behind_many_newer_ones(
    worker: Line, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "RETRIED", 2)
    newer = [made("person.correct", row=uuid.uuid4(), seq=n, v=9, data={"work_place": "厂"}) for n in range(3)]
    worker.push(*newer)
    visit = {"person": str(person.pk), "kind": "CARE"}
    waiting = made("visit.record", seq=4, data=visit, needs=[str(uuid.uuid4())])
    assert worker.said(waiting)["status"] == "parked"

    pushing.retry(at=timezone.now() + timedelta(days=4))

    assert SyncCommand.objects.get(pk=waiting["id"]).code == "late"


def test_a_held_one_is_read_as_the_newest_says_it(worker: Line, person: Person, grows: Grows) -> None:
    old = made("person.correct", row=person.pk, data={"employer": "钢厂", "name": "张三"}, old={"name": "张山"})
    assert worker.said(old)["status"] == "held"
    grows()

    settled = worker.client.post(f"/api/sync/held/{old['id']}/settle/", {"take": "mine"}, format="json")

    assert (settled.json()["status"], now(person)) == ("applied", "钢厂")


def test_a_held_one_of_a_newer_app_is_not_misread_by_a_server_that_was_set_back(
    worker: Line, person: Person, grows: Grows, monkeypatch: pytest.MonkeyPatch
) -> None:
    grows()
    newer = made("person.correct", row=person.pk, v=2, data={"name": "张三"}, old={"name": "张山"})
    assert worker.said(newer)["status"] == "held"
    monkeypatch.delitem(UPCASTS, ("person.correct", 1))

    settled = worker.client.post(f"/api/sync/held/{newer['id']}/settle/", {"take": "mine"}, format="json")

    assert settled.status_code == 409
    assert "服务器升级后" in settled.json()["message"]
    assert SyncCommand.objects.get().status == "held"
