import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from apps.core.sealing import seal
from apps.grids.models import Grid
from apps.photos import storage
from apps.photos.models import Photo
from apps.registry.actions.settle import record
from apps.registry.models import (
    DataRequest,
    Earlier,
    Household,
    Organisation,
    OrganisationPerson,
    Part,
    Person,
    PersonRole,
    ServicePlace,
    Tenure,
    Visit,
    VisitPhoto,
)
from apps.registry.papers import FIXTURES
from apps.registry.sight import sight_of_everything
from tests.photos import pictures
from tests.registry.homes import add_building, add_person, add_room, belonging, inside, known
from tests.world import MORNING, World

Say = Callable[..., Outcome]
Ask = Callable[..., Any]
Papers = Callable[..., None]


@pytest.fixture
def codes(db: None) -> None:
    """The lists the project comes with."""
    folder = Path(settings.BASE_DIR) / "fixtures/codes"
    sheets = {name: (folder / f"{name}.csv").read_bytes() for name in ("lists", "codes")}
    told = {name: base64.b64encode(sheet).decode() for name, sheet in sheets.items()}
    assert perform("registry.load_codes", None, told, call=Call(SYSTEM, MORNING, Door.SHELL)).applied


@pytest.fixture
def say(world: World, codes: None) -> Say:
    """`say("worker", "person.move", target, …)`."""

    def saying(who: str, command: str, target: Any = None, /, **told: Any) -> Outcome:
        return perform(command, target, told, call=world.call(who))

    return saying


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Papers:
    """`papers("consents", {…}, …)`: another edition of a file that is told as it stands."""

    def printed(name: str, *told: dict[str, Any]) -> None:
        folder = tmp_path / f"papers-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for file in ("consents", "checklists"):
            text = json.dumps(told) if file == name else (FIXTURES / f"{file}.json").read_text("utf-8")
            (folder / f"{file}.json").write_text(text, "utf-8")
        monkeypatch.setattr("apps.registry.papers.FIXTURES", folder)

    return printed


@pytest.fixture
def ask(world: World, client: APIClient) -> Callable[..., Any]:
    """`ask("worker", "people/", q=…)`: the answer of a GET under /api/registry/."""

    def asking(who: str, path: str, /, **params: Any) -> Any:
        client.force_authenticate(world.people[who])
        return client.get(f"/api/registry/{path}", params)

    return asking


@dataclass(frozen=True)
class Town:
    """One of everything, all of it in the worker's grid."""

    ids: dict[str, str]

    def url(self, path: str) -> str:
        return path.format(**self.ids)


@pytest.fixture
def town(world: World, codes: None) -> Town:
    grid = world.grid
    Account.objects.create(phone="19900009999", name="nobody")
    building = add_building(grid, address="独一无二路9号")
    room = add_room(grid, building, plate_code="PLATE9")
    person = add_person(grid, "欧阳倾城", room=room)
    twin = add_person(grid, "欧阳倾城", room=room)
    ids = {"building": building, "room": room, "person": person, "twin": twin} | _rest(grid, person, room)
    return Town({name: str(row.pk) for name, row in ids.items()} | {"grid": str(grid.pk), "plate": "PLATE9"})


def _photographed(visit: Visit) -> Photo:
    file = storage.keep(pictures.jpeg(8, 8), at=MORNING)
    told: dict[str, Any] = dict.fromkeys(("sha256", "stored_sha256"), "0" * 64) | {"width": 8, "height": 8}
    photo = Photo.objects.create(uploader="account:0", at=MORNING, original=file, **told)
    VisitPhoto.objects.create(visit=visit, media=photo.pk, photo=photo, at=MORNING)
    return photo


def _corrected(rows: dict[str, Any]) -> None:
    """Somebody has changed the name of each, and what it was is kept."""
    for kind, row in rows.items():
        call = Call(SYSTEM, MORNING, Door.SHELL)
        record(row, "correct", call=call, fields=["name"])
        told = {"subject_kind": kind, "subject_id": row.pk, "call_id": call.id, "at": MORNING}
        Earlier.objects.create(field="name", value_sealed=seal("独一无二的旧名"), **told)


def _rest(grid: Grid, person: Person, room: Any) -> dict[str, Any]:
    here: dict[str, Any] = belonging(grid)
    placed: dict[str, Any] = {**here, **known(), "place": inside(grid)}
    with sight_of_everything():
        shop = Organisation.objects.create(name="独一无二面馆", initials="dywemg", address="独一无二路", **placed)
        OrganisationPerson.objects.create(organisation=shop, name="欧阳倾城", role="LEGAL", **here)
        PersonRole.objects.create(person=person, kind="VETERAN", from_on=MORNING.date(), **here, **known())
        tenure = Tenure.objects.create(person=person, room=room, kind="OWNER", from_on=MORNING.date(), **here)
        visit = Visit.objects.create(person=person, at=MORNING, kind="CARE", note="独一无二走访", **here)
        asked = DataRequest.objects.create(person=person, kind="COPY", text="独一无二请求", asked_at=MORNING, **here)
        household = Household.objects.create(room=room, head=person, **here, **known())
        part = Part.objects.create(code="4205020113000042", kind="0113", name="独一无二井盖", **placed)
        place = ServicePlace.objects.create(kind="AED", name="独一无二服务点", **placed)
        _corrected({"room": room, "building": room.building, "organisation": shop, "part": part, "serviceplace": place})
    return {
        "organisation": shop,
        "tenure": tenure,
        "request": asked,
        "household": household,
        "visit": visit,
        "photo": _photographed(visit),
        "part": part,
        "place": place,
    }
