"""The shapes the screens read, and the questions they ask; the schema and its types come from here."""

from apps.registry.serializers.base import CodeListShape, Done, RegistryPoints
from apps.registry.serializers.happened import AccessPage, DuplicatesShape, RequestsShape, RevealedShape, TimelineShape
from apps.registry.serializers.homes import BuildingDetail, BuildingsPage, RoomDetail, RoomsPage
from apps.registry.serializers.people import PeoplePage, PersonDetail
from apps.registry.serializers.questions import (
    AccessForm,
    AreaForm,
    BuildingsForm,
    FilterForm,
    OrganisationsForm,
    PartsForm,
    PeopleForm,
    RequestsForm,
    RoomsForm,
    ServicePlacesForm,
)
from apps.registry.serializers.things import (
    OrganisationDetail,
    OrganisationsPage,
    PartDetail,
    PartsPage,
    ServicePlaceDetail,
    ServicePlacesPage,
)

__all__ = [
    "AccessForm",
    "AccessPage",
    "AreaForm",
    "BuildingDetail",
    "BuildingsForm",
    "BuildingsPage",
    "CodeListShape",
    "Done",
    "DuplicatesShape",
    "FilterForm",
    "OrganisationDetail",
    "OrganisationsForm",
    "OrganisationsPage",
    "PartDetail",
    "PartsForm",
    "PartsPage",
    "PeopleForm",
    "PeoplePage",
    "PersonDetail",
    "RegistryPoints",
    "RequestsForm",
    "RequestsShape",
    "RevealedShape",
    "RoomDetail",
    "RoomsForm",
    "RoomsPage",
    "ServicePlaceDetail",
    "ServicePlacesForm",
    "ServicePlacesPage",
    "TimelineShape",
]
