"""What speaks for two records being one, and how much."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.duplicates.likeness import LIKELY, Piece, Traits, alike_names, likeness
from geo.phones import phone_keys

NEW_SITE = Traits(
    "Sportello immigrati Il Ponte", "Il Ponte", "via Roma", "3", 11.12, 46.07,
    frozenset({"0461123456"}), {"mim": "TN1"}, frozenset({"permit_help"}),
)  # fmt: skip
TELLS = st.builds(
    Traits,
    name=st.sampled_from(("", "Sportello", "Sportello Ponte", "Mensa", "Scuola G. Verdi")),
    organization=st.sampled_from(("", "Il Ponte", "Comune di Trento")),
    street=st.sampled_from(("", "via Roma", "piazza Duomo")),
    number=st.sampled_from(("", "3", "12/a")),
    lon=st.sampled_from((None, 11.12, 11.1204, 11.2)),
    lat=st.sampled_from((None, 46.07, 46.09)),
    phones=st.sampled_from((frozenset(), frozenset({"0461123456"}), frozenset({"0461999999"}))),
    codes=st.sampled_from(({}, {"mim": "TN1"}, {"mim": "TN2"})),
    needs=st.sampled_from((frozenset(), frozenset({"a"}), frozenset({"a", "b"}))),
)


@settings(max_examples=120)
@given(TELLS, TELLS)
def test_the_score_is_what_the_pieces_come_to_from_either_side(
    first: Traits, second: Traits
) -> None:
    found = likeness(first, second)
    points = sum(one.points for one in found.evidence)
    assert found.score == pytest.approx(1 / (1 + math.exp(-points)), abs=1e-4)
    assert likeness(second, first).score == pytest.approx(found.score, abs=1e-6)
    assert len({one.piece for one in found.evidence}) == len(found.evidence)


@pytest.mark.parametrize(
    ("piece", "worse"),
    [
        (Piece.NAME, {"name": "Mensa dei poveri"}),
        (Piece.ADDRESS, {"street": "piazza Duomo"}),
        (Piece.DISTANCE, {"lat": 46.09}),
        (Piece.PHONE, {"phones": frozenset({"0461999999"})}),
        (Piece.CODES, {"codes": {"mim": "TN2"}}),
        (Piece.NEEDS, {"needs": frozenset({"food"})}),
        (Piece.ORGANIZATION, {"organization": "Comune di Trento"}),
    ],
)
def test_each_piece_counts(piece: Piece, worse: dict[str, object]) -> None:
    def points(traits: Traits) -> float:
        return {one.piece: one.points for one in likeness(NEW_SITE, traits).evidence}[piece]

    assert points(NEW_SITE) > 0 > points(replace(NEW_SITE, **worse))  # type: ignore[arg-type]


def test_what_nobody_tells_says_nothing() -> None:
    assert likeness(Traits(""), NEW_SITE).evidence == ()
    assert likeness(Traits(""), NEW_SITE).score == 0.5


def test_a_code_decides() -> None:
    text = replace(NEW_SITE, name="Centro di ascolto", street="", lon=None, lat=None)
    assert likeness(NEW_SITE, text).score > LIKELY
    assert likeness(NEW_SITE, replace(NEW_SITE, codes={"mim": "TN2"})).score < LIKELY


@pytest.mark.parametrize(
    "number", ["+39 0461 123456", "0461/12.34.56", "0039 0461123456", "(0461) 123456"]
)
def test_a_telephone_is_one_however_it_is_written(number: str) -> None:
    assert phone_keys(number) == {"0461123456"}


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        ("Ass. Il Ponte", "Associazione Il Ponte", 1.0, 1.0),
        ('Scuola primaria "G. Verdi"', "SCUOLA PRIMARIA VERDI", 0.9, 1.0),
        ("Sportelo immigrti", "Sportello immigrati", 0.9, 0.99),
        ("Mnsa", "Mensa", 0.8, 0.99),
        ("Sportello di Povo", "Sportello di Gardolo", 0.0, 0.7),
        ("Ambulatorio 1", "Ambulatorio 2", 0.0, 0.9),
        ("Ufficio anagrafe", "Ufficio tributi", 0.0, 0.5),
        ("", "", 0.0, 0.0),
    ],
)
def test_names(first: str, second: str, least: float, most: float) -> None:
    assert least <= alike_names(first, second) <= most
