"""The catalogues are complete, consistent and speak as they should."""

from __future__ import annotations

import ast
import re
import string
from datetime import date, datetime
from pathlib import Path

import pytest

from layers.words import LANGUAGES, PERSON_LANGUAGES, MissingWord, Words
from layers.words.catalogues import FOLDER, read_catalogue
from layers.words.facts import SPECS

ROOT = Path(__file__).parents[4]
SPEAKING = ("say", "count", "has")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def keys_in_code() -> dict[str, str]:
    found = {}
    paths = [ROOT / "app.py", ROOT / "cli.py"]
    for room in ("layers", "pages", "web", "commands"):
        paths += (ROOT / room).rglob("*.py")
    for path in filter(Path.exists, paths):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in SPEAKING
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and "." in node.args[0].value
            ):
                found[node.args[0].value] = str(path.relative_to(ROOT))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_in_the_same_topics(language: str) -> None:
    assert set(read_catalogue(language).texts) == set(read_catalogue("en").texts)
    topics = {p.name for p in (FOLDER / language).glob("*.po")}
    assert topics == {p.name for p in (FOLDER / "en").glob("*.po")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_every_plural_form_is_there(language: str) -> None:
    forms = {"it": 2, "en": 2, "ar": 6}[language]
    for key, texts in read_catalogue(language).texts.items():
        assert all(text.strip() for text in texts), key
        assert len(texts) in (1, forms), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_english(language: str) -> None:
    for key, english in read_catalogue("en").texts.items():
        wanted = set().union(*map(placeholders, english))
        here = set().union(*map(placeholders, read_catalogue(language).texts[key]))
        assert here == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_a_colon_in_a_placeholder_is_known(language: str) -> None:
    for key, texts in read_catalogue(language).texts.items():
        for text in texts:
            specs = {spec for _, _, spec, _ in string.Formatter().parse(text) if spec}
            assert specs <= set(SPECS), key


def test_no_key_used_in_code_is_missing() -> None:
    known = set(read_catalogue("en").texts)
    assert {key: path for key, path in keys_in_code().items() if key not in known} == {}


def test_every_error_code_has_its_sentence() -> None:
    raised = set()
    pattern = re.compile(
        r"(?:BadInput|UnknownName|OutsideArea|StorageFailure|ApprodoError|EditConflict|Forbidden)"
        r"\(\s*\"([a-z_.]+)\""
        r"|\"(hsds\.[a-z_]+)\""
    )
    for room in ("geo", "data"):
        for path in (ROOT / room).rglob("*.py"):
            # Docstrings show invented codes.
            text = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.S)
            raised |= {code for found in pattern.findall(text) for code in found if code}
    assert raised
    assert {code for code in raised if not Words("en").has(f"error.{code}")} == set()


def test_arabic_counts_with_six_forms() -> None:
    words = Words("ar")
    said = [words.count("find.results.count", n) for n in (0, 1, 2, 5, 11, 100)]
    assert len(set(said)) == 6


