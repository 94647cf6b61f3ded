"""The page of areas through its frame, in every language; no network, no browser."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.areas import jobs
from data.areas.add import AddRequest
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words

FRAME = Path(__file__).parents[4] / "pages" / "frame.py"
TRENTO, CIVEZZANO, WITHOUT_FIGURES = "022205", "022061", "099030"


@pytest.fixture
def page(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    var = tmp_path / "var"
    (var / "areas").mkdir(parents=True)
    for folder in ("areas/monaco", "italy"):
        if (built_var / folder).exists():
            (var / folder).symlink_to(built_var / folder)
    monkeypatch.setenv("APPRODO_VAR", str(var))
    return AppTest.from_file(str(FRAME), default_timeout=60)


def html(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html"))


def areas_page(language: str) -> None:
    import streamlit as st

    from pages.areas.page import add_area

    st.query_params["lang"] = language
    add_area()


def shown(language: str, *codes: str) -> AppTest:
    page = AppTest.from_function(areas_page, default_timeout=60, kwargs={"language": language})
    page.session_state["areas_chosen"] = list(codes)
    page.run()
    assert not page.exception
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_residents_and_ways_are_in_the_readers_language(page: AppTest, language: str) -> None:
    words = Words(language)
    seen = shown(language, TRENTO)
    assert esc(words.count("areas.residents", 118_046)) in html(seen)
    assert esc(words.say("areas.by_age", year="2023")) in html(seen)
    assert '<bdi dir="ltr">0&#8211;2</bdi>' in html(seen)
    assert seen.radio[0].value == "geofabrik"
    assert words.say("areas.make") in {button.label for button in seen.button}
    assert esc(words.say("areas.built")) in html(seen)
    assert esc(words.count("areas.residents", 39_050)) in html(seen)


def test_small_ones_come_from_overpass_and_several_from_the_extract(page: AppTest) -> None:
    assert shown("it", CIVEZZANO).radio[0].value == "overpass"
    both = shown("it", TRENTO, CIVEZZANO)
    assert both.radio[0].value == "geofabrik"
    assert both.text_input(key=f"areas_name_{TRENTO}-{CIVEZZANO}").value == "Trento, Civezzano"


def test_a_municipality_without_figures_says_so(page: AppTest) -> None:
    seen = shown("en", WITHOUT_FIGURES)
    assert esc(Words("en").say("areas.residents_unknown", name="Montecopiolo")) in html(seen)


def test_a_name_that_nobody_has_is_reported(page: AppTest) -> None:
    seen = shown("it")
    seen.text_input(key="areas_text").set_value("Qqqqzzz").run()
    assert not seen.exception
    assert esc(Words("it").say("areas.none_found", text="Qqqqzzz")) in html(seen)


def write_job(**found: object) -> None:
    jobs._write_request(AddRequest("citta", "Città <b>", (TRENTO,), "geofabrik"))
    jobs._put(jobs._file("citta", "job.json"), {"id": "citta", "beat": time.time(), **found})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"state": "stopped"}, "areas.stopped"),
        ({"state": "failed", "code": "source.unreachable", "facts": {"url": "http://a.b/c"}}, ""),
        ({"state": "done", "failure": "source.busy"}, "areas.old_copy"),
        ({"state": "running", "beat": 0.0}, "areas.stopped"),
    ],
)
def test_each_end_of_a_job_is_reported(
    page: AppTest, language: str, fields: dict[str, object], key: str
) -> None:
    write_job(**fields)
    words = Words(language)
    seen = shown(language)
    assert "Città &#60;b&#62;" in html(seen)
    wanted = words.say(key) if key else words.say("error.source.unreachable", url="http://a.b/c")
    assert esc(wanted) in html(seen)
    labels = {button.label for button in seen.button}
    assert (words.say("areas.resume") in labels) == (fields["state"] != "done")


def test_a_job_is_forgotten_on_request(page: AppTest) -> None:
    write_job(state="failed", code="disk.full", facts={"path": "x"})
    seen = shown("it")
    next(b for b in seen.button if b.key == "forget_citta").click().run()
    assert jobs.jobs() == ()
    assert not seen.exception


def test_a_damaged_job_file_is_passed_over(page: AppTest) -> None:
    write_job(state="done")
    jobs._file("citta", "job.json").write_text(json.dumps({"strange": 1}))
    assert jobs.jobs() == ()
    assert not shown("it").exception
