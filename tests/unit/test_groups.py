"""Who speaks what, inferred: shares by hand, codes that exist, a band that is honest."""

from __future__ import annotations

import pytest
from babel.core import get_global

from data.catalog.tables import load_languages
from data.catalog.tongues import MEMBERS, load_citizenships, spoken_in
from geo.errors import BadInput
from geo.measures.groups import share_speaking


def test_every_weight_of_one_is_everybody_known() -> None:
    mix = {"MA": 40.0, "RO": 10.0}
    told = share_speaking(mix, 80.0, dict.fromkeys(mix, 1.0))
    assert (told.least, told.most) == (50 / 80, 1.0)
    assert share_speaking(mix, 50.0, {}) == share_speaking(mix, 50.0, {"MA": 0.0})


def test_the_share_by_hand() -> None:
    """Romanian: nine tenths of Romania's and 63 % of Moldova's people; the rest by the table."""
    mix = load_citizenships()
    spoken = spoken_in("ron")
    least = sum(mix.people[c] * spoken.get(c, 0) for c in mix.people) / mix.total
    told = share_speaking(mix.people, mix.total, spoken)
    assert told.least == pytest.approx(least)
    assert 1_145_718 * 0.9 / mix.total < told.least < 0.23
    assert told.most - told.least == pytest.approx(1 - sum(mix.people.values()) / mix.total)


def test_citizenships_are_countries_and_fit_their_total() -> None:
    mix = load_citizenships()
    countries = set(get_global("territory_languages"))
    assert set(mix.people) <= countries
    assert len(mix.people) == 20
    assert sum(mix.people.values()) < mix.total
    assert mix.source


def test_every_language_of_a_desk_is_known_somewhere() -> None:
    for language in load_languages():
        parts = spoken_in(language.code)
        assert parts, language.code
        assert all(0 <= part <= 1 for part in parts.values())
    assert set(MEMBERS) <= {language.code for language in load_languages()}


def test_wrong_tables_are_told() -> None:
    with pytest.raises(BadInput, match=r"groups\.mix"):
        share_speaking({"MA": 9.0}, 5.0, {})
    with pytest.raises(BadInput, match=r"groups\.mix"):
        share_speaking({}, 5.0, {})
    with pytest.raises(BadInput, match=r"groups\.weight"):
        share_speaking({"MA": 5.0}, 5.0, {"MA": 1.2})
