"""``plan`` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

import cli

Run = Callable[..., tuple[int, str, list[str]]]
NEEDS = "italian_course,permit_help,health_enrolment,family_doctor"


@pytest.fixture
def run(
    built_var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("APPRODO_VAR", str(built_var))

    def run_one(*more: str, needs: str = NEEDS, lang: str = "en") -> tuple[int, str, list[str]]:
        code = cli.main(
            ["--lang", lang, "plan", "--area", "monaco", "--from", "7.4219,43.7344",
             "--needs", needs, "--depart", "2026-11-24T08:30", *more]
        )  # fmt: skip
        out, err = capsys.readouterr()
        return code, out, [line for line in err.splitlines() if "%" not in line[:5]]

    return run_one


def test_plan_as_json(run: Run) -> None:
    code, out, _ = run("--language", "ara", "--hours", "13:00-19:00", "--json")
    row = json.loads(out)
    assert code == 0
    [trip] = row["trips"]
    assert [need for stop in trip["stops"] for need in stop["needs"]] == [
        "health_enrolment", "family_doctor", "permit_help",
    ]  # fmt: skip
    assert trip["minutes"] == row["minutes"]
    assert [unmet["need"] for unmet in row["unmet"]] == ["italian_course"]
    assert row["unmet"][0]["obstacle"] == "not_then"


@pytest.mark.parametrize("lang", ["it", "en", "ar"])
def test_plan_in_words(run: Run, lang: str) -> None:
    code, out, _ = run("--language", "ara", "--hours", "13:00-19:00", lang=lang)
    assert code == 0
    assert "\n1. " in out
    assert "\n2. " in out
    assert "{" not in out


def test_a_need_given_twice_is_said(run: Run) -> None:
    _, _, err = run(needs="pharmacy,pharmacy")
    assert err == ["Pharmacy: given more than once, counts once."]


@pytest.mark.parametrize("lang", ["it", "ar"])
def test_the_card_is_a_pdf_with_the_trip_in_words(run: Run, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "card.pdf"
    code, _, _ = run("--language", "ara", "--hours", "13:00-19:00", "--pdf", str(file), lang=lang)
    assert code == 0
    pages = PdfReader(file).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert len(pages) <= 2
    assert "000 122 11 00" in text
    assert "Poi 7 min a piedi fino a casa." in text.replace("\u00a0", " ")


def test_the_card_comes_in_another_language_than_the_answer(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    more = ("--hours", "13:00-19:00", "--pdf", str(file), "--card-lang", "uk")
    code, out, _ = run(*more, lang="en")
    assert code == 0
    assert "leave at" in "".join(out)
    assert "Мій план" in PdfReader(file).pages[0].extract_text()


def test_a_card_for_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, out, err = run("--pdf", str(tmp_path / "none" / "card.pdf"))
    assert (code, out, len(err)) == (2, "", 1)


@pytest.mark.parametrize(
    ("more", "needs", "part"),
    [
        (("--hours", "19:00-13"), NEEDS, "no hours of a week"),
        (("--hours", "Mo-Fr sunrise-sunset"), NEEDS, "no hours of a week"),
        (("--days", "40"), NEEDS, "--days takes a number between 1 and 14"),
        (("--visit", "pharmacy"), "pharmacy", "does not say how long a visit takes"),
        (("--visit", "pharmacy=900"), "pharmacy", "--visit pharmacy takes a number"),
        (("--card-lang", "sw"), NEEDS, "does not come in the language"),
        ((), ",", "What is the plan for?"),
        ((), "pharmacy,flying", "flying"),
    ],
)
def test_one_sentence_for_each_fault(
    run: Run, more: tuple[str, ...], needs: str, part: str
) -> None:
    code, out, err = run(*more, needs=needs)
    assert (code, out, len(err)) == (2, "", 1)
    assert part in err[0]
