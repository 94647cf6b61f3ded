"""Groups that nobody has counted: identities, plain oracles, the catalogue, Povo by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from babel import Locale
from babel.core import get_cldr_version, get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.groups import group_names, mix_of, people_of
from answers.opened_area import OpenArea
from data.areas.demand import label_of, of_file
from data.areas.load import Area
from data.areas.manifest import Origin, Source
from data.catalog.areas import bundled_areas
from data.catalog.citizenships import Mix, language_table, published_mixes
from data.catalog.make_nationality_languages import TABLE, table
from data.catalog.tables import load_languages
from data.exchange.demand_file import read_demand
from data.sources.osm_buildings import read_buildings
from geo.demand import Residents
from geo.errors import BadInput
from geo.measures.groups import (
    Ages,
    language_share,
    people_aged,
    speakers,
    speakers_band,
    unknown_share,
)
from layers.coverage.group_label import group_basis, group_label
from layers.words import LANGUAGES, Words

POVO_BOX = (11.0, 46.0, 11.2, 46.2)
COUNTRIES, TONGUES = ("AA", "BB", "CC", "DD"), ("xxx", "yyy", "zzz")
weight_tables = st.dictionaries(
    st.sampled_from(COUNTRIES[:3]),
    st.dictionaries(st.sampled_from(TONGUES), st.floats(0.01, 1), min_size=1),
)
mixes = st.dictionaries(st.sampled_from(COUNTRIES), st.floats(0, 0.25))
counts = st.lists(st.floats(0, 1e6), min_size=1, max_size=5).map(np.array)


@settings(max_examples=200, deadline=None)
@given(foreign=counts, mix=mixes, weights=weight_tables)
def test_speakers_are_the_plain_sum_and_linear_in_people(foreign, mix, weights) -> None:  # type: ignore[no-untyped-def]
    plain = [
        sum(people * mix[c] * weights.get(c, {}).get("xxx", 0.0) for c in mix) for people in foreign
    ]
    found = speakers(foreign, mix, weights, "xxx")
    np.testing.assert_allclose(found, plain, rtol=1e-9, atol=1e-9)
    thrice = speakers(3 * foreign, mix, weights, "xxx")
    np.testing.assert_allclose(thrice, 3 * found, rtol=1e-9, atol=1e-9)
    band = speakers_band(foreign, mix, weights, "xxx")
    assert (band.low <= band.people).all()
    assert (band.people <= band.high).all()
    assert (band.high <= foreign * (1 + 1e-9) + 1e-9).all()
    unknown = sum(foreign) * unknown_share(mix, weights)
    assert (band.high - band.low).sum() == pytest.approx(unknown)


def test_where_everybody_uses_it_all_foreign_residents_do() -> None:
    mix = {"AA": 0.4, "BB": 0.6}
    everybody = {country: {"xxx": 1.0} for country in mix}
    foreign = np.array([7.0, 0.0, np.nan])
    np.testing.assert_array_equal(speakers(foreign, mix, everybody, "xxx"), foreign)
    assert unknown_share(mix, everybody) == pytest.approx(0)


def test_a_country_without_languages_is_unknown_not_silent() -> None:
    weights = {"AA": {"xxx": 0.5}}
    assert language_share({"AA": 0.5, "BB": 0.3}, weights, "xxx") == 0.25
    assert unknown_share({"AA": 0.5, "BB": 0.3}, weights) == 0.5
    assert unknown_share({}, weights) == 1.0


@pytest.mark.parametrize("mix", [{"AA": -0.1}, {"AA": 0.7, "BB": 0.4}, {"AA": float("nan")}])
def test_a_mix_that_is_none_is_reported(mix: dict[str, float]) -> None:
    with pytest.raises(BadInput) as caught:
        language_share(mix, {}, "xxx")
    assert caught.value.code == "group.mix"


def test_a_weight_that_is_no_share_is_reported() -> None:
    with pytest.raises(BadInput) as caught:
        language_share({"AA": 0.1}, {"AA": {"xxx": 1.2}}, "xxx")
    assert caught.value.code == "group.weight"


def test_ages_are_parts_of_bands() -> None:
    one = np.array([1.0])
    bands = {Ages(0, 4): 10 * one, Ages(5, 9): 20 * one, Ages(10, 14): 30 * one,
             Ages(15, 64): 100 * one, Ages(65, None): 40 * one}  # fmt: skip

    def told(first: int, last: int | None) -> tuple[float, float, float] | None:
        found = people_aged(bands, Ages(first, last))
        return found and tuple(float(part[0]) for part in (found.people, found.low, found.high))

    assert told(5, 14) == (50.0, 50.0, 50.0)
    assert told(3, 5) == (8.0, 0.0, 30.0)  # two of five, one of five
    assert told(0, 5) == (14.0, 10.0, 30.0)
    assert told(65, None) == (40.0, 40.0, 40.0)
    assert told(60, None) == (50.0, 40.0, 140.0)
    assert told(70, None) is None, "an open band cannot be cut"
    assert told(60, 70) is None
    assert people_aged({Ages(0, 4): one, Ages(6, 9): one}, Ages(3, 7)) is None, "a year is missing"


def test_the_narrower_of_two_overlapping_bands_counts() -> None:
    one = np.array([1.0])
    bands = {Ages(0, 14): 100 * one, Ages(0, 4): 10 * one, Ages(5, 9): 20 * one,
             Ages(10, 14): 30 * one}  # fmt: skip
    found = people_aged(bands, Ages(0, 14))
    assert found is not None
    assert found.people.tolist() == [60.0]


def test_every_weight_is_a_share_of_a_known_language_and_country() -> None:
    found = language_table()
    assert found.source == "Unicode CLDR 47"
    assert found.licence == "Unicode-3.0"
    assert found.address.startswith("https://")
    territories = Locale.parse("en").territories
    assert set(found.weights) <= set(territories)
    # What CLDR names or has an alias of, or lists as used somewhere, is a code of ISO 639.
    listed = {c.split("_")[0] for t in get_global("territory_languages").values() for c in t}
    known = set(get_global("language_aliases")) | set(Locale.parse("en").languages) | listed
    for country, row in found.weights.items():
        for code, weight in row.items():
            assert 0 < weight <= 1, (country, code)
            assert len(code) == 3, (country, code)
            assert code in known, (country, code)


def test_every_language_that_is_offered_is_used_somewhere() -> None:
    used = {code for row in language_table().weights.values() for code in row}
    assert {language.code for language in load_languages()} <= used


def test_macrolanguages_are_those_of_the_catalogue() -> None:
    weights = language_table().weights
    assert weights["MA"]["ara"] == 0.87
    assert weights["EG"]["ara"] == 0.94
    assert weights["CN"]["zho"] == 0.9
    assert weights["PH"]["tgl"] == 0.6
    assert weights["AF"]["fas"] == 0.5
    assert weights["XK"]["sqi"] == 0.92
    used = {code for row in weights.values() for code in row}
    assert not used & {"ary", "arz", "cmn", "wuu", "fil", "prs", "aln", "ckb"}
    assert "spa" not in weights["PH"]


def test_the_table_is_the_one_that_the_script_writes() -> None:
    if get_cldr_version() != language_table().version:
        pytest.skip("Babel carries another CLDR than the table: write it anew")
    assert TABLE.read_text(encoding="utf-8") == table()


def test_published_mixes_have_a_source_and_known_countries() -> None:
    weights = language_table().weights
    for one in published_mixes():
        assert one.mix.source
        assert one.mix.address.startswith("https://")
        assert date(2015, 1, 1) < one.on
        assert one.mix.year == one.on.year
        assert 0 < sum(one.mix.shares.values()) <= 1
        assert set(one.mix.shares) <= set(weights)
        assert [bool(one.province), bool(one.region), bool(one.country)].count(True) == 1
    by_id = {one.mix.id: one for one in published_mixes()}
    assert by_id["italy"].mix.shares["RO"] == pytest.approx(0.204, abs=5e-4)  # 20.40 % as printed
    assert by_id["lombardia"].mix.shares["EG"] == pytest.approx(0.0872, abs=5e-5)
    for area in bundled_areas():
        own = area.residents.citizenships
        assert 0 < sum(own.values()) < 1
        assert set(own) <= set(weights)


def italian(area: Area, residents: Residents, *codes: str, **label: object) -> Area:
    """An area of Italy with these residents, made of another area's streets."""
    found = label_of(residents, kind="file", year=0, **label)
    manifest = replace(
        area.manifest,
        id="own",
        bundled=False,
        country="IT",
        centre=(11.15, 46.066),
        origin=Origin(codes=codes),
        sources=(Source("residents", "sections.geojson", "", "", None, ""),),
        demand=found,
    )
    return replace(area, manifest=manifest, residents=residents)


