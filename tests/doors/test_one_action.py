"""One action through every door: the journal row differs in the door alone."""

import uuid

import pytest
from rest_framework.test import APIClient

from apps.journal.models import Entry
from apps.realtime.orders import obey, read
from tests.world import World

pytestmark = pytest.mark.django_db
SAID = {"reason": "需要执法"}


def test_http_and_socket_write_the_same_row(world: World) -> None:
    client = APIClient()
    client.force_login(world.people["worker"])
    one, other = world.report(), world.report()

    client.post(f"/api/events/{one.pk}/escalate/", SAID, format="json")
    order = read({"id": str(uuid.uuid4()), "name": "event.escalate", "target": str(other.pk), "data": SAID})
    outcome = obey(order, str(client.session.session_key))

    assert outcome is not None
    assert outcome.applied
    rows = [_row(str(event.pk)) for event in (one, other)]
    assert [row.pop("door") for row in rows] == ["HTTP", "SOCKET"]
    assert rows[0] == rows[1]


def _row(subject: str) -> dict[str, object]:
    columns = ("verb", "actor_kind", "actor_id", "actor_name", "door", "subject_kind", "body")
    return dict(Entry.objects.filter(subject_id=subject, verb="event.escalate").values(*columns).get())
