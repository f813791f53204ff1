"""Whatever is sent to a door, the answer is an anticipated one, in the one shape and in Chinese."""

import uuid
from typing import Any

import orjson
import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from apps.commands.http import DEEPEST, STATUS
from apps.commands.models import Command
from apps.commands.perform import COMMANDS, register
from apps.core.call import Call
from apps.core.refusal import RefusalCode
from apps.events.models import Event
from apps.journal.models import Entry
from tests.world import World

DOORS = ["/api/session/", "/api/events/", "/api/public/events/", "/api/public/follow/"]
MANY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
JSON = "application/json"


def fits(told: object) -> bool:
    """What JSON can say at all."""
    try:
        orjson.dumps(told)
    except TypeError:
        return False
    return True


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
FIELDS = ["phone", "password", "category", "kind", "text", "lon", "lat", "crs", "accuracy", "photos", "number", "code"]
strange = st.sampled_from(["nan", "inf", "-inf", "1e999", "\x00", "\ud7ff", "9" * 400, -1, 2**63, 2**64, 1e308, [], {}])
forms = st.dictionaries(st.sampled_from(FIELDS), anything | strange)


@pytest.fixture(autouse=True)
def _nobody_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = dict.fromkeys(SimpleRateThrottle.THROTTLE_RATES, "1000000/min")
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)


@pytest.fixture
def worker(client: APIClient, world: World) -> APIClient:
    client.force_login(world.people["worker"])
    return client


def sent(client: APIClient, door: str, body: bytes, kind: str = JSON, *, method: str = "POST") -> HttpResponse:
    """As it is: the client would write bytes of its own."""
    return client.generic(method, door, body, content_type=kind)  # type: ignore[arg-type]


def refused(response: HttpResponse) -> dict[str, Any]:
    """The body of an answer of no, which has to be one."""
    assert 400 <= response.status_code < 500, response.status_code
    body: dict[str, Any] = orjson.loads(response.content)
    assert body["code"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body["message"]), body
    return body


def nested(depth: int) -> bytes:
    """In every field at once."""
    deep = b"[" * depth + b"]" * depth
    return b"{" + b",".join(b'"%s":%s' % (name.encode(), deep) for name in FIELDS) + b"}"


def test_every_code_has_its_status() -> None:
    assert set(STATUS) == set(RefusalCode)
    assert all(400 <= status < 500 for status in STATUS.values())


@pytest.mark.parametrize("door", DOORS)
@MANY
@given(body=st.binary(max_size=200) | anything.filter(fits).map(orjson.dumps))
def test_rubbish_is_refused(worker: APIClient, door: str, body: bytes) -> None:
    refused(sent(worker, door, body))


@pytest.mark.parametrize("door", DOORS)
@MANY
@given(form=forms.filter(fits))
def test_forms_of_rubbish_are_refused(worker: APIClient, world: World, door: str, form: dict[str, Any]) -> None:
    known = {"category": world.category.pk, **form} if "category" not in form else form
    refused(sent(worker, door, orjson.dumps(known)))


@MANY
@given(told=st.sampled_from(["lon", "lat", "accuracy"]), value=strange.filter(fits))
def test_strange_numbers_are_refused(worker: APIClient, world: World, told: str, value: object) -> None:
    form = world.report_form(**{told: value})
    refused(sent(worker, "/api/events/", orjson.dumps(form)))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("depth", [DEEPEST, 1_000, 1_100, 100_000])
def test_what_nests_too_deeply_is_refused(worker: APIClient, door: str, depth: int) -> None:
    refused(sent(worker, door, nested(depth)))


@pytest.mark.parametrize("door", DOORS)
def test_what_is_too_large_is_refused(worker: APIClient, door: str) -> None:
    response = sent(worker, door, b'{"text":"' + b"x" * 2_100_000 + b'"}')

    assert (response.status_code, refused(response)["code"]) == (413, "too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x", ""])
@pytest.mark.parametrize("door", DOORS)
def test_another_content_type_is_refused(worker: APIClient, door: str, kind: str) -> None:
    response = sent(worker, door, b"a=b", kind)

    assert response.status_code in {400, 415}
    refused(response)


