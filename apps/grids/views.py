"""The doors to places: divisions, grids, units and the map's tiles."""

import hashlib
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of
from apps.grids.coords import fix_of
from apps.grids.forms import BorderForm, DivisionsForm, GridsForm, MergeGridsForm, PlaceForm, SplitGridForm, UnitsForm
from apps.grids.models import Division, Grid
from apps.grids.plans import border_between
from apps.grids.queries import (
    division_children,
    grid_at,
    grids_found,
    neighbours_of,
    seen_divisions,
    units_found,
)
from apps.grids.reach import reach_of
from apps.grids.rules import redraws
from apps.grids.serializers import (
    DivisionRows,
    GridDetail,
    GridPage,
    Neighbours,
    PlaceDetail,
    Redrawn,
    UnitPage,
    division_row,
    grid_detail,
    listed_grid,
    neighbour_row,
    place_detail,
    unit_row,
)
from apps.grids.tiles import KEPT_SECONDS, outlines, tile_of

MVT = "application/vnd.mapbox-vector-tile"
REFUSALS: dict[int, Any] = {400: RefusalSerializer, 401: RefusalSerializer}
REDRAW_REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)


class Divisions(APIView):
    @extend_schema(parameters=[DivisionsForm], responses={200: DivisionRows, **REFUSALS})
    def get(self, request: Request) -> Response:
        form = DivisionsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        children = division_children(form.validated_data.get("parent"), on=timezone.localdate())
        return Response({"rows": [division_row(division) for division in children]})


class Grids(APIView):
    @extend_schema(operation_id="grids_list", parameters=[GridsForm], responses={200: GridPage, **REFUSALS})
    def get(self, request: Request) -> Response:
        form = GridsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        limit = told["limit"]
        grids = grids_found(division=told["division"], q=told["q"], on=timezone.localdate())
        found = list(grids.filter(code__gt=told["cursor"])[: limit + 1])
        following = found[limit - 1].code if len(found) > limit else None
        return Response({"rows": [listed_grid(grid) for grid in found[:limit]], "next": following})


class GridNeighbours(APIView):
    @extend_schema(responses={200: Neighbours, 404: RefusalSerializer})
    def get(self, request: Request, grid_id: int) -> Response:
        call = call_of(request)
        grid = Grid.objects.filter(pk=grid_id, valid_to=None).first()
        if grid is None:
            raise NotFound
        rows = [
            neighbour_row(near, border, may_merge=near.kind == grid.kind)
            for near in neighbours_of(grid)
            if (border := border_between(grid, near))
        ]
        return Response({"may_redraw": redraws(call, grid), "rows": rows})


class SplitGrid(APIView):
    @extend_schema(request=SplitGridForm, responses={200: Redrawn, **REDRAW_REFUSALS})
    def post(self, request: Request, grid_id: int) -> Response:
        return answer(request, "grids.split_grid", str(grid_id))


class MoveBorder(APIView):
    @extend_schema(request=BorderForm, responses={200: Redrawn, **REDRAW_REFUSALS})
    def post(self, request: Request, grid_id: int) -> Response:
        return answer(request, "grids.move_border", str(grid_id))


class MergeGrids(APIView):
    @extend_schema(request=MergeGridsForm, responses={200: Redrawn, **REDRAW_REFUSALS})
    def post(self, request: Request) -> Response:
        return answer(request, "grids.merge_grids")


class OneGrid(APIView):
    @extend_schema(responses={200: GridDetail, 401: RefusalSerializer, 404: RefusalSerializer})
    def get(self, request: Request, grid_id: int) -> Response:
        names = [f"{level}__{field}" for level in ("community", "street", "district") for field in ("id", "name")]
        own = ["code", "name", "kind", "outline", "centre", "valid_from", "valid_to"]
        grids = Grid.objects.select_related("community", "street", "district").only(*own, *names)
        grid = grids.filter(pk=grid_id).first()
        if grid is None:
            raise NotFound
        return Response(grid_detail(grid))


class GridAt(APIView):
    @extend_schema(parameters=[PlaceForm], responses={200: PlaceDetail, **REFUSALS})
    def get(self, request: Request) -> Response:
        form = PlaceForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        place = fix_of(**form.validated_data).point
        grid = grid_at(place, on=timezone.localdate())
        above = (grid.community_id, grid.street_id, grid.district_id) if grid else ()
        names = dict(Division.objects.filter(pk__in=above).values_list("pk", "name"))
        return Response(place_detail(grid, names, place.x, place.y))


class Units(APIView):
    @extend_schema(parameters=[UnitsForm], responses={200: UnitPage, **REFUSALS})
    def get(self, request: Request) -> Response:
        form = UnitsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        limit = told["limit"]
        units = units_found(q=told["q"], kind=told["kind"], division=told.get("division"))
        found = list(units.filter(pk__gt=told["cursor"])[: limit + 1])
        following = str(found[limit - 1].pk) if len(found) > limit else None
        return Response({"rows": [unit_row(unit) for unit in found[:limit]], "next": following})


class GridTile(APIView):
    @extend_schema(responses={(200, MVT): OpenApiTypes.BINARY, **REFUSALS})
    def get(self, request: Request, z: str, x: str, y: str) -> HttpResponse:
        tile = tile_of(z, x, y)
        call = call_of(request)
        seen = seen_divisions(reach_of(call.actor, call.at))
        drawn = outlines(tile, seen, on=timezone.localdate(call.at))
        return _tile_response(request, drawn)


def _tile_response(request: Request, drawn: bytes) -> HttpResponse:
    etag = f'"{hashlib.sha256(drawn).hexdigest()[:32]}"'
    same = etag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if same else HttpResponse(drawn, content_type=MVT)
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
