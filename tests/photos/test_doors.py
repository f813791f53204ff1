from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle

from apps.accounts.models import Account
from apps.commands.models import Command
from apps.commands.perform import COMMANDS
from apps.photos import receiving, views
from apps.photos.models import Photo
from tests.photos import pictures

MINE, PUBLIC = "/api/photos/", "/api/public/photos/"


def upload(client: APIClient, received: bytes, *, to: str = MINE, key: str = "", **told: Any) -> Any:
    file = SimpleUploadedFile("photo.jpg", received, content_type="image/jpeg")
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(to, {"file": file, **told}, format="multipart", headers=headers)


@pytest.fixture
def phone(worker: Account) -> APIClient:
    client = APIClient()
    client.force_login(worker)
    return client


@pytest.fixture
def visitor(db: None) -> APIClient:
    return APIClient()


def files_in(media: Path) -> int:
    return len(list(media.rglob("*.jpg")))


def test_a_signed_in_phone_uploads_a_photo(phone: APIClient, worker: Account, media: Path) -> None:
    photo_id = str(uuid4())

    response = upload(phone, pictures.jpeg(), id=photo_id, taken_at="2026-01-02T03:04:05Z", lon="111.3", lat="30.7")

    assert response.status_code == 201
    assert response.json() == {
        "id": photo_id,
        "width": 640,
        "height": 480,
        "taken_at": "2026-01-02T03:04:05+00:00",
        "lon": 111.3,
        "lat": 30.7,
        "accuracy": None,
        "thumb": f"/api/photos/{photo_id}/thumb/",
    }
    assert Photo.objects.get().uploaded_by == worker
    assert files_in(media) == 1


def test_a_visitor_uploads_a_photo(visitor: APIClient) -> None:
    assert upload(visitor, pictures.heic(), to=PUBLIC).status_code == 201
    assert Photo.objects.get().uploaded_by is None


def test_the_phones_door_is_closed_to_visitors(visitor: APIClient) -> None:
    assert upload(visitor, pictures.jpeg()).status_code == 401
    assert not Photo.objects.exists()


@pytest.mark.parametrize("to", [MINE, PUBLIC])
def test_a_page_from_elsewhere_cannot_upload(worker: Account, to: str) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(worker)

    assert upload(client, pictures.jpeg(), to=to).status_code == 403
    assert not Photo.objects.exists()


def test_the_same_file_twice_is_one_photo_and_one_file(phone: APIClient, media: Path) -> None:
    first, second = upload(phone, pictures.jpeg(), id=str(uuid4())), upload(phone, pictures.jpeg())

    assert second.status_code == 201
    assert first.json() == second.json()
    assert files_in(media) == 1


def test_a_retry_with_the_same_key_hears_the_same_answer(phone: APIClient) -> None:
    key = str(uuid4())

    answers = [upload(phone, pictures.jpeg(), key=key) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_each_visitor_has_photos_of_their_own(visitor: APIClient) -> None:
    mine = [upload(visitor, pictures.jpeg(), to=PUBLIC).json()["id"] for _ in range(2)]
    other = upload(APIClient(), pictures.jpeg(), to=PUBLIC).json()["id"]

    assert mine[0] == mine[1] != other


def test_a_refused_file_leaves_nothing_behind(phone: APIClient, media: Path) -> None:
    response = upload(phone, b"<html></html>")

    assert response.status_code == 400
    assert response.json()["message"] == "这不是可用的照片，请上传 JPEG、PNG 或 HEIC 格式的照片"
    assert response.json()["field"] == "file"
    assert files_in(media) == 0


def test_a_refused_command_leaves_no_file_behind(phone: APIClient, media: Path) -> None:
    photo_id = str(uuid4())
    upload(phone, pictures.jpeg(), id=photo_id)

    assert upload(phone, pictures.png(), id=photo_id).status_code == 409
    assert upload(phone, pictures.png(), lon="north", lat="1").status_code == 400
    assert files_in(media) == 1


@pytest.mark.parametrize(
    ("told", "field"), [({"id": "seven"}, "id"), ({"lon": "x", "lat": "1"}, "lon"), ({"taken_at": "soon"}, "taken_at")]
)
def test_a_field_that_is_wrong_is_named(phone: APIClient, told: dict[str, str], field: str) -> None:
    response = upload(phone, pictures.jpeg(), **told)

    assert response.status_code == 400
    assert field in response.json()["errors"]


def test_no_file_at_all_is_told(phone: APIClient) -> None:
    assert phone.post(MINE, {"id": ""}, format="multipart").json()["message"] == "请选择一张照片"
    assert phone.post(MINE, {"file": "text"}, format="multipart").json()["message"] == "请选择一张照片"
    assert phone.post(MINE, {"file": ""}, format="json").status_code == 415


def test_an_empty_file_is_told(phone: APIClient) -> None:
    assert upload(phone, b"").status_code == 400


@pytest.mark.parametrize(("to", "most"), [(MINE, 20), (PUBLIC, 12)])
def test_a_file_too_large_is_told_the_limit(phone: APIClient, to: str, most: int) -> None:
    for size in (most * views.MEGABYTE + 1, most * views.MEGABYTE + 2 * receiving.ENVELOPE):
        response = upload(phone, pictures.jpeg() + bytes(size - len(pictures.jpeg())), to=to)

        assert response.status_code == 413
        assert response.json()["message"] == f"照片文件过大（最大{most}MB），请压缩后重试"


def test_visitors_uploads_are_counted(visitor: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"public_photos": "2/hour"})

    codes = [upload(visitor, pictures.jpeg(20 + n, 20), to=PUBLIC).status_code for n in range(3)]

    assert codes == [201, 201, 429]


def test_no_other_door_can_name_a_file(phone: APIClient) -> None:
    form = COMMANDS["photos.add"].form(data={"receipt": '{"name": "photos/someone/elses.jpg"}'})

    assert not form.is_valid()


@pytest.fixture
def _closes_connections(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()


@pytest.mark.usefixtures("_closes_connections")
def test_two_uploads_of_one_file_in_flight_are_one_photo(media: Path) -> None:
    account = Account.objects.create(phone="19900000009", name="王快手")
    key = str(uuid4())

    def send(_: int) -> tuple[int, str]:
        client = APIClient()
        client.force_login(account)
        try:
            response = upload(client, pictures.jpeg(1200, 900), key=key)
            return response.status_code, response.json().get("id", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))

    assert answers == {(201, str(Photo.objects.get().pk))}
    assert files_in(media) == 1
    assert Command.objects.filter(name="photos.add", status="applied").count() == 1
