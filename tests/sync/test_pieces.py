"""S-34: a large file in pieces. Lost, doubled, out of order, from two tabs: whole once, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from apps.photos.models import Photo
from apps.sync import partials
from apps.sync.models import Chunk, Media, Partial
from apps.sync.tasks import drop_partials
from tests.photos import pictures
from tests.sync.lines import Line
from tests.sync.sending import Sending, sha256
from tests.world import World

pytestmark = pytest.mark.django_db
PICTURE = pictures.jpeg(64, 48)
STEP = len(PICTURE) // 5 + 1


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sending(worker: Line) -> Sending:
    return Sending(worker, PICTURE)


def go_on(sending: Sending) -> int:
    """As the phone does: asks how far it is, sends the next piece; the last answer's status."""
    status = 0
    while status not in (201, 400):
        head = sending.head()
        if head.headers.get("X-Sha256"):
            return 200
        status = sending.piece(int(head.headers.get("Upload-Offset", 0)), STEP).status_code
    return status


@pytest.mark.must("S-34")
def test_it_goes_on_where_it_stopped(sending: Sending) -> None:
    assert sending.piece(0, STEP).json()["offset"] == STEP
    assert sending.head()["Upload-Offset"] == str(STEP)

    assert go_on(sending) == 201

    assert sending.head()["X-Sha256"] == sha256(PICTURE)
    assert Media.objects.get().photo == Photo.objects.get()
    assert not Partial.objects.exists()
    assert not Chunk.objects.exists()


@pytest.mark.must("S-34")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(PICTURE)), st.integers(0, len(PICTURE))), max_size=10))
def test_pieces_in_any_order_lost_doubled_or_overlapping_end_whole_once(
    worker: Line, pieces: list[tuple[int, int]]
) -> None:
    with undone():
        sending = Sending(worker, PICTURE)
        for offset, size in pieces:
            assert sending.piece(offset, size).status_code in (200, 201)

        assert go_on(sending) in (200, 201)

        assert Media.objects.get(pk=sending.id).sha256 == sha256(PICTURE)
        assert Photo.objects.count() == 1
        assert not Partial.objects.exists()


@pytest.mark.must("S-34")
def test_other_bytes_than_announced_are_not_kept_and_it_begins_anew(worker: Line) -> None:
    sending = Sending(worker, PICTURE)
    wrong = Sending(worker, bytes(len(PICTURE)), id=sending.id)

    refused = wrong.piece(0, len(PICTURE), digest=sha256(PICTURE))

    assert refused.status_code == 400
    assert "没有传完整" in refused.json()["message"]
    assert sending.head().status_code == 404
    assert go_on(sending) == 201


@pytest.mark.must("S-34")
def test_a_server_that_died_before_the_end_finishes_when_asked_again(worker: Line, sending: Sending) -> None:
    piece = partials.Piece(0, len(PICTURE), sha256(PICTURE), PICTURE)
    partials.take(sending.id, piece, worker=worker.account.pk, at=timezone.now())

    assert sending.head()["Upload-Offset"] == str(len(PICTURE))
    assert sending.piece(len(PICTURE), 0).status_code == 201


def test_somebody_elses_upload_is_neither_seen_nor_gone_on_with(world: World, sending: Sending) -> None:
    sending.piece(0, STEP)
    other = Sending(Line(world.people["other_worker"]), PICTURE, id=sending.id)

    assert other.head().status_code == 404
    assert other.piece(STEP, STEP).status_code == 409
    assert Chunk.objects.count() == 1


def test_one_id_stands_for_one_file(sending: Sending) -> None:
    sending.piece(0, STEP)

    assert sending.piece(STEP, STEP, length=len(PICTURE) + 1).status_code == 409
    assert sending.piece(STEP, STEP, digest="0" * 64).status_code == 409


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Offset": "x"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "0"}, 413),
        ({"Upload-Length": "900000000"}, 413),
        ({"X-Sha256": ""}, 400),
    ],
)
def test_nonsense_is_told_so(worker: Line, sending: Sending, headers: dict[str, str], status: int) -> None:
    good = {"X-Sha256": sha256(PICTURE), "Upload-Offset": "0", "Upload-Length": str(len(PICTURE))}

    answer = worker.client.patch(sending.address, PICTURE, content_type="image/jpeg", headers=good | headers)

    assert answer.status_code == status
    assert not Partial.objects.exists()


def test_a_piece_has_a_largest_size(worker: Line) -> None:
    huge = Sending(worker, bytes(partials.CHUNK_AT_MOST + 1))

    assert huge.piece(0, len(huge.content)).status_code == 413


def test_what_one_account_has_begun_is_bounded(worker: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partials, "BEGUN_AT_MOST", len(PICTURE) * 2)

    answers = [Sending(worker, PICTURE + bytes([n])).piece(0, STEP).status_code for n in range(2)]

    assert answers == [200, 429]


def test_what_stopped_half_way_is_dropped_after_days(sending: Sending) -> None:
    sending.piece(0, STEP)
    assert drop_partials() == 0
    Partial.objects.update(at=timezone.now() - partials.KEPT - timedelta(minutes=1))

    assert drop_partials() == 1
    assert not Chunk.objects.exists()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in it is taken back: every example of Hypothesis begins alike."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
