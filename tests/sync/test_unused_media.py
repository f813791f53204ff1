"""What never became part of anything goes after half a year, with its file; what anything names stays."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from apps.commands.perform import perform
from apps.core.refusal import RefusalCode
from apps.journal.models import Entry
from apps.photos.models import Photo, Voice
from apps.photos.queries import LOOK_BACK, UNUSED_KEPT
from apps.registry.models import Person
from apps.registry.tasks import remove_what_is_over
from apps.sync.models import Media
from tests.photos import pictures
from tests.registry.homes import add_person
from tests.sync import recordings
from tests.sync.lines import Line, made
from tests.sync.sending import Sending
from tests.world import World

pytestmark = pytest.mark.django_db
Captured = Callable[..., AbstractContextManager[list[Any]]]
LATER = UNUSED_KEPT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(world: World) -> Person:
    return add_person(world.grid)


def sent(line: Line, received: bytes, kind: str = "photos") -> Sending:
    sending = Sending(line, received, kind)
    assert sending.put().status_code == 201
    return sending


def test_what_nothing_names_goes_with_its_file_and_the_name_the_phone_gave_it(
    worker: Line, django_capture_on_commit_callbacks: Captured
) -> None:
    sent(worker, pictures.jpeg(64, 48))
    sent(worker, recordings.webm(), "voices")
    files = [*Photo.objects.get().files, Voice.objects.get().file]
    assert [default_storage.exists(name) for name in files] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        assert remove_what_is_over(timezone.now() + LATER) == 2

    assert [default_storage.exists(name) for name in files] == [False, False]
    assert (Photo.objects.count(), Voice.objects.count(), Media.objects.count()) == (0, 0, 0)
    assert Entry.objects.filter(verb__in=("photos.discard", "photos.discard_voice")).count() == 2


def test_one_that_may_still_be_named_stays(worker: Line) -> None:
    sent(worker, pictures.jpeg(64, 48))

    assert remove_what_is_over(timezone.now() + UNUSED_KEPT - timedelta(days=1)) == 0
    assert remove_what_is_over(timezone.now() + LATER + LOOK_BACK) == 0

    assert Photo.objects.count() == 1


def test_those_of_a_visit_and_of_a_matter_stay(worker: Line, person: Person, world: World) -> None:
    of_visit, of_matter = sent(worker, pictures.jpeg(64, 48)), sent(worker, pictures.jpeg(48, 64))
    visit = {"person": str(person.pk), "kind": "CARE", "photos": [str(of_visit.id)]}
    assert worker.said(made("visit.record", data=visit))["status"] == "applied"
    world.report(photos=[Media.objects.get(pk=of_matter.id).photo_id])

    assert remove_what_is_over(timezone.now() + LATER) == 0

    assert Photo.objects.count() == 2


def test_nobody_can_be_asked_to_let_go_but_the_clock(world: World) -> None:
    outcome = perform("registry.let_go_unused", None, {"at_most": 10}, call=world.call("lead"))

    assert outcome.code == RefusalCode.NOT_YOURS
