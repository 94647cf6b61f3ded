"""The client against a server that fails in every way: whole files or the last good ones."""

from __future__ import annotations

import email.utils
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.sources.client import (
    Patience,
    ask,
    fetch,
    fetch_or_kept,
    is_newer,
    kept,
)
from geo.errors import BadInput, SourceFailure, StorageFailure
from tests.sources.outside import Outside, Page

CONTENT = bytes(range(256)) * 2000
QUICK = Patience(deadline_s=8, attempts=4, first_wait_s=0.01, longest_wait_s=0.05, silence_s=1)


@pytest.fixture
def outside() -> Iterator[Outside]:
    server = Outside()
    server.pages["/file.pbf"] = Page(CONTENT)
    yield server
    server.stop()


def get(outside: Outside, into: Path, **found: object) -> object:
    return fetch(f"{outside.url}/file.pbf", into, patience=QUICK, **found)  # type: ignore[arg-type]


def test_a_file_comes_whole_with_its_label(outside: Outside, tmp_path: Path) -> None:
    rows: list[tuple[int, int | None]] = []
    copy = get(outside, tmp_path / "a.pbf", on_progress=lambda *at: rows.append(at))
    assert (tmp_path / "a.pbf").read_bytes() == CONTENT
    assert kept(tmp_path / "a.pbf") == copy
    assert rows[-1] == (len(CONTENT), len(CONTENT))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pbf", "a.pbf.json"]


@pytest.mark.parametrize("fault", ["429", "503", "504", "500", "drop", "429:0", "cut:1000"])
def test_a_passing_fault_is_overcome(outside: Outside, tmp_path: Path, fault: str) -> None:
    outside.pages["/file.pbf"].faults = [fault, fault]
    get(outside, tmp_path / "a.pbf")
    assert (tmp_path / "a.pbf").read_bytes() == CONTENT
    assert len(outside.asked) == 3


def test_retry_after_is_waited_for_in_seconds_and_as_a_date(
    outside: Outside, tmp_path: Path
) -> None:
    for item in ("1", ""):
        item = item or email.utils.formatdate(time.time() + 2, usegmt=True)
        outside.pages["/file.pbf"].faults = [f"429:{item}"]
        start = time.monotonic()
        get(outside, tmp_path / "a.pbf")
        assert time.monotonic() - start >= 0.9
    assert len(outside.asked) == 4


def test_too_long_a_wait_is_reported_at_once(outside: Outside, tmp_path: Path) -> None:
    outside.pages["/file.pbf"].faults = ["429:86400"]
    with pytest.raises(SourceFailure) as caught:
        get(outside, tmp_path / "a.pbf")
    assert caught.value.code == "source.busy"
    assert caught.value.facts["wait_s"] == 86400
    assert len(outside.asked) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [("503", "source.busy"), ("404", "source.refused"), ("403", "source.refused"),
     ("loop", "source.redirects"), ("drop", "source.unreachable"), ("cut:9", "source.cut")],
)  # fmt: skip
def test_a_lasting_fault_is_reported_and_the_old_copy_stays(
    outside: Outside, tmp_path: Path, fault: str, code: str
) -> None:
    into = tmp_path / "a.pbf"
    before = get(outside, into)
    # A part cut off is continued: what never comes is a file that stays cut.
    outside.pages["/file.pbf"].marked = fault != "cut:9"
    outside.pages["/file.pbf"].faults = [fault] * 40
    with pytest.raises(SourceFailure) as caught:
        get(outside, into)
    assert caught.value.code == code
    assert caught.value.facts["url"] == f"{outside.url}/file.pbf"
    assert into.read_bytes() == CONTENT
    outside.pages["/file.pbf"].faults = [fault] * 40
    again, failure = fetch_or_kept(f"{outside.url}/file.pbf", into, patience=QUICK)
    assert again == before
    assert failure is not None
    assert failure.code == code


def test_without_an_old_copy_the_failure_is_raised(outside: Outside, tmp_path: Path) -> None:
    with pytest.raises(SourceFailure):
        fetch_or_kept(f"{outside.url}/nothing", tmp_path / "a", patience=QUICK)


