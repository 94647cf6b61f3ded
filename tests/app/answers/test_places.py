"""Where somebody is who types a word, or whose device is elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from answers.opened_area import OpenArea
from answers.places import AS_LIKELY, SAME_PLACE_M, elsewhere, find_place
from data.catalog.tables import load_place_categories
from geo.network.sphere import metres_apart

WORDS = [word for category in load_place_categories() for word in category.words]


@pytest.mark.parametrize("text", ["stazione", "bahnhof", "محطة", "Hauptbahnhof"])
def test_the_station_of_the_town_is_offered_first(neubrandenburg: OpenArea, text: str) -> None:
    answer = find_place(neubrandenburg.area, text)
    assert answer.start is None
    assert answer.others[0].label == "Bahnhof Neubrandenburg"
    assert all(place.category == "station" for place in answer.others)


def test_what_is_called_so_comes_before_what_is_of_the_kind(neubrandenburg: OpenArea) -> None:
    answer = find_place(neubrandenburg.area, "municipio")
    assert answer.start is not None
    assert answer.start.label == "Rathaus"


@pytest.mark.parametrize("text", [*WORDS, "Am Bahnhof", "Dorfstraße", "place"])
def test_no_start_is_taken_among_places_far_apart(
    monaco: OpenArea, neubrandenburg: OpenArea, text: str
) -> None:
    for opened in (monaco, neubrandenburg):
        answer = find_place(opened.area, text)
        start = answer.start
        if start is None:
            continue
        for place in answer.others:
            if place.likeness > start.likeness - AS_LIKELY:
                assert metres_apart(start.lon, start.lat, place.lon, place.lat) <= SAME_PLACE_M


def test_a_name_with_the_word_of_a_kind_is_that_name(monaco: OpenArea) -> None:
    answer = find_place(monaco.area, "marché de la Condamine")
    assert answer.start is not None
    assert answer.start.label == "Marché de la Condamine"


def test_a_kind_that_is_not_there_finds_nothing(monaco: OpenArea) -> None:
    assert find_place(monaco.area, "moschea").others == ()
    assert find_place(monaco.area, "qqqq").start is None


def test_a_position_elsewhere_says_where(
    monaco: OpenArea,
    neubrandenburg: OpenArea,
    built_var: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(built_var))
    assert elsewhere(monaco, 7.4246, 43.7384) is None
    found = elsewhere(monaco, 13.26, 53.56)
    assert found is not None
    assert neubrandenburg.area.manifest.id in [manifest.id for manifest in found.areas]
    assert found.municipality is None
    found = elsewhere(monaco, 9.19, 45.464)
    assert found is not None
    assert found.municipality is not None
    assert (found.areas, found.municipality.name) == ((), "Milano")
