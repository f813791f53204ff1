"""What the door says about itself (OGC 17-069r4). Field names and relations are the standard's."""

from typing import Any

from apps.features.collections import Collection

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
# QGIS and GDAL look for exactly this text.
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMS = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
]
PLACES = "坐标为经度、纬度；库中存为 CGCS2000（EPSG:4490），与 CRS84 相差不到一米，不作转换。"
Told = dict[str, Any]


def link(rel: str, href: str, kind: str = JSON, title: str = "") -> Told:
    told = {"rel": rel, "href": href, "type": kind}
    return {**told, "title": title} if title else told


def landing(root: str) -> Told:
    return {
        "title": "网格化服务管理 · 一张图",
        "description": "网格、行政区划、城市部件和服务场所，按登录者的管辖范围提供，只读（OGC API – Features）。",
        "links": [
            link("self", f"{root}/", title="本页"),
            link("service-desc", f"{root}/api", OPENAPI, "接口定义"),
            link("conformance", f"{root}/conformance", title="符合的标准"),
            link("data", f"{root}/collections", title="数据集"),
        ],
    }


def conformance() -> Told:
    return {"conformsTo": CONFORMS}


def collections(root: str, told: list[Told]) -> Told:
    return {"links": [link("self", f"{root}/collections")], "collections": told}


def collection(root: str, what: Collection, extent: list[float] | None) -> Told:
    """`storageCrs` is left unsaid in JSON: saying it, the server would also have to answer in it (Part 2)."""
    here = f"{root}/collections/{what.id}"
    told: Told = {
        "id": what.id,
        "title": what.title,
        "description": what.description + PLACES,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link("self", here),
            link("items", f"{here}/items", GEOJSON, what.title),
            link("describedBy", f"{here}/schema", SCHEMA, "字段"),
        ],
    }
    if extent:
        told["extent"] = {"spatial": {"bbox": [extent], "crs": CRS84}}
    return told


def schema(root: str, what: Collection) -> Told:
    """Of one feature. From it a program knows every field, whatever the first page happens to hold."""
    properties = {name: told.schema for name, told in what.properties.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root}/collections/{what.id}/schema",
        "title": what.title,
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "integer"} if what.key is int else {"type": "string", "format": "uuid"},
            "geometry": {"$ref": f"https://geojson.org/schema/{what.shape}.json"},
            "properties": {"type": "object", "properties": properties},
        },
    }