def test_an_address_without_server_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(SourceFailure) as caught:
        fetch("http://127.0.0.1:9/x", tmp_path / "a", patience=QUICK)
    assert caught.value.code == "source.unreachable"


@pytest.mark.parametrize("fault", ["drip:0.02", "pause:30"])
def test_a_source_that_drips_is_given_up(outside: Outside, tmp_path: Path, fault: str) -> None:
    outside.pages["/file.pbf"].faults = [fault] * 9
    one_try = Patience(deadline_s=9, attempts=1, silence_s=1)
    with pytest.raises(SourceFailure) as caught:
        fetch(f"{outside.url}/file.pbf", tmp_path / "a", patience=one_try)
    assert caught.value.code == "source.slow"
    assert len(outside.asked) == 1


def test_the_deadline_bounds_all_tries_together(outside: Outside, tmp_path: Path) -> None:
    outside.pages["/file.pbf"].faults = ["503"] * 1000
    with pytest.raises(SourceFailure):
        fetch(
            f"{outside.url}/file.pbf",
            tmp_path / "a",
            patience=Patience(deadline_s=2, attempts=1000, first_wait_s=0.1, longest_wait_s=0.3),
        )
    # The shortest wait is half of the first: no more tries fit into the deadline.
    assert 2 <= len(outside.asked) <= 40


def test_a_broken_off_download_goes_on_where_it_stopped(outside: Outside, tmp_path: Path) -> None:
    outside.pages["/file.pbf"].faults = ["cut:300000"]
    into = tmp_path / "a.pbf"
    with pytest.raises(SourceFailure):
        fetch(f"{outside.url}/file.pbf", into, patience=Patience(attempts=1, silence_s=1))
    assert into.with_name("a.pbf.part").stat().st_size == 300_000
    get(outside, into)
    assert into.read_bytes() == CONTENT
    assert outside.asked[-1] == ("GET", "/file.pbf", "bytes=300000-")


def test_a_file_that_changed_meanwhile_comes_anew(outside: Outside, tmp_path: Path) -> None:
    outside.pages["/file.pbf"].faults = ["cut:300000"]
    into = tmp_path / "a.pbf"
    with pytest.raises(SourceFailure):
        fetch(f"{outside.url}/file.pbf", into, patience=Patience(attempts=1, silence_s=1))
    outside.pages["/file.pbf"] = Page(CONTENT[::-1])
    get(outside, into)
    assert into.read_bytes() == CONTENT[::-1]


def test_what_the_check_refuses_leaves_the_old_copy(outside: Outside, tmp_path: Path) -> None:
    into = tmp_path / "a.pbf"
    get(outside, into)

    def refuse(path: Path) -> None:
        if path.read_bytes().startswith(b"<!DOCTYPE"):
            raise BadInput("osm.html", path=path.name)

    outside.pages["/file.pbf"].faults = ["html"]
    with pytest.raises(BadInput):
        get(outside, into, check=refuse)
    assert into.read_bytes() == CONTENT
    assert not into.with_name(f"{into.name}.part").exists()


def test_newer_is_recognised_by_the_mark_or_by_the_day(outside: Outside, tmp_path: Path) -> None:
    url = f"{outside.url}/file.pbf"
    copy = fetch(url, tmp_path / "a", patience=QUICK)
    assert not is_newer(url, copy, patience=QUICK)
    outside.pages["/file.pbf"] = Page(CONTENT + b"1")
    assert is_newer(url, copy, patience=QUICK)


def test_a_short_question_is_answered(outside: Outside) -> None:
    outside.pages["/search"] = Page(answer=lambda _, asked: (200, {}, asked["q"][0].encode()))
    assert ask(f"{outside.url}/search", parameters={"q": "Trento"}, patience=QUICK) == b"Trento"


def test_a_full_disk_is_reported_as_such(outside: Outside, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StorageFailure) as caught:
            get(outside, tmp_path / "a.pbf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.code == "disk.full"
    assert not (tmp_path / "a.pbf").exists()
