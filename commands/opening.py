"""Open an area for a command, built first where it is a sample that nobody has built yet."""

from __future__ import annotations

from datetime import UTC, datetime

from answers.opened_area import OpenArea, open_area
from commands.printing import progress
from data.areas.build import wait_for_area
from layers.words import Words


def open_built_area(area_id: str, words: Words) -> OpenArea:
    """Return an area; the progress of a build goes to standard error.

    Raises
    ------
    UnknownName
        ``area.unknown``.
    StorageFailure
        What `wait_for_area` and `open_area` say.
    """
    wait_for_area(area_id, now=datetime.now(UTC), on_progress=progress(words))
    return open_area(area_id)
