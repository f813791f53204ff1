"""A desk with its sheets: the small city with its code lists, a vault of its own and short ways to import."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.exchange import running
from apps.exchange.models import ImportProblem, ImportRun
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from tests.registry.homes import number_of
from tests.sheets.files import xlsx
from tests.world import World, build_world

HEADING = ["姓名", "证件号码", "性别", "联系方式", "学历", "网格编码"]
GRID = "420599001001001"
OTHER_GRID = "420599001001002"


def line(serial: int, **told: str) -> list[str]:
    row = {"姓名": f"张{serial}", "证件号码": number_of(serial), "联系方式": f"1990000{serial:04}", "学历": "本科"}
    return [(row | {"网格编码": GRID} | told).get(title, "") for title in HEADING]


@dataclass
class Desk:
    world: World
    client: APIClient

    def sign_in(self, who: str) -> "Desk":
        self.client.force_login(self.world.people[who])
        return self

    def upload(self, content: bytes, kind: str = "PEOPLE", name: str = "人口.xlsx") -> Any:
        file = SimpleUploadedFile(name, content)
        return self.client.post("/api/exchange/imports/", {"kind": kind, "file": file}, format="multipart")

    def checked(self, content: bytes, kind: str = "PEOPLE") -> ImportRun:
        """Uploaded, and looked through by the worker process."""
        answer = self.upload(content, kind)
        assert answer.status_code == 201, answer.json()
        return self.work(answer.json()["id"])

    def work(self, run_id: str | UUID) -> ImportRun:
        running.work(UUID(str(run_id)))
        return ImportRun.objects.get(pk=run_id)

    def say(self, run: ImportRun, verb: str, **told: Any) -> Any:
        return self.client.post(f"/api/exchange/imports/{run.pk}/{verb}/", told, format="json")

    def apply(self, run: ImportRun, **told: Any) -> ImportRun:
        answer = self.say(run, "apply", **told)
        assert answer.status_code == 200, answer.json()
        return self.work(run.pk)

    def imported(self, content: bytes, kind: str = "PEOPLE") -> ImportRun:
        run = self.checked(content, kind)
        assert run.state == "CHECKED", (run.message, problems(run))
        return self.apply(run)


def people(*rows: Sequence[Any], heading: Sequence[str] = HEADING) -> bytes:
    return xlsx(*rows, heading=heading)


def problems(run: ImportRun) -> list[tuple[int, str, str, str]]:
    found = ImportProblem.objects.filter(run=run).order_by("row", "id")
    return list(found.values_list("row", "column", "value", "reason"))


def registered() -> list[Person]:
    with sight_of_everything():
        return list(Person.objects.order_by("name"))


def read(response: Any) -> io.BytesIO:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return io.BytesIO(body)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk(db: None, client: APIClient) -> Desk:
    call_command("load_codes", verbosity=0)
    return Desk(build_world(), client).sign_in("community")
