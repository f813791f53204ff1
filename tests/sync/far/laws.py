"""The invariants of the design (§5.10), by number: what a phone has stored, beside what the server's tables say."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from apps.events.models import Awaited, EventPhoto
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.registry.models import Person, Visit
from apps.registry.sight import sight_of_everything
from apps.sync import feed
from apps.sync.models import Feed, Holding, Media, SyncCommand, SyncDevice
from apps.sync.pushing import said_of
from tests.sync.lines import Line

Look = dict[str, Any]
FINAL = ("applied", "merged", "held", "rejected")
DONE = ("applied", "merged")


@dataclass
class Watched:
    """One phone, and what it did so far."""

    number: int
    line: Line
    saved: list[str] = field(default_factory=list)
    reached: dict[str, tuple[int, int]] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    seen: Look = field(default_factory=dict)

    def scopes(self) -> set[str]:
        posts = Posting.objects.on(timezone.localdate()).filter(account=self.line.account)
        grids = {f"grid:{pk}" for pk in posts.values_list("grid", flat=True)}
        return grids | {f"worker:{self.line.account.pk}", "ref:all"}


def at_every_step(phone: Watched) -> None:
    phone.given |= phone.scopes()
    _no_hole_below_the_cursor(phone)
    _own_work_is_seen(phone.seen)
    _nothing_is_lost(phone)
    _work_goes_up_first(phone)
    _cursors_move_on(phone)
    _nothing_of_others(phone)


def _rows(look: Look) -> dict[tuple[str, str], Look]:
    return {(row["kind"], row["id"]): row for row in look["rows"]}


ASKED_ANEW = 0


def _no_hole_below_the_cursor(phone: Watched) -> None:
    here, mine = _rows(phone.seen), phone.scopes()
    heads = feed.heads([cursor["scope"] for cursor in phone.seen["cursors"]])
    for cursor in phone.seen["cursors"]:
        scope, head = cursor["scope"], heads.get(cursor["scope"])
        if head is None or scope not in mine or cursor["epoch"] != head.epoch or cursor["version"] < head.floor:
            continue
        for told in Feed.objects.filter(scope=scope, version__lte=cursor["version"]):
            row = here.get((told.kind, told.row_id))
            rev = row["revs"].get(scope) if row else None
            # What stays of a lost scope is of no revision until it was asked for anew (S-05); in the end it was (9).
            known = {None} if told.dead else {told.rev, ASKED_ANEW}
            assert rev in known, f"1: {told} below the cursor of {scope}"


def _own_work_is_seen(look: Look) -> None:
    newest: dict[tuple[str, str], Any] = {}
    for command in look["commands"]:
        if command["kind"] == "person.correct":
            newest |= {(command["row"], name): value for name, value in command["data"].items()}
    for row, name, shown in look["shown"]:
        assert shown == newest[row, name], f"2: own {name} of {row} is not seen"
    for command, view in zip(look["commands"], look["views"], strict=True):
        _is_seen(command, view, look)


def _is_seen(command: Look, view: Look | None, look: Look) -> None:
    """Of whatever kind: the row it is about says that it waits, with what it makes; a visit stands with the person."""
    kind, row = command["kind"].partition(".")[0], command["row"] or command["id"]
    makers = {one["id"] for one in [*look["commands"], *look["journal"]] if one["row"] is None and one.get("echo", 1)}
    if (kind, row) not in _rows(look) and row not in makers:
        assert view is None, f"2: {command['id']} is seen on a row that is not here"
        return
    assert view is not None, f"2: {row} of {command['id']} is not seen"
    assert command["id"] in view["waiting"], f"2: {command['id']} ({command['kind']}) is not seen on {row}"
    # What is told of a row that was made here, and is offered again after a restore, counts more than how it was made.
    is_only_here = command["row"] is None and (kind, row) not in _rows(look)
    for name in command["data"].keys() & {"text", "name"} if is_only_here else ():
        said = [one["data"].get(name) for one in look["commands"] if one["row"] == command["id"]]
        assert view["body"].get(name) in (command["data"][name], *said), f"2: own {name} of {row} is not seen"
    if view["visits"] is not None:
        assert command["id"] in view["visits"], f"2: own visit {command['id']} is not seen with the person"


def _nothing_is_lost(phone: Watched) -> None:
    waiting = {command["id"] for command in phone.seen["commands"]}
    settled = {one["id"]: one["outcome"]["status"] for one in phone.seen["journal"]}
    for pk in phone.saved:
        assert (pk in waiting) != (pk in settled), f"3: {pk} is in both places or in neither"
        assert pk in waiting or settled[pk] in FINAL, f"3: {pk} left without a final outcome"


def _work_goes_up_first(phone: Watched) -> None:
    here = {cursor["scope"] for cursor in phone.seen["cursors"]}
    for command in phone.seen["commands"]:
        if command["scope"] in phone.reached and not command["parked"]:
            assert command["scope"] in here, f"13: {command['scope']} has gone before its work"


def _cursors_move_on(phone: Watched) -> None:
    now = {one["scope"]: (one["epoch"], one["version"]) for one in phone.seen["cursors"]}
    for scope, at in now.items():
        assert at >= phone.reached.get(scope, at), f"4: the cursor of {scope} went back"
    assert phone.seen["went_back"] == [], f"4: {phone.seen['went_back']} went back for a moment"
    phone.reached = now


def _nothing_of_others(phone: Watched) -> None:
    held = {scope for row in phone.seen["rows"] for scope in row["scopes"]}
    assert held <= phone.given, f"6: {held - phone.given} was never this worker's"


def the_count_is_agreed(phone: Watched) -> None:
    """After a round without a fault, in which nothing came in that had been sent before."""
    device = SyncDevice.objects.get(pk=phone.seen["device"])
    here = len(phone.seen["commands"])
    assert device.pending == here, f"14: told {device.pending} at {device.pulled_at}, and {here} wait"


def only_the_poisoned_wait(phone: Watched, poison: set[str]) -> None:
    """15: what is on another row, and needs none of it, has gone up."""
    stuck = {command["id"] for command in phone.seen["commands"]}
    rows = {command["row"] or command["id"] for command in phone.seen["commands"] if command["id"] in poison}
    for command in phone.seen["commands"]:
        waits_for = command["id"] in poison or (command["row"] or command["id"]) in rows
        why = {name: command[name] for name in ("kind", "row", "seq", "tries", "next_at", "trouble", "needs")}
        assert waits_for or command["parked"] or stuck & set(command["needs"]), f"15: {command['id']} waits: {why}"


def at_rest(phone: Watched, lives: int) -> None:
    at_every_step(phone)
    _every_command_once(phone, "12" if lives else "7")
    _values_are_kept(phone)
    _photos_are_there(phone)
    _rows_agree(phone)
    _grids_are_given_back(phone)
    the_count_is_agreed(phone)


def _every_command_once(phone: Watched, law: str) -> None:
    """5, 7, 8: one record with a final word for each command, one effect for each that was done, told as stored."""
    assert phone.seen["commands"] == [], "15: something waits"
    kept = {str(one.pk): one for one in SyncCommand.objects.filter(device=phone.seen["device"])}
    assert set(kept) == set(phone.saved), f"{law}: saved and stored differ"
    told = {one["id"]: one for one in phone.seen["journal"]}
    for pk, command in kept.items():
        assert command.status in FINAL, f"{law}: {pk} has no final outcome"
        assert told[pk]["outcome"]["status"] == command.status, f"8: {pk} is told otherwise than stored"
        assert command.status in DONE or told[pk]["open"] == 1, f"8: {pk} is not shown"
        effects = Entry.objects.filter(call_id=pk, verb=command.kind).count()
        assert effects == (command.status in DONE), f"{law}: {command} was done {effects} times"
        _too_late_is_added_once(command, told[pk]["outcome"])


def _too_late_is_added_once(command: SyncCommand, outcome: Look) -> None:
    """S-17: the words of a step that came too late stand with the matter, once, if the worker was told so."""
    added = Entry.objects.filter(call_id=uuid5(command.pk, "supplement"), verb="event.comment").count()
    assert added == (command.code == "state_moved" and bool(outcome["answer"])), f"7: added {added} times: {command}"


def _values_are_kept(phone: Watched) -> None:
    """What was acknowledged stands there, or the journal says who has written over it; it is kept sealed."""
    done = SyncCommand.objects.filter(device=phone.seen["device"], kind="person.correct", status__in=DONE)
    for command in done:
        told = next(one for one in phone.seen["journal"] if one["id"] == str(command.pk))
        assert said_of(command)["data"] == told["data"], f"10: {command.pk} is not kept as it was sent"
        with sight_of_everything():
            person = Person.objects.filter(pk=str(command.row)).first()
        for name in told["data"].keys() & {"name", "work_place"} if person else ():
            mine, later = told["data"][name], _written_later(command, name)
            assert getattr(person, name) == mine or later, f"10: {name} of {command.row} is gone without a trace"


def _written_later(command: SyncCommand, name: str) -> bool:
    own = Entry.objects.get(call_id=command.pk, verb=command.kind)
    later = Entry.objects.filter(subject_id=str(command.row), verb="person.correct", id__gt=own.pk)
    return any(name in entry.body["fields"] for entry in later)


def _photos_are_there(phone: Watched) -> None:
    for photo in phone.seen["photos"]:
        assert photo["waiting"] == 0, f"11: photo {photo['id']} has not gone up"
    for one in phone.seen["journal"]:
        if one["photos"] and one["outcome"]["status"] in DONE:
            sent = Media.objects.filter(pk__in=one["photos"])
            assert len(sent) == len(one["photos"]), f"11: a photo of {one['id']} is not at the server"
            joined = EventPhoto.objects.filter(event=one["id"], photo__in=[media.photo_id for media in sent])
            assert joined.count() == len({media.photo_id for media in sent}), f"11: {one['id']} lacks its photo"
            assert not Awaited.objects.filter(move=UUID(one["id"])).exists(), f"11: {one['id']} still waits"


def _rows_agree(phone: Watched) -> None:
    """The phone's rows are those of its scopes: by the feed, by what is served, by the table and by digest."""
    mine = phone.scopes()
    assert {one["scope"] for one in phone.seen["cursors"]} == mine, "9: other scopes"
    assert {scope for row in phone.seen["rows"] for scope in row["scopes"]} <= mine, "9: a row of elsewhere"
    digests = dict(phone.seen["digests"])
    for scope in sorted(mine):
        here = {name: row for name, row in _rows(phone.seen).items() if scope in row["scopes"]}
        whole = orjson.loads(orjson.dumps(phone.line.whole(scope), default=DjangoJSONEncoder().default))
        there = {(row["kind"], row["id"]): row for row in whole["rows"]}
        assert set(here) == set(there), f"9: {scope} lacks or has too much: {set(here) ^ set(there)}"
        for name, row in there.items():
            assert here[name]["revs"][scope] == row["rev"], f"9: {name} is of another revision"
            differing = _differing(here[name]["body"], row["body"], mine)
            assert not differing, f"9: {name}: {differing}"
        count, xor = feed.digest(scope)
        assert digests[scope] == {"count": count, "xor": xor}, f"9: the digest of {scope}"
        if scope.startswith("grid:"):
            assert {pk for kind, pk in here if kind == "person"} == _people_of(int(scope[5:])), f"9: people of {scope}"


