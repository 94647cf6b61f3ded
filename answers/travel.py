"""Who travels how: the times of an area's network at a traveller's own pace."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.areas.load import Area
from geo.errors import UnknownName
from geo.network.modes import Mode
from geo.network.travel import TravelTimes, WalkingTimes
from geo.network.walking import WALK_SPEED_KMH, Walker
from geo.transit.network import TransitLimits
from geo.transit.travel import TransitTimes


@dataclass(frozen=True, slots=True)
class TransitOptions:
    """How somebody travels by timetable: what is accepted, and which departures count.

    Attributes
    ----------
    window_min
        Departures of so many minutes from the asked one are looked at; 0: that one alone.
    percentile
        Of the departures of a window: 50 is the median.
    """

    limits: TransitLimits = field(default=TransitLimits())
    window_min: int = 0
    percentile: float = 50.0


BY_DEFAULT = TransitOptions()


def travel_times(
    area: Area,
    mode: Mode = Mode.WALK,
    *,
    speed_kmh: float = WALK_SPEED_KMH,
    transit: TransitOptions = BY_DEFAULT,
) -> TravelTimes:
    """Return the times of a mode in an area.

    Parameters
    ----------
    speed_kmh
        Walking speed.
    transit
        What holds by timetable only.

    Raises
    ------
    UnknownName
        ``mode.unknown`` where the area was not built for this mode.
    """
    if mode not in area.networks:
        raise UnknownName("mode.unknown", mode=mode.value, known=", ".join(area.networks))
    walker = Walker(speed_kmh)
    if mode is Mode.TRANSIT and area.transit is not None:
        return TransitTimes(
            area.transit, walker, transit.limits, transit.window_min, transit.percentile
        )
    return WalkingTimes(area.networks[mode], walker)


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