def zone(**groups: float) -> Residents:
    """Two places of one zone, a quarter and three quarters of its people."""
    here = np.array([11.15, 11.16])
    return Residents(
        here, here + 35, np.zeros(2, np.int32), np.array([0.25, 0.75]),
        np.array([[*groups.values()]]), tuple(groups),
    )  # fmt: skip


def test_povo_by_hand(monaco: OpenArea, testdata: Path) -> None:
    trento = testdata / "areas" / "trento"
    path = trento / "povo" / "sezioni_istat2021_2023_ST_4326.geojson"
    demand = read_demand(path)
    sums = dict(zip(demand.groups, np.nansum(demand.counts, axis=0), strict=True))
    assert {name: sums[name] for name in sums if name.startswith("foreign")} == {
        "foreign": 386, "foreign_women": 212, "foreign_eu": 98, "foreign_non_eu": 288,
        "foreign_0_14": 46, "foreign_15_64": 303, "foreign_65_up": 37,
    }  # fmt: skip
    residents = of_file(read_buildings(trento / "trento.osm.pbf"), demand, POVO_BOX, path)
    area = italian(monaco.area, residents)
    mix = mix_of(area)
    assert mix is not None
    assert mix.id == "trento"
    # 7.9 % Moroccans, of whom 87 % speak Arabic; nobody else of the five citizenships does.
    foreign = np.nansum(residents.people("foreign"))
    spoken = people_of(area, "speaks:ara")
    assert np.nansum(spoken.people) == pytest.approx(foreign * 0.079 * 0.87)
    assert foreign == 386
    assert np.nansum(spoken.low) == pytest.approx(26.53, abs=0.01)
    assert np.nansum(spoken.high) == pytest.approx(26.53 + 386 * 0.462, abs=0.01)
    assert (spoken.inferred, spoken.basis, spoken.year) == (True, "citizenship", 2021)
    assert spoken.source == "sections.geojson, IDOS, ISPAT, Unicode CLDR 47"
    assert spoken.unknown == pytest.approx(0.462)
    # P14 228, P15 290, P16 423, P17 462; P27 to P29 500, 456, 1260.
    by_hand = {
        "school:kindergarten": 228 * 2 / 5 + 290 / 5,
        "school:primary": 290 * 4 / 5 + 423 / 5,
        "school:lower_secondary": 423 * 3 / 5,
        "school:upper_secondary": 423 / 5 + 462 * 4 / 5,
        "older": 500 + 456 + 1260,
    }
    for name, people in by_hand.items():
        aged = people_of(area, name)
        assert np.nansum(aged.people) == pytest.approx(people), name
        assert aged.inferred == (name != "older")
        assert (np.nan_to_num(aged.low) <= np.nan_to_num(aged.people) + 1e-9).all()
        assert (np.nan_to_num(aged.people) <= np.nan_to_num(aged.high) + 1e-9).all()


