"""Modes of travel: the names by which an area keeps a network for each."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How somebody travels."""

    WALK = "walk"
    TRANSIT = "transit"
    """By timetable, and on foot to and from it."""
