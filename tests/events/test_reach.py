"""The list, the detail, the rule and the socket's rooms agree on who sees a matter."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.refusal import Refusal
from apps.events.actions.settle import rooms_of
from apps.events.detail import detail
from apps.events.enums import State
from apps.events.filters import Filters, found
from apps.events.models import Event
from apps.events.rows import page
from apps.events.rules import Who, may_see
from apps.grids.reach import reach_of
from tests.world import MORNING, World

STATES = st.sampled_from([State.REPORTED, State.DISPATCHED, State.HANDLING, State.SUSPENDED])


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_list_detail_rule_and_rooms_agree(world: World, data: st.DataObject) -> None:
    event = world.report()
    Event.objects.filter(pk=event.pk).update(
        grid=data.draw(st.sampled_from([world.grid, world.other_grid])),
        unit=data.draw(st.sampled_from([None, world.unit, world.co_unit])),
        reported_by=data.draw(st.sampled_from([None, *world.people.values()])),
        state=data.draw(STATES),
    )
    event = Event.objects.get(pk=event.pk)

    for name in world.people:
        call = world.call(name)
        who = Who(call.actor, reach_of(call.actor, MORNING), MORNING)
        rooms = {*who.reach.rooms, f"account:{call.actor.id}"}
        rows, _ = page(found(who, Filters()), cursor=None, limit=100)
        listed = str(event.pk) in {row["id"] for row in rows}
        assert {listed, _has_detail(event, who), may_see(event, who), bool(rooms & set(rooms_of(event)))} == {listed}


def _has_detail(event: Event, who: Who) -> bool:
    try:
        return bool(detail(event.pk, who))
    except Refusal:
        return False
