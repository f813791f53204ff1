"""Whatever comes in at any door of the schema, what goes out is what the schema says, and never a 500."""

from typing import Any

import pytest
import schemathesis
from django.conf import settings as configured
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis.errors import Unsatisfiable
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.doors.served import one_connection, served
from tests.world import World

EXAMPLES = 4
TOKEN = "a" * 32
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _nobody_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = dict.fromkeys(SimpleRateThrottle.THROTTLE_RATES, "1000000/min")
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nobody", "worker", "acceptor"])
def test_every_door_answers_as_the_schema_says(world: World, name: str) -> None:
    schema = schemathesis.openapi.from_dict(_with_known_ids(served(), world))
    schema.app = WSGIHandler()
    cookies = _cookies(world, name)

    with one_connection():
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            for mode in GenerationMode:
                _knock(found.ok(), mode, cookies)


def _knock(operation: Any, mode: GenerationMode, cookies: dict[str, str]) -> None:
    @BOUNDS
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        # The client of the tests takes what stands behind it for a query, and complains of two.
        assume("?" not in case.formatted_path)
        with transaction.atomic():
            response = case.call(headers={"X-CSRFToken": TOKEN}, cookies=cookies)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    try:
        answers()
    except Unsatisfiable:
        assert mode == GenerationMode.NEGATIVE, operation.label  # nothing can be wrong where nothing is asked


def _cookies(world: World, name: str) -> dict[str, str]:
    browser = Client()
    if name != "nobody":
        browser.force_login(world.people[name])
    return {key: told.value for key, told in browser.cookies.items()} | {configured.CSRF_COOKIE_NAME: TOKEN}


def _with_known_ids(schema: dict[str, Any], world: World) -> dict[str, Any]:
    """Ids drawn at random are never there: now and then one that is. And no cookie but the session's own."""
    matters = [str(world.report().pk) for _ in range(2)]
    known: dict[str, list[Any]] = {
        "event_id": matters,
        "grid_id": [world.grid.pk],
        "category_id": [world.category.pk],
        "category": [world.category.pk],
        "condition": [world.condition.pk],
        "unit": [world.unit.pk, world.co_unit.pk],
        "division": [world.street.pk],
        "lon": [110.05],
        "lat": [30.05],
        "size": ["thumb", "marked", "original"],
    }
    for door in (door for path in schema["paths"].values() for door in path.values()):
        door.pop("security", None)
        for told in door.get("parameters", ()):
            _sometimes(told, "schema", known.get(told["name"]))
    for component in schema["components"]["schemas"].values():
        for name in component.get("properties", {}):
            if component["properties"][name].get("type") in ("integer", "number"):
                _sometimes(component["properties"], name, known.get(name))
    return schema


def _sometimes(where: dict[str, Any], name: str, known: list[Any] | None) -> None:
    if known:
        where[name] = {"anyOf": [{"enum": known}, where[name]]}
