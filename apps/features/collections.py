"""What the map is made of: each collection with its table, its order and the properties that leave the house."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

# Of a reach: in which column a table keeps the division (or grid) of each level.
BY_LEVEL = {
    "GRID": "grid_id",
    "COMMUNITY": "community_id",
    "STREET": "street_id",
    "DISTRICT": "district_id",
    "CITY": "city_id",
}
VALID = "here.valid_from <= %(until)s AND (here.valid_to IS NULL OR here.valid_to > %(since)s)"


@dataclass(frozen=True)
class Property:
    sql: str
    title: str
    type: str = "string"
    format: str = ""

    @property
    def schema(self) -> dict[str, Any]:
        told = {"title": self.title, "type": self.type}
        return {**told, "format": self.format} if self.format else told


@dataclass(frozen=True)
class Collection:
    """`order` is unique and has an index behind each level's column, so that a page is read and nothing beside it.

    Tables under row-level security (`guarded`) may not be searched by their spatial index, as its operators are not
    leakproof: there a bbox becomes grids first.
    """

    id: str
    title: str
    description: str
    table: str
    shape: str
    geometry: str
    properties: dict[str, Property]
    joins: str = ""
    key: type[int] | type[UUID] = int
    order: str = "id"
    order_type: type[int] | type[UUID] | type[str] = int
    dated: bool = False
    guarded: bool = False
    levels: dict[str, str] = field(default_factory=lambda: BY_LEVEL)

    @property
    def drawn(self) -> str:
        """RFC 7946 wants outer rings anticlockwise; seven decimals are a centimetre."""
        column = f"here.{self.geometry}"
        return f"ST_AsGeoJSON({column if self.shape == 'Point' else f'ST_ForcePolygonCCW({column})'}, 7, 0)"

    @property
    def told(self) -> str:
        pairs = ", ".join(f"'{name}', {what.sql}" for name, what in self.properties.items())
        # What is not known is left out: a null has no type that the schema could promise.
        return f"json_strip_nulls(json_build_object({pairs}))"


def _names(*levels: str) -> str:
    return " ".join(f"JOIN grids_division {level} ON {level}.id = here.{level}_id" for level in levels)


VALIDITY = {
    "valid_from": Property("here.valid_from", "自", format="date"),
    "valid_to": Property("here.valid_to", "至（不含）", format="date"),
}
CONFIRMED = {"confirmed_at": Property("here.confirmed_at", "核实时间", format="date-time")}
WHERE = {
    "community": Property("community.name", "社区（村）"),
    "street": Property("street.name", "街道（乡镇）"),
    "district": Property("district.name", "区县"),
}
OUTLINES = "不带 datetime 参数时是今天有效的；带上则是那个时间有效的，“../..”为全部。"

GRIDS = Collection(
    id="grids",
    title="网格",
    description=f"网格的界线。{OUTLINES}",
    table="grids_grid",
    shape="MultiPolygon",
    geometry="outline",
    joins=_names("community", "street", "district"),
    properties={
        "code": Property("here.code", "网格编码"),
        "name": Property("here.name", "名称"),
        "kind": Property("here.kind", "类别"),
        **WHERE,
        **VALIDITY,
    },
    dated=True,
    levels={level: column for level, column in BY_LEVEL.items() if level != "GRID"},
)

DIVISIONS = Collection(
    id="divisions",
    title="行政区划",
    description=f"市、区县、街道（乡镇）和社区（村）的界线。{OUTLINES}",
    table="grids_division",
    shape="MultiPolygon",
    geometry="outline",
    joins="LEFT JOIN grids_division above ON above.id = here.parent_id",
    properties={
        "code": Property(
            "(SELECT code FROM grids_divisioncode code WHERE code.division_id = here.id AND code.valid_to IS NULL"
            " ORDER BY code.id LIMIT 1)",
            "区划代码",
        ),
        "name": Property("here.name", "名称"),
        "full_name": Property("here.full_name", "全称"),
        "level": Property("here.level", "级别"),
        "kind": Property("here.kind", "类别"),
        "parent": Property("above.name", "上级"),
        **VALIDITY,
    },
    dated=True,
    levels={},
)

PARTS = Collection(
    id="parts",
    title="城市部件",
    description="井盖、路灯、护栏等城市管理部件的位置（GB/T 30428.2）。",
    table="registry_part",
    shape="Point",
    geometry="place",
    joins=_names("community", "street", "district")
    + " JOIN grids_grid grid ON grid.id = here.grid_id"
    + " LEFT JOIN grids_unit owner ON owner.id = here.owner_id"
    + " LEFT JOIN grids_unit maintainer ON maintainer.id = here.maintainer_id",
    properties={
        "code": Property("here.code", "部件编码"),
        "kind": Property("here.kind", "部件类别代码"),
        "name": Property("here.name", "名称"),
        "state": Property("here.state", "状态"),
        "owner": Property("owner.name", "权属单位"),
        "maintainer": Property("maintainer.name", "养护单位"),
        "grid": Property("grid.code", "网格编码"),
        **WHERE,
        **CONFIRMED,
    },
    key=UUID,
    order="code",
    order_type=str,
    guarded=True,
)

SERVICE_PLACES = Collection(
    id="service-places",
    title="服务场所",
    description="消火栓、自动除颤器、避难场所、卫生服务站、便民服务点等。",
    table="registry_serviceplace",
    shape="Point",
    geometry="place",
    joins=_names("community", "street", "district") + " JOIN grids_grid grid ON grid.id = here.grid_id",
    properties={
        "kind": Property("here.kind", "类别"),
        "name": Property("here.name", "名称"),
        "address": Property("NULLIF(here.address, '')", "地址"),
        "hours": Property("NULLIF(here.hours, '')", "开放时间"),
        "grid": Property("grid.code", "网格编码"),
        **WHERE,
        **CONFIRMED,
    },
    key=UUID,
    order_type=UUID,
    guarded=True,
)

COLLECTIONS = {collection.id: collection for collection in (GRIDS, DIVISIONS, PARTS, SERVICE_PLACES)}