def test_two_of_anything_are_a_dual_in_arabic() -> None:
    """CLDR's ``two`` has a form of its own: no number before a noun in the accusative."""
    counted = re.compile(r"\{n\} \w+اً")
    plurals = {k: t for k, t in read_catalogue("ar").texts.items() if len(t) == 6}
    assert plurals
    assert [key for key, forms in plurals.items() if counted.search(forms[2])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_setting_is_named_by_its_variable(language: str) -> None:
    """People read these texts on pages; commands name settings in docs/configuration.md."""
    texts = read_catalogue(language).texts
    assert [key for key, forms in texts.items() if "APPRODO_" in "".join(forms)] == []


def test_facts_follow_the_language() -> None:
    thursday = datetime(2026, 11, 26, 9, 0)
    assert Words("it").say("state.opens_weekday", opens_at=thursday).endswith("giovedì alle 09:00")
    assert Words("it").say("unit.distance", distance_m=1240) == "1,2\u00a0km"
    assert Words("en").say("unit.distance", distance_m=347) == "350\u00a0m"
    assert Words("it").say("result.checked", assured_on=date(2026, 3, 1)).endswith("1 marzo 2026")
    assert Words("en").say("unit.minutes", n_min=0.2) == "1\u00a0min"


def test_right_to_left_text_isolates_what_runs_the_other_way() -> None:
    said = Words("ar").say("help.call", number="800 290 290")
    assert "\u2068800 290 290\u2069" in said
    assert "\u206609:00\u2069" in Words("ar").say(
        "state.opens_today", opens_at=datetime(2026, 1, 5, 9)
    )
    assert "\u2068مكتب\u2069" in Words("it").say("find.place_near", place="مكتب")


def test_braces_and_controls_in_a_fact_stay_text() -> None:
    said = Words("it").say("find.place_near", place="{0.__class__}\u202e")
    assert said == "Vicino a {0.__class__}"


def test_a_missing_key_fails_under_test() -> None:
    with pytest.raises(MissingWord):
        Words("it").say("no.such_key")
    with pytest.raises(MissingWord):
        Words("xx")


CONSTANTS = {
    "path",
    "most",
    "per",
    "limit",
    "days",
    "other",
    "columns",
    "text",
    "file",
    "letters",
    "worst",
}
"""Names of facts that are never one, or that are no count."""


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_number_that_may_be_one_stands_before_a_plural_noun(language: str) -> None:
    nouns = {
        "it": "servizi|persone|luoghi|posti|schede|righe|punti|zone|case|candidati|comuni|celle",
        "en": "services|people|places|records|rows|points|zones|homes|candidates|cells|sites",
    }[language]
    pattern = re.compile(r"\{(\w+)(?::number)?\} (?:" + nouns + r")\b")
    texts = read_catalogue(language).texts
    wrong = {
        key: forms[0]
        for key, forms in texts.items()
        if len(forms) == 1 and set(pattern.findall(forms[0])) - CONSTANTS
    }
    assert wrong == {}


OF_A_PERSON = tuple(language for language in PERSON_LANGUAGES if language not in LANGUAGES)
WHOLE = (
    "screening.", "plan.hours.", "plan.stop.", "plan.unmet.", "plan.card.", "state.", "reason.",
    "unknown.", "ask.", "hours.comment.", "need.", "need_short.", "sector.", "document.",
    "app.exit", "app.machine", "place_kind.", "place_category.",
)  # fmt: skip
"""Families of words of which screening and card may need any."""


@pytest.mark.parametrize("language", OF_A_PERSON)
def test_a_person_language_has_every_word_of_screening_and_card(language: str) -> None:
    texts, english = read_catalogue(language).texts, read_catalogue("en").texts
    assert set(texts) == set(read_catalogue(OF_A_PERSON[0]).texts)
    assert set(texts) <= set(english)
    wanted = {key for key in english if key.startswith(WHOLE)} - {"plan.hours.own"}
    assert wanted - set(texts) == set()


@pytest.mark.parametrize("language", OF_A_PERSON)
def test_placeholders_and_forms_of_a_person_language(language: str) -> None:
    forms = {"uk": 3, "zh": 1}.get(language, 2)
    for key, texts in read_catalogue(language).texts.items():
        english = read_catalogue("en").texts[key]
        assert all(text.strip() for text in texts), key
        assert len(texts) in (1, forms), key
        wanted = set().union(*map(placeholders, english))
        assert set().union(*map(placeholders, texts)) == wanted, key


def test_a_word_that_a_person_language_lacks_is_said_in_english() -> None:
    with pytest.warns(MissingWord):
        assert Words("bn").say("coverage.title") == Words("en").say("coverage.title")


@pytest.mark.parametrize(
    ("language", "day", "away", "parts"),
    [
        ("fr", "jeudi 26 novembre", "1 h 15 min", "a, b"),
        ("es", "jueves 26 de noviembre", "1 h 15 min", "a, b"),
        ("uk", "четвер, 26 листопада", "1 год 15 хв", "a, b"),
        ("zh", "11月26日星期四", "1 小时 15 分钟", "a、b"),
        ("bn", "বৃহস্পতিবার, 26 নভেম্বর", "1 ঘণ্টা 15 মিনিট", "a, b"),
        ("ur", "جمعرات، 26 نومبر", "1 گھنٹہ 15 منٹ", "a، b"),
    ],
)
def test_facts_in_a_person_language(language: str, day: str, away: str, parts: str) -> None:
    words = Words(language)
    assert SPECS["day"](date(2026, 11, 26), language) == day
    assert SPECS["minutes"](75, language).replace("\u00a0", " ") == away
    assert words.separator.join("ab") == parts


def test_two_hours_in_urdu_are_many() -> None:
    assert SPECS["minutes"](120, "ur").replace("\u00a0", " ") == "2 گھنٹے"
