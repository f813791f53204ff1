"""A worker's month is his own and counts what the server has."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.commands.perform import perform
from apps.events.enums import State
from apps.events.models import Event
from tests.registry.homes import add_person
from tests.world import World

pytestmark = pytest.mark.django_db


def month(world: World, name: str) -> dict[str, object]:
    client = APIClient()
    client.force_login(world.people[name])
    told: dict[str, object] = client.get("/api/me/month/").json()
    return told


def test_what_was_done_this_month_is_counted_once_and_for_whoever_did_it(world: World) -> None:
    now = timezone.now()
    person = add_person(world.grid, "王五")
    for at in (now, now - timedelta(days=40)):
        world.report(at=at)
        told = {"person": str(person.pk), "kind": "CARE"}
        assert perform("visit.record", None, told, call=world.call("worker", at)).applied
        begun = perform("patrol.begin", None, {"grid": world.grid.pk}, call=world.call("worker", at))
        way = {"points": [[110.05, 30.05, 0], [110.051, 30.05, 60]]}
        perform("patrol.end", begun.answer["id"], way, call=world.call("worker", at + timedelta(seconds=90)))
    read = {"kind": "ARTICLE", "subjects": ["a", "b", "a"]}
    perform("mark.read", None, read, call=world.call("worker", now))
    Event.objects.filter(pk=world.report(at=now).pk).update(state=State.VOID, answer="重复")

    mine, other = month(world, "worker"), month(world, "other_worker")

    assert (mine["reports"], mine["vain"], mine["visits"], mine["patrols"], mine["read"]) == (1, 1, 1, 1, 2)
    assert 90 < int(str(mine["metres"])) < 100
    assert mine["month"] == timezone.localtime(now).date().isoformat()[:7]
    assert {other[name] for name in ("reports", "visits", "patrols", "metres", "read")} == {0}
