"""What the pages load is what its authors published, and nothing they load is missing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from layers.map.panel import AreaMap
from layers.themes import THEMES
from web.vendor_assets import ASSETS, FILES, PAPER, PAPER_FILES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FILES)
def test_a_vendored_file_has_the_checksum_of_its_package(name: str) -> None:
    assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == FILES[name][2]


def test_every_vendored_file_is_listed() -> None:
    found = {
        path.relative_to(ASSETS).as_posix()
        for folder in ("vendor", "fonts")
        for path in (ASSETS / folder).iterdir()
    }
    assert found == set(FILES)


@pytest.mark.parametrize("name", PAPER_FILES)
def test_a_typeface_of_the_paper_has_the_checksum_of_its_package(name: str) -> None:
    assert hashlib.sha256((PAPER / name).read_bytes()).hexdigest() == PAPER_FILES[name][2]
    assert {path.name for path in PAPER.iterdir()} == set(PAPER_FILES)


def test_every_vendored_package_brings_its_licence() -> None:
    rows = [*FILES.values(), *PAPER_FILES.values()]
    packages = {package for package, _, _ in rows}
    licensed = {package for package, member, _ in rows if "LICEN" in member.upper()}
    assert licensed == packages


@pytest.mark.parametrize("sheet", ["approdo.css", "approdo-map.css"])
def test_a_stylesheet_loads_only_what_is_there(sheet: str) -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', (ASSETS / sheet).read_text()):
        if not address.startswith("data:"):
            assert address.startswith("/assets/")
            assert (ASSETS / address.removeprefix("/assets/")).is_file(), address


def test_the_map_loads_only_what_is_there() -> None:
    loaded = [url for _, url in (*AreaMap.default_js, *AreaMap.default_css)]
    loaded += [f"/assets/pictograms/{theme.pictogram}" for theme in THEMES.values()]
    for address in loaded:
        assert (ASSETS / address.removeprefix("/assets/")).is_file(), address


def test_no_asset_names_another_host() -> None:
    allowed = ("http://www.w3.org/", "https://www.openstreetmap.org/copyright")
    for path in ASSETS.glob("*.*"):
        for address in re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8")):
            assert address.startswith(allowed), f"{path.name}: {address}"
