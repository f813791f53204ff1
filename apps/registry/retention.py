"""What is no longer needed goes: which rows, after how long, and what remains of a person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F

from apps.registry.enums import RequestState
from apps.registry.models import DataRequest, Earlier, FieldSource, Merge, Person, PersonRole, Tenure, Visit

NOBODY = "已删除"
# Everything of a person but what statistics over the grid count.
FORGOTTEN: dict[str, Any] = {
    "name": NOBODY, "initials": "", "doc_sealed": None, "doc_hash": None, "doc_last4": "", "phone_sealed": None,
    "phone_hash": None, "phone_last4": "", "work_place": "", "household_address": "", "household_area": "",
    "born_on": None, "room": None, "household": None, "kinship": "", "education": "", "marriage": "", "political": "",
}  # fmt: skip


def forget_person(person: Person) -> None:
    """The row stays for the journal to point at, and says nothing any more; what hung on it is gone."""
    for field, value in FORGOTTEN.items():
        setattr(person, field, value)
    for model in (PersonRole, Tenure, Visit):
        model._default_manager.filter(person=person).delete()
    FieldSource.objects.filter(subject_kind="person", subject_id=person.pk).delete()
    Earlier.objects.filter(subject_id=person.pk).delete()


def _visits(before: date, many: int) -> int:
    return _delete(Visit, Visit.objects.filter(at__date__lt=before), many)


def _roles(before: date, many: int) -> int:
    return _delete(PersonRole, PersonRole.objects.filter(to_on__lt=before), many)


def _tenures(before: date, many: int) -> int:
    return _delete(Tenure, Tenure.objects.filter(to_on__lt=before), many)


def _left(before: date, many: int) -> int:
    return _forget({"left_on__lt": before}, many)


def _died(before: date, many: int) -> int:
    return _forget({"died_on__lt": before}, many)


def _earlier(before: date, many: int) -> int:
    return _delete(Earlier, Earlier.objects.filter(at__date__lt=before), many)


def _requests(before: date, many: int) -> int:
    done = DataRequest.objects.exclude(state=RequestState.OPEN).filter(answered_at__date__lt=before)
    return _delete(DataRequest, done, many)


def _merges(before: date, many: int) -> int:
    """Without its memory a merge cannot be undone any more; the row that was lost says nothing any more either."""
    old = Merge.objects.filter(at__date__lt=before, undone_at=None).exclude(moved={})
    done = list(old.select_related("lost")[:many])
    for merge in done:
        forget_person(merge.lost)
        merge.lost.save()
        merge.moved = {}
        merge.save(update_fields=["moved"])
    # The kept one is shown without them from now on: phones hear of rows that are written.
    Person.objects.filter(pk__in=[merge.kept_id for merge in done]).update(version=F("version"))
    return len(done)


def _delete(model: Any, rows: Any, many: int) -> int:
    ids = list(rows.values_list("pk", flat=True)[:many])
    return int(model.objects.filter(pk__in=ids).delete()[0])


def _forget(ended: dict[str, date], many: int) -> int:
    gone = list(Person.objects.filter(**ended, merged_into=None).exclude(name=NOBODY)[:many])
    for person in gone:
        forget_person(person)
        person.save()
    return len(gone)


# By the kind of a rule; each removes at most so many at once and says how many.
REMOVALS: dict[str, Callable[[date, int], int]] = {
    "VISIT": _visits,
    "ROLE": _roles,
    "TENURE": _tenures,
    "PERSON_LEFT": _left,
    "PERSON_DIED": _died,
    "REQUEST": _requests,
    "MERGE": _merges,
    "EARLIER": _earlier,
}
