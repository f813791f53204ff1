"""What happens elsewhere while a phone has no line: a new posting, a desk's corrections."""

import uuid
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.e2e.conftest import PASSWORD
from tests.e2e.stack import Stack
from tests.e2e.test_story import WORKER

LEAD, COLLEAGUE = "19900000023", "19900000002"
# The page's own code, asked to save as its screens do and to show what it has.
OWN = """async ([chunk, doings]) => {
  const { phoneOf } = await import(chunk)
  const name = (await indexedDB.databases()).map(({ name }) => name).find((one) => one.startsWith('outbox-'))
  const one = phoneOf(Number(name.slice('outbox-'.length)))
"""
SAVE = OWN + "for (const doing of doings) await one.save(doing) }"
PEOPLE = OWN + "return (await one.rows('person')).slice(0, 20) }"
EVERYBODY = OWN + "return await one.rows('person') }"
POSTED = """
INSERT INTO grids_posting (account_id, role, grid_id, valid_from)
SELECT id, 'WORKER', %s, CURRENT_DATE - 1 FROM accounts_account WHERE phone = %s
"""
MINE = "(SELECT id FROM accounts_account WHERE phone = %s)"


def moved(sql: psycopg.Connection[Any]) -> tuple[int, int]:
    """As of today, to the next grid."""
    (old,) = sql.execute(
        f"UPDATE grids_posting SET valid_to = CURRENT_DATE WHERE account_id = {MINE} AND valid_to IS NULL"  # noqa: S608
        " RETURNING grid_id",
        [WORKER],
    ).fetchone() or (0,)
    (new,) = sql.execute("SELECT min(id) FROM grids_grid WHERE id > %s", [old]).fetchone() or (0,)
    sql.execute(POSTED, [new, WORKER])
    return old, new


def moved_back(sql: psycopg.Connection[Any]) -> None:
    sql.execute(f"DELETE FROM grids_posting WHERE account_id = {MINE} AND valid_to IS NULL", [WORKER])  # noqa: S608
    sql.execute(f"UPDATE grids_posting SET valid_to = NULL WHERE account_id = {MINE}", [WORKER])  # noqa: S608


def holds(sql: psycopg.Connection[Any], grid: int) -> tuple[bool, bool]:
    """Whether the phone was given a grid, and whether it has said that it is gone."""
    found = sql.execute(
        "SELECT purged_at IS NOT NULL FROM sync_holding WHERE scope = %s ORDER BY given_at DESC LIMIT 1",
        [f"grid:{grid}"],
    ).fetchone()
    return found is not None, bool(found and found[0])


def joined(sql: psycopg.Connection[Any]) -> None:
    """A colleague works in the same grid as well."""
    grid = f"SELECT grid_id FROM grids_posting WHERE account_id = {MINE} AND valid_to IS NULL"  # noqa: S608
    sql.execute(POSTED, [(sql.execute(grid, [WORKER]).fetchone() or (0,))[0], COLLEAGUE])


def left_again(sql: psycopg.Connection[Any]) -> None:
    """By the posting that `joined` made."""
    mine = f"DELETE FROM grids_posting WHERE account_id = {MINE} AND valid_from = CURRENT_DATE - 1"  # noqa: S608
    sql.execute(mine, [COLLEAGUE])


def elsewhere(city: Stack, told: dict[str, dict[str, str]], who: str = LEAD) -> None:
    """Somebody at the station, or a colleague, corrects the same people, by the other server."""
    with httpx.Client(base_url=city.server.origin) as client:
        client.get("/api/session/")

        def post(path: str, said: dict[str, str]) -> None:
            headers = {"X-CSRFToken": client.cookies["csrftoken"], "Idempotency-Key": str(uuid.uuid4())}
            answer = client.post(path, json=said, headers=headers)
            assert answer.status_code < 300, answer.text

        post("/api/session/", {"phone": who, "password": PASSWORD})
        for pk, said in told.items():
            post(f"/api/registry/people/{pk}/correct/", said)


def evicted(sql: psycopg.Connection[Any]) -> int | None:
    row = sql.execute("SELECT evicted FROM sync_syncdevice ORDER BY pulled_at DESC LIMIT 1").fetchone()
    return row[0] if row else None


def code_of(dist: Path) -> str:
    """The address of the loop's code in this build."""
    (chunk,) = (dist / "w/assets").glob("phone-*.js")
    return f"/w/assets/{chunk.name}"


def correction(row: dict[str, Any], **told: str) -> dict[str, Any]:
    old = {name: row["body"].get(name) for name in told}
    about = {"row": row["id"], "scope": row["scope"], "base_rev": row["rev"]}
    return {"kind": "person.correct", "title": f"修改：{row['body']['name']}", "data": told, "old": old, **about}


def visit(row: dict[str, Any]) -> dict[str, Any]:
    data = {"person": row["id"], "kind": "CARE"}
    return {"kind": "visit.record", "title": f"走访：{row['body']['name']}", "data": data, "scope": row["scope"]}
