"""S-27. Photos of a visit: they may come after it, whoever sees the visit sees them, and they go when it goes."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from apps.events.models import EventPhoto
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.photos.models import Photo
from apps.registry.models import Person, Visit, VisitPhoto
from apps.registry.sight import sight_of_everything
from apps.registry.tasks import remove_what_is_over
from apps.sync.models import Media
from tests.photos import pictures
from tests.registry.homes import add_person
from tests.sync.lines import Line, made, row_of
from tests.sync.sending import Sending
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(world: World) -> Person:
    return add_person(world.grid)


@pytest.fixture
def photo(worker: Line) -> Sending:
    return Sending(worker, pictures.jpeg(64, 48))


def visited(line: Line, person: Person, *photos: Sending) -> dict[str, Any]:
    data = {"person": str(person.pk), "kind": "CARE", "photos": [str(photo.id) for photo in photos]}
    return line.said(made("visit.record", data=data))


def looked(line: Line, visit: str, photo: Sending, size: str = "original") -> Any:
    return line.client.get(f"/api/registry/visits/{visit}/photos/{photo.id}/{size}/")


@pytest.mark.must("S-27")
def test_a_photo_that_comes_after_its_visit_is_found_under_it(
    worker: Line, grid: str, person: Person, photo: Sending
) -> None:
    outcome = visited(worker, person, photo)
    assert (outcome["status"], outcome["message"]) == ("applied", "")
    assert looked(worker, outcome["id"], photo).json()["message"] == "没有这张照片，或者照片还没有从手机上传"

    assert photo.put().status_code == 201

    assert looked(worker, outcome["id"], photo)["Content-Type"] == "image/jpeg"
    assert looked(worker, outcome["id"], photo, "thumb").status_code == 200
    entry = Entry.objects.get(verb="visit.attach")
    assert (entry.subject_kind, entry.subject_id) == ("visit", outcome["id"])


@pytest.mark.must("S-27")
def test_one_that_came_before_its_visit_is_there_with_it(
    worker: Line, grid: str, person: Person, photo: Sending
) -> None:
    photo.put()

    outcome = visited(worker, person, photo)

    assert looked(worker, outcome["id"], photo).status_code == 200


def test_phone_and_console_are_told_which_photos_a_visit_has(
    worker: Line, grid: str, person: Person, photo: Sending
) -> None:
    second = Sending(worker, pictures.jpeg(48, 64))
    outcome = visited(worker, person, photo, second)
    asked = [str(photo.id), str(second.id)]

    page = worker.client.get(f"/api/registry/people/{person.pk}/").json()
    told = row_of(worker.whole(grid), "person", person.pk)["body"]

    assert [(one["id"], one["photos"]) for one in page["visits"]] == [(outcome["id"], asked)]
    assert [one["photos"] for one in told["visits"]] == [asked]


def test_the_same_photo_sent_again_is_attached_once(worker: Line, grid: str, person: Person, photo: Sending) -> None:
    visited(worker, person, photo)

    assert [photo.put().status_code for _ in range(3)] == [201, 200, 200]
    assert Entry.objects.filter(verb="visit.attach").count() == 1
    assert VisitPhoto.objects.get().photo == Media.objects.get().photo


def test_a_photo_of_somebody_elses_is_refused(world: World, worker: Line, grid: str, person: Person) -> None:
    stranger = Sending(Line(world.people["stranger"]), pictures.jpeg(64, 48))
    stranger.put()

    outcome = visited(worker, person, stranger)

    # It may be one of the worker's own that has still to come; nobody else's ever arrives under it.
    assert outcome["status"] == "applied"
    assert VisitPhoto.objects.get().photo is None
    assert looked(worker, outcome["id"], stranger).status_code == 404


@pytest.mark.must("S-27")
def test_whoever_does_not_see_the_visit_does_not_see_its_photos(
    world: World, worker: Line, grid: str, person: Person, photo: Sending
) -> None:
    visit = visited(worker, person, photo)["id"]
    photo.put()

    statuses = {name: looked(Line(world.people[name]), visit, photo).status_code for name in world.people}

    assert {name for name, status in statuses.items() if status == 200} >= {"worker", "community"}
    assert {statuses[name] for name in ("stranger", "auditor", "handler")} == {404}


def test_a_worker_whose_grid_is_anothers_brings_the_photo_and_sees_it_no_more(
    worker: Line, grid: str, person: Person, photo: Sending
) -> None:
    visit = visited(worker, person, photo)["id"]
    Posting.objects.filter(account=worker.account).update(valid_to=timezone.localdate())

    assert photo.put().status_code == 201

    kept = VisitPhoto.objects.get()
    assert kept.photo is not None
    assert looked(worker, visit, photo).status_code == 404
    assert worker.client.get(f"/api/photos/{kept.photo_id}/original/").status_code == 404


def test_photos_go_with_their_visit(
    worker: Line, grid: str, person: Person, photo: Sending, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    visited(worker, person, photo)
    photo.put()
    (file,) = Photo.objects.get().files
    with sight_of_everything():
        Visit.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        assert remove_what_is_over(timezone.now()) == 1

    assert not VisitPhoto.objects.exists()
    assert not Photo.objects.exists()
    assert not (tmp_path / file).exists()


def test_a_photo_that_shows_a_matter_as_well_stays_with_the_matter(
    world: World, worker: Line, grid: str, person: Person, photo: Sending
) -> None:
    visited(worker, person, photo)
    photo.put()
    event, kept = world.report(), Photo.objects.get()
    EventPhoto.objects.create(event=event, photo=kept, kind="REPORT", verb="report", at=timezone.now())
    with sight_of_everything():
        Visit.objects.all().delete()

    remove_what_is_over(timezone.now())

    assert Photo.objects.filter(pk=kept.pk).exists()
    assert not VisitPhoto.objects.exists()
    assert not Entry.objects.filter(verb="photos.discard").exists()
