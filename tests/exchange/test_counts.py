"""Every list of the sheets costs the same for one row and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.exchange.conftest import Desk, line, people

BAD = "没有这个网格"


def statements(desk: Desk, address: str, rows: int) -> int:
    with CaptureQueriesContext(connection) as said:
        answer = desk.client.get(address)
    assert (answer.status_code, len(answer.json()["rows"])) == (200, rows)
    return len(said)


@pytest.mark.parametrize("rows", [1, 3])
def test_imports_and_their_problems_cost_the_same_however_many(desk: Desk, rows: int) -> None:
    runs = [desk.checked(people(*(line(n, 网格编码=BAD) for n in range(1, rows + 1)))) for _ in range(rows)]

    assert statements(desk, "/api/exchange/imports/", rows) == 3
    assert statements(desk, f"/api/exchange/imports/{runs[0].pk}/problems/", rows) == 4
    assert statements(desk, f"/api/exchange/imports/{runs[0].pk}/sample/", 6) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_exports_cost_the_same_however_many(desk: Desk, rows: int) -> None:
    desk.imported(people(line(1)))
    for _ in range(rows):
        told = {"kind": "PEOPLE", "purpose": "SERVICE", "reason": "走访前准备名单"}
        answer = desk.client.post("/api/exchange/exports/", told, format="json")
        assert answer.status_code == 201, answer.json()

    assert statements(desk, "/api/exchange/exports/", rows) == 3


def test_what_can_be_sent_in_costs_nothing_but_who_asks(desk: Desk) -> None:
    assert statements(desk, "/api/exchange/presets/", 5) == 1
