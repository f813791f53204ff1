"""Organisations, parts and places of service."""

from rest_framework import serializers

from apps.registry.enums import OrgRole, PartState, ServiceKind
from apps.registry.serializers.base import Detailed, Following, Labelled, NamedShape, RegistryRow, Shape, VisitShape


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


class OrganisationsPage(Following):
    rows = OrganisationRowShape(many=True)


class PartsPage(Following):
    rows = PartRowShape(many=True)


class ServicePlacesPage(Following):
    rows = ServicePlaceRowShape(many=True)
