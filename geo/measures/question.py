"""What a planner asks: for which need, of which people, who can come when, within how long."""

from __future__ import annotations

from dataclasses import dataclass

from geo.hours.windows import Window
from geo.model import Situation
from geo.network.modes import Mode
from geo.network.walking import WALK_SPEED_KMH

NOT_SAID = Situation()


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """A question about coverage; equal questions have equal answers on equal data.

    Attributes
    ----------
    need
        A need or a sector of the taxonomy.
    group
        Whose places are counted: ``people``, ``women``, ``speaks:ara`` …
    situation
        What is true of these people: asked of each service as the finder asks it.
    windows
        When they can come; empty: the time does not matter.
    limit_min
        Minutes from the door of the home to the door of the service.
    speed_kmh
        Walking speed.
    mode
        How they travel.
    """

    need: str
    group: str = "people"
    situation: Situation = NOT_SAID
    windows: tuple[Window, ...] = ()
    limit_min: float = 30.0
    speed_kmh: float = WALK_SPEED_KMH
    mode: Mode = Mode.WALK
