"""OpenStreetMap files of many writers: each ends in an area or in a sentence."""

from __future__ import annotations

import bz2
import gzip
from datetime import UTC, datetime
from pathlib import Path

import osmium
import pytest

from data.areas.build import build_area
from data.areas.load import load_area
from data.areas.request import AreaRequest
from data.sources.osm_normal import normalised
from data.sources.osm_services import read_services
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words
from tests.reference.geo.network.street_cases import STREETS, walk

WHOLE = STREETS / "09-ways-before-nodes" / "a.osm"
HERE, THERE = (11.0, 46.0), (11.0038839, 46.0026980)


@pytest.mark.parametrize(
    "name",
    ["08-negative-ids/a.osm", "08-negative-ids/josm.osm", "08-negative-ids/ways-sorted.osm",
     "09-ways-before-nodes/a.osm",
     "09-ways-before-nodes/ways-not-ascending.osm", "13-heads/UPPER.OSM",
     "13-heads/long-comment.osm", "07-invalid-location/lat91.osm"],
)  # fmt: skip
def test_a_file_is_read_as_if_it_were_in_order(name: str) -> None:
    assert walk(name, HERE, THERE) == pytest.approx(8.0, abs=0.01)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("09-ways-before-nodes/no-nodes.osm", "osm.no_nodes"),
        ("13-heads/version05.osm", "osm.version"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, code: str) -> None:
    assert walk(name, HERE, THERE) == code


def test_what_was_deleted_is_not_there(tmp_path: Path) -> None:
    folder = STREETS / "10-deleted-objects"
    assert walk("10-deleted-objects/josm-delete.osm", HERE, (11.010357, 46.0)) in (
        "no way",
        "outside",
    )
    deleted = read_services(normalised(folder / "josm-deleted-pharmacy.osm", tmp_path))
    assert [service.name for service in deleted] == []
    for name in ("history.osm", "history2.osm", "history-sorted.osm"):
        assert walk(f"10-deleted-objects/{name}", HERE, THERE) == pytest.approx(8.0, abs=0.01)
    services = read_services(normalised(folder / "history-services.osm", tmp_path))
    assert len({service.id for service in services}) == len(services)


@pytest.mark.parametrize("name", ["pharmacy-lat91.osm", "pharmacy-no-place.osm",
                                  "history-deleted-node.osm"])  # fmt: skip
def test_an_object_that_is_nowhere_is_left_out(name: str, tmp_path: Path) -> None:
    path = normalised(STREETS / "07-invalid-location" / name, tmp_path)
    assert all(46 <= service.location.lat <= 46.1 for service in read_services(path)
               if service.location.lat is not None)  # fmt: skip


def _with(text: str, old: str, new: str) -> bytes:
    assert old in text
    return text.replace(old, new).encode()


def faults() -> dict[str, tuple[str, bytes, str]]:
    """Ten files, each with one fault: name → (file name, content, code; empty: an area)."""
    text = (STREETS / "13-heads" / "version05.osm").read_text().replace('"0.5"', '"0.6"')
    first = text.index("<node")
    end = text.index("</osm>")
    stray = '<node id="900" version="1" lat="-46.0" lon="-169.0"/>'
    remark = "<remark> runtime error: Query timed out in &quot;query&quot; </remark>"
    return {
        "cut short": ("a.osm", text[: len(text) // 2].encode(), "osm.damaged"),
        "negative": ("a.osm", _with(text, 'id="', 'id="-'), ""),
        "upper case": ("A.OSM.GZ", gzip.compress(text.encode()), ""),
        "packed": ("a.osm.bz2", bz2.compress(text.encode()), ""),
        "packed and cut": ("a.osm.gz", gzip.compress(text.encode())[:-30], "osm.damaged"),
        "remark": ("a.osm", _with(text, "</osm>", f"{remark}</osm>"), "osm.remark"),
        "far away": ("a.osm", (text[:first] + stray + text[first:end] + "</osm>").encode(), ""),
        "twice": ("a.osm", (text[:end] + text[first:end] + "</osm>").encode(), ""),
        "not a number": ("a.osm", _with(text, 'lat="46.0000000"', 'lat="north"'), "osm.damaged"),
        "no streets": ("a.osm", _with(text, "highway", "waterway"), "streets.none"),
    }


def build(fault: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(folder / "var"))
    name, content, _ = faults()[fault]
    path = folder / name
    path.write_bytes(content)
    request = AreaRequest("x", path, None, {"it": "X"}, "Europe/Rome", "IT")
    build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)


@pytest.mark.parametrize("fault", [name for name, (*_, code) in faults().items() if not code])
def test_what_can_be_understood_becomes_an_area(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(fault, tmp_path, monkeypatch)
    area = load_area("x")
    assert area.walking.streets.node_count >= 16


@pytest.mark.parametrize("fault", [name for name, (*_, code) in faults().items() if code])
def test_what_cannot_be_understood_ends_in_its_sentence(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ApprodoError) as raised:
        build(fault, tmp_path, monkeypatch)
    assert raised.value.code == faults()[fault][2]
    for language in LANGUAGES:
        for sentence in error_sentences(raised.value, Words(language)):
            assert "{" not in sentence
            assert len(sentence) > 20


def test_positions_on_ways_are_read(tmp_path: Path) -> None:
    path, copy = tmp_path / "ways.osm.pbf", tmp_path / "folder"
    copy.mkdir()
    source = normalised(WHOLE, copy)
    file = osmium.io.File(str(path), "pbf,locations_on_ways=true")
    with osmium.SimpleWriter(file) as writer:
        for item in osmium.FileProcessor(str(source)).with_locations():
            if isinstance(item, osmium.osm.Way):
                writer.add_way(item)
    assert not list(osmium.FileProcessor(str(path), osmium.osm.NODE))
    assert normalised(path, copy) != path
    assert walk(path, HERE, THERE) == pytest.approx(8.0, abs=0.01)
