"""S-27: a photo has the phone's id, comes whole or not at all, before its command or after it."""

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from apps.events.models import Awaited, Event, EventPhoto
from apps.photos.models import Photo
from apps.sync import pushing
from tests.photos import pictures
from tests.sync.lines import Line, made
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def put(line: Line, media_id: object, content: bytes, **headers: str) -> Any:
    told = {"X-Sha256": hashlib.sha256(content).hexdigest(), **{k.replace("_", "-"): v for k, v in headers.items()}}
    return line.client.put(f"/api/sync/photos/{media_id}/", content, content_type="image/jpeg", headers=told)


def head(line: Line, media_id: object) -> Any:
    return line.client.head(f"/api/sync/photos/{media_id}/")


@pytest.mark.must("S-27")
def test_the_same_again_is_no_news_and_other_bytes_are_refused(worker: Line) -> None:
    media_id, one, other = uuid.uuid4(), pictures.jpeg(64, 48), pictures.jpeg(80, 48)
    assert head(worker, media_id).status_code == 404

    answers = [put(worker, media_id, content).status_code for content in (one, one, other)]

    assert answers == [201, 200, 409]
    assert head(worker, media_id)["X-Sha256"] == hashlib.sha256(one).hexdigest()
    assert Photo.objects.count() == 1


@pytest.mark.must("S-27")
def test_a_photo_cut_off_on_its_way_is_not_kept(worker: Line) -> None:
    whole = pictures.jpeg(64, 48)

    cut = put(worker, uuid.uuid4(), whole[:-100], X_Sha256=hashlib.sha256(whole).hexdigest())

    assert cut.status_code == 400
    assert "没有传完整" in cut.json()["message"]
    assert not Photo.objects.exists()


def test_somebody_elses_photo_is_not_there(world: World, worker: Line) -> None:
    media_id, content = uuid.uuid4(), pictures.jpeg(64, 48)
    put(worker, media_id, content)
    other = Line(world.people["other_worker"])

    assert head(other, media_id).status_code == 404
    assert put(other, media_id, content).status_code == 409


@pytest.mark.must("S-27")
@pytest.mark.parametrize("photo_first", [True, False])
def test_a_photo_joins_its_matter_whichever_comes_first(world: World, worker: Line, photo_first: bool) -> None:
    media_id, content = uuid.uuid4(), pictures.jpeg(64, 48)
    report = made("event.report", data=world.report_form(photos=[str(media_id)]), photos=[str(media_id)])
    steps = [lambda: put(worker, media_id, content), lambda: worker.said(report)]

    for step in steps if photo_first else reversed(steps):
        step()

    (attached,) = EventPhoto.objects.filter(event=report["id"])
    assert attached.kind == "REPORT"
    assert Event.objects.get().cover_id == attached.photo_id
    assert not Awaited.objects.exists()


@pytest.mark.must("S-25")
@pytest.mark.parametrize("photo_first", [True, False])
def test_a_desk_settles_a_held_report_with_the_workers_photo(world: World, worker: Line, photo_first: bool) -> None:
    photo, content, desk = uuid.uuid4(), pictures.jpeg(64, 48), Line(world.people["lead"])
    data = world.report_form(photos=[str(photo)], channel="PATROL")
    report = made("event.report", data=data, needs=[str(uuid.uuid4())])
    assert worker.said(report)["status"] == "parked"
    if photo_first:
        put(worker, photo, content)
    pushing.retry(at=timezone.now() + timedelta(days=4))

    settled = desk.client.post(f"/api/sync/held/{report['id']}/settle/", {"take": "mine"}, format="json")
    if not photo_first:
        put(worker, photo, content)

    assert (settled.status_code, settled.json()["status"]) == (200, "applied"), settled.json()
    assert EventPhoto.objects.get(event=report["id"]).photo.uploaded_by == worker.account


def test_the_same_bytes_under_two_ids_are_one_photo_in_two_matters(world: World, worker: Line) -> None:
    content, ids = pictures.jpeg(64, 48), [uuid.uuid4(), uuid.uuid4()]

    for seq, media_id in enumerate(ids):
        worker.said(made("event.report", seq=seq, data=world.report_form(photos=[str(media_id)])))
        assert put(worker, media_id, content).status_code == 201

    assert Photo.objects.count() == 1
    assert EventPhoto.objects.values("event").distinct().count() == 2


def test_what_the_phone_says_of_time_and_place_goes_with_it(worker: Line) -> None:
    taken = timezone.now().replace(microsecond=0)

    put(worker, uuid.uuid4(), pictures.jpeg(64, 48), X_Taken_At=taken.isoformat(), X_Lon="110.05", X_Lat="30.05")

    photo = Photo.objects.get()
    assert photo.taken_at == taken
    assert photo.taken_place is not None


def test_what_is_no_picture_is_told_so(worker: Line) -> None:
    answer = put(worker, uuid.uuid4(), b"not a picture")

    assert answer.status_code == 400
    assert answer.json()["field"] == "file"


@pytest.mark.must("S-19")
@pytest.mark.parametrize("name", ["photos", "voices"])
def test_a_command_that_names_thousands_of_photos_is_refused_alone(world: World, worker: Line, name: str) -> None:
    """Each would be a lock, and the database has some thousands for all who work."""
    told = world.report_form(**{name: [str(uuid.uuid4()) for _ in range(20_000)]})

    many, other = worker.push(made("event.report", data=told), made("event.report", seq=2, data=world.report_form()))

    assert (many["status"], many["code"], other["status"]) == ("rejected", "invalid", "applied")
    assert not Awaited.objects.exists()
