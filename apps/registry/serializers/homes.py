"""Buildings and rooms, with who lives there and who holds them."""

from rest_framework import serializers

from apps.registry.serializers.base import Detailed, Following, Labelled, RegistryRow, Shape, VisitShape
from apps.registry.serializers.people import HouseholdCore, PersonCore, TenureCore


class HolderShape(Shape):
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class TenureOfRoom(TenureCore):
    person = HolderShape()


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


class RoomsPage(Following):
    rows = RoomRowShape(many=True)


class BuildingsPage(Following):
    rows = BuildingRowShape(many=True)
