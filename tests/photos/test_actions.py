from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.journal.models import Entry
from apps.photos import actions, imaging, rules, storage
from apps.photos.models import Photo
from apps.photos.receipts import receipt_for, sign
from tests.photos import pictures
from tests.photos.conftest import NOW, call_by, call_by_clock

LINES = ["时间：2026-08-01 12:00:00", "编号：XL20260801-0007"]
Captured = Callable[..., AbstractContextManager[list[Any]]]


def receipt(account: Account | None, received: bytes | None = None, *, visitor: str = "a") -> str:
    picture = imaging.read(received or pictures.jpeg(exif=pictures.exif()), at=NOW)
    name = storage.keep(picture.jpeg, at=NOW)
    uploader = rules.uploader_key(account.pk) if account else rules.visitor_key(visitor)
    return sign(receipt_for(picture, name=name, uploader=uploader))


def add(account: Account | None, *, photo_id: UUID | None = None, call: Call | None = None, **told: Any) -> Outcome:
    told.setdefault("receipt", receipt(account))
    return perform("photos.add", photo_id, told, call=call or call_by(account))


def added(account: Account) -> Photo:
    return Photo.objects.get(pk=add(account).answer["id"])


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="photos.").order_by("id").values_list("verb", flat=True))


def test_a_photo_is_added_with_what_its_tags_claim(worker: Account) -> None:
    photo_id = uuid4()

    outcome = add(worker, photo_id=photo_id)

    assert outcome.answer == {
        "id": str(photo_id),
        "width": 640,
        "height": 480,
        "taken_at": "2026-08-01T02:20:30+00:00",
        "lon": 111.2863889,
        "lat": 30.6915,
        "accuracy": 8.0,
        "thumb": f"/api/photos/{photo_id}/thumb/",
    }
    photo = Photo.objects.get()
    assert imaging.sha256(storage.content_of(photo.original)) == photo.stored_sha256
    assert (photo.uploaded_by_id, photo.at) == (worker.pk, NOW)
    assert photo.taken_place is not None
    assert photo.taken_place.srid == 4490
    assert verbs() == ["photos.add"]


def test_what_the_phone_says_goes_before_the_tags(worker: Account) -> None:
    answer = add(worker, taken_at="2026-08-01T11:00:00+08:00", lon=111.3, lat=30.7, accuracy=5).answer

    assert (answer["taken_at"], answer["lon"], answer["lat"], answer["accuracy"]) == (
        "2026-08-01T03:00:00+00:00",
        111.3,
        30.7,
        5.0,
    )


@pytest.mark.parametrize(
    "nonsense",
    [
        {"taken_at": "1970-01-01T00:00:00Z"},
        {"taken_at": "2036-01-01T00:00:00Z"},
        {"lon": 999.0, "lat": 30.0},
        {"lon": 0.0, "lat": 0.0},
        {"lon": 111.0},
    ],
)
def test_a_phones_nonsense_costs_the_claim_not_the_photo(worker: Account, nonsense: dict[str, Any]) -> None:
    outcome = add(worker, receipt=receipt(worker, pictures.jpeg()), **nonsense)

    assert outcome.applied
    assert (outcome.answer["taken_at"], outcome.answer["lon"], outcome.answer["lat"]) == (None, None, None)


def test_the_same_file_twice_is_the_same_photo(worker: Account) -> None:
    first, second = add(worker, photo_id=uuid4()), add(worker, photo_id=uuid4())

    assert first.answer == second.answer
    assert Photo.objects.count() == 1
    assert verbs() == ["photos.add"]


def test_the_same_file_of_another_person_is_another_photo(worker: Account, stranger: Account) -> None:
    ids = {add(worker).answer["id"], add(stranger).answer["id"], add(None).answer["id"]}

    assert len(ids) == 3


def test_an_id_already_used_for_another_picture_is_a_conflict(worker: Account, stranger: Account) -> None:
    photo_id = uuid4()
    add(worker, photo_id=photo_id)

    for account, received in ((worker, pictures.png()), (stranger, pictures.jpeg())):
        outcome = add(account, photo_id=photo_id, receipt=receipt(account, received))
        assert outcome.code == RefusalCode.CONFLICT
    assert Photo.objects.count() == 1


def test_a_receipt_is_good_only_in_its_owners_hands(worker: Account, stranger: Account) -> None:
    for owner, thief in ((worker, stranger), (worker, None), (None, worker)):
        outcome = add(thief, receipt=receipt(owner))
        assert outcome.code == RefusalCode.NOT_YOURS
    assert not Photo.objects.exists()


def test_a_forged_receipt_is_refused(worker: Account) -> None:
    signed = receipt(worker)

    for forged in (signed[:-1] + ("A" if signed[-1] != "A" else "B"), "x" + signed, "nothing"):
        assert add(worker, receipt=forged).code == RefusalCode.INVALID


