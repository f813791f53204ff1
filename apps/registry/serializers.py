"""The shapes the screens read, and the questions they ask; the schema and its types come from here."""

import binascii
from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.registry.enums import (
    OrgRole,
    PartState,
    Purpose,
    RequestKind,
    RequestState,
    RoleKind,
    ServiceKind,
    Source,
    TenureKind,
    VisitKind,
)
from apps.registry.ordering import CONFIRMED
from apps.registry.paging import Cursor
from apps.registry.search import Filters

Shape = serializers.Serializer[Any]
CHOSEN_AT_MOST = 100


class CodeShape(Shape):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CodeListShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    standard = serializers.CharField()
    version = serializers.CharField()
    rows = CodeShape(many=True)


class NamedShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class HomeShape(Shape):
    id = serializers.UUIDField()
    address = serializers.CharField(allow_blank=True)


class RegistryRow(Shape):
    id = serializers.UUIDField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    grid = NamedShape()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    confirmed_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class PersonCore(RegistryRow):
    name = serializers.CharField()
    sex = serializers.CharField()
    born_on = serializers.DateField(allow_null=True)
    document = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    room = HomeShape(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    died_on = serializers.DateField(allow_null=True)


class PersonRowShape(PersonCore):
    roles = serializers.ListField(child=serializers.ChoiceField(choices=RoleKind.choices))


class RoleShape(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RoleKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    inflow = serializers.CharField(allow_blank=True)
    permit = serializers.CharField(allow_blank=True)
    lodging = serializers.CharField(allow_blank=True)
    grade = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class TenureCore(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=TenureKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class TenureOfPerson(TenureCore):
    room = HomeShape()


class HolderShape(Shape):
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class TenureOfRoom(TenureCore):
    person = HolderShape()


class MemberShape(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kinship = serializers.CharField(allow_blank=True)


class HouseholdCore(Shape):
    id = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    head = serializers.UUIDField(allow_null=True)


class HouseholdShape(HouseholdCore):
    members = MemberShape(many=True)


class VisitShape(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=VisitKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    planned_on = serializers.DateField(allow_null=True)
    next_on = serializers.DateField(allow_null=True)
    changes = serializers.ListField(child=serializers.CharField())


class SourceShape(Shape):
    field = serializers.CharField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    confirmed_at = serializers.DateTimeField()


class Following(Shape):
    next = serializers.CharField(allow_null=True)


class Detailed(Shape):
    sources = SourceShape(many=True)
    may = serializers.ListField(child=serializers.CharField())


class Labelled(Detailed):
    labels = serializers.DictField(child=serializers.CharField(allow_blank=True))


class PersonDetail(PersonCore, Labelled):
    doc_kind = serializers.CharField()
    education = serializers.CharField(allow_blank=True)
    marriage = serializers.CharField(allow_blank=True)
    political = serializers.CharField(allow_blank=True)
    work_place = serializers.CharField(allow_blank=True)
    household_area = serializers.CharField(allow_blank=True)
    household_address = serializers.CharField(allow_blank=True)
    kinship = serializers.CharField(allow_blank=True)
    roles = RoleShape(many=True)
    tenures = TenureOfPerson(many=True)
    household = HouseholdShape(allow_null=True)
    visits = VisitShape(many=True)
    merged_into = serializers.UUIDField(allow_null=True)
    merged = serializers.ListField(child=serializers.UUIDField())


class RoomCore(RegistryRow):
    address = serializers.CharField()
    number = serializers.CharField()
    floor = serializers.IntegerField(allow_null=True)
    plate_code = serializers.CharField(allow_null=True)
    use = serializers.CharField(allow_blank=True)
    rented = serializers.BooleanField()
    hazard = serializers.CharField(allow_blank=True)

    unit = serializers.CharField(allow_blank=True)


class BuildingName(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()


class RoomRowShape(RoomCore):
    building = BuildingName()
    people = serializers.IntegerField()


class RoomDetail(RoomCore, Labelled):
    building = BuildingName()
    area_m2 = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True, coerce_to_string=False)
    rent_use = serializers.CharField(allow_blank=True)
    std_address_code = serializers.CharField(allow_blank=True)
    people = PersonCore(many=True)
    tenures = TenureOfRoom(many=True)
    households = HouseholdCore(many=True)
    visits = VisitShape(many=True)


class BuildingRowShape(RegistryRow):
    name = serializers.CharField()
    address = serializers.CharField()
    kind = serializers.CharField(allow_blank=True)
    floors = serializers.IntegerField(allow_null=True)


class BuildingDetail(BuildingRowShape, Detailed):
    std_address_code = serializers.CharField(allow_blank=True)
    units = serializers.ListField(child=serializers.CharField())
    rooms = serializers.IntegerField()


class ResponsibleShape(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=OrgRole.choices)
    phone = serializers.CharField(allow_blank=True)
    person = serializers.UUIDField(allow_null=True)


class OrganisationRowShape(RegistryRow):
    name = serializers.CharField()
    uscc = serializers.CharField(allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    address = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    staff = serializers.IntegerField(allow_null=True)
    hazard = serializers.CharField(allow_blank=True)
    attention = serializers.CharField(allow_blank=True)
    closed_on = serializers.DateField(allow_null=True)
    people = ResponsibleShape(many=True)


class OrganisationDetail(OrganisationRowShape, Labelled):
    visits = VisitShape(many=True)


class PartRowShape(RegistryRow):
    code = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=PartState.choices)
    owner = NamedShape(allow_null=True)
    maintainer = NamedShape(allow_null=True)


class PartDetail(PartRowShape, Detailed):
    pass


class ServicePlaceRowShape(RegistryRow):
    kind = serializers.ChoiceField(choices=ServiceKind.choices)
    name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    hours = serializers.CharField(allow_blank=True)


class ServicePlaceDetail(ServicePlaceRowShape, Detailed):
    pass


class Done(Shape):
    """What every change answers; a page is read again. `fields`: what a correction found different."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    fields = serializers.ListField(child=serializers.CharField(), required=False)  # type: ignore[assignment]


class RevealedShape(Shape):
    id = serializers.UUIDField()
    field = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class PeoplePage(Following):
    rows = PersonRowShape(many=True)


class RoomsPage(Following):
    rows = RoomRowShape(many=True)


class BuildingsPage(Following):
    rows = BuildingRowShape(many=True)


class OrganisationsPage(Following):
    rows = OrganisationRowShape(many=True)


class PartsPage(Following):
    rows = PartRowShape(many=True)


class ServicePlacesPage(Following):
    rows = ServicePlaceRowShape(many=True)


class RegistryPoints(Shape):
    points = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))
    more = serializers.BooleanField()


class HappenedShape(Shape):
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    who = serializers.CharField(allow_blank=True)
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    note = serializers.CharField(allow_blank=True)


class TimelineShape(Shape):
    rows = HappenedShape(many=True)


class DuplicateShape(Shape):
    why = serializers.ChoiceField(choices=[("DOCUMENT", "证件号码相同"), ("ROOM", "同名、同日出生、同住一处")])
    people = PersonCore(many=True)


class DuplicatesShape(Shape):
    rows = DuplicateShape(many=True)


class AccessShape(Shape):
    entry = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    account = serializers.IntegerField(allow_null=True)
    door = serializers.CharField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    field = serializers.CharField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_label = serializers.CharField()
    reason = serializers.CharField()


class AccessPage(Shape):
    rows = AccessShape(many=True)
    next = serializers.IntegerField(allow_null=True)


class RequestShape(Shape):
    id = serializers.UUIDField()
    person = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    kind_label = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class RequestsShape(Shape):
    rows = RequestShape(many=True)


class Position(serializers.CharField):
    """The `next` of the page before."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return Cursor.parse(str(data))
        except (ValueError, binascii.Error) as error:
            raise serializers.ValidationError("翻页位置不正确，请从第一页重新查询") from error


def _id() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Chosen(serializers.CharField):
    """Rows by their ids, with commas between them: those of one mark on the map."""

    def to_internal_value(self, data: Any) -> Any:
        told = str(data).split(",")
        if len(told) > CHOSEN_AT_MOST:
            raise serializers.ValidationError(f"一次最多选择 {CHOSEN_AT_MOST} 条记录")
        try:
            return [UUID(one.strip()) for one in told]
        except ValueError as error:
            raise serializers.ValidationError("记录编号不正确，请刷新后重试") from error


class FilterForm(Shape):
    """What all lists understand; `equal` names the fields that are plain columns."""

    equal: tuple[str, ...] = ()
    q = serializers.CharField(required=False, allow_blank=True, max_length=100)
    grid = _id()
    division = _id()
    stale_days = serializers.IntegerField(min_value=0, max_value=36500, required=False)
    order = serializers.ChoiceField(choices=[(CONFIRMED, "久未核实在前")], required=False)
    ids = Chosen(required=False)
    cursor = Position(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=50)

    def filters(self) -> Filters:
        told = self.validated_data
        return Filters(
            q=told.get("q", "").strip(),
            grid=told.get("grid"),
            division=told.get("division"),
            equal={name: told[name] for name in self.equal if name in told}
            | ({"pk__in": told["ids"]} if "ids" in told else {}),
            role=told.get("role", ""),
            age_min=told.get("age_min"),
            age_max=told.get("age_max"),
            stale_days=told.get("stale_days"),
            gone=told.get("gone", False),
        )


class PeopleForm(FilterForm):
    equal = ("room", "household")
    role = serializers.ChoiceField(choices=RoleKind.choices, required=False)
    age_min = serializers.IntegerField(min_value=0, max_value=150, required=False)
    age_max = serializers.IntegerField(min_value=0, max_value=150, required=False)
    room = serializers.UUIDField(required=False)
    household = serializers.UUIDField(required=False)
    gone = serializers.BooleanField(default=False)


class RoomsForm(FilterForm):
    equal = ("building", "rented", "use", "hazard")
    building = serializers.UUIDField(required=False)
    rented = serializers.BooleanField(required=False, allow_null=True, default=None)
    use = serializers.CharField(required=False, max_length=2)
    hazard = serializers.CharField(required=False, max_length=2)

    def filters(self) -> Filters:
        told = super().filters()
        return Filters(**vars(told) | {"equal": {k: v for k, v in told.equal.items() if v is not None}})


class BuildingsForm(FilterForm):
    equal = ("kind",)
    kind = serializers.CharField(required=False, max_length=2)


class OrganisationsForm(FilterForm):
    equal = ("kind", "hazard", "attention")
    kind = serializers.CharField(required=False, max_length=2)
    hazard = serializers.CharField(required=False, max_length=2)
    attention = serializers.CharField(required=False, max_length=2)
    gone = serializers.BooleanField(default=False)


class PartsForm(FilterForm):
    equal = ("kind", "state")
    kind = serializers.CharField(required=False, max_length=4)
    state = serializers.ChoiceField(choices=PartState.choices, required=False)


class ServicePlacesForm(FilterForm):
    equal = ("kind",)
    kind = serializers.ChoiceField(choices=ServiceKind.choices, required=False)


class AreaForm(Shape):
    grid = _id()
    division = _id()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"division": "请选择一个网格或区划"})
        return attrs


class AccessForm(Shape):
    cursor = _id()
    limit = serializers.IntegerField(min_value=1, max_value=100, default=50)


class RequestsForm(Shape):
    state = serializers.ChoiceField(choices=RequestState.choices, required=False)
