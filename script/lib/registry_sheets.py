"""Sheets in and out for script/bench_registry.py: over HTTP, and the same rows through psycopg alone."""

import csv
import io
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import psycopg

from script.lib.loop_load import PASSWORD

EVERYTHING = "SELECT set_config('grid.sees', '{0}', true)"
BATCH = 1000
HEADING = ("姓名", "证件号码", "联系方式", "学历", "房屋编号")
FAMILIES, GIVEN = "王李张刘陈杨黄赵吴周", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明"
# Nobody else of the made-up city was born then.
AGED = date(1900, 1, 1)


@dataclass(frozen=True)
class Speed:
    rows: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.rows / self.seconds


class Desk:
    """Somebody signed in who brings sheets in and takes them out."""

    def __init__(self, port: int, phone: str) -> None:
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120)
        self._client.get("/api/session/")
        self.post("/api/session/", {"phone": phone, "password": PASSWORD})

    def get(self, path: str) -> Any:
        return self._good(self._client.get(path))

    def post(self, path: str, said: dict[str, Any] | None = None, **more: Any) -> Any:
        headers = {"X-CSRFToken": self._client.cookies["csrftoken"], "Idempotency-Key": str(uuid.uuid4())}
        return self._good(self._client.post(path, json=said, headers=headers, **more))

    def bring(self, sheet: bytes) -> Any:
        headers = {"X-CSRFToken": self._client.cookies["csrftoken"], "Idempotency-Key": str(uuid.uuid4())}
        files = {"file": ("people.csv", sheet, "text/csv")}
        return self._good(
            self._client.post("/api/exchange/imports/", data={"kind": "PEOPLE"}, files=files, headers=headers)
        )

    def wait(self, path: str, *states: str) -> Any:
        while (run := self.get(path))["state"] not in states:
            if run["state"] in ("FAILED", "STOPPED", "UNMAPPED", "REFUSED"):
                raise SystemExit(f"{path}: {run['state']} {run['message']} {run.get('missing', '')}")
            time.sleep(0.1)
        return run

    def _good(self, answer: httpx.Response) -> Any:
        if answer.status_code // 100 != 2:
            raise SystemExit(f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:500]}")
        return answer.json()


def sheet_of(plates: Sequence[str], rows: int) -> bytes:
    """People nobody knows yet, each with a house; Django is set up before this is called."""
    from apps.registry.synthetic.allotment import Births  # noqa: PLC0415 -- needs settings

    births, chance = Births(0.0, 1.0, AGED), random.Random(7)  # noqa: S311
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADING)
    for serial in range(rows):
        name = chance.choice(FAMILIES) + "".join(chance.choices(GIVEN, k=2))
        number = births.give(1 + serial % 20, serial % 2)[1]
        sheet.writerow((name, number, f"198{serial:08}", "大学本科教育", chance.choice(plates)))
    return text.getvalue().encode("utf-8-sig")


def import_over_http(desk: Desk, sheet: bytes, rows: int) -> Speed:
    """From the upload to the last row applied: checked and written."""
    began = time.monotonic()
    path = f"/api/exchange/imports/{desk.bring(sheet)['id']}/"
    run = desk.wait(path, "CHECKED")
    if run["bad_rows"]:
        raise SystemExit(f"{run['bad_rows']} bad rows: {desk.get(f'{path}problems/')['rows'][:3]}")
    desk.post(f"{path}apply/", {"mode": "ALL_OR_NOTHING"})
    run = desk.wait(path, "DONE")
    if run["added"] != rows:
        raise SystemExit(f"{run['added']} of {rows} rows added")
    return Speed(rows, time.monotonic() - began)


def import_alone(dsn: str, street: int) -> Speed:
    """The rows the application wrote, taken out and written again: staged, matched, inserted by the thousand."""
    with psycopg.connect(dsn) as connection:
        lines = _taken_out(connection, street)
        connection.commit()
        connection.execute("CREATE TEMP TABLE stage (LIKE registry_person)")
        connection.commit()
        began = time.monotonic()
        for first in range(0, len(lines), BATCH):
            _insert(connection, lines[first : first + BATCH])
            connection.commit()
        seconds = time.monotonic() - began
        _taken_out(connection, street)
        connection.commit()
    return Speed(len(lines), seconds)


def _taken_out(connection: psycopg.Connection[Any], street: int) -> list[bytes]:
    connection.execute(EVERYTHING)
    imported = f"FROM registry_person WHERE street_id = {street:d} AND source = 'IMPORT'"
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY (SELECT * {imported}) TO STDOUT") as copy:
            lines = [bytes(line) for line in copy]
        cursor.execute(f"DELETE FROM registry_tenure WHERE person_id IN (SELECT id {imported})")  # noqa: S608 -- a number
        cursor.execute(f"DELETE {imported}")
    return lines


def _insert(connection: psycopg.Connection[Any], lines: Sequence[bytes]) -> None:
    connection.execute(EVERYTHING)
    with connection.cursor() as cursor:
        with cursor.copy("COPY stage FROM STDIN") as copy:
            copy.write(b"".join(lines))
        cursor.execute(
            "INSERT INTO registry_person SELECT s.* FROM stage s WHERE NOT EXISTS"
            " (SELECT FROM registry_person k WHERE k.doc_hash = s.doc_hash AND k.merged_into_id IS NULL)"
        )
        cursor.execute(
            "INSERT INTO registry_tenure"
            " (id, person_id, room_id, kind, from_on, grid_id, community_id, street_id, district_id, city_id)"
            " SELECT gen_random_uuid(), id, room_id, 'LIVES', current_date,"
            " grid_id, community_id, street_id, district_id, city_id FROM stage ON CONFLICT DO NOTHING"
        )
        cursor.execute("TRUNCATE stage")


def export_over_http(desk: Desk, approver: Desk, division: int) -> Speed:
    """From the request to the sheet that can be fetched; what is large another one has to approve."""
    said = {"kind": "PEOPLE", "purpose": "SERVICE", "reason": "性能测量用的合成数据", "division": division}
    began = time.monotonic()
    run = desk.post("/api/exchange/exports/", said)
    path = f"/api/exchange/exports/{run['id']}/"
    if run["state"] == "ASKED":
        approver.post(f"{path}approve/")
    run = desk.wait(path, "READY")
    return Speed(run["rows"], time.monotonic() - began)


def export_alone(dsn: str, sql: str, params: Sequence[Any]) -> Speed:
    """The same statement through a server-side cursor, every row read and dropped."""
    began = time.monotonic()
    rows = 0
    with psycopg.connect(dsn) as connection:
        connection.execute(EVERYTHING)
        with connection.cursor(name="people") as cursor:
            cursor.itersize = 2000
            cursor.execute(sql, params)
            for _ in cursor:
                rows += 1
    return Speed(rows, time.monotonic() - began)
