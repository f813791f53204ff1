"""One script/server that stays up: its doors, and the deaths it gets over."""

from collections.abc import Iterator

import httpx
import pytest
from django.conf import settings
from django.test import Client
from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.faults.running import VAR as TEST_VAR
from tests.faults.running import Running, eventually, forget, free_port, running, start

VAR = TEST_VAR / "server"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    forget(VAR)
    with running(VAR) as started:
        yield started


def get(server: Running, path: str) -> httpx.Response:
    return httpx.get(server.origin + path, trust_env=False, timeout=20)


@pytest.mark.parametrize("front", ["w", "r", "c"])
def test_each_front_end_is_named_and_answers_on_every_address_of_its_own(server: Running, front: str) -> None:
    assert f"{server.origin}/{front}/" in server.said

    pages = [get(server, f"/{front}/{inside}") for inside in ("", "some/deep/link", "plate/3-1.2")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert pages[0].text == pages[1].text == pages[2].text
    assert {page.headers["cache-control"] for page in pages} == {"no-cache"}


@pytest.mark.parametrize("path", ["/w/assets/none.js", "/w/icons/none.png", "/w/none.js", "/r/sub/none.css"])
def test_a_missing_file_is_missing_and_never_a_page(server: Running, path: str) -> None:
    assert get(server, path).status_code == 404


def test_an_asset_is_kept_forever_and_comes_compressed(server: Running) -> None:
    asset = next((settings.PWA_DIST / "w/assets").glob("index-*.js"))

    answer = get(server, f"/w/assets/{asset.name}")

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == asset.read_bytes()


def test_a_service_worker_is_asked_for_every_time(server: Running) -> None:
    assert get(server, "/w/sw.js").headers["cache-control"] == "no-cache"
    assert get(server, "/w/manifest.webmanifest").headers["content-type"] == "application/manifest+json"


def test_the_browser_is_told_the_same_with_and_without_nginx(server: Running) -> None:
    names = ["Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "Referrer-Policy"]
    behind, alone = get(server, "/w/").headers, Client().get("/w/").headers

    assert {name: behind[name] for name in names} == {name: alone[name] for name in names}


def test_what_was_searched_for_stays_out_of_the_log(server: Running) -> None:
    get(server, "/healthz/?q=13812345678")

    log = (VAR / "log/access.log").read_text()
    assert '"GET /healthz/" 200' in log
    assert "13812345678" not in log


def test_a_body_beyond_the_limit_is_refused_in_our_own_words(server: Running) -> None:
    answer = httpx.post(f"{server.origin}/api/public/photos/", content=bytes(17_000_000), trust_env=False, timeout=60)

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_private_files_have_no_address(server: Running) -> None:
    assert get(server, "/_media/anything.jpg").status_code == 404


def test_a_socket_passes_through_to_its_own_server(server: Running) -> None:
    address = f"ws://127.0.0.1:{server.port}/ws/"
    with (
        connect(address, origin=Origin(server.origin), proxy=None) as socket,
        pytest.raises(ConnectionClosed) as closed,
    ):
        socket.recv(timeout=20)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_second_start_on_the_same_checkout_says_so(server: Running) -> None:
    second = start(free_port(), var=VAR)

    assert second.ends() == 1
    assert "already running on this checkout" in second.said
    assert get(server, "/healthz/").status_code == 200


def test_a_taken_port_is_named(server: Running) -> None:
    other = start(server.port, var=TEST_VAR / "other")

    assert other.ends() == 1
    assert f"cannot listen on 127.0.0.1 port {server.port}" in other.said


@pytest.mark.parametrize("role", ["granian", "celery"])
def test_a_killed_worker_is_replaced(server: Running, role: str) -> None:
    words = (role, "worker") if role == "celery" else (role,)
    master = server.child(*words)
    killed = next(one for one in server.descendants() if one.parent == master.pid)

    killed.kill()

    eventually(lambda: not killed.is_alive)
    # Two of them, and one is young.
    eventually(lambda: sum(one.parent == master.pid for one in server.descendants()) >= 2, within=30)
    eventually(lambda: get(server, "/healthz/").status_code == 200, within=30)
    assert master.is_alive
