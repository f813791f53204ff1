"""S-27, S-31 to S-33: what comes after its move belongs to it, closing waits for it, voices go the same way."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.core.refusal import RefusalCode
from apps.events.actions import late
from apps.events.actions.late import PATIENCE
from apps.events.detail import detail
from apps.events.enums import State
from apps.events.models import Awaited, Event, EventPhoto, EventVoice
from apps.events.public import progress
from apps.events.rules import Who
from apps.grids.reach import reach_of
from apps.journal.models import Entry
from tests.photos import pictures
from tests.sync.lines import Line, made
from tests.sync.recordings import webm
from tests.sync.sending import Sending
from tests.world import World, resident_call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def shown(world: World, event: Event, name: str = "worker") -> dict[str, Any]:
    call = world.call(name, timezone.now())
    return detail(event.pk, Who(call.actor, reach_of(call.actor, call.at), call.at))


def seen_by_resident(event: Event) -> dict[str, Any]:
    call = resident_call(event, at=timezone.now())
    return progress(Event.objects.get(pk=event.pk), Who(call.actor, reach_of(call.actor, call.at), call.at))


@pytest.fixture
def handled(world: World) -> tuple[Event, Sending]:
    """Replied by the unit's phone, whose photo is still on it."""
    event = world.report()
    Event.objects.filter(pk=event.pk).update(
        state=State.HANDLING, level="STREET", ring="BIG", condition=world.condition, unit=world.unit
    )
    photo = Sending(Line(world.people["handler"]), pictures.jpeg(64, 48))
    told = made("event.reply", row=event.pk, data={"note": "已清运", "photos": [str(photo.id)]})
    assert photo.line.said(told)["status"] == "applied"
    return event, photo


@pytest.mark.must("S-27")
def test_a_photo_stands_with_the_move_it_was_taken_for(world: World, handled: tuple[Event, Sending]) -> None:
    event, photo = handled
    reply = shown(world, event)["timeline"][-1]
    assert [(one["kind_label"], one["given_up"]) for one in reply["awaited"]] == [("处置后", False)]

    assert photo.put().status_code == 201

    moments = shown(world, event)["timeline"]
    assert [moment["verb"] for moment in moments] == ["report", "reply"]
    attached = EventPhoto.objects.get(event=event)
    assert moments[-1]["photos"] == [str(attached.photo_id)]
    assert moments[-1]["awaited"] == []
    assert attached.kind == "AFTER"


@pytest.mark.must("S-27")
def test_the_resident_hears_of_no_remark_and_sees_the_photo(world: World, handled: tuple[Event, Sending]) -> None:
    event, photo = handled
    before = seen_by_resident(event)

    photo.put()

    after = seen_by_resident(event)
    assert after["timeline"] == before["timeline"]
    assert [one["kind"] for one in after["photos"]] == ["AFTER"]


@pytest.mark.must("S-27")
def test_its_coming_is_written_down_once_and_calls_nobody(handled: tuple[Event, Sending]) -> None:
    event, photo = handled

    answers = [photo.put().status_code for _ in range(3)]

    assert answers == [201, 200, 200]
    (came,) = Entry.objects.filter(subject_id=str(event.pk), verb="event.attach")
    assert came.body["of"] == Entry.objects.get(subject_id=str(event.pk), verb="event.reply").pk
    assert came.notice["quiet"] is True
    assert f"grid:{event.grid_id}" in came.rooms


@pytest.mark.must("S-27")
def test_a_supplements_photo_stands_with_the_supplement(world: World, worker: Line) -> None:
    event = world.report()
    photo = Sending(worker, pictures.jpeg(64, 48))
    told = made(
        "event.settle", row=event.pk, expected_state="ACCEPTED", data={"answer": "已劝离", "photos": [str(photo.id)]}
    )
    assert worker.said(told)["code"] == "state_moved"

    photo.put()

    moments = shown(world, event)["timeline"]
    assert [moment["verb"] for moment in moments] == ["report", "comment"]
    assert len(moments[-1]["photos"]) == 1


@pytest.mark.must("S-31")
def test_a_matter_is_not_passed_while_its_photos_are_on_a_phone(world: World, handled: tuple[Event, Sending]) -> None:
    event, photo = handled
    now = timezone.now()

    refused = world.do("worker", "check", event, now)

    assert refused.code == RefusalCode.CONFLICT
    assert "还有1张处置照片在handler的手机上没有传到" in refused.answer["message"]
    assert "不再等照片" in refused.answer["message"]
    assert [one["verb"] for one in shown(world, event)["hindered"]] == ["check"]
    photo.put()
    assert world.do("worker", "check", event, timezone.now()).applied


@pytest.mark.must("S-14", "S-31")
def test_a_phone_that_passed_it_without_a_line_comes_after_them(
    world: World, handled: tuple[Event, Sending], worker: Line
) -> None:
    event, photo = handled
    passed = made("event.check", row=event.pk, expected_state="REPLIED", data={"note": "现场已清"})

    early = worker.said(passed)

    assert (early["status"], early["code"]) == ("parked", "photos")
    assert "还有1张处置照片在handler的手机上没有传到" in early["message"]
    photo.put()
    assert worker.said(passed)["status"] == "applied"
    assert Event.objects.get(pk=event.pk).state == State.CHECKED


@pytest.mark.must("S-31")
def test_nor_is_it_closed(world: World, handled: tuple[Event, Sending]) -> None:
    event, photo = handled
    Event.objects.filter(pk=event.pk).update(state=State.CHECKED)

    refused = world.do("lead", "close", event, timezone.now(), answer="办好了")
    photo.put()

    assert refused.code == RefusalCode.CONFLICT
    assert world.do("lead", "close", event, timezone.now(), answer="办好了").applied


