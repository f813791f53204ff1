"""Outlines between the lattice they are cut on and the columns they are kept in."""

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from shapely import MultiPolygon as LatticeMulti
from shapely import Point as LatticePoint

from apps.grids.models import SRID
from apps.grids.partition.city import centre_of
from apps.grids.partition.coverage import polygons
from apps.grids.partition.frame import LATTICE, Shape, to_degrees


def stored_outline(outline: Shape) -> MultiPolygon:
    """Several parts are kept as they are; one becomes a collection of one."""
    whole = GEOSGeometry(memoryview(to_degrees(LatticeMulti(polygons(outline))).wkb), srid=SRID)
    if not isinstance(whole, MultiPolygon):
        raise TypeError("an outline is an area")
    return whole


def stored_centre(outline: Shape) -> Point:
    centre = centre_of(outline)
    return Point(centre.x / LATTICE, centre.y / LATTICE, srid=SRID)


def copied(shape: Shape | LatticePoint) -> str:
    """As PostgreSQL reads it from a COPY."""
    return shapely.to_wkb(shapely.set_srid(to_degrees(shape), SRID), hex=True, include_srid=True)
