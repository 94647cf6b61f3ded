"""Who travels how: the times of an area's network at a traveller's own pace."""

from __future__ import annotations

from data.areas.load import Area
from geo.errors import UnknownName
from geo.network.modes import Mode
from geo.network.travel import TravelTimes, WalkingTimes
from geo.network.walking import WALK_SPEED_KMH, Walker


def travel_times(
    area: Area, mode: Mode = Mode.WALK, *, speed_kmh: float = WALK_SPEED_KMH
) -> TravelTimes:
    """Return the times of a mode in an area.

    Parameters
    ----------
    speed_kmh
        Walking speed.

    Raises
    ------
    UnknownName
        ``mode.unknown`` where the area was not built for this mode.
    """
    if mode not in area.networks:
        raise UnknownName("mode.unknown", mode=mode.value, known=", ".join(area.networks))
    return WalkingTimes(area.networks[mode], Walker(speed_kmh))


def read_mode(text: str) -> Mode:
    """Return the mode of this name.

    Raises
    ------
    UnknownName
        ``mode.unknown`` with the modes that there are.

    Examples
    --------
    >>> read_mode("walk")
    <Mode.WALK: 'walk'>
    """
    try:
        return Mode(text)
    except ValueError:
        raise UnknownName("mode.unknown", mode=text, known=", ".join(Mode)) from None
