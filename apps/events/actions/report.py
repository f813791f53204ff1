"""A matter enters: it gets a place and so a grid, a category, a number, and a holder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.utils import timezone

from apps.calendars.queries import working_calendar
from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.core.sealing import keyed_hash, seal
from apps.events.actions.attach import attach
from apps.events.actions.settle import record, told
from apps.events.deadlines import start_stage
from apps.events.enums import Channel, Direction, PhotoKind, State
from apps.events.models import Event, Reporter
from apps.events.queries import next_number
from apps.events.rules import Who, may_report_by
from apps.grids.coords import fix_of
from apps.grids.enums import ORDER, Level, Role
from apps.grids.queries import grid_at
from apps.grids.reach import reach_of
from apps.standards.enums import Ring
from apps.standards.models import Category

PHONE = re.compile(r"^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})$")
DESK_CHANNELS = frozenset({Channel.HOTLINE, Channel.DEPARTMENT, Channel.LEADER, Channel.MEDIA})


@dataclass(frozen=True)
class Report:
    """What is told; name and phone of a resident may be empty."""

    category: int
    lon: float
    lat: float
    crs: str
    channel: str
    text: str = ""
    accuracy: float | None = None
    place_text: str = ""
    photos: Sequence[UUID] = ()
    severity: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""


def report(_: object, *, call: Call, **told: Any) -> dict[str, Any]:
    """Takes the fields of a Report."""
    said = Report(**told)
    who = Who(call.actor, reach_of(call.actor, call.at), call.at)
    if not may_report_by(who, Channel(said.channel)):
        raise Refusal(RefusalCode.NOT_YOURS, f"您的岗位不能以“{Channel(said.channel).label}”登记")
    phone = _phone(said.reporter_phone)
    event = _event(who, said, _category(said.category), call=call)
    return _enter(event, said.photos, _Teller(said.reporter_name.strip(), phone), call=call)


@dataclass(frozen=True)
class _Teller:
    name: str
    phone: str


def _phone(told: str) -> str:
    phone = told.replace(" ", "")
    if phone and not PHONE.match(phone):
        raise invalid("reporter_phone", "电话号码不正确，应为11位手机号或座机号")
    return phone


def _category(pk: int) -> Category:
    category = Category.objects.filter(pk=pk).first()
    if category is None:
        raise invalid("category", "没有这个类别，请重新选择")
    return category


def _event(who: Who, said: Report, category: Category, *, call: Call) -> Event:
    fix = fix_of(said.lon, said.lat, crs=said.crs, accuracy_m=said.accuracy)
    channel = Channel(said.channel)
    level = _first_level(who, channel)
    return Event(
        id=call.id,
        category=category,
        severity=said.severity or category.severity,
        text=said.text,
        place=fix.point,
        place_text=said.place_text,
        raw_x=fix.raw_x,
        raw_y=fix.raw_y,
        raw_crs=fix.crs,
        accuracy_m=fix.accuracy_m,
        channel=channel,
        direction=Direction.TOP_DOWN if channel == Channel.LEADER else Direction.BOTTOM_UP,
        level=level,
        ring=Ring.SMALL if level in (Level.GRID, Level.COMMUNITY) else Ring.BIG,
        reported_by_id=who.actor.id if who.actor.kind == ActorKind.PERSON else None,
        **_chain(fix.point, timezone.localdate(who.at)),
    )


def _chain(point: Point, on: date) -> dict[str, int]:
    grid = grid_at(point, on=on)
    if grid is None:
        raise invalid("lon", "这个位置不在本市任何网格内，请在地图上重新选点")
    return grid.chain


def _first_level(who: Who, channel: Channel) -> Level:
    """The smallest level comes first, whoever found it; what a desk takes in, that desk holds."""
    if channel not in DESK_CHANNELS:
        return Level.GRID
    desk = (Role.ACCEPTOR, Role.SHIFT_LEAD, Role.LEADER)
    levels = [p.level for p in who.reach.posts if p.at_kind == "division" and p.role in desk and p.level]
    return max(levels, key=ORDER.index, default=Level.STREET)


def _enter(event: Event, photos: Sequence[UUID], teller: _Teller, *, call: Call) -> dict[str, Any]:
    event.state = State.REPORTED
    event.reported_at = event.moved_at = call.at
    event.number = next_number(f"{timezone.localtime(call.at):%Y%m%d}")
    event.cover_id = photos[0] if photos else None
    start_stage(event, working_calendar(call.at), call.at)
    event.save(force_insert=True)
    added = attach(event, photos, kind=PhotoKind.REPORT, verb="report", call=call)
    if teller.name or teller.phone:
        _keep_reporter(event, teller)
    record(event, "report", call=call, before="", channel=event.channel, photos=added)
    return told(event, photos=added)


def _keep_reporter(event: Event, teller: _Teller) -> None:
    Reporter.objects.create(
        event=event,
        name_sealed=seal(teller.name) if teller.name else None,
        phone_sealed=seal(teller.phone) if teller.phone else None,
        phone_hash=keyed_hash(teller.phone) if teller.phone else None,
    )
