"""A city of one street with two grids, everyone who works there, and a stranger; and short ways to act in it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.core.call import CLOCK, Actor, ActorKind, Call, Door
from apps.events.models import Event
from apps.grids.enums import GridKind, Level, Role
from apps.grids.models import Division, Grid, Posting, Unit, UnitKind
from apps.standards.enums import Ring, Severity
from apps.standards.models import Category, Condition, TaxonomyVersion

# A Monday morning without a holiday near it.
MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FROM = date(2020, 1, 1)
SMOKE_TEXT = "楼下饭店油烟直排,家里不能开窗"


@dataclass
class World:
    city: Division
    district: Division
    street: Division
    community: Division
    grid: Grid
    other_grid: Grid
    unit: Unit
    co_unit: Unit
    category: Category
    condition: Condition
    people: dict[str, Account]

    def call(self, name: str, at: datetime = MORNING, call_id: uuid.UUID | None = None) -> Call:
        account = self.people[name]
        actor = Actor(ActorKind.PERSON, account.pk, account.name)
        return Call(actor, at, Door.HTTP, call_id or uuid.uuid4())

    def do(self, name: str, verb: str, event: Event, at: datetime = MORNING, **said: Any) -> Outcome:
        return perform(f"event.{verb}", event.pk, said, call=self.call(name, at))

    def did(self, name: str, verb: str, event: Event, at: datetime = MORNING, **said: Any) -> Event:
        """Like `do`, and it must have been applied; the matter as it is then."""
        outcome = self.do(name, verb, event, at, **said)
        assert outcome.applied, outcome.answer
        return Event.objects.get(pk=event.pk)

    def report(self, name: str = "worker", at: datetime = MORNING, **said: Any) -> Event:
        outcome = perform("event.report", None, self.report_form(**said), call=self.call(name, at))
        assert outcome.applied, outcome.answer
        return Event.objects.get(pk=outcome.answer["id"])

    def report_form(self, **said: Any) -> dict[str, Any]:
        place = {"lon": 110.05, "lat": 30.05, "crs": "EPSG:4490"}
        return {"category": self.category.pk, "text": SMOKE_TEXT, "channel": "WORKER", **place, **said}


def clock_call(at: datetime) -> Call:
    return Call(CLOCK, at, Door.TIMER)


def resident_call(*events: Event, at: datetime = MORNING) -> Call:
    follows = frozenset(event.pk for event in events)
    return Call(Actor(ActorKind.REPORTER, None, "居民", follows), at, Door.HTTP)


def build_world() -> World:
    city = _division(Level.CITY, "试验市", None, 110.0, 30.0, 1.0)
    district = _division(Level.DISTRICT, "东区", city, 110.0, 30.0, 0.5)
    street = _division(Level.STREET, "一街道", district, 110.0, 30.0, 0.3)
    community = _division(Level.COMMUNITY, "甲社区", street, 110.0, 30.0, 0.2)
    chain = {"community": community, "street": street, "district": district, "city": city}
    grid = _grid("420599001001001", "甲社区第一网格", chain, 110.0)
    other_grid = _grid("420599001001002", "甲社区第二网格", chain, 110.1)
    kind = UnitKind.objects.get_or_create(key="URBAN_MANAGEMENT", defaults={"label": "城市管理"})[0]
    co_kind = UnitKind.objects.get_or_create(key="MARKET", defaults={"label": "市场监管"})[0]
    unit = Unit.objects.create(name="东区城管局", kind=kind, division=district)
    co_unit = Unit.objects.create(name="东区市监局", kind=co_kind, division=district)
    category, condition = _standard(kind)
    other = _division(Level.DISTRICT, "西区", city, 110.5, 30.0, 0.5)
    posts: dict[str, tuple[Role, Grid | Division | Unit]] = {
        "worker": (Role.WORKER, grid),
        "other_worker": (Role.WORKER, other_grid),
        "community": (Role.SHIFT_LEAD, community),
        "acceptor": (Role.ACCEPTOR, street),
        "dispatcher": (Role.DISPATCHER, street),
        "lead": (Role.SHIFT_LEAD, street),
        "district_lead": (Role.SHIFT_LEAD, district),
        "city_lead": (Role.SHIFT_LEAD, city),
        "leader": (Role.LEADER, district),
        "handler": (Role.HANDLER, unit),
        "co_handler": (Role.HANDLER, co_unit),
        "auditor": (Role.AUDITOR, city),
        "stranger": (Role.SHIFT_LEAD, other),
    }
    people = {name: _person(f"1990000{n:04d}", name, *post) for n, (name, post) in enumerate(posts.items())}
    return World(city, district, street, community, grid, other_grid, unit, co_unit, category, condition, people)


def square(west: float, south: float, side: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, west + side, south + side)), srid=4490)


def _division(level: Level, name: str, parent: Division | None, west: float, south: float, side: float) -> Division:
    return Division.objects.create(
        level=level,
        kind=level,
        name=name,
        full_name=name,
        parent=parent,
        outline=square(west, south, side),
        valid_from=FROM,
    )


def _grid(code: str, name: str, chain: dict[str, Division], west: float) -> Grid:
    return Grid.objects.create(
        code=code,
        kind=GridKind.URBAN,
        name=name,
        outline=square(west, 30.0, 0.1),
        centre=Point(west + 0.05, 30.05, srid=4490),
        valid_from=FROM,
        **chain,
    )


def _standard(kind: UnitKind) -> tuple[Category, Condition]:
    version = TaxonomyVersion.objects.create(
        number=1, effective_from=FROM, source="试验", imported_at=MORNING - timedelta(days=100), digest="x"
    )
    category = Category.objects.create(
        version=version,
        code="111001",
        name="餐饮油烟",
        major_code="1",
        major_name="案件",
        minor_code="111",
        minor_name="生态环境",
        ring=Ring.BIG,
        severity=Severity.ORDINARY,
        unit_kind=kind,
    )
    condition = Condition.objects.create(
        category=category,
        ordinal=1,
        text="油烟直排,未装净化设施",
        severity=Severity.ORDINARY,
        limit_value=2,
        limit_unit="WORK_DAY",
        closing_text="装净化设施,达标排放",
        unit_kind=kind,
    )
    return category, condition


def _person(phone: str, name: str, role: Role, at: Grid | Division | Unit) -> Account:
    account = Account.objects.create(phone=phone, name=name)
    places = {Grid: "grid", Division: "division", Unit: "unit"}
    Posting.objects.create(account=account, role=role, valid_from=FROM, **{places[type(at)]: at})
    return account
