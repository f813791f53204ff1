"""Outlines between the lattice they are cut on and the columns they are kept in."""

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from shapely import MultiPolygon as ShapelyMulti

from apps.grids.models import SRID
from apps.grids.partition.city import centre_of
from apps.grids.partition.coverage import polygons
from apps.grids.partition.frame import LATTICE, Shape, to_degrees


def stored_outline(outline: Shape) -> MultiPolygon:
    """Several parts are kept as they are; one becomes a collection of one."""
    whole = GEOSGeometry(memoryview(to_degrees(ShapelyMulti(polygons(outline))).wkb), srid=SRID)
    if not isinstance(whole, MultiPolygon):
        raise TypeError("an outline is an area")
    return whole


def stored_centre(outline: Shape) -> Point:
    centre = centre_of(outline)
    return Point(centre.x / LATTICE, centre.y / LATTICE, srid=SRID)
