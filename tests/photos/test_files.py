import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import InMemoryStorage, default_storage
from django.http import HttpResponse
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.core.refusal import Refusal, RefusalCode
from apps.photos import actions, serving, storage, tasks
from apps.photos.models import Photo
from tests.photos.conftest import NOW, call_by_clock
from tests.photos.test_actions import LINES, add

LATER = NOW + timedelta(days=2)


@pytest.fixture
def photo(worker: Account) -> Photo:
    return Photo.objects.get(pk=add(worker).answer["id"])


def aged(media: Path, name: str) -> None:
    os.utime(media / name, (NOW.timestamp(), NOW.timestamp()))


def test_a_file_lies_under_its_day_and_its_hash(photo: Photo) -> None:
    digest = photo.stored_sha256

    assert photo.original.startswith(f"photos/20260801/{digest[:2]}/{digest}-")


def test_no_name_is_used_twice(media: Path) -> None:
    names = {storage.keep(b"the same", at=NOW) for _ in range(3)}

    assert len(names) == len(list(media.rglob("*.jpg"))) == 3


def test_a_storage_without_paths_will_do(settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

    name = storage.keep(b"content", at=NOW)

    assert isinstance(default_storage, InMemoryStorage)
    assert storage.content_of(name) == b"content"
    storage.remove([name])
    assert not default_storage.exists(name)


def test_strays_are_purged_and_photos_are_not(photo: Photo, worker: Account, media: Path) -> None:
    actions.thumbnail(photo.pk, call=call_by_clock())
    actions.mark(photo.pk, lines=LINES, call=call_by_clock())
    stray = storage.keep(b"left by a failed transaction", at=NOW)
    for name in [*Photo.objects.get().files, stray]:
        aged(media, name)

    with time_machine.travel(LATER):
        assert tasks.purge_files() == 1
        assert tasks.purge_files() == 0

    assert not (media / stray).exists()
    assert all((media / name).exists() for name in Photo.objects.get().files)


def test_a_young_stray_may_still_become_a_photo(media: Path, db: None) -> None:
    stray = storage.keep(b"being added just now", at=NOW)

    with time_machine.travel(LATER):
        os.utime(media / stray)
        assert tasks.purge_files() == 0
    assert (media / stray).exists()


def test_what_is_older_than_a_week_is_looked_for_on_request(media: Path, db: None) -> None:
    aged(media, storage.keep(b"old", at=NOW))

    with time_machine.travel(NOW + timedelta(days=30)):
        assert tasks.purge_files() == 0
        assert tasks.purge_files(days=40) == 1


def test_a_file_that_is_already_gone_is_no_error(db: None) -> None:
    storage.remove(["photos/20260801/ab/gone.jpg"])


def test_the_sweep_draws_what_lost_tasks_left_undone(photo: Photo) -> None:
    actions.caption(photo, lines=LINES, call=call_by_clock())

    with time_machine.travel(NOW + tasks.LOST_AFTER - timedelta(seconds=1)):
        assert tasks.sweep() == 0
    with time_machine.travel(NOW + tasks.LOST_AFTER):
        assert tasks.sweep() == 1
        assert tasks.sweep() == 0

    swept = Photo.objects.get()
    assert swept.thumb
    assert swept.marked


def test_a_task_may_run_twice_or_for_a_photo_long_gone(photo: Photo) -> None:
    for _ in range(2):
        tasks.make_thumbnail(str(photo.pk), unknown="argument")
        tasks.make_mark(str(photo.pk))
        tasks.make_thumbnail(str(uuid4()))

    assert Photo.objects.get().thumb


def test_a_broker_that_is_down_costs_two_minutes_not_the_photo() -> None:
    """In a process of its own, because a broker's address is read once."""
    program = (
        "import django, time; django.setup(); from apps.photos.tasks import start_thumbnail; began = time.monotonic();"
        "start_thumbnail({'id': 'any'}); print(time.monotonic() - began)"
    )
    dead = {**os.environ, "BROKER_URL": "redis://127.0.0.1:1/0"}

    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=dead)  # noqa: S603

    assert "the sweep will draw it: any" in said.stderr
    assert float(said.stdout) < 3


def served(photo: Photo, size: str) -> HttpResponse:
    return serving.file_response(photo, size)


def test_a_served_file_is_private_and_of_one_type(photo: Photo) -> None:
    actions.thumbnail(photo.pk, call=call_by_clock())
    photo.refresh_from_db()

    response = served(photo, "thumb")

    assert response.content == storage.content_of(photo.thumb)
    assert dict(response.headers) == {
        "Content-Type": "image/jpeg",
        "Cache-Control": "private, max-age=86400",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{photo.pk}.jpg"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


@pytest.mark.parametrize("size", ["thumb", "marked"])
def test_until_a_copy_is_drawn_the_original_stands_in_for_a_moment(photo: Photo, size: str) -> None:
    response = served(photo, size)

    assert response.content == storage.content_of(photo.original)
    assert response["Cache-Control"] == "private, max-age=10"


def test_behind_nginx_the_file_is_named_not_read(photo: Photo, settings: Settings) -> None:
    settings.ACCEL = True

    response = served(photo, "original")

    assert response.content == b""
    assert response["X-Accel-Redirect"] == f"/_media/{photo.original}"
    assert response["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("size", ["huge", "../settings", "uploader"])
def test_no_other_size_is_served(photo: Photo, size: str) -> None:
    with pytest.raises(Refusal) as caught:
        served(photo, size)

    assert caught.value.code == RefusalCode.NOT_FOUND


def test_a_missing_file_is_a_refusal(photo: Photo, media: Path) -> None:
    (media / photo.original).unlink()

    with pytest.raises(Refusal, match="文件缺失"):
        served(photo, "original")


def test_before_it_is_attached_only_its_uploader_sees_a_photo(photo: Photo, worker: Account, stranger: Account) -> None:
    seen = {account: serving.is_uploader(request_of(account), photo) for account in (worker, stranger)}

    assert seen == {worker: True, stranger: False}


def request_of(account: Account) -> Any:
    client = APIClient()
    client.force_login(account)
    response: Any = client.get("/api/devices/")
    return response.renderer_context["request"]
