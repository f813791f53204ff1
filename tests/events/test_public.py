"""The residents' doors: what they show, what they never show, and how often they may be tried."""

import pytest
from rest_framework.test import APIClient

from apps.commands.perform import perform
from apps.events.codes import code_of
from apps.events.models import Event, Reporter
from tests.world import World, resident_call

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


def reported(world: World) -> Event:
    return world.report(name="acceptor", channel="HOTLINE", reporter_name="张小三", reporter_phone=PHONE)


def closed(world: World) -> Event:
    event = world.did("acceptor", "accept", reported(world))
    event = world.did("lead", "file", event, condition=world.condition.pk)
    event = world.did("dispatcher", "dispatch", event, unit=world.unit.pk, note="请老王去")
    event = world.did("handler", "sign", event)
    event = world.did("handler", "reply", event, note="内部情况")
    event = world.did("acceptor", "check", event, note="内部核查")
    return world.did("lead", "close", event, answer="已装净化器")


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer_and_soon_none(world: World, client: APIClient) -> None:
    event = reported(world)
    wrong = {"number": event.number, "code": "22222222"}

    told = [client.post("/api/public/follow/", form, format="json") for form in (wrong, {**wrong, "number": "x"})]
    later = [client.post("/api/public/follow/", wrong, format="json").status_code for _ in range(30)]

    assert [response.status_code for response in told] == [404, 404]
    assert told[0].json() == told[1].json()
    assert later[-1] == 429


def test_a_resident_is_told_neither_people_nor_units_nor_inner_words(world: World, client: APIClient) -> None:
    event = closed(world)
    client.post("/api/public/follow/", {"number": event.number, "code": code_of(event.pk)}, format="json")

    response = client.get(f"/api/public/events/{event.pk}/")

    assert response.status_code == 200
    text = response.content.decode()
    inner = ["老王", "内部", world.unit.name, PHONE, "138****", "张小三", "张*三", "dispatcher", "handler", "acceptor"]
    assert [word for word in inner if word in text] == []
    assert set(response.json()["timeline"][0]) == {"at", "label", "note"}


def test_a_phone_is_stored_sealed_and_told_masked(world: World) -> None:
    event = reported(world)
    reporter = Reporter.objects.get(event=event)
    lead = APIClient()
    lead.force_login(world.people["lead"])

    assert PHONE.encode() not in bytes(reporter.phone_sealed or b"") + bytes(reporter.phone_hash or b"")
    for door in ("/api/events/", f"/api/events/{event.pk}/", "/api/events/points/"):
        assert PHONE not in lead.get(door).content.decode()
    assert lead.get(f"/api/events/{event.pk}/").json()["reporter"] == {
        "name": "张*三",
        "phone": "138****5678",
        "anonymous": False,
    }


def test_a_matter_is_rated_once_and_reopened_once(world: World) -> None:
    event = closed(world)
    from_resident = [
        code_told(event, "rate", {"score": 1}),
        code_told(event, "rate", {"score": 5}),
        code_told(event, "reopen", {"reason": "没有修好"}),
    ]
    Event.objects.filter(pk=event.pk).update(state="CLOSED", answer="又办了", rating=1)

    assert from_resident == ["", "conflict", ""]
    assert code_told(event, "reopen", {"reason": "还没有"}) == "conflict"


def code_told(event: Event, verb: str, told: dict[str, object]) -> str:
    return perform(f"event.{verb}", event.pk, told, call=resident_call(event)).code
