from apps.registry.models.buildings import Building, BuildingUnit, Room
from apps.registry.models.care import Consent, DataRequest, Merge, RetentionRule
from apps.registry.models.codes import Code, CodeList
from apps.registry.models.earlier import Earlier
from apps.registry.models.organisations import Organisation, OrganisationPerson
from apps.registry.models.people import Household, Person, PersonRole, Tenure
from apps.registry.models.places import Part, ServicePlace
from apps.registry.models.sources import FieldSource
from apps.registry.models.visits import Visit, VisitPhoto

__all__ = [
    "Building",
    "BuildingUnit",
    "Code",
    "CodeList",
    "Consent",
    "DataRequest",
    "Earlier",
    "FieldSource",
    "Household",
    "Merge",
    "Organisation",
    "OrganisationPerson",
    "Part",
    "Person",
    "PersonRole",
    "RetentionRule",
    "Room",
    "ServicePlace",
    "Tenure",
    "Visit",
    "VisitPhoto",
]
