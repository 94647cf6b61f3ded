"""Why a search ended with nothing, what may be counted, what is shown, and the squares."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime

import numpy as np
import pytest
from pyproj import Transformer
from scipy.optimize import linprog

from data.catalog.tables import load_taxonomy
from geo.coarse_cell import CELL_M, cell_centre, cell_of
from geo.errors import BadInput
from geo.finder import find_services
from geo.matching import Criterion
from geo.model import (
    Calendar,
    Eligibility,
    Exposure,
    FindCriteria,
    Location,
    Provenance,
    Schedule,
    Service,
    Sex,
    Situation,
)
from geo.network.sphere import metres_apart
from geo.small_cells import CountBand
from geo.taxonomy import Need, Taxonomy
from geo.unmet import (
    REASON_OF,
    UnmetCount,
    countable_needs,
    reporting_year,
    unmet_reason,
    unmet_report,
)
from layers.coverage.unmet_rows import unmet_place_table, unmet_reason_table
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words

MONACO = Calendar("Europe/Monaco", "MC", 7.42, 43.73)
NEEDS = Taxonomy(("s",), (Need("a", "s"), Need("b", "s")))
MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FAR, NO_WAY = 50.0, math.nan


def desk(**found: object) -> Service:
    where = found.pop("location", Location("1", 7.42, 43.73))
    return Service("1", "Desk", ("a",), where, Provenance("me", "CC0-1.0"), **found)  # type: ignore[arg-type]


WOMEN = desk(eligibility=Eligibility(sex=Sex.FEMALE))
ITALIAN = desk(schedules=(Schedule("24/7", languages=frozenset({"ita"})),))
ON_TUESDAY = desk(schedules=(Schedule("Tu 09:00-12:00"),))
BY_TELEPHONE = desk(location=Location("1", None, None, exposure=Exposure.ON_REQUEST))
BENGALI_MAN = Situation(languages=frozenset({"ben"}), sex=Sex.MALE)


@pytest.mark.parametrize(
    ("services", "minutes", "why"),
    [
        ([], [], "no_service"),
        ([desk()], [5.0], None),
        ([desk()], [FAR], "too_far"),
        ([desk()], [NO_WAY], "no_way"),
        ([desk(), desk()], [NO_WAY, FAR], "too_far"),
        ([ITALIAN], [5.0], "language"),
        ([WOMEN], [5.0], "conditions"),
        ([WOMEN, WOMEN, ITALIAN], [5.0, 6.0, 7.0], "conditions"),
        ([WOMEN, ITALIAN], [5.0, 6.0], "language"),
        ([ITALIAN, desk()], [5.0, FAR], "language"),
        ([ON_TUESDAY], [5.0], "closed"),
        ([BY_TELEPHONE], [NO_WAY], None),
    ],
)
def test_the_reason_of_a_search(services: list[Service], minutes: list[float], why: str) -> None:
    query = FindCriteria("a", BENGALI_MAN, MONDAY_NINE, 30.0)
    found = find_services(services, np.array(minutes), query, taxonomy=NEEDS, calendar=MONACO)
    assert unmet_reason(found) == why


def test_every_criterion_has_its_reason() -> None:
    assert set(REASON_OF) == set(Criterion)


def test_no_sensitive_need_and_no_sector_with_one_is_countable() -> None:
    taxonomy = load_taxonomy()
    allowed = set(countable_needs(taxonomy))
    sensitive = {need.id for need in taxonomy.needs if need.sensitive}
    assert sensitive >= {"safety_from_violence", "unregistered_clinic", "mental_health"}
    for name in (*taxonomy.sectors, *(need.id for need in taxonomy.needs)):
        assert (name in allowed) == (not taxonomy.covered_by(name) & sensitive)
    assert {"work", "night_shelter"} <= allowed
    assert not {"health", "integration"} & allowed


TO_LAEA = Transformer.from_crs(4326, 3035, always_xy=True)


def test_a_square_is_that_of_the_european_grid() -> None:
    chance = random.Random(5)
    for _ in range(2_000):
        lon, lat = chance.uniform(-10, 35), chance.uniform(35, 70)
        east, north = TO_LAEA.transform(lon, lat)
        west, south = east // CELL_M * CELL_M, north // CELL_M * CELL_M
        code = cell_of(lon, lat)
        assert code == f"CRS3035RES2000mN{south:.0f}E{west:.0f}"
        there = cell_centre(code)
        assert TO_LAEA.transform(*there) == pytest.approx((west + 1_000, south + 1_000), abs=0.01)
        assert cell_of(*there) == code
        assert metres_apart(lon, lat, *there) < CELL_M


def test_a_square_is_never_under_a_kilometre_wide_and_exists_everywhere() -> None:
    for lon, lat in ((9.19, 45.46), (12.6, 35.5), (-60.0, 5.0), (140.0, 36.0), (10, 52)):
        code = cell_of(lon, lat)
        assert cell_of(*cell_centre(code)) == code
    assert CELL_M >= 1_000
    for lon, lat in ((math.nan, 45.0), (181.0, 0.0), (0.0, 90.1)):
        with pytest.raises(BadInput, match=r"position\.none"):
            cell_of(lon, lat)
    for code in ("", "CRS3035RES1000mN1E1", "N1E1"):
        with pytest.raises(BadInput, match=r"cell\.code"):
            cell_centre(code)


def test_reports_that_overlap_would_let_somebody_subtract() -> None:
    """Why a report is of a calendar year: twelve months ending with each month give months away.

    The story: one search every other month in spring, and again in the year after. Each of nine
    reports says no more than "fewer than five" or "5–9"; together they say what each month was.
    """
    months = np.array([0, 1] * 4 + [0] * 4 + [1, 0] * 4)
    windows = np.array([[start <= m < start + 12 for m in range(20)] for start in range(9)], float)
    seen = [(5, 9) if count >= 5 else (0, 4) for count in windows @ months]
    limits = {
        "A_ub": np.vstack([windows, -windows]),
        "b_ub": [most for _, most in seen] + [-least for least, _ in seen],
        "bounds": (0, None),
    }
    for month in range(8):
        aim = np.eye(20)[month]
        least, most = linprog(aim, **limits).fun, -linprog(-aim, **limits).fun
        assert least == pytest.approx(most)
        assert least == pytest.approx(months[month])


def test_no_month_is_in_two_reports() -> None:
    years = [reporting_year(date(2026 + n // 12, n % 12 + 1, 1)) for n in range(36)]
    assert years == [2025] * 12 + [2026] * 12 + [2027] * 12


HERE, THERE = "CRS3035RES2000mN2550000E4406000", "CRS3035RES2000mN2552000E4406000"


def test_a_report_shows_levels_and_leaves_out_what_is_small() -> None:
    counts = [
        UnmetCount("night_shelter", HERE, "full", 12),
        UnmetCount("night_shelter", THERE, "language", 8),
        UnmetCount("dentist", HERE, "too_far", 3),
        UnmetCount("mental_health", HERE, "full", 500),  # became sensitive since
        UnmetCount("work", HERE, "gone", 500),  # a reason of another version
    ]
    found = unmet_report(counts, ("work", "night_shelter", "dentist"), year=2026)
    assert found.needs == ("night_shelter",)
    assert set(found.cells) == {HERE, THERE}
    row = dict(zip(found.reasons, found.by_reason.cells[0], strict=True))
    assert row["full"] == CountBand(10, 19)
    assert row["language"] == CountBand(5, 9)
    assert row["too_far"] is None
    assert found.by_reason.row_totals == found.by_cell.row_totals == (CountBand(20, 49),)
    assert unmet_report([], ("work",), year=2026).is_empty
    assert unmet_report(counts, (), year=2026).is_empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_speak_every_language(language: str) -> None:
    words = Words(language)
    counts = [UnmetCount("night_shelter", HERE, "full", 12), UnmetCount("work", HERE, "full", 7)]
    found = unmet_report(counts, ("work", "night_shelter"), year=2026)
    by_reason = unmet_reason_table(found, words)
    assert bdi(words.say("need.night_shelter")) in by_reason
    assert esc(words.say("unmet.reason.full")) in by_reason
    assert esc(words.say("unmet.reason.language")) not in by_reason
    assert bdi("10–19", direction="ltr") in by_reason
    by_place = unmet_place_table(found, {HERE: "<b>Via Roma"}, words)
    assert bdi("<b>Via Roma") in by_place
    assert "<b>" not in by_place
    nothing = unmet_report([], ("work",), year=2026)
    assert unmet_reason_table(nothing, words) == unmet_place_table(nothing, {}, words) == ""
