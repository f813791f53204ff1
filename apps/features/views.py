"""The door for programs that draw maps: OGC API – Features, read-only, within the reader's reach."""

import hashlib
from typing import Any

import orjson
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.authentication import AccessKeyBasic, SessionOrAnonymous
from apps.commands.http import RefusalSerializer, call_of
from apps.features import documents, queries
from apps.features.asking import Period
from apps.features.collections import COLLECTIONS, Collection
from apps.features.documents import GEOJSON, JSON, OPENAPI, SCHEMA, link
from apps.features.forms import FormatForm, ItemForm, ItemsForm, asked_of, read
from apps.features.pace import PerMinute
from apps.features.shapes import (
    FEATURE,
    FEATURES,
    JSON_SCHEMA,
    FeatureCollectionInfo,
    FeatureCollections,
    FeatureConformance,
    FeatureLanding,
)
from apps.grids.reach import Reach, reach_of

REFUSALS: dict[Any, Any] = {400: RefusalSerializer, 401: RefusalSerializer, 404: RefusalSerializer}
ROOT = "/api/features"
# The reach may be withdrawn: asked again every time, answered in a word when nothing changed.
KEEP = "private, no-cache"


class FeatureDoor(APIView):
    # The first of them says how to sign in.
    authentication_classes = [AccessKeyBasic, SessionOrAnonymous]
    throttle_classes = [PerMinute]

    @property
    def root(self) -> str:
        return self.request.build_absolute_uri(ROOT)

    def reach(self) -> Reach:
        call = call_of(self.request)
        return reach_of(call.actor, call.at)


class Landing(FeatureDoor):
    @extend_schema(parameters=[FormatForm], responses={200: FeatureLanding, **REFUSALS})
    def get(self, request: Request) -> HttpResponse:
        read(FormatForm, request.query_params)
        return _document(request, documents.landing(self.root))


class Conformance(FeatureDoor):
    @extend_schema(parameters=[FormatForm], responses={200: FeatureConformance, **REFUSALS})
    def get(self, request: Request) -> HttpResponse:
        read(FormatForm, request.query_params)
        return _document(request, documents.conformance())


class Collections(FeatureDoor):
    @extend_schema(
        operation_id="features_collections_list",
        parameters=[FormatForm],
        responses={200: FeatureCollections, **REFUSALS},
    )
    def get(self, request: Request) -> HttpResponse:
        read(FormatForm, request.query_params)
        reach = self.reach()
        # Two kinds of reach, so two extents.
        around = {what.guarded: what for what in COLLECTIONS.values()}
        extents = {guarded: _extent(what, reach) for guarded, what in around.items()}
        told = [documents.collection(self.root, what, extents[what.guarded]) for what in COLLECTIONS.values()]
        return _document(request, documents.collections(self.root, told))


class OneCollection(FeatureDoor):
    @extend_schema(parameters=[FormatForm], responses={200: FeatureCollectionInfo, **REFUSALS})
    def get(self, request: Request, collection: str) -> HttpResponse:
        read(FormatForm, request.query_params)
        what = _collection(collection)
        return _document(request, documents.collection(self.root, what, _extent(what, self.reach())))


class Schema(FeatureDoor):
    @extend_schema(parameters=[FormatForm], responses={**JSON_SCHEMA, **REFUSALS})
    def get(self, request: Request, collection: str) -> HttpResponse:
        read(FormatForm, request.query_params)
        return _document(request, documents.schema(self.root, _collection(collection)), SCHEMA)


class Items(FeatureDoor):
    @extend_schema(operation_id="features_items_list", parameters=[ItemsForm], responses={**FEATURES, **REFUSALS})
    def get(self, request: Request, collection: str) -> HttpResponse:
        what = _collection(collection)
        told = read(ItemsForm, request.query_params)
        today = timezone.localdate()
        asked = asked_of(what, told, today=Period(today, today))
        reach = self.reach()
        places = queries.places_of(what, reach)
        page = queries.page(what, places, asked, reach=reach)
        more: dict[str, Any] = {"numberReturned": len(page.features), "links": _page_links(self, what, page)}
        if asked.cursor is None:
            matched = len(page.features) if page.after is None else queries.count(what, places, asked, reach=reach)
            more |= {"numberMatched": matched} if matched is not None else {}
        body = '{"type":"FeatureCollection","features":[' + ",".join(page.features) + "]," + _inner(more) + "}"
        return _response(request, body.encode(), _kind(told))


class Item(FeatureDoor):
    @extend_schema(parameters=[ItemForm], responses={**FEATURE, **REFUSALS})
    def get(self, request: Request, collection: str, item: str) -> HttpResponse:
        what = _collection(collection)
        told = read(ItemForm, request.query_params)
        pk, reach = _key(what, item), self.reach()
        found = queries.feature(what, queries.places_of(what, reach), pk, reach=reach)
        if found is None:
            raise NotFound
        here = f"{self.root}/collections/{what.id}"
        links = [
            link("self", f"{here}/items/{pk}", GEOJSON),
            link("alternate", f"{here}/items/{pk}?f=json"),
            link("collection", here, title=what.title),
        ]
        return _response(request, f"{found[:-1]},{_inner({'links': links})}}}".encode(), _kind(told))


class OpenApiRenderer(BaseRenderer):
    media_type = OPENAPI
    format = "json"
    charset = None

    def render(self, data: Any, *_: Any, **__: Any) -> bytes:
        return orjson.dumps(data, default=str)


class Definition(SpectacularJSONAPIView):
    """Of this door alone and with paths as the standard names them: programs look them up by these names."""

    renderer_classes = [OpenApiRenderer]
    urlconf = "apps.features.urls"
    custom_settings = {
        "SCHEMA_PATH_PREFIX": "/features",
        "SCHEMA_PATH_PREFIX_TRIM": True,
        "SERVERS": [{"url": ROOT}],
    }


def _collection(told: str) -> Collection:
    if told not in COLLECTIONS:
        raise NotFound
    return COLLECTIONS[told]


def _key(collection: Collection, told: str) -> Any:
    try:
        key = collection.key(told)
    except ValueError as error:
        raise NotFound from error
    if isinstance(key, int) and not 0 < key < 2**63:
        raise NotFound
    return key


def _extent(collection: Collection, reach: Reach) -> list[float] | None:
    return queries.extent(queries.places_of(collection, reach))


def _page_links(door: FeatureDoor, collection: Collection, page: queries.Page) -> list[dict[str, Any]]:
    """With everything asked for but the place in the order."""
    here = f"{door.root}/collections/{collection.id}"

    def to(**changed: Any) -> str:
        query = door.request.query_params.copy()
        for name, value in changed.items():
            query[name] = str(value)
        return f"{here}/items?{query.urlencode(safe=',:/')}".rstrip("?")

    links = [link("self", to(), GEOJSON), link("alternate", to(f="json")), link("collection", here)]
    if page.before:
        links.append(link("prev", to(cursor=page.before), GEOJSON))
    if page.after:
        links.append(link("next", to(cursor=page.after), GEOJSON))
    return links


def _inner(told: dict[str, Any]) -> str:
    return orjson.dumps(told).decode()[1:-1]


def _kind(told: dict[str, Any]) -> str:
    return JSON if told["f"] == "json" else GEOJSON


def _document(request: Request, told: dict[str, Any], kind: str = JSON) -> HttpResponse:
    """Small, and read by people too."""
    return _response(request, orjson.dumps(told, option=orjson.OPT_INDENT_2), kind)


def _response(request: Request, body: bytes, kind: str) -> HttpResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    same = etag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if same else HttpResponse(body, content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = KEEP
    return response
