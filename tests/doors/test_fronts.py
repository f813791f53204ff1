"""Where no nginx serves the front-ends: every address inside one is its page, and a missing file is missing."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _built(settings: Settings, tmp_path: Path) -> None:
    settings.PWA_DIST, settings.WHITENOISE_ROOT = tmp_path, None
    (tmp_path / "w").mkdir()
    (tmp_path / "w/index.html").write_text("the worker's page")


@pytest.mark.parametrize("inside", ["", "some/deep/link", "plate/P-0001", "plate/3-1.2", "plate/%E6%A0%8B.502"])
def test_every_address_inside_is_the_page(inside: str) -> None:
    answer = Client().get(f"/w/{inside}")

    assert (answer.status_code, answer.content) == (200, b"the worker's page")


@pytest.mark.parametrize("inside", ["assets/none.js", "none.JS", "sub/none.css", "icons/none.png", "sw.js"])
def test_a_missing_file_is_missing_and_never_a_page(inside: str) -> None:
    assert Client().get(f"/w/{inside}").status_code == 404


def test_a_front_end_that_was_not_built_is_missing() -> None:
    assert Client().get("/c/").status_code == 404
