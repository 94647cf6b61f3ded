"""The p-median of a whole town: within a thousandth of a bound that is proven."""

from __future__ import annotations

import time

import numpy as np
import pytest

from answers.opened_area import OpenArea
from answers.study import reach_between, study_of
from geo.demand import homes_of
from geo.measures.siting import Ground
from geo.measures.siting_median import least_minutes
from geo.network.routing import some_of

CANDIDATES, NEW = 500, 10


@pytest.mark.nightly
@pytest.mark.real
def test_the_median_of_trento_is_within_a_thousandth(trento_with_people: OpenArea) -> None:
    study = study_of(trento_with_people)
    people = study.people("people")
    assert len(homes_of(trento_with_people.area.residents)) == len(people) > 2_500  # type: ignore[arg-type]
    spots = np.argsort(-np.where(study.stood.found, people, 0.0), kind="stable")[:CANDIDATES]
    times = reach_between(study, some_of(study.stood, np.sort(spots)), 4.5).times
    ground = Ground(times, people, np.zeros(len(people), bool), CANDIDATES)
    none = np.full(len(people), np.nan)
    least_minutes(ground, 2, minutes_now=none, unserved_min=60.0, rounds=1)  # compiles
    start = time.process_time()
    found = least_minutes(ground, NEW, minutes_now=none, unserved_min=60.0)
    assert time.process_time() - start < 3.0
    assert found.gap < 0.001
    assert found.bound <= found.value
