"""The report of an answer: its figures are the answer's, its texts stay texts."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from html import unescape
from pathlib import Path
from typing import Any

import geopandas
import pytest

from answers import report_folder
from answers.coverage import CoverageAnswer, coverage, week_asked
from answers.coverage_settings import CoverageSettings
from answers.opened_area import OpenArea
from answers.report import background, write_report
from answers.report_additions import trial_of
from answers.report_folder import OWN_FILES, write_folder
from answers.scenario_file import read_scenario
from answers.scenarios import compare
from answers.study import study_of
from data.catalog.tables import load_taxonomy, load_yardsticks
from geo.errors import BadInput
from geo.hours.windows import Window
from geo.measures.evenness import evenness
from geo.measures.gaps import RemedyKind
from geo.measures.outcome import CoverageOutcome
from geo.measures.question import CoverageQuestion
from geo.measures.steps import STEPS
from geo.model import Exposure, Location, Service, Sex, Situation
from geo.scenario import Change, ChangeKind, Scenario
from layers.report.answer import Additions, Proposal, Report
from layers.report.blocks import Figures, Items, Picture, Table, Title, as_data
from layers.report.chapters import sweep_chapter, week_chapter
from layers.report.files import CHAPTERS, brief_paper, paper_of, report_files
from layers.report.guide import FILES
from layers.report.map_picture import map_picture
from layers.report.paper import Paper, compiled, pdf_of
from layers.words import LANGUAGES, Words

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
ASKED = CoverageSettings(
    "monaco",
    CoverageQuestion("italian_course", situation=Situation(frozenset({"ara"})), limit_min=15.0),
    on=date(2026, 11, 24),
)
HOSTILE = (
    '#panic("no") $x$ *b* _i_ `c` <t> @r // /* \\ " \' [a] {b}',
    "=HYPERLINK(1)",
    "عيادة 24 ساعة",
    "\u202eevil\x00",
    "诊所 🏥",
    '#image("/etc/passwd")',
)


@pytest.fixture(scope="module")
def answer(monaco: OpenArea) -> CoverageAnswer:
    return coverage(monaco, ASKED, now=NOW)


PAGE_PPI = 110


def report_in(answer: CoverageAnswer, settings: CoverageSettings = ASKED) -> Report:
    area = answer.study.opened.area
    return Report(
        answer.outcome,
        week_asked(answer.study, answer.outcome, now=answer.now),
        answer.zones.names,
        answer.zones.zone,
        answer.study.homes,
        area.walking.streets,
        background(answer, settings),
    )


def paper_in(answer: CoverageAnswer, words: Words) -> Paper:
    report = report_in(answer)
    return paper_of(report, [chapter(report, words) for chapter in CHAPTERS], words)


def renamed(outcome: CoverageOutcome, services: tuple[Service, ...]) -> CoverageOutcome:
    return replace(outcome, asked=replace(outcome.asked, services=services))


def hostile(answer: CoverageAnswer) -> CoverageAnswer:
    services = answer.outcome.asked.services
    items = tuple(
        replace(one, name=HOSTILE[n % len(HOSTILE)], names={}) for n, one in enumerate(services)
    )
    return replace(answer, outcome=renamed(answer.outcome, items))


def files_of(answer: CoverageAnswer, settings: CoverageSettings = ASKED) -> dict[str, bytes | str]:
    found = report_in(answer, settings)
    made = report_files(found, Words("en"))
    return {**made, "settings.toml": found.background.settings}


def write(out: Path, answer: CoverageAnswer, files: dict[str, bytes | str]) -> tuple[str, ...]:
    week = week_asked(answer.study, answer.outcome, now=answer.now)
    return write_folder(out, answer.study, answer.outcome, answer.zones, week, files)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_are_those_of_the_answer(answer: CoverageAnswer, language: str) -> None:
    words = Words(language)
    blocks = paper_in(answer, words).blocks
    found = answer.outcome.found
    (figures,) = (block for block in blocks if isinstance(block, Figures))
    people = [float(values.sum()) for values in (found.people, found.missing, found.doubtful)]
    wanted = [*people, people[0] - people[1] - people[2]]
    # Nobody has counted who speaks Arabic: shares of the residents, and no heads.
    shares = [words.fact(n / people[0], "percent") for n in wanted[1:]]
    assert [cell[0] for cell in figures.cells] == [words.fact(people[0], "whole"), *shares]
    (title,) = (block for block in blocks if isinstance(block, Title))
    assert words.fact(people[1] / people[0], "percent") in title.text
    tables = [block.rows for block in blocks if isinstance(block, Table)]
    steps = next(item for item in tables if len(item) == len(STEPS) and len(item[0]) == 4
                 and item[0][0] == words.choice("step", "nominal"))  # fmt: skip
    for step, row in zip(STEPS, steps, strict=True):
        band = found.band(step)
        assert row[1:3] == (words.fact(band.certain, "whole"), words.fact(band.possible, "whole"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_whole_in_every_language(answer: CoverageAnswer, language: str) -> None:
    paper = paper_in(answer, Words(language))
    raw = pdf_of(paper)
    assert raw == pdf_of(paper)
    assert b"pdfuaid" in raw or b"PDF/UA" in raw
    assert re.search(rb"/Lang\s*\(" + language.encode(), raw)
    assert all(page.startswith(b"\x89PNG") for page in compiled(paper, "png", ppi=PAGE_PPI))
    assert all(block.alt for block in paper.blocks if isinstance(block, Picture))


def test_the_pdf_says_the_answer(answer: CoverageAnswer) -> None:
    pypdf = pytest.importorskip("pypdf")
    words = Words("en")
    paper = paper_in(answer, words)
    read = pypdf.PdfReader(io.BytesIO(pdf_of(paper)))
    text = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
    missing = round(float(answer.outcome.found.missing.sum()))
    assert f"{missing:,} people" in text
    assert read.metadata.title == paper.title
    for service in answer.outcome.asked.services:
        assert service.provenance.source in text


def every_question() -> list[CoverageSettings]:
    """Return questions that together need every sentence of a report."""
    whole = Situation(
        frozenset({"ara", "ben"}), "asylum_seeker", "none", 30, Sex.FEMALE, True, frozenset()
    )
    own = (Window((0, 3), time(9), time(12)), Window((5,), time(14), time(18)))
    held = replace(whole, residence="022205", with_children=False, documents=frozenset({"permit"}))
    asked = [
        replace(ASKED, question=replace(ASKED.question, situation=whole, windows=own), when=""),
        replace(ASKED, question=replace(ASKED.question, situation=held)),
        replace(ASKED, question=CoverageQuestion("pharmacy", limit_min=60.0)),
        replace(ASKED, question=CoverageQuestion("health", limit_min=20.0)),
        replace(ASKED, question=CoverageQuestion("italian_course", group="speaks:ara")),
    ]
    held_against = [
        replace(ASKED, question=CoverageQuestion(one.need or "pharmacy"), yardstick=one.id)
        for one in load_yardsticks()
    ]
    return [*asked, *held_against]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_can_be_written(monaco: OpenArea, language: str) -> None:
    words = Words(language)
    for settings in every_question():
        needs = load_taxonomy().covered_by(settings.question.need)
        if not any(needs & set(one.needs) for one in monaco.services):
            continue  # the sample has not every need
        found = report_in(coverage(monaco, settings, now=NOW), settings)
        for chapter in CHAPTERS:
            for data in as_data(chapter(found, words)):
                assert "report." not in str(data).replace("report.toml", ""), chapter


def test_names_stay_names(answer: CoverageAnswer) -> None:
    found = hostile(answer)
    paper = paper_in(found, Words("en"))
    names = [row[1] for block in as_data(paper.blocks) if block["kind"] == "table"
             for row in block["rows"] if len(row) == 6 and row[0].isdigit()]  # fmt: skip
    assert any(name.startswith(HOSTILE[0]) for name in names)
    assert any("evil" in name for name in names)
    assert not any("\u202e" in name or "\x00" in name for name in names)
    assert pdf_of(paper).startswith(b"%PDF")
    assert len(compiled(paper, "png", ppi=PAGE_PPI)) > 3


def test_what_begins_like_a_formula_is_quiet_in_tables(
    answer: CoverageAnswer, tmp_path: Path
) -> None:
    found = hostile(answer)
    out = tmp_path / "report"
    write(out, found, {"settings.toml": "", "README.txt": ""})
    names = [row["name"] for row in rows(out / "services.csv")]
    assert "'=HYPERLINK(1)" in names
    assert not any(name.startswith(("=", "+", "-", "@")) for name in names)


def test_a_place_that_is_not_public_is_in_no_file(answer: CoverageAnswer, tmp_path: Path) -> None:
    lon, lat = 7.421234, 43.731234
    services = answer.outcome.asked.services
    kept = replace(
        services[0],
        location=Location("x", lon, lat, exposure=Exposure.ON_REQUEST),
    )
    text = replace(answer, outcome=renamed(answer.outcome, (kept, *services[1:])))
    out = tmp_path / "report"
    write(out, text, files_of(text))
    for path in out.iterdir():
        raw = path.read_bytes()
        assert b"7.421234" not in raw, path.name
        assert b"43.731234" not in raw, path.name
    assert kept.id not in set(geopandas.read_file(out / "layers.gpkg", layer="services")["id"])
    maps = [block.svg for block in paper_in(text, Words("en")).blocks
            if isinstance(block, Picture) and block.legend]  # fmt: skip
    assert len(maps) == 1
    assert ">1</text>" not in maps[0]
    assert ">2</text>" in maps[0]


def test_the_guide_tells_every_file_and_column(answer: CoverageAnswer, tmp_path: Path) -> None:
    out = tmp_path / "report"
    files = files_of(answer)
    names = write(out, answer, files)
    assert set(FILES) == OWN_FILES
    nothing_to_show = {"week.png", "sweep.png", "scenario.toml"}
    assert set(FILES) - set(names) <= nothing_to_show
    for name, columns in FILES.items():
        if name.endswith(".csv"):
            first = (out / name).read_text(encoding="utf-8").splitlines()[0]
            assert tuple(first.split(",")) == columns, name
    told = {line.partition(":")[0] for line in str(files["README.txt"]).splitlines()}
    assert told & set(FILES) == set(names)


def test_layers_hold_the_same_people(answer: CoverageAnswer, tmp_path: Path) -> None:
    out = tmp_path / "report"
    write(out, answer, files_of(answer))
    homes = geopandas.read_file(out / "layers.gpkg", layer="homes")
    places = geopandas.read_file(out / "layers.gpkg", layer="places")
    assert homes.crs.to_epsg() == places.crs.to_epsg() == 4326
    assert places.people.sum() == pytest.approx(homes.people.sum(), abs=0.5)
    by_name = {row["place"]: float(row["missing"]) for row in rows(out / "places.csv")}
    for row in places.itertuples():
        assert by_name.get(row.place, 0.0) == pytest.approx(row.missing, abs=0.2)


def test_a_folder_with_more_than_a_report_is_left_alone(
    answer: CoverageAnswer, tmp_path: Path
) -> None:
    out, files = tmp_path / "report", files_of(answer)
    write(out, answer, files)
    write(out, answer, files)
    (out / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match=r"report\.folder"):
        write(out, answer, files)
    assert (out / "letter.txt").read_text() == "dear"
    own = tmp_path / "own"
    own.mkdir()
    (own / "settings.toml").write_text("mine")
    with pytest.raises(BadInput, match=r"report\.folder"):
        write(own, answer, files)
    assert (own / "settings.toml").read_text() == "mine"


def test_the_old_report_stays_until_the_new_one_is_whole(
    answer: CoverageAnswer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, files = tmp_path / "report", files_of(answer)
    write(out, answer, files)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fails(*_: Any) -> None:
        raise ValueError("no")

    monkeypatch.setattr(report_folder, "_write_layers", fails)
    with pytest.raises(ValueError, match="no"):
        write(out, answer, files)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_settings_without_a_day_are_written_with_it(answer: CoverageAnswer) -> None:
    found = background(answer, replace(ASKED, on=None, places=""))
    assert "on = 2026-11-24" in found.settings
    assert 'places = "parts"' in found.settings
    assert found.version in found.settings
    assert "2023-12-26" in found.settings


def test_an_area_without_residents_is_reported(monaco: OpenArea) -> None:
    empty = replace(monaco, area=replace(monaco.area, residents=None))
    with pytest.raises(BadInput, match=r"coverage\.no_residents"):
        study_of(empty)


def test_a_page_reads_from_right_to_left(answer: CoverageAnswer) -> None:
    image = pytest.importorskip("PIL.Image")
    sides = {}
    for language in ("en", "ar"):
        page = image.open(
            io.BytesIO(compiled(paper_in(answer, Words(language)), "png", ppi=PAGE_PPI)[0])
        )
        grey = page.convert("L")
        band = grey.crop((0, 0, page.width, round(60 / 25.4 * PAGE_PPI)))
        ink = band.point(lambda value: 255 if value < 128 else 0).getbbox()
        sides[language] = (ink[0], page.width - ink[2])
    margin = round(20 / 25.4 * PAGE_PPI)
    assert abs(sides["en"][0] - margin) <= 3
    assert abs(sides["ar"][1] - margin) <= 3
    assert sides["en"][1] > margin + 3 or sides["ar"][0] > margin + 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_is_one_page_with_three_acts_and_no_report_is_all_noughts(
    monaco: OpenArea, language: str
) -> None:
    words = Words(language)
    for settings in every_question():
        needs = load_taxonomy().covered_by(settings.question.need)
        if not any(needs & set(one.needs) for one in monaco.services):
            continue
        found = report_in(coverage(monaco, settings, now=NOW), settings)
        brief = brief_paper(found, words)
        assert len(compiled(brief, "png", ppi=20)) == 1
        acts = [block for block in brief.blocks if isinstance(block, Items)]
        helping = [act for act in found.outcome.acts if act.kind is not RemedyKind.ASK]
        assert len(acts) == min(1, len(helping))
        assert all(len(items.lines) == min(3, len(helping)) for items in acts)
        charts = [block for block in sweep_chapter(found, words) if isinstance(block, Picture)]
        assert bool(charts) == any(round(band.possible) for _, band in found.outcome.sweep)
        week = [block for block in week_chapter(found, words) if isinstance(block, Picture)]
        assert bool(week) == bool(found.week.possible.any())


def test_what_was_tried_stands_in_the_report(answer: CoverageAnswer, tmp_path: Path) -> None:
    change = Change(ChangeKind.LANGUAGES, answer.outcome.asked.services[0].id,
                    languages=frozenset({"ara"}))  # fmt: skip
    scenario = Scenario("Arabic", (change,))
    trial = trial_of(scenario, compare(answer, scenario))
    even = evenness(answer.outcome, answer.zones.zone)
    additions = Additions(trial, Proposal("people", ["At the station"], 12.0, 0.0), even)
    out = tmp_path / "report"
    names = write_report(out, answer, replace(ASKED, language="en"), additions)
    assert read_scenario(out / "scenario.toml") == scenario
    assert "scenario.toml" in names
    paper = paper_of(
        replace(report_in(answer), additions=additions),
        [chapter(replace(report_in(answer), additions=additions), Words("en"))
         for chapter in CHAPTERS],
        Words("en"),
    )  # fmt: skip
    text = str(as_data(paper.blocks))
    assert "A trial: Arabic" in text
    assert "At the station" in text
    assert "[situation]" not in text  # the settings lie in the folder


def test_the_map_has_names_of_parts_and_streets(answer: CoverageAnswer) -> None:
    svg = map_picture(report_in(answer), "map", Words("en"))
    names = set(re.findall(r"<text[^>]*>([^<]+)</text>", svg))
    parts = {name for name in answer.zones.names if name in names}
    assert len(parts) >= 5
    streets = set(answer.study.opened.area.walking.streets.names)
    assert len({unescape(name) for name in names} & streets) >= 3
