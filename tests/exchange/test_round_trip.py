"""What leaves as a sheet with whole numbers comes in again and changes nothing, of every kind, whatever it holds."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count, zip_longest
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.exchange import making, vault
from apps.exchange.enums import Kind
from apps.exchange.models import ExportRun
from apps.registry.enums import OrgRole, PartState, RoleKind, ServiceKind, TenureKind
from apps.registry.identity import sealed_of
from apps.registry.initials import initials_of
from apps.registry.models import (
    Building,
    Household,
    Organisation,
    OrganisationPerson,
    Part,
    Person,
    PersonRole,
    Room,
    ServicePlace,
    Tenure,
)
from apps.registry.sight import sight_of_everything
from tests.exchange.conftest import Desk, problems
from tests.registry.homes import add_building, add_person, add_room, belonging, known, number_of
from tests.world import World

Told = Mapping[str, Any]
serials = count(1)
NOBODY: dict[str, Any] = {}
# What a spreadsheet program, a list in a cell or a title might take for its own.
TEXT = st.text("甲乙 =+-@'&<\"#1", min_size=1, max_size=12).map(str.strip).filter(bool)
PHONE = st.sampled_from(["", "19900000001", "07176221234"])
DAY = st.dates(date(1990, 1, 1), date(2026, 1, 1))
SPOT = st.tuples(st.floats(110.001, 110.099), st.floats(30.001, 30.099))
WORDS = st.sampled_from(["", "甲", "=乙"])


def here(world: World, spot: tuple[float, float] | None = None) -> dict[str, Any]:
    lon, lat = spot or (world.grid.centre.x, world.grid.centre.y)
    return {**belonging(world.grid), **known(), "place": Point(lon, lat, srid=4490)}


PEOPLE = st.fixed_dictionaries(
    {
        "text": TEXT,
        "document": st.booleans(),
        "phone": PHONE,
        "housed": st.booleans(),
        "household": st.sampled_from(["", "A1", "007"]),
        "head": st.booleans(),
        "tags": st.dictionaries(st.sampled_from(RoleKind.values), DAY, max_size=3),
        "kinship": st.sampled_from(["", "2", "8"]),
    }
)


def person(world: World, told: Told) -> None:
    serial = next(serials)
    room = add_room(world.grid, plate_code=f"P{serial}") if told["housed"] else None
    number = number_of(serial) if told["document"] else ""
    # A citizen's number says of which sex its holder is.
    sex = "1" if not number or int(number[16]) % 2 else "2"
    one = add_person(
        world.grid, f"张{serial}", document=number, sex=sex, phone=told["phone"], room=room, work_place=told["text"],
        household_area="420502", kinship=told["kinship"],
    )  # fmt: skip
    with sight_of_everything():
        for kind, from_on in told["tags"].items():
            PersonRole.objects.create(
                id=uuid4(), person=one, kind=kind, from_on=from_on, **belonging(world.grid), **known()
            )
        if room:
            _house(one, room, told)


def _house(one: Person, room: Room, told: Told) -> None:
    head = one if told["head"] else None
    one.household = Household.objects.create(
        id=uuid4(), number=told["household"], room=room, head=head, **room.belonging, **known()
    )
    one.kinship = "0" if head else told["kinship"]
    one.save()


ROOMS = st.fixed_dictionaries(
    {
        "unit": WORDS,
        "floor": st.none() | st.integers(-2, 40),
        "area": st.none() | st.decimals(1, 500, places=2),
        "rented": st.booleans(),
        "owners": st.lists(DAY, max_size=2),
        "tenants": st.lists(DAY, max_size=2),
        "plate": st.booleans(),
    }
)


def room(world: World, told: Told) -> None:
    serial = next(serials)
    building = add_building(world.grid)
    plate = f"P{serial}" if told["plate"] else None
    flat = add_room(
        world.grid, building, floor=told["floor"], area_m2=told["area"], rented=told["rented"], plate_code=plate,
        unit=building.units.create(id=uuid4(), name=told["unit"]) if told["unit"] else None,
    )  # fmt: skip
    for kind, days in ((TenureKind.OWNER, told["owners"]), (TenureKind.TENANT, told["tenants"])):
        for from_on in days:
            holder = add_person(world.grid, document=number_of(next(serials)))
            with sight_of_everything():
                Tenure.objects.create(
                    id=uuid4(), person=holder, room=flat, kind=kind, from_on=from_on, **flat.belonging
                )


OFFICE = st.tuples(st.sampled_from(OrgRole.values), st.sampled_from(["王五", "赵六", "A·孙"]), PHONE)
ORGANISATIONS = st.fixed_dictionaries(
    {
        "text": TEXT,
        "staff": st.none() | st.integers(0, 10_000),
        "phone": PHONE,
        "spot": SPOT,
        "people": st.lists(OFFICE, max_size=4, unique_by=lambda told: told[:2]),
    }
)


def organisation(world: World, told: Told) -> None:
    place, name = here(world, told["spot"]), f"店{next(serials)}"
    with sight_of_everything():
        firm = Organisation.objects.create(
            id=uuid4(), name=name, initials=initials_of(name), address=told["text"], staff=told["staff"],
            **sealed_of(told["phone"]).columns("phone"), **place,
        )  # fmt: skip
        for role, name, phone in told["people"]:
            OrganisationPerson.objects.create(
                id=uuid4(), organisation=firm, role=role, name=name, **sealed_of(phone).columns("phone"),
                **belonging(world.grid),
            )  # fmt: skip


PARTS = st.fixed_dictionaries({"text": TEXT, "state": st.sampled_from(PartState.values), "spot": SPOT})


def part(world: World, told: Told) -> None:
    code = f"4205990101{next(serials):06}"
    with sight_of_everything():
        Part.objects.create(
            id=uuid4(), code=code, kind="0101", name=told["text"], state=told["state"], **here(world, told["spot"])
        )


PLACES = st.fixed_dictionaries(
    {"kind": st.sampled_from(ServiceKind.values), "name": TEXT, "address": WORDS, "phone": PHONE, "spot": SPOT}
)


def service_place(world: World, told: Told) -> None:
    """Two may well have everything in common."""
    columns = {name: value for name, value in told.items() if name != "spot"}
    with sight_of_everything():
        ServicePlace.objects.create(id=uuid4(), **columns, **here(world, told["spot"]))


KINDS: dict[Kind, tuple[st.SearchStrategy[Told], Callable[[World, Told], None], Any]] = {
    Kind.PEOPLE: (PEOPLE, person, Person),
    Kind.ROOMS: (ROOMS, room, Room),
    Kind.ORGANISATIONS: (ORGANISATIONS, organisation, Organisation),
    Kind.PARTS: (PARTS, part, Part),
    Kind.SERVICE_PLACES: (PLACES, service_place, ServicePlace),
}
TABLES = (
    Tenure, PersonRole, OrganisationPerson, Household, Person, Room, Building, Organisation, Part, ServicePlace,
)  # fmt: skip


def exported(desk: Desk, kind: Kind) -> bytes:
    form = {"kind": kind, "purpose": "VERIFY", "reason": "核对一遍", "full": True}
    asked = desk.sign_in("community").client.post("/api/exchange/exports/", form, format="json").json()
    desk.sign_in("leader").client.post(f"/api/exchange/exports/{asked['id']}/approve/")
    making.make(UUID(asked["id"]))
    run = ExportRun.objects.get(pk=asked["id"])
    with vault.opened(run.file, run.digest) as file:
        return file.read()


def everything() -> dict[str, list[Any]]:
    with sight_of_everything():
        return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def changed(before: dict[str, list[Any]]) -> list[Any]:
    now = everything()
    return [
        (name, key, old.get(key), new.get(key))
        for name, rows in before.items()
        for old, new in zip_longest(rows, now[name], fillvalue=NOBODY)
        for key in old | new
        if old.get(key) != new.get(key)
    ]


@pytest.fixture
def fresh(desk: Desk) -> Callable[[], Desk]:
    """Each example begins with nobody registered."""

    def emptied() -> Desk:
        with sight_of_everything():
            Household.objects.update(head=None)
            for model in TABLES:
                model._default_manager.all().delete()
        return desk.sign_in("community")

    return emptied


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_leaves_whole_comes_in_again_unchanged(fresh: Callable[[], Desk], kind: Kind, data: st.DataObject) -> None:
    told, make, model = KINDS[kind]
    desk = fresh()
    for one in data.draw(st.lists(told, min_size=1, max_size=6)):
        make(desk.world, one)
    before = everything()

    content = exported(desk, kind)
    back = desk.sign_in("community").checked(content, kind)
    assert problems(back) == []
    done = desk.apply(back)

    assert changed(before) == []
    assert (done.added, done.changed, done.unchanged) == (0, 0, len(before[model.__name__]))
