"""Warming up: one question of each kind, so that the first visitor waits for no compiler."""

from __future__ import annotations

from datetime import UTC, datetime

from answers.coverage import biggest_gap
from answers.find import FindQuery, find, path_to
from answers.opened_area import OpenArea
from answers.plan import PlanQuery, plan
from answers.study import study_of
from data.catalog.tables import load_taxonomy
from geo.errors import BadInput, OutsideArea
from geo.network.isochrone import isochrone


def warm_up(opened: OpenArea) -> None:
    """Ask an area one question of each kind that compiled code answers, and forget the answers.

    Compiled code is kept on disk: only the first start of an installation waits for it.
    """
    lon, lat = opened.area.manifest.centre
    try:
        answer = find(opened, FindQuery(load_taxonomy().needs[0].id, lon, lat))
    except OutsideArea:  # the middle of the map lies in the sea
        return
    needs = tuple(need.id for need in load_taxonomy().needs[:2])
    plan(opened, PlanQuery(needs, lon, lat, datetime.now(UTC), days=1))
    for result in answer.findings.results[:1]:
        path_to(opened, answer, result)
    streets = opened.area.walking
    isochrone(streets.streets, streets.node_minutes_from(answer.origin, cutoff_min=10.0), (5, 10))
    try:
        biggest_gap(study_of(opened), now=datetime.now(UTC))
    except BadInput:  # nobody has said who lives there
        return
