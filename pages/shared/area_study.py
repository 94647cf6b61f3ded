"""What of an area is worked out once for all who ask: who lives where, who depends on what."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from answers.coverage import biggest_gap
from answers.dependence import people_by_service
from answers.opened_area import OpenArea
from answers.study import Study, study_of
from geo.network.modes import Mode
from pages.shared.register_session import open_shared_register


def area_study(opened: OpenArea, mode: Mode) -> Study:
    """Return the study of an area as it stands."""
    return _study(*_state(opened), mode, opened)


def first_need(opened: OpenArea) -> str:
    """Return the need that most people of the area lack."""
    return _first_need(*_state(opened), opened)


def people_depending(opened: OpenArea) -> dict[str, float]:
    """Return service id → people who depend on it, on foot."""
    return _depending(*_state(opened), opened)


def _state(opened: OpenArea) -> tuple[str, str, int]:
    """Return what another state of area or register makes another."""
    return opened.area.manifest.id, opened.area.version, open_shared_register().newest_change()


@st.cache_resource(max_entries=8, show_spinner=False)
def _study(
    area_id: str,  # noqa: ARG001
    version: str,  # noqa: ARG001
    change: int,  # noqa: ARG001 - another state of the register is another study
    mode: Mode,
    _opened: OpenArea,
) -> Study:
    return study_of(_opened, mode=mode)


@st.cache_resource(max_entries=8, show_spinner=False)
def _first_need(area_id: str, version: str, change: int, _opened: OpenArea) -> str:
    now = datetime.now(ZoneInfo(_opened.area.calendar.time_zone))
    return biggest_gap(_study(area_id, version, change, Mode.WALK, _opened), now=now)


@st.cache_resource(max_entries=4, show_spinner=False)
def _depending(
    area_id: str,  # noqa: ARG001
    version: str,  # noqa: ARG001
    change: int,  # noqa: ARG001
    _opened: OpenArea,
) -> dict[str, float]:
    return people_by_service(_opened)