def _differing(here: Look, there: Look, mine: set[str]) -> dict[str, Any]:
    """A grid that came and went between two pulls is unknown to the phone: moves stand until the matter changes."""
    is_lost = "moves" in there and f"grid:{there['grid']['id']}" not in mine
    fields = [field for field in there if here.get(field) != there[field] and not (is_lost and field == "moves")]
    return {field: (here.get(field), there[field]) for field in fields}


def _people_of(grid: int) -> set[str]:
    with sight_of_everything():
        return {str(pk) for pk in Person.objects.filter(grid=grid).values_list("pk", flat=True)}


def _grids_are_given_back(phone: Watched) -> None:
    """Of what was taken away: purged, confirmed, and as many rows as the phone says."""
    purged = {one["what"].removeprefix("rows of "): one["count"] for one in phone.seen["erased"]}
    for held in Holding.objects.filter(device=phone.seen["device"]):
        if held.scope in phone.scopes():
            assert held.purged_at is None, f"13: {held} is the worker's"
        else:
            assert held.purged_at is not None, f"13: {held} is not confirmed"
            assert held.purged_rows == purged.get(held.scope, 0), f"13: {held}: counted otherwise"


def visits_once() -> None:
    """7, over all: no two visits of one command."""
    with sight_of_everything():
        made = set(Visit.objects.values_list("pk", flat=True))
    assert made == set(SyncCommand.objects.filter(kind="visit.record", status__in=DONE).values_list("pk", flat=True))