def test_a_group_that_is_counted_is_no_inference(monaco: OpenArea) -> None:
    area = italian(monaco.area, zone(people=100, women=52, foreign=20))
    found = people_of(area, "women")
    assert found.people.tolist() == [13, 39]
    assert not found.inferred
    assert found.low is found.people
    assert found.totals()["people"] == 52


def test_age_groups_of_the_municipalities_are_schools_without_a_guess(monaco: OpenArea) -> None:
    area = italian(monaco.area, zone(people=100, age_0_2=2, age_3_5=3, age_6_10=7, age_11_13=4,
                                     age_14_18=6, age_19_64=58, age_65_up=20))  # fmt: skip
    assert people_of(area, "school:primary").people.sum() == 7
    assert not people_of(area, "school:upper_secondary").inferred
    assert people_of(area, "older").people.sum() == 20
    assert "speaks:ara" not in group_names(area)


def test_without_foreign_residents_no_language_is_invented(monaco: OpenArea) -> None:
    area = italian(monaco.area, zone(people=100, women=52), "022205")
    with pytest.raises(BadInput) as caught:
        people_of(area, "speaks:ara")
    assert caught.value.code == "group.absent"
    assert caught.value.facts["known"] == ("people", "women")


@pytest.mark.parametrize(
    ("group", "code"),
    [
        ("speaks:ita", "group.local"),
        ("speaks:qqq", "group.absent"),
        ("school:night", "group.absent"),
    ],
)
def test_groups_that_cannot_be_counted(monaco: OpenArea, group: str, code: str) -> None:
    area = italian(monaco.area, zone(people=100, foreign=20))
    with pytest.raises(BadInput) as caught:
        people_of(area, group)
    assert caught.value.code == code