BODIES = [
    ("multipart/form-data", b"rubbish"),
    ("multipart/form-data; boundary=", b"rubbish"),
    ("multipart/form-data; boundary=\xe9", b"rubbish"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    ("application/x-www-form-urlencoded", b"a" * 2_200_000),
    ("application/x-www-form-urlencoded", b"a&" * 2_000),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=b"),
]


@pytest.mark.parametrize(("kind", "body"), BODIES)
@pytest.mark.parametrize("door", ["/api/session/", "/api/events/", "/api/photos/"])
def test_a_body_that_django_itself_cannot_read_is_refused_in_our_words(
    world: World, door: str, kind: str, body: bytes
) -> None:
    """Looking for a CSRF token in the form is what reads it."""
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.people["worker"])
    client.get("/api/session/")

    refused(sent(client, door, body, kind))


@pytest.mark.parametrize(
    "key", ["x", "123", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "\xff" * 36, "0" * 10_000, "' OR 1"]
)
def test_a_rubbish_command_id_is_refused_and_nothing_is_done(worker: APIClient, world: World, key: str) -> None:
    response = worker.post("/api/events/", world.report_form(), format="json", HTTP_IDEMPOTENCY_KEY=key)

    assert response.status_code == 400
    assert refused(response)["field"] == "Idempotency-Key"
    assert not Event.objects.exists()


def test_a_command_id_makes_asking_twice_harmless(worker: APIClient, world: World) -> None:
    key = str(uuid.uuid4())

    told = [
        worker.post("/api/events/", world.report_form(), format="json", HTTP_IDEMPOTENCY_KEY=key).json() for _ in "ab"
    ]

    assert told[0]["id"] == told[1]["id"]
    assert Event.objects.count() == 1


def test_without_a_csrf_token_nothing_is_done(world: World) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.people["worker"])

    response = client.post("/api/events/", world.report_form(), format="json")

    assert (response.status_code, refused(response)["code"]) == (403, "not_yours")
    assert not Event.objects.exists()


def test_with_the_token_of_the_cookie_it_is(world: World) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.people["worker"])
    token = client.get("/api/session/").cookies["csrftoken"].value

    response = client.post("/api/events/", world.report_form(), format="json", HTTP_X_CSRFTOKEN=token)

    assert response.status_code == 201


@pytest.mark.parametrize("verb", ["fly", "warn", "overdue", "report", "ACCEPT"])
def test_an_unknown_verb_has_no_address(worker: APIClient, world: World, verb: str) -> None:
    event = world.report()

    response = worker.post(f"/api/events/{event.pk}/{verb}/", {}, format="json")

    assert (response.status_code, refused(response)["code"]) == (404, "not_found")
    assert Entry.objects.filter(subject_id=str(event.pk)).count() == 1


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "FOO"])
@pytest.mark.parametrize("door", DOORS)
def test_a_method_no_door_has_is_refused(worker: APIClient, door: str, method: str) -> None:
    response = sent(worker, door, b"{}", method=method)

    assert response.status_code == 405
    refused(response)


def test_a_wrong_item_of_a_list_is_told_in_words(worker: APIClient) -> None:
    form = {"kind": "x", "text": "x", "lon": 110.05, "lat": 30.05, "photos": ["x"]}

    body = refused(worker.post("/api/public/events/", form, format="json"))

    assert "UUID" in body["errors"]["photos"][0]


def test_a_refused_move_says_where_the_matter_is(worker: APIClient, world: World) -> None:
    event = world.did("worker", "accept", world.report())

    response = worker.post(f"/api/events/{event.pk}/accept/", {}, format="json")

    assert response.status_code == 409
    assert refused(response)["state"] == "ACCEPTED"
    assert Command.objects.filter(name="event.accept", status="refused").count() == 1


def test_a_bug_is_answered_in_the_same_shape(world: World) -> None:
    def broken(_: object, *, call: Call) -> dict[str, Any]:
        raise ZeroDivisionError

    client = APIClient(raise_request_exception=False)
    client.force_login(world.people["worker"])
    event = world.report()
    kept = COMMANDS["event.accept"]
    register("event.accept", broken)

    response = client.post(f"/api/events/{event.pk}/accept/", {}, format="json")
    COMMANDS["event.accept"] = kept

    assert (response.status_code, response.json()["code"]) == (500, "error")
    assert not Command.objects.filter(name="event.accept").exists()
