"""Photos of a visit: here with it, or after it; gone when the visit is."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.journal.actions import Subject, write
from apps.photos.actions import discard
from apps.photos.models import Photo
from apps.registry.models import Visit, VisitPhoto
from apps.registry.rules import MACHINES


def attach(visit: Visit, photo_ids: Sequence[UUID], *, call: Call) -> None:
    """Those that are here, each uploaded by whoever made the visit."""
    wanted = list(dict.fromkeys(photo_ids))
    if not wanted:
        return
    own = {call.actor.id, call.remarks.get("brought_by")} - {None}
    found = Photo.objects.filter(pk__in=wanted, uploaded_by__in=own).in_bulk()
    if lost := len(wanted) - len(found):
        raise invalid("photos", f"有{lost}张照片不存在，请重新拍照")
    rows = [VisitPhoto(visit=visit, media=pk, photo=found[pk], by_id=visit.by_id, at=call.at) for pk in wanted]
    VisitPhoto.objects.bulk_create(rows)


def expect(visit_id: UUID, media: Collection[UUID], *, by: int, at: datetime) -> None:
    """In the transaction of the visit that named them: they are still on the phone."""
    rows = [VisitPhoto(visit_id=visit_id, media=pk, by_id=by, at=at) for pk in media]
    VisitPhoto.objects.bulk_create(rows, ignore_conflicts=True)


def arrive(media_id: UUID, photo_id: UUID, *, call: Call) -> None:
    """Whoever made the visit may have another grid by now: what they saw that day belongs to it all the same."""
    for awaited in VisitPhoto.objects.filter(media=media_id, photo=None, by=call.actor.id).order_by("pk"):
        awaited.photo_id = photo_id
        awaited.save(update_fields=["photo"])
        told = {"photo": str(photo_id)}
        write(call=call, verb="visit.attach", subject=Subject("visit", awaited.visit_id), body=told, notice={})


def let_go(_: object, *, call: Call, at_most: int) -> dict[str, Any]:
    """Photos whose visit is not kept any more, with their files; called again until it answers 0."""
    if call.actor.kind not in MACHINES:
        raise Refusal(RefusalCode.NOT_YOURS, "到期清理由系统自动进行")
    over = list(VisitPhoto.objects.select_for_update().filter(visit=None).order_by("pk")[:at_most])
    VisitPhoto.objects.filter(pk__in=[one.pk for one in over]).delete()
    for photo in dict.fromkeys(one.photo_id for one in over if one.photo_id):
        _discard(photo, call=call)
    return {"removed": len(over)}


def _discard(photo_id: UUID, *, call: Call) -> None:
    """Unless it shows something of a matter or of another visit as well."""
    try:
        with transaction.atomic():
            discard(photo_id, call=call)
    except Refusal as refusal:
        if refusal.code not in (RefusalCode.CONFLICT, RefusalCode.NOT_FOUND):
            raise
