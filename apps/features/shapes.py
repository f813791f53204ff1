"""The answers as the OpenAPI document describes them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from apps.features.documents import GEOJSON, SCHEMA

Shape = serializers.Serializer[Any]


class FeatureLink(Shape):
    rel = serializers.CharField()
    href = serializers.URLField()
    type = serializers.CharField()
    title = serializers.CharField(required=False)


class FeatureLanding(Shape):
    title = serializers.CharField()
    description = serializers.CharField()
    links = FeatureLink(many=True)


class FeatureConformance(Shape):
    conformsTo = serializers.ListField(child=serializers.URLField())  # noqa: N815 -- the standard's name


class FeatureExtent(Shape):
    spatial = serializers.JSONField()


class FeatureCollectionInfo(Shape):
    id = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    itemType = serializers.CharField()  # noqa: N815 -- the standard's name
    crs = serializers.ListField(child=serializers.URLField())
    extent = FeatureExtent(required=False)
    links = FeatureLink(many=True)


class FeatureCollections(Shape):
    collections = FeatureCollectionInfo(many=True)
    links = FeatureLink(many=True)


class FeatureGeometry(Shape):
    type = serializers.CharField()
    coordinates = serializers.ListField(child=serializers.JSONField())


class Feature(Shape):
    """`id` is a number or a UUID, `properties` are the collection's (…/schema); the links are only in one alone."""

    type = serializers.CharField()
    id = serializers.JSONField()
    geometry = FeatureGeometry(allow_null=True)
    properties = serializers.DictField(child=serializers.JSONField())
    links = FeatureLink(many=True, required=False)


class FeaturePage(Shape):
    type = serializers.CharField()
    features = Feature(many=True)
    links = FeatureLink(many=True)
    numberReturned = serializers.IntegerField()  # noqa: N815 -- the standard's name
    numberMatched = serializers.IntegerField(required=False)  # noqa: N815 -- the standard's name


FEATURE = {(200, GEOJSON): Feature}
FEATURES = {(200, GEOJSON): FeaturePage}
JSON_SCHEMA = {(200, SCHEMA): OpenApiTypes.OBJECT}
