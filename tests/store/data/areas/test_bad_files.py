"""Really damaged files: one sentence each, and the area that was there stays usable."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cli
from data.areas.build import build_area
from data.areas.load import load_area
from data.areas.request import AreaRequest

ROOT = Path(__file__).parents[4]
MONACO = ROOT / "data" / "sample" / "monaco.osm.pbf"

TOWN = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lon="7.42" lat="43.73"/><node id="2" lon="7.43" lat="43.73"/>
<node id="3" lon="7.43" lat="43.74"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/></way>
</osm>"""


def build(path: Path, boundary: Path | None = None, area: str = "town") -> None:
    request = AreaRequest(area, path, boundary, {"it": "Town"}, "Europe/Rome", "IT")
    build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "no streets here")
    return packed.getvalue()


whole = MONACO.read_bytes()
DAMAGED = {
    "head-only.osm.pbf": whole[:200],
    "half.osm.pbf": whole[: len(whole) // 2],
    "almost.osm.pbf": whole[:-7],
    "garbled.osm.pbf": whole[:5000] + bytes(2000) + whole[7000:],
    "empty.osm.pbf": b"",
    "page.osm.pbf": b"<!DOCTYPE html><html><body>404</body></html>",
    "answer.osm": b'{"elements": []}',
    "archive.osm.pbf": zipped(),
    "picture.osm.pbf": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "notes.txt": b"streets",
    "cut.osm": TOWN[:200].encode(),
    "cut.osm.bz2": bz2.compress(TOWN.encode())[:-20],
    "cut.osm.gz": gzip.compress(TOWN.encode())[:-20],
    "text.osm.bz2": TOWN.encode(),
    "text.osm.gz": TOWN.encode(),
    "nothing.osm": b'<?xml version="1.0"?><osm version="0.6"></osm>',
    "gpx.osm": b'<?xml version="1.0"?><gpx version="1.1"></gpx>',
}


@pytest.fixture
def town(own_var: Path, tmp_path: Path) -> Path:
    """An area that was built before, and its files."""
    good = tmp_path / "good.osm"
    good.write_text(TOWN)
    build(good)
    return own_var / "areas" / "town"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "lock"
    }


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_a_damaged_file_is_reported_in_one_sentence(
    name: str, language: str, town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(town)
    bad = tmp_path / name
    bad.write_bytes(DAMAGED[name])
    code = cli.main(["--lang", language, "area", "build", "--id", "town", "--osm", str(bad)])
    out, err = capsys.readouterr()
    rows = [line for line in err.splitlines() if "%" not in line[:5]]
    assert code == 2
    assert out == ""
    assert len(rows) == 1
    assert "error" not in rows[0].lower() or language == "en"
    assert contents(town) == before
    assert load_area("town").walking.node_count == 3


@pytest.mark.parametrize("ending", [".osm", ".osm.gz", ".osm.bz2"])
def test_every_form_of_the_file_gives_the_same_streets(
    ending: str, own_var: Path, tmp_path: Path
) -> None:
    pack = {".osm": bytes, ".osm.gz": gzip.compress, ".osm.bz2": bz2.compress}[ending]
    path = tmp_path / f"town{ending}"
    path.write_bytes(pack(TOWN.encode()))
    build(path)
    assert load_area("town").walking.streets.arc_count == 4


SQUARE = '{"type": "Polygon", "coordinates": [[[%s, 43], [8, 43], [8, 44], [%s, 44], [%s, 43]]]}'
BOUNDARIES = {
    "missing": None,
    "text": b"not json",
    "list": b"[1, 2]",
    "point": b'{"type": "Point", "coordinates": [7.4, 43.7]}',
    "metres": b'{"type": "Polygon", "coordinates": [[[664000,5103000],[665000,5103000],'
    b"[665000,5104000],[664000,5103000]]]}",
    "elsewhere": b'{"type": "Polygon", "coordinates": [[[1,2],[2,2],[2,3],[1,2]]]}',
    "empty": b'{"type": "FeatureCollection", "features": []}',
    "torn": b'{"type": "Polygon", "coordinates": [[[7.4, 43.7], [7.5]]]}',
    "named": b'{"type": "Polygon", "crs": {"properties": {"name": "EPSG:25832"}}, '
    b'"coordinates": [[[7,43],[8,43],[8,44],[7,43]]]}',
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_bad_boundary_is_reported_in_one_sentence(
    name: str, town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(town)
    path, osm = tmp_path / "edge.geojson", tmp_path / "good.osm"
    content = BOUNDARIES[name]
    if content is not None:
        path.write_bytes(content)
    arguments = ["area", "build", "--id", "town", "--osm", str(osm), "--boundary", str(path)]
    assert cli.main(["--lang", "en", *arguments]) == 2
    rows = [line for line in capsys.readouterr().err.splitlines() if "%" not in line[:5]]
    assert len(rows) == 1
    assert "edge.geojson" in rows[0]
    assert contents(town) == before


def test_a_boundary_that_covers_the_extract_is_kept(own_var: Path, tmp_path: Path) -> None:
    osm, edge = tmp_path / "town.osm", tmp_path / "edge.geojson"
    osm.write_text(TOWN)
    edge.write_text(SQUARE % (7, 7, 7))
    build(osm, edge)
    boundary = load_area("town").boundary
    assert boundary is not None
    assert boundary.bounds == (7.0, 43.0, 8.0, 44.0)
