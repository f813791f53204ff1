"""What the door says about itself: every address in it can be followed, and nothing is said to the unknown."""

from typing import Any

import orjson
import pytest
from rest_framework.test import APIClient

from tests.features.things import ROOT
from tests.world import World

IDS = ["grids", "divisions", "parts", "service-places"]
DOCUMENTS = ["/", "", "/conformance", "/collections", "/collections/grids", "/collections/parts/schema"]
ITEMS = ["/collections/grids/items", "/collections/grids/items/1"]


def told(client: APIClient, address: str, **asked: Any) -> Any:
    response = client.get(address, asked)
    assert response.status_code == 200, response.content
    return orjson.loads(response.content)


def links(document: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in document["links"]}


@pytest.mark.parametrize("address", [*DOCUMENTS, *ITEMS])
def test_without_signing_in_nothing_is_told_but_how_to(client: APIClient, db: None, address: str) -> None:
    response = client.get(ROOT + address)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Basic realm="map"'
    assert response.json()["message"] == "请先登录"


def test_from_the_landing_page_every_address_leads_somewhere(client: APIClient, world: World) -> None:
    client.force_login(world.people["worker"])
    landing = told(client, f"{ROOT}/")

    assert set(links(landing)) == {"self", "service-desc", "conformance", "data"}
    assert (
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
        in told(client, links(landing)["conformance"])["conformsTo"]
    )
    collections = told(client, links(landing)["data"])["collections"]
    assert [collection["id"] for collection in collections] == IDS
    for collection in collections:
        assert told(client, links(collection)["self"]) == collection
        assert told(client, links(collection)["items"])["type"] == "FeatureCollection"
        assert told(client, links(collection)["describedBy"])["title"] == collection["title"]


def test_a_collection_says_where_it_lies_and_in_which_coordinates(client: APIClient, world: World) -> None:
    client.force_login(world.people["worker"])

    grids = told(client, f"{ROOT}/collections/grids")
    parts = told(client, f"{ROOT}/collections/parts")

    assert grids["extent"]["spatial"]["bbox"] == [[110.0, 30.0, 110.3, 30.3]]
    assert parts["extent"]["spatial"]["bbox"] == [[110.0, 30.0, 110.1, 30.1]]
    assert grids["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
    assert "EPSG:4490" in grids["description"]
    # Said, QGIS would ask for coordinates in it.
    assert "storageCrs" not in grids


def test_who_has_no_posting_sees_collections_without_extent(client: APIClient, world: World) -> None:
    stranger = world.people["stranger"]
    stranger.postings.all().delete()
    client.force_login(stranger)

    for collection in told(client, f"{ROOT}/collections")["collections"]:
        assert "extent" not in collection


def test_addresses_are_those_the_reader_came_by(client: APIClient, world: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["map.example"]
    client.force_login(world.people["worker"])

    behind = client.get(
        f"{ROOT}/collections/grids/items?limit=1",
        headers={
            "host": "map.example:8443",
            "x-forwarded-proto": "https",
        },
    )

    assert all(
        href.startswith("https://map.example:8443/api/features/collections/grids")
        for href in links(orjson.loads(behind.content)).values()
    )


def test_the_definition_names_paths_and_media_type_as_programs_look_for_them(client: APIClient, db: None) -> None:
    response = client.get(f"{ROOT}/api", headers={"accept": "application/vnd.oai.openapi+json;version=3.0"})

    document = orjson.loads(response.content)
    assert response["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert document["openapi"].startswith("3.0")
    assert document["servers"] == [{"url": "/api/features"}]
    asked = document["paths"]["/collections/{collection}/items"]["get"]["parameters"]
    assert {told["name"] for told in asked if told["in"] == "query"} == {"bbox", "datetime", "limit", "cursor", "f"}
    (limit,) = (told["schema"] for told in asked if told["name"] == "limit")
    assert limit == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100}


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_browser_gets_readable_json_and_the_same_only_once(client: APIClient, world: World, address: str) -> None:
    client.force_login(world.people["worker"])
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"

    first = client.get(ROOT + address, headers={"accept": browser})
    again = client.get(ROOT + address, headers={"if-none-match": first["ETag"]})

    assert "json" in first["Content-Type"]
    assert first.content.count(b"\n") > 3
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", [*DOCUMENTS, "/collections/grids/items"])
@pytest.mark.parametrize("asked", [{"colour": "red"}, {"f": "html"}, {"format": "xml"}])
def test_what_is_not_known_is_refused_by_name(
    client: APIClient, world: World, address: str, asked: dict[str, str]
) -> None:
    client.force_login(world.people["worker"])

    response = client.get(ROOT + address, asked)

    assert response.status_code == 400
    assert response.json()["field"] == next(iter(asked))


def test_a_collection_nobody_made_is_not_found(client: APIClient, world: World) -> None:
    client.force_login(world.people["worker"])

    for address in ("/collections/people", "/collections/people/items", "/collections/people/schema"):
        assert client.get(ROOT + address).status_code == 404


@pytest.mark.parametrize("collection", IDS)
def test_every_property_is_in_the_schema(client: APIClient, world: World, collection: str) -> None:
    client.force_login(world.people["city_lead"])

    schema = told(client, f"{ROOT}/collections/{collection}/schema")

    assert schema["properties"]["properties"]["properties"]["name"] == {"title": "名称", "type": "string"}
