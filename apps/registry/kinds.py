"""Each kind of row of the registry: how it is searched, listed, shown and changed. Views and addresses follow it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rest_framework import serializers

from apps.registry import detail, forms, rows, search
from apps.registry import serializers as shapes
from apps.registry.actions.settle import not_found
from apps.registry.models import Building, Organisation, Part, Person, Room, ServicePlace
from apps.registry.models.base import Belonging

Serializer = type[serializers.Serializer[Any]]


@dataclass(frozen=True)
class Kind:
    """`path` is its place under /api/registry/, `command` what its commands begin with; `verbs` say their forms."""

    path: str
    command: str
    asked: type[shapes.FilterForm]
    found: Callable[..., Any]
    paged: Callable[..., Any]
    page: Serializer
    shown: Callable[..., Any]
    detail: Serializer
    added: Serializer
    model: type[Belonging]
    verbs: Mapping[str, Serializer] = field(default_factory=dict)


def _people_page(found: Any, asker: search.Asker, **more: Any) -> Any:
    return rows.people_page(found, asker.reach, **more)


def _page(paged: Callable[..., Any]) -> Callable[..., Any]:
    return lambda found, _asker, **more: paged(found, **more)


def _room(pk: Any, call: Any, reach: Any) -> dict[str, Any]:
    found = Room.objects.select_related("building").filter(pk=pk).first()
    if found is None:
        raise not_found(Room)
    return detail.room(found, call, reach)


PERSON_VERBS: dict[str, Serializer] = {
    "correct": forms.CorrectPersonForm,
    "move": forms.MovePersonForm,
    "leave": forms.LeaveForm,
    "come_back": forms.ComeBackForm,
    "add_role": forms.RoleForm,
    "end_role": forms.EndRoleForm,
    "join": forms.JoinForm,
    "part": forms.Versioned,
    "merge": forms.MergePersonForm,
    "unmerge": forms.MergePersonForm,
    "reveal": forms.RevealForm,
    "consent": forms.ConsentForm,
    "withdraw_consent": forms.WithdrawForm,
    "ask": forms.RequestForm,
}
PEOPLE = Kind(
    "people", "person", shapes.PeopleForm, search.people, _people_page, shapes.PeoplePage, detail.person,
    shapes.PersonDetail, forms.PersonForm, Person, PERSON_VERBS,
)  # fmt: skip
ROOMS = Kind(
    "rooms", "room", shapes.RoomsForm, search.rooms, _page(rows.rooms_page), shapes.RoomsPage, _room,
    shapes.RoomDetail, forms.RoomForm, Room,
    {"correct": forms.CorrectRoomForm, "add_tenure": forms.TenureForm, "end_tenure": forms.EndTenureForm},
)  # fmt: skip
BUILDINGS = Kind(
    "buildings", "building", shapes.BuildingsForm, search.buildings, _page(rows.buildings_page), shapes.BuildingsPage,
    detail.building, shapes.BuildingDetail, forms.BuildingForm, Building, {"correct": forms.CorrectBuildingForm},
)  # fmt: skip
ORGANISATIONS = Kind(
    "organisations", "organisation", shapes.OrganisationsForm, search.organisations, _page(rows.organisations_page),
    shapes.OrganisationsPage, detail.organisation, shapes.OrganisationDetail, forms.OrganisationForm, Organisation,
    {"correct": forms.CorrectOrganisationForm, "move": forms.MoveOrganisationForm, "reveal": forms.RevealForm},
)  # fmt: skip
PARTS = Kind(
    "parts", "part", shapes.PartsForm, search.parts, _page(rows.parts_page), shapes.PartsPage, detail.part,
    shapes.PartDetail, forms.PartForm, Part, {"correct": forms.CorrectPartForm},
)  # fmt: skip
SERVICE_PLACES = Kind(
    "service-places", "service_place", shapes.ServicePlacesForm, search.service_places,
    _page(rows.service_places_page), shapes.ServicePlacesPage, detail.service_place, shapes.ServicePlaceDetail,
    forms.ServicePlaceForm, ServicePlace, {"correct": forms.CorrectServicePlaceForm},
)  # fmt: skip
KINDS = (PEOPLE, ROOMS, BUILDINGS, ORGANISATIONS, PARTS, SERVICE_PLACES)
