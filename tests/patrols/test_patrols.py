"""A round: only one's own grid, only while it lasts, seen by whoever walked it and by the desk."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.commands.perform import perform
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.patrols.models import Patrol
from apps.patrols.tasks import forget_tracks
from apps.patrols.walking import MOST, apart, joined, metres_of
from apps.registry.sight import sight_of_everything
from tests.world import FROM, MORNING, World

WAY = [[110.05, 30.05, 0], [110.051, 30.05, 60], [110.051, 30.051, 120]]


def gone_on(world: World, name: str = "worker", **more: Any) -> str:
    outcome = perform("patrol.begin", None, {"grid": world.grid.pk}, call=world.call(name, **more))
    assert outcome.applied, outcome.answer
    return str(outcome.answer["id"])


def signed_in(world: World, name: str) -> APIClient:
    client = APIClient()
    client.force_login(world.people[name])
    return client


def look(client: APIClient, patrol: str) -> Any:
    return client.post(f"/api/patrols/{patrol}/look/")


@pytest.mark.django_db
def test_a_round_keeps_its_way_and_its_length(world: World) -> None:
    patrol = gone_on(world)
    later = MORNING + timedelta(seconds=130)

    perform("patrol.walk", patrol, {"points": WAY[:2]}, call=world.call("worker", later))
    ended = perform("patrol.end", patrol, {"points": WAY[1:]}, call=world.call("worker", later))

    told = look(signed_in(world, "worker"), patrol).json()
    assert [point[2] for point in told["track"]] == [0, 60, 120]
    assert ended.answer["metres"] == told["metres"]
    assert 200 < told["metres"] < 220
    row = signed_in(world, "worker").get("/api/patrols/").json()["rows"][0]
    assert (row["id"], row["seconds"], row["grid"]["name"]) == (patrol, 130, world.grid.name)


@pytest.mark.django_db
def test_nothing_is_kept_of_where_somebody_was_when_off_duty(world: World) -> None:
    patrol = gone_on(world)
    later = MORNING + timedelta(hours=1)
    perform("patrol.end", patrol, {"points": WAY}, call=world.call("worker", later))

    after = [[110.07, 30.07, 3700], [110.08, 30.08, 9000]]
    late = perform("patrol.walk", patrol, {"points": after}, call=world.call("worker", later + timedelta(hours=3)))

    assert late.applied
    assert [point[2] for point in look(signed_in(world, "worker"), patrol).json()["track"]] == [0, 60, 120]


@pytest.mark.django_db
def test_the_same_batch_twice_is_one(world: World) -> None:
    patrol, later = gone_on(world), MORNING + timedelta(minutes=5)
    answers = [
        perform("patrol.walk", patrol, {"points": WAY}, call=world.call("worker", later)).answer for _ in range(2)
    ]

    assert answers[0]["metres"] == answers[1]["metres"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["other_worker", "lead", "auditor", "handler"])
def test_only_the_worker_of_the_grid_goes_round_it(world: World, who: str) -> None:
    assert perform("patrol.begin", None, {"grid": world.grid.pk}, call=world.call(who)).code == "not_yours"


@pytest.mark.django_db
def test_one_forgotten_ends_where_it_was_last_when_the_next_begins(world: World) -> None:
    patrol = gone_on(world)
    perform("patrol.walk", patrol, {"points": WAY}, call=world.call("worker", MORNING + timedelta(minutes=3)))

    gone_on(world, at=MORNING + timedelta(days=1))

    rows = signed_in(world, "worker").get("/api/patrols/").json()["rows"]
    assert [row["seconds"] for row in rows] == [None, 120]


@pytest.mark.django_db
def test_the_desk_sees_it_and_that_it_looked_is_written_down(world: World) -> None:
    patrol = gone_on(world)

    listed = signed_in(world, "lead").get(f"/api/patrols/?grid={world.grid.pk}").json()["rows"]
    seen = look(signed_in(world, "lead"), patrol)
    own = look(signed_in(world, "worker"), patrol)

    assert [row["id"] for row in listed] == [patrol]
    assert (seen.status_code, own.status_code) == (200, 200)
    looked = Entry.objects.filter(verb="patrol.look", subject_id=patrol)
    assert [entry.actor_id for entry in looked] == [world.people["lead"].pk]


@pytest.mark.django_db
@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize(("asked", "statements"), [("grid", 6), ("division", 7), ("q", 7)])
def test_the_desk_narrows_its_list_at_the_same_cost_however_many_rounds(
    world: World, asked: str, statements: int, rounds: int
) -> None:
    walked = [gone_on(world, at=MORNING + timedelta(days=day)) for day in range(rounds)]
    outcome = perform("patrol.begin", None, {"grid": world.other_grid.pk}, call=world.call("other_worker"))
    Account.objects.filter(pk=world.people["worker"].pk).update(name="李小红")
    Patrol.objects.filter(pk=outcome.answer["id"]).update(community=world.district)
    told = {"grid": world.grid.pk, "division": world.community.pk, "q": "小红"}
    client = signed_in(world, "district_lead")

    with CaptureQueriesContext(connection) as said:
        listed = client.get(f"/api/patrols/?{asked}={told[asked]}")

    assert [row["id"] for row in listed.json()["rows"]] == walked[::-1]
    assert len(said) == statements, [one["sql"] for one in said]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"q": "没有这个人"}, {"grid": 1}, {"q": "worker", "limit": 1}])
def test_narrowing_shows_a_stranger_no_more(world: World, asked: dict[str, Any]) -> None:
    gone_on(world)

    assert signed_in(world, "stranger").get("/api/patrols/", asked).json()["rows"] == []


@pytest.mark.django_db
def test_pages_follow_each_other_even_where_rounds_began_at_once(world: World) -> None:
    for name, grid in (("worker", world.grid), ("other_worker", world.other_grid)):
        for day in range(2):
            call = world.call(name, MORNING + timedelta(days=day))
            perform("patrol.begin", None, {"grid": grid.pk}, call=call)
    client = signed_in(world, "lead")
    whole = [row["id"] for row in client.get("/api/patrols/").json()["rows"]]

    paged: list[str] = []
    cursor = None
    while len(paged) < 10 and (not paged or cursor):
        page = client.get("/api/patrols/", {"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        paged, cursor = [*paged, *(row["id"] for row in page["rows"])], page["next"]

    assert (len(whole), paged) == (4, whole)


@pytest.mark.django_db
def test_the_list_says_how_long_a_way_is_kept(world: World, settings: Settings) -> None:
    settings.TRACKS_KEPT_DAYS = 12

    assert signed_in(world, "lead").get("/api/patrols/").json()["track_days"] == 12


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["other_worker", "stranger", "leader", "auditor", "handler"])
def test_nobody_else_sees_where_somebody_went(world: World, who: str) -> None:
    patrol = gone_on(world)

    assert signed_in(world, who).get("/api/patrols/").json()["rows"] == []
    assert look(signed_in(world, who), patrol).status_code == 404
    walked = perform("patrol.walk", patrol, {"points": WAY}, call=world.call(who))
    assert walked.code == "not_found"


@pytest.mark.django_db
def test_a_colleague_of_the_same_grid_sees_no_more_than_a_stranger(world: World) -> None:
    patrol = gone_on(world)
    Posting.objects.create(account=world.people["other_worker"], role=Role.WORKER, grid=world.grid, valid_from=FROM)

    assert look(signed_in(world, "other_worker"), patrol).status_code == 404


@pytest.mark.django_db
def test_the_database_shows_no_round_to_whoever_forgets_to_say_who_looks(world: World) -> None:
    gone_on(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('grid.watches', '', true)")

    assert Patrol.objects.count() == 0
    with sight_of_everything():
        assert Patrol.objects.count() == 1


@pytest.mark.django_db
def test_after_a_month_the_way_is_gone_and_after_a_year_the_round(world: World) -> None:
    now = timezone.now()
    for days in (29, 31, 400):
        at = now - timedelta(days=days)
        patrol = gone_on(world, at=at)
        perform("patrol.end", patrol, {"points": WAY}, call=world.call("worker", at + timedelta(minutes=3)))

    assert forget_tracks() == 2

    with sight_of_everything():
        left = Patrol.objects.order_by("-begun_at")
        assert [bool(patrol.track) for patrol in left] == [True, False]
        assert all(patrol.metres > 200 for patrol in left)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "points", [[[200, 30, 0]], [[110, 30]], [["a", 30, 1]], [[110, 30, -1]], "way", [[110, 30, True]], [None]]
)
def test_a_bad_point_is_named_and_nothing_breaks(world: World, points: object) -> None:
    walked = perform("patrol.walk", gone_on(world), {"points": points}, call=world.call("worker"))

    assert (walked.code, walked.answer["field"]) == ("invalid", "points")


@pytest.mark.django_db
@pytest.mark.parametrize("target", [None, "none", uuid.UUID(int=7)])
def test_a_round_nobody_began_is_not_found(world: World, target: Any) -> None:
    assert perform("patrol.end", target, {}, call=world.call("worker")).code == "not_found"


moments = st.lists(st.tuples(st.floats(110, 111), st.floats(30, 31), st.integers(-500, 4000)), max_size=60)


@given(one=moments, other=moments)
def test_batches_make_one_track_in_whatever_order_they_come(one: list[Any], other: list[Any]) -> None:
    apart_ = {point[2]: point for point in (*one, *other)}
    one, other = [p for p in one if apart_[p[2]] == p], [p for p in other if apart_[p[2]] == p]
    forth, back = joined(joined([], one, seconds=3600), other, seconds=3600), joined(other, one, seconds=3600)

    assert [point[2] for point in forth] == [point[2] for point in back] == sorted({p[2] for p in back})
    assert all(0 <= point[2] <= 3660 for point in forth)


def test_a_very_long_track_is_thinned_and_keeps_its_ends() -> None:
    long = [[110 + n / 1e5, 30.0, n] for n in range(2 * MOST)]

    kept = joined([], long, seconds=2 * MOST)

    assert len(kept) <= MOST
    assert (kept[0][2], kept[-1][2]) == (0, 2 * MOST - 1)
    assert abs(metres_of(kept) - apart(long[0], long[-1])) < 60