@pytest.mark.must("S-31")
def test_the_desk_gives_up_a_lost_phone_with_a_reason_and_what_it_brings_later_still_finds_its_place(
    world: World, handled: tuple[Event, Sending]
) -> None:
    event, photo = handled
    now = timezone.now()
    assert world.do("worker", "waive_photos", event, now, reason="手机丢失").code == RefusalCode.NOT_YOURS
    assert world.do("dispatcher", "waive_photos", event, now).code == RefusalCode.INVALID

    world.did("dispatcher", "waive_photos", event, now, reason="手机丢失")

    (reply,) = [moment for moment in shown(world, event)["timeline"] if moment["verb"] == "reply"]
    assert reply["awaited"][0]["given_up"] is True
    assert world.do("worker", "check", event, timezone.now()).applied
    photo.put()
    (reply,) = [moment for moment in shown(world, event)["timeline"] if moment["verb"] == "reply"]
    assert (len(reply["photos"]), reply["awaited"]) == (1, [])


@pytest.mark.must("S-31")
def test_after_a_week_nobody_waits(world: World, handled: tuple[Event, Sending]) -> None:
    event, _photo = handled
    late = timezone.now() + PATIENCE + timedelta(minutes=1)

    assert world.do("worker", "check", event, late).applied


def test_a_photo_of_the_report_keeps_nobody_waiting(world: World, worker: Line) -> None:
    told = made("event.report", data=world.report_form(photos=[str(uuid.uuid4())]))
    worker.said(told)

    assert Awaited.objects.get().kind == "REPORT"
    assert Event.objects.get().photos_until is None


@pytest.mark.must("S-32")
def test_a_small_picture_comes_ahead_and_goes_when_the_photo_is_there(
    world: World, handled: tuple[Event, Sending]
) -> None:
    event, photo = handled
    desk, stranger = APIClient(), APIClient()
    desk.force_authenticate(world.people["dispatcher"])
    stranger.force_authenticate(world.people["stranger"])
    assert photo.preview(pictures.jpeg(32, 24)).status_code == 200
    assert photo.preview(pictures.jpeg(32, 24)).status_code == 200

    (waiting,) = shown(world, event)["timeline"][-1]["awaited"]
    assert desk.get(waiting["preview"])["Content-Type"] == "image/jpeg"
    assert stranger.get(waiting["preview"]).status_code == 404
    assert Entry.objects.filter(verb="event.preview").count() == 1
    assert len(shown(world, event)["timeline"]) == 2
    photo.put()
    assert desk.get(waiting["preview"]).status_code == 404


@pytest.mark.must("S-32")
def test_a_small_picture_that_waited_while_the_photo_came_is_not_needed(
    handled: tuple[Event, Sending], monkeypatch: pytest.MonkeyPatch
) -> None:
    _event, photo = handled
    taken = late.held

    def waits_for_the_photo(event_id: uuid.UUID) -> Event:
        """As for the lock of the matter, which the other request has."""
        monkeypatch.setattr(late, "held", taken)
        assert photo.put().status_code == 201
        return taken(event_id)

    monkeypatch.setattr(late, "held", waits_for_the_photo)

    assert photo.preview(pictures.jpeg(32, 24)).status_code == 200
    assert not Awaited.objects.exists()
    assert not Entry.objects.filter(verb="event.preview").exists()


@pytest.mark.parametrize("content", [b"", b"no picture", pictures.jpeg(64, 48) + bytes(21_000)])
def test_what_is_no_small_picture_is_refused(handled: tuple[Event, Sending], content: bytes) -> None:
    _event, photo = handled

    assert photo.preview(content).status_code in (400, 413)
    assert Awaited.objects.get().preview is None


@pytest.mark.must("S-33")
@pytest.mark.parametrize("voice_first", [True, False])
def test_a_voice_note_stands_with_its_move_whichever_comes_first(world: World, worker: Line, voice_first: bool) -> None:
    voice = Sending(worker, webm(4), kind="voices")
    report = made("event.report", data=world.report_form(voices=[str(voice.id)]))
    steps = [voice.put, lambda: worker.said(report)]

    for step in steps if voice_first else reversed(steps):
        step()

    event = Event.objects.get(pk=report["id"])
    (moment,) = shown(world, event)["timeline"]
    (told,) = moment["voices"]
    assert (told["seconds"], moment["awaited"]) == (4.0, [])
    heard = worker.client.get(told["url"])
    assert (heard["Content-Type"], heard.content) == ("audio/webm", voice.content)


@pytest.mark.must("S-33")
def test_a_voice_is_heard_by_those_who_see_the_matter_and_nobody_else(world: World, worker: Line) -> None:
    voice = Sending(worker, webm(4), kind="voices")
    report = made("event.report", data=world.report_form(voices=[str(voice.id)]))
    worker.said(report)
    voice.put()
    address = f"/api/voices/{EventVoice.objects.get().voice_id}/"

    def answer(name: str) -> int:
        client = APIClient()
        client.force_authenticate(world.people[name])
        return int(client.get(address).status_code)

    assert [answer(name) for name in ("worker", "lead", "stranger", "other_worker")] == [200, 200, 404, 404]
    assert APIClient().get(address).status_code in (401, 403)
    assert "voices" not in str(seen_by_resident(Event.objects.get(pk=report["id"])))


def test_what_is_no_recording_is_refused_in_words(worker: Line) -> None:
    answer = Sending(worker, pictures.jpeg(64, 48), kind="voices").put()

    assert answer.status_code == 400
    assert "语音" in answer.json()["message"]
