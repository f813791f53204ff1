"""Degrees as PostGIS reads them off a point: unpacking one in Python takes longer than all else of a list's row."""

from django.db.models import FloatField, Func


class Lon(Func):
    function = "ST_X"
    output_field = FloatField()


class Lat(Func):
    function = "ST_Y"
    output_field = FloatField()


# For .values(…, **LONLAT) of whatever has its point in `place`.
LONLAT = {"lon": Lon("place"), "lat": Lat("place")}