def test_the_mix_is_of_the_smallest_place_that_holds_the_area(monaco: OpenArea) -> None:
    residents = zone(people=100, foreign=20)

    def mix(*codes: str) -> str:
        found = mix_of(italian(monaco.area, residents, *codes))
        return found.id if found else ""

    assert mix("022205") == "trento"  # Trento
    assert mix("015146", "016024") == "lombardia"  # Milano, Bergamo
    assert mix("015146", "023091") == "italy"  # Milano, Verona
    assert mix() == "trento", "by the middle of the map"


def test_a_planners_own_mix_and_weights_count_instead(monaco: OpenArea) -> None:
    area = italian(monaco.area, zone(people=100, foreign=20), "015146")
    own = Mix("own", {"MA": 0.5, "EG": 0.5}, "list.csv", 0)
    found = people_of(area, "speaks:ara", mix=own)
    assert found.people.sum() == pytest.approx(20 * (0.87 + 0.94) / 2)
    np.testing.assert_allclose(found.low, found.high)
    assert found.source.startswith("sections.geojson, list.csv")
    mine = people_of(area, "speaks:pan", mix=Mix("o", {"IN": 1.0}, "", 0),
                     weights={"IN": {"pan": 0.8}})  # fmt: skip
    assert mine.people.sum() == pytest.approx(16)
    assert "speaks:zho" not in group_names(area, mix=own)


def test_the_samples_speak_by_assumption(monaco: OpenArea, neubrandenburg: OpenArea) -> None:
    for opened in (monaco, neubrandenburg):
        found = people_of(opened.area, "speaks:ara")
        assert found.basis == "citizenship_assumed"
        assert found.inferred
        assert 0 < found.people.sum() < found.high.sum()
    assert people_of(monaco.area, "women").basis == "assumed"
    assert "speaks:fra" not in group_names(monaco.area)  # the language of the place
    assert "speaks:deu" not in group_names(neubrandenburg.area)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_has_a_label_and_every_inference_says_so(
    language: str, monaco: OpenArea
) -> None:
    words = Words(language)
    residents = zone(people=100, foreign=20, age_5_9=5, age_10_14=5, age_65_up=9)
    for area in (monaco.area, italian(monaco.area, residents)):
        for group in group_names(area):
            label = group_label(group, words)
            assert not {":", "_"} & set(label), group
            found = people_of(area, group)
            basis = group_basis(found.totals(), words)
            assert bool(basis) == found.inferred
            if group.startswith("speaks:"):
                assert label == words.say("group.inferred", group=label.rsplit(" (", 1)[0])
                assert "CLDR" in basis
