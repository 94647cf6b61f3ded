"""From a municipality's code to an area: download, cut, people, build; and every way it fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from data.areas import jobs
from data.areas.add import (
    BUFFER_M,
    AddRequest,
    add_area,
    free_id,
    has_newer,
    refresh_request,
    suggest_id,
    with_buffer,
)
from data.areas.load import list_areas, load_area
from data.catalog.municipalities import municipalities
from data.sources.client import Patience
from geo.errors import BadInput, SourceFailure, StorageFailure
from geo.network.sphere import distance_m
from tests.sources.outside import NORTH_EAST, Outside, Page

pytestmark = pytest.mark.landing

ROOT = Path(__file__).parents[4]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
QUICK = Patience(deadline_s=20, attempts=3, first_wait_s=0.01, longest_wait_s=0.05, silence_s=2)
TRENTO = AddRequest("citta", "Trento", ("022205",), "geofabrik")
QUIET = {"now": NOW, "on_progress": lambda *_: None, "patience": QUICK}


def test_the_buffer_is_more_than_half_an_hours_walk() -> None:
    outline = municipalities().outline(["022205"])
    grown = with_buffer(outline)
    assert BUFFER_M >= 2250
    edge = shapely.get_coordinates(shapely.segmentize(grown.exterior, 0.01))
    inner = shapely.get_coordinates(shapely.segmentize(outline.exterior, 0.001))
    for lon, lat in edge[:: max(1, len(edge) // 50)]:
        away = distance_m(np.full(len(inner), lon), np.full(len(inner), lat), *inner.T)
        assert away.min() >= BUFFER_M - 5


def test_a_town_is_brought_in_cut_and_peopled(trento_outside: Outside, own_var: Path) -> None:
    lines: list[str] = []
    added = add_area(
        TRENTO, now=NOW, on_progress=lambda step, _: lines.append(step), patience=QUICK
    )
    steps = "download clip streets services addresses people basemap label done"
    assert list(dict.fromkeys(lines)) == steps.split()
    assert added.failure is None
    area = load_area("citta")
    manifest = area.manifest
    assert manifest.origin.codes == ("022205",)
    assert manifest.origin.files[0].url == f"{trento_outside.url}{NORTH_EAST}"
    assert manifest.demand is not None
    assert manifest.demand.kind == "municipalities"
    assert manifest.demand.placed == pytest.approx(118_046)
    assert manifest.demand.registered == 118_046
    assert area.residents is not None
    assert area.residents.people().sum() == pytest.approx(118_046)
    assert area.residents.people("women").sum() == pytest.approx(60_733)
    assert {s.licence for s in manifest.sources} == {"ODbL-1.0", "CC-BY-4.0"}
    # Again: the extract has not changed, so nothing is downloaded a second time.
    asked = len(trento_outside.asked)
    add_area(TRENTO, **QUIET)
    assert [method for method, *_ in trento_outside.asked[asked:]] == ["HEAD"]


def test_newer_data_are_seen_and_brought_in(trento_outside: Outside, own_var: Path) -> None:
    add_area(TRENTO, **QUIET)
    assert not has_newer("citta", patience=QUICK)
    page = trento_outside.pages[NORTH_EAST]
    trento_outside.pages[NORTH_EAST] = Page(page.content[:-1], changed=page.changed + 86_400)
    assert has_newer("citta", patience=QUICK)
    assert refresh_request("citta") == TRENTO


def test_the_last_good_copy_stands_in_for_a_source_that_is_away(
    trento_outside: Outside, own_var: Path
) -> None:
    add_area(TRENTO, **QUIET)
    trento_outside.pages[NORTH_EAST].faults = ["503"] * 20
    added = add_area(TRENTO, **QUIET)
    assert added.failure is not None
    assert added.failure.code == "source.busy"


def test_a_source_that_is_away_leaves_the_old_area(trento_outside: Outside, own_var: Path) -> None:
    add_area(TRENTO, **QUIET)
    before = load_area("citta").version
    for path in (own_var / "downloads").glob("nord-est*"):
        path.unlink()
    for fault in ("503", "html", "remark", "cut:5000", "404", "loop"):
        trento_outside.pages[NORTH_EAST].faults = [fault] * 20
        trento_outside.pages[NORTH_EAST].marked = False
        with pytest.raises((SourceFailure, BadInput)):
            add_area(TRENTO, **QUIET)
        assert load_area("citta").version == before


def test_an_extract_of_elsewhere_is_reported(outside: Outside, own_var: Path) -> None:
    outside.pages[NORTH_EAST] = Page((ROOT / "data/sample/monaco.osm.pbf").read_bytes())
    with pytest.raises(BadInput) as caught:
        add_area(TRENTO, **QUIET)
    assert caught.value.code == "clip.nothing"
    assert list_areas() == ()


def overpass_page(corner: Path) -> Page:
    """Overpass answers with XML of what lies in the box that was asked for."""

    def answer(method: str, form: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        assert method == "POST"
        assert "way(bn.n)" in form["data"][0]
        out = Path(os.environ["APPRODO_VAR"]) / "played.osm"
        with osmium.SimpleWriter(str(out), overwrite=True) as writer:
            for item in osmium.FileProcessor(str(corner)):
                writer.add(item)
        return 200, {"content-type": "application/osm3s+xml"}, out.read_bytes()

    return Page(answer=answer)


SMALL = AddRequest("piccola", "Trento", ("022205",), "overpass")


def test_a_small_municipality_comes_from_overpass(
    outside: Outside, own_var: Path, corner: Path
) -> None:
    own_var.mkdir()
    outside.pages["/api/interpreter"] = overpass_page(corner)
    added = add_area(SMALL, **QUIET)
    assert added.manifest.origin.kind == "overpass"
    assert has_newer("piccola", patience=QUICK)


def test_an_overpass_answer_that_stopped_is_reported(outside: Outside, own_var: Path) -> None:
    body = b"<?xml version='1.0'?><osm><remark> runtime error: Query timed out </remark></osm>"
    outside.pages["/api/interpreter"] = Page(answer=lambda *_: (200, {}, body))
    with pytest.raises(SourceFailure) as caught:
        add_area(SMALL, **QUIET)
    assert caught.value.code == "overpass.remark"
    assert "timed out" in str(caught.value.facts["remark"])


def test_two_downloads_of_one_extract_do_not_meet(trento_outside: Outside, own_var: Path) -> None:
    trento_outside.pages[NORTH_EAST].faults = ["pause:1.5"]
    other = AddRequest("altra", "Altra", ("022061",), "geofabrik")
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(add_area, TRENTO, **QUIET)
        time.sleep(0.5)
        with pytest.raises(StorageFailure) as caught:
            add_area(other, **QUIET)
        assert caught.value.code == "download.busy"
        first.result()


def start_job(own_var: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "cli.py", "area", *arguments], cwd=ROOT, env={**os.environ}
    )


def wait_for(test: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not test():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_job_is_stopped_and_taken_up_where_it_was(trento_outside: Outside, own_var: Path) -> None:
    size = len(trento_outside.pages[NORTH_EAST].content)
    trento_outside.pages[NORTH_EAST].faults = ["pause:25"]
    jobs.start(TRENTO)
    wait_for(lambda: (jobs.job_of("citta") or jobs.Job("")).received >= size // 2)
    jobs.stop("citta")
    wait_for(lambda: jobs.job_of("citta").state == jobs.STOPPED)  # type: ignore[union-attr]
    assert list_areas() == ()
    jobs.start(jobs.request_of_job("citta"))  # type: ignore[arg-type]
    wait_for(lambda: jobs.job_of("citta").state == jobs.DONE, 60)  # type: ignore[union-attr]
    ranges = [given for method, _, given in trento_outside.asked if method == "GET"]
    assert ranges == ["", f"bytes={size // 2}-"]
    assert load_area("citta").manifest.name("it") == "Trento"


def test_a_killed_job_is_reported_as_stopped(
    trento_outside: Outside, own_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "DEAD_AFTER_S", 3.0)
    trento_outside.pages[NORTH_EAST].faults = ["pause:30"]
    process = start_job(own_var, "add", "022205", "--id", "citta")
    wait_for(lambda: (jobs.job_of("citta") or jobs.Job("")).received > 0)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for(lambda: jobs.job_of("citta").state == jobs.STOPPED, 10)  # type: ignore[union-attr]


def test_a_failed_job_keeps_its_reason(outside: Outside, own_var: Path) -> None:
    with pytest.raises(SourceFailure):
        jobs.work(TRENTO, now=NOW, on_progress=lambda *_: None, patience=QUICK)
    job = jobs.job_of("citta")
    assert job is not None
    assert (job.state, job.code) == (jobs.FAILED, "source.refused")


def test_two_places_of_one_name_have_two_ids(trento_outside: Outside, own_var: Path) -> None:
    first, second = (m for m in municipalities().rows if m.name == "Castro")
    assert (suggest_id((first,)), suggest_id((second,))) == ("castro", "castro")
    add_area(AddRequest("castro", "Castro", TRENTO.codes, "geofabrik"), **QUIET)
    assert suggest_id((first,)) == "castro-2"
    assert suggest_id((municipalities().get("022205"),)) == "trento"
    assert free_id("Castro", TRENTO.codes) == "castro"
    assert free_id("Monaco") == "monaco-2"


def test_an_area_under_way_is_not_begun_twice(trento_outside: Outside, own_var: Path) -> None:
    trento_outside.pages[NORTH_EAST].faults = ["pause:30"]
    jobs.start(TRENTO)
    with pytest.raises(StorageFailure) as caught:
        jobs.start(TRENTO)
    assert caught.value.code == "area.busy"
    jobs.stop("citta")
    wait_for(lambda: jobs.job_of("citta").state == jobs.STOPPED)  # type: ignore[union-attr]


def test_a_failed_build_leaves_no_cut_file(trento_outside: Outside, own_var: Path) -> None:
    with pytest.raises(BadInput):
        add_area(
            AddRequest("citta", "Trento", ("022205",), "geofabrik", demand=own_var / "none.csv"),
            **QUIET,
        )
    assert not list(own_var.rglob("citta.osm.pbf"))
