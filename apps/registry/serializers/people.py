"""People, with what ties them to rooms and to one another."""

from rest_framework import serializers

from apps.registry.enums import RoleKind, TenureKind
from apps.registry.serializers.base import Following, HomeShape, Labelled, RegistryRow, Shape, VisitShape


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


class PeoplePage(Following):
    rows = PersonRowShape(many=True)
