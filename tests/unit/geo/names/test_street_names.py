"""Streets called alike are known for one another; streets that only sound so are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.placing.place_address import LEAST_ALIKE
from geo.names.street_names import alike_streets

SAME = [
    ("P.zza S. M. Maggiore", "Piazza Santa Maria Maggiore"),
    ("via F.lli Bronzetti", "Via Fratelli Bronzetti"),
    ("VIA SGIOVANNI BOSCO", "Via San Giovanni Bosco"),
    ("V.le dei Tigli", "viale Tigli"),
    ("via Bosco Giovanni", "Via Giovanni Bosco"),
    ("via Garibadi", "Via Giuseppe Garibaldi"),
    ("via della Cascata", "Via alla Cascata"),
]
OTHER = [
    ("via Verdi", "Piazza Verdi"),
    ("via 3 Novembre", "Via 4 Novembre"),
    ("via Giovanni Prati", "Via Giovanni Pascoli"),
    ("via Giovanni Battista Borsieri", "Via Giovanni Battista Fattori"),
    ("via M. Baldo", "Via Malpaga"),
    ("via S. Marco", "Via Sabbioni"),
    ("via G.", "Via Giuseppe Garibaldi"),
    ("via Roma", "via Rame"),
    ("", ""),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_street(first: str, second: str) -> None:
    assert alike_streets(first, second) >= LEAST_ALIKE


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_two_streets(first: str, second: str) -> None:
    assert alike_streets(first, second) < LEAST_ALIKE


@settings(max_examples=80)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_are_alike_by_a_share(first: str, second: str) -> None:
    assert 0.0 <= alike_streets(first, second) <= 1.0