def test_a_thumbnail_is_drawn_once(worker: Account) -> None:
    photo = added(worker)

    first = perform("photos.thumbnail", photo.pk, {}, call=call_by_clock())
    name = Photo.objects.get().thumb
    second = perform("photos.thumbnail", photo.pk, {}, call=call_by_clock())

    assert first.answer == second.answer == {"id": str(photo.pk), "thumb": True, "marked": False, "broken": False}
    assert Photo.objects.get().thumb == name
    assert len(storage.content_of(name)) < len(storage.content_of(photo.original))


def test_a_watermark_copy_is_drawn_once_for_the_same_words(worker: Account) -> None:
    photo = added(worker)

    perform("photos.mark", photo.pk, {"lines": LINES}, call=call_by_clock())
    name = Photo.objects.get().marked
    perform("photos.mark", photo.pk, {"lines": LINES}, call=call_by_clock())

    assert Photo.objects.get().marked == name != ""
    assert storage.content_of(name) != storage.content_of(photo.original)
    assert imaging.sha256(storage.content_of(photo.original)) == photo.stored_sha256
    assert verbs() == ["photos.add", "photos.caption", "photos.mark"]


def test_other_words_make_another_copy_and_remove_the_first(
    worker: Account, media: Path, django_capture_on_commit_callbacks: Captured
) -> None:
    photo = added(worker)
    perform("photos.mark", photo.pk, {"lines": LINES}, call=call_by_clock())
    first = Photo.objects.get().marked

    with django_capture_on_commit_callbacks(execute=True):
        perform("photos.mark", photo.pk, {"lines": ["编号：2"]}, call=call_by_clock())

    second = Photo.objects.get().marked
    assert not (media / first).exists()
    assert (media / second).exists()


def test_a_caption_settled_before_is_what_gets_drawn(worker: Account) -> None:
    photo = added(worker)
    with transaction.atomic():
        actions.caption(photo, lines=LINES, call=call_by(worker))

    outcome = perform("photos.mark", photo.pk, {}, call=call_by_clock())

    assert outcome.answer["marked"]
    assert Photo.objects.get().caption.split("\n") == LINES


def test_without_a_caption_nothing_is_drawn(worker: Account) -> None:
    assert perform("photos.mark", added(worker).pk, {}, call=call_by_clock()).code == RefusalCode.INVALID


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_a_file_gone_or_damaged_is_written_down_once(worker: Account, media: Path, damage: str) -> None:
    photo = added(worker)
    if damage == "gone":
        (media / photo.original).unlink()
    else:
        (media / photo.original).write_bytes(storage.content_of(photo.original)[:300])

    for _ in range(2):
        assert perform("photos.thumbnail", photo.pk, {}, call=call_by_clock()).answer["broken"]

    assert Photo.objects.get().broken_at == NOW
    assert not Photo.objects.waiting(since=NOW + timedelta(days=9)).exists()
    assert verbs() == ["photos.add", "photos.broken"]


def test_a_discarded_photo_leaves_no_file(
    worker: Account, media: Path, django_capture_on_commit_callbacks: Captured
) -> None:
    photo = added(worker)
    perform("photos.mark", photo.pk, {"lines": LINES}, call=call_by_clock())
    perform("photos.thumbnail", photo.pk, {}, call=call_by_clock())
    assert len(list(media.rglob("*.jpg"))) == 3

    with django_capture_on_commit_callbacks(execute=True):
        perform("photos.discard", photo.pk, {}, call=call_by_clock())

    assert not Photo.objects.exists()
    assert list(media.rglob("*.jpg")) == []
    assert perform("photos.discard", photo.pk, {}, call=call_by_clock()).code == RefusalCode.NOT_FOUND


@pytest.mark.parametrize("name", ["photos.thumbnail", "photos.mark", "photos.discard"])
def test_people_cannot_draw_or_discard(worker: Account, name: str) -> None:
    photo = added(worker)

    assert perform(name, photo.pk, {}, call=call_by(worker)).code == RefusalCode.NOT_YOURS
    assert perform(name, photo.pk, {}, call=call_by(None)).code == RefusalCode.NOT_YOURS
    assert Photo.objects.filter(thumb="", marked="").count() == 1


def test_too_many_lines_are_refused(worker: Account) -> None:
    photo = added(worker)

    with pytest.raises(Refusal, match="最多6行"):
        actions.caption(photo, lines=["字"] * 7, call=call_by_clock())


def test_only_its_uploader_may_attach_a_photo(worker: Account, stranger: Account) -> None:
    photo = added(worker)
    visitors = Photo.objects.get(pk=add(None).answer["id"])

    assert rules.may_attach(photo, call_by(worker))
    assert not rules.may_attach(photo, call_by(stranger))
    assert not rules.may_attach(photo, call_by(None))
    assert rules.may_attach(visitors, call_by(None))
    assert not rules.may_attach(visitors, call_by(worker))
