"""What is made up could be true: numbers check, ages fit, places lie in their grids."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from apps.core.sealing import keyed_hash, unseal
from apps.registry.identifiers import citizen, credit_code, part_code
from apps.registry.identity import checked_phone
from apps.registry.initials import initials_of
from apps.registry.models import Household, Organisation, Part, Person, PersonRole, Room, Tenure
from apps.registry.sight import sight_of_everything
from apps.registry.synthetic import commands as commands  # noqa: PLC0414 -- registers registry.seed
from apps.registry.synthetic.allotment import Births, Serials, shares
from apps.registry.synthetic.households import KINDS, home_of
from apps.registry.synthetic.lines import COLUMNS
from apps.registry.synthetic.seeding import UNDER_POLICY
from tests.registry.seeding import seeded
from tests.registry.towns import ON, build_town

# Says to pytest-django that these tests need the database; the town is made outside of their own transactions.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_town()
        assert seeded().applied
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _seen(_town: None, db: None) -> Iterator[None]:
    with sight_of_everything():
        yield


def test_every_number_checks_and_says_what_the_row_says() -> None:
    for person in Person.objects.all():
        number = unseal(bytes(person.doc_sealed or b""))
        told = citizen(number, today=ON, demo=True)

        assert (told.area, told.born_on, told.sex) == ("420599", person.born_on, person.sex)
        assert (keyed_hash(number), number[-4:]) == (bytes(person.doc_hash or b""), person.doc_last4)


def test_nobody_has_anothers_number_or_phone() -> None:
    for column in ("doc_hash", "phone_hash"):
        hashes = [bytes(told) for told in Person.objects.values_list(column, flat=True) if told]

        assert len(set(hashes)) == len(hashes)


def test_every_phone_is_of_the_demo_range() -> None:
    for sealed in Person.objects.filter(phone_hash__isnull=False).values_list("phone_sealed", flat=True):
        assert checked_phone(unseal(bytes(sealed or b""))).startswith("199")


def test_credit_codes_and_part_codes_check() -> None:
    for told in Organisation.objects.values_list("uscc", flat=True):
        assert credit_code(told) == told
    for told in Part.objects.values_list("code", flat=True):
        assert part_code(told).county == told[:6]


def test_initials_are_what_a_search_makes_of_the_name() -> None:
    assert all(initials_of(name) == letters for name, letters in Person.objects.values_list("name", "initials"))


def test_everything_lies_in_its_grid_and_belongs_to_its_divisions() -> None:
    with connection.cursor() as cursor:
        for table in UNDER_POLICY:
            outside = " OR NOT ST_Covers(g.outline, t.place)" if " place," in COLUMNS[table] else ""
            cursor.execute(
                f"SELECT count(*) FROM {table} t JOIN grids_grid g ON g.id = t.grid_id"  # noqa: S608
                " WHERE (t.community_id, t.street_id, t.district_id, t.city_id)"
                f" <> (g.community_id, g.street_id, g.district_id, g.city_id){outside}"
            )
            assert cursor.fetchone() == (0,), table


def test_everybody_lives_in_the_house_and_the_household_of_one_grid() -> None:
    for person in Person.objects.select_related("room", "household"):
        assert person.room is not None
        assert person.household is not None
        assert person.household.room_id == person.room_id
        assert person.grid_id == person.room.grid_id == person.household.grid_id
        assert person.place.coords == person.room.place.coords


def test_every_household_has_one_head_who_lives_there() -> None:
    heads = dict(Person.objects.filter(kinship="0").values_list("household", "pk"))

    assert dict(Household.objects.values_list("pk", "head")) == heads
    assert Person.objects.filter(kinship="0").count() == len(heads)


def test_no_age_is_impossible_for_a_kinship() -> None:
    homes: dict[object, list[Person]] = defaultdict(list)
    for person in Person.objects.all():
        homes[person.household_id].append(person)
    for members in homes.values():
        head = next(member for member in members if member.kinship == "0")
        assert _years(head) >= 17
        for member in members:
            older = _years(head) - _years(member)
            assert {
                "0": True,
                "1": member.sex != head.sex and abs(older) <= 18 and _years(member) >= 19,
                "2": older >= 17 and member.sex == "1",
                "3": older >= 17 and member.sex == "2",
                "4": older >= 38,
                "5": older <= -17,
                "8": _years(member) >= 16,
            }[member.kinship], (member.kinship, _years(head), _years(member))


def test_a_child_bears_the_name_of_father_or_mother() -> None:
    homes: dict[object, set[str]] = defaultdict(set)
    for household, name in Person.objects.filter(kinship__in="01").values_list("household", "name"):
        homes[household].add(name[0])
    children = Person.objects.filter(kinship__in="23").values_list("household", "name")

    assert children.count() > 100
    assert all(name[0] in homes[household] for household, name in children)


def test_nobody_is_married_too_young_and_the_ages_are_those_of_a_city() -> None:
    ages = [_years(person) for person in Person.objects.all()]
    children, elders = (sum(told) / len(ages) for told in ((age < 15 for age in ages), (age >= 60 for age in ages)))

    assert not Person.objects.filter(born_on__gt=f"{ON.year - 19}-01-01").exclude(marriage="10").exists()
    assert 0.07 < children < 0.2
    assert 0.15 < elders < 0.38
    assert max(ages) < 106


def test_roles_fit_those_who_have_them() -> None:
    counts = Counter(PersonRole.objects.values_list("kind", flat=True))

    assert min(counts[kind] for kind in ("FLOATING", "LIVING_ALONE", "DISABLED", "HARDSHIP", "ELDERLY_ALLOWANCE")) > 5
    for role in PersonRole.objects.select_related("person"):
        born_on = role.person.born_on
        assert born_on
        assert born_on <= role.from_on <= ON
        age = ON.year - born_on.year
        assert {
            "ELDERLY_ALLOWANCE": age >= 76,
            "LIVING_ALONE": age >= 60,
            "PREGNANT": role.person.sex == "2" and 16 <= age <= 47,
            "NEWBORN": (ON - born_on).days <= 42,
            "VETERAN": role.person.sex == "1" and age >= 16,
        }.get(role.kind, True), (role.kind, age)


def test_tenures_say_who_lives_where_and_who_rents_has_a_let_house() -> None:
    lives = dict(Tenure.objects.filter(kind="LIVES").values_list("person", "room"))

    assert lives == dict(Person.objects.values_list("pk", "room"))
    assert not Tenure.objects.filter(kind="TENANT", room__rented=False).exists()
    assert Room.objects.filter(use="01", people=None).exists()


def _years(person: Person) -> int:
    assert person.born_on
    return ON.year - person.born_on.year


def test_homes_of_every_kind_can_be_cut_short() -> None:
    chance = Random(1)
    for kind in KINDS:
        for at_most in (1, 2, 3, 9):
            home = home_of(chance, kind, at_most=at_most)
            assert 1 <= len(home) <= at_most
            assert home[0].kinship == "0"


def test_shares_add_up() -> None:
    assert sum(shares(1000, [0.3, 5, 2.2, 0.001, 9])) == 1000
    assert shares(10, []) == []


def test_two_communities_share_no_number_and_a_full_year_gives_way_to_the_next() -> None:
    first, second = Births(0.0, 0.0001, ON), Births(0.0001, 0.0002, ON)
    given = [births.give(30, 1) for births in (first, second) for _ in range(40)]

    assert len({number for _, number in given}) == 80
    assert {born_on[:4] for born_on, _ in given} == {"1995", "1996", "1997"}


def test_phones_are_scattered_and_unlike() -> None:
    serials = Serials(1000)
    phones = {serials.phone() for _ in range(2000)}

    assert len(phones) == 2000
    assert len({phone[-4:] for phone in phones}) > 1500
