"""What one role alone is told: requests are a leader's affair, the access log an auditor's."""

import pytest
from rest_framework.test import APIClient

from apps.journal.models import Entry
from tests.registry.conftest import Town
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("stranger", 403), ("worker", 403), ("auditor", 403)])
def test_requests_are_for_leaders(client: APIClient, world: World, town: Town, who: str, status: int) -> None:
    client.force_authenticate(world.people[who])

    answer = client.get("/api/registry/requests/")

    assert (answer.status_code, "独一无二请求" in answer.content.decode()) == (status, status == 200)


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("stranger", 403), ("worker", 403), ("leader", 403)])
def test_the_access_log_is_for_auditors(client: APIClient, world: World, town: Town, who: str, status: int) -> None:
    client.force_authenticate(world.people["worker"])
    told = {"field": "phone", "purpose": "VISIT", "reason": "约定走访时间"}
    revealed = client.post(f"/api/registry/people/{town.ids['person']}/reveal/", told, format="json")
    client.force_authenticate(world.people[who])

    answer = client.get("/api/registry/accesses/")

    assert (revealed.status_code, answer.status_code) == (200, status)
    if status == 200:
        (row,) = answer.json()["rows"]
        assert (row["who"], row["subject"], row["field"], row["reason"]) == (
            "worker",
            town.ids["person"],
            "phone",
            "约定走访时间",
        )
        assert revealed.json()["value"] not in answer.content.decode()


def test_an_auditor_reads_what_happened_where_he_is_posted(client: APIClient, world: World, town: Town) -> None:
    client.force_authenticate(world.people["worker"])
    told = {"field": "phone", "purpose": "VISIT", "reason": "约定走访时间"}
    client.post(f"/api/registry/people/{town.ids['person']}/reveal/", told, format="json")
    world.people["auditor"].postings.update(division=world.people["stranger"].postings.get().division)
    client.force_authenticate(world.people["auditor"])

    assert client.get("/api/registry/accesses/").json() == {"rows": [], "next": None}
    assert Entry.objects.filter(verb="registry.reveal").count() == 1
