"""Where somebody is who types an address, a name, or a word such as "station"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from answers.opened_area import OpenArea
from data.areas.load import Area, list_areas
from data.areas.manifest import Manifest
from data.catalog.municipalities import Municipality, municipalities
from data.catalog.tables import PlaceCategory, load_place_categories
from data.placing.address_index import FoundPlace, normal
from geo.names.phrases import PhraseIndex
from geo.network.sphere import metres_apart

MOST = 6
"""How many places are offered for one text."""

SAME_PLACE_M = 1000.0
"""Of places farther apart than this that may all be meant, none is taken without asking."""

AS_LIKELY = 1.5
"""Names that are less alike than this below the best are not meant as likely."""

LIKELY_ENOUGH = 75.0
"""A name that is less alike than this is offered, and never taken without asking."""

SURELY_ALIKE = 90.0
"""Where no place is of the kind that was named, only names as alike as this are offered."""

WHOLE_WORD = 0.75
"""A text that is as alike as this to a word for a kind of place, of 1, names the kind."""


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """The place that is meant, None where several may be or none is found; and the others."""

    start: FoundPlace | None
    others: tuple[FoundPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a position outside an area lies: areas that hold it, a municipality of Italy."""

    areas: tuple[Manifest, ...]
    municipality: Municipality | None


def find_place(area: Area, text: str) -> PlaceAnswer:
    """Return the place of an area that a text means; nothing found: no start and no others.

    Of places that may all be meant and lie more than `SAME_PLACE_M` apart none is the start. A
    word for a kind of place finds those of the kind, nearest the middle of the area first.
    """
    found = area.addresses.search(text, limit=MOST)
    category, is_whole = _category(text)
    # "Piazza Mercato" is a square before it is a market; "Bahnhof" alone is the station.
    is_named = any(place.likeness >= SURELY_ALIKE for place in found)
    if category is not None and (is_whole or not is_named):
        of_category = area.addresses.of_category(category.id)
        alike = tuple(place for place in found if place.likeness >= SURELY_ALIKE)
        found = _nearest_first(of_category, category, area.manifest)[:MOST] or alike
    if not found:
        return PlaceAnswer(None)
    first = found[0]
    likely = [place for place in found if place.likeness > first.likeness - AS_LIKELY]
    close = all(_metres(first, place) <= SAME_PLACE_M for place in likely)
    if close and first.likeness >= LIKELY_ENOUGH:
        return PlaceAnswer(first, found[1:])
    return PlaceAnswer(None, area.addresses.with_quarters(found))


def _nearest_first(
    places: tuple[FoundPlace, ...], category: PlaceCategory, manifest: Manifest
) -> tuple[FoundPlace, ...]:
    """Order places: first those that are called what they are, then by the way from the centre."""
    words = set(map(normal, category.words))
    lon, lat = manifest.centre

    def order(place: FoundPlace) -> tuple[bool, float]:
        called_so = not words.isdisjoint(normal(place.label).split())
        return not called_so, metres_apart(lon, lat, place.lon, place.lat)

    return tuple(sorted(places, key=order))


def elsewhere(opened: OpenArea, lon: float, lat: float) -> Elsewhere | None:
    """Return where a position lies that is outside an area; None where it is inside.

    Inside is within the streets of the area, whose ends reach forty minutes' walk beyond its
    boundary.
    """
    if _holds(opened.area.manifest, lon, lat):
        return None
    areas = tuple(manifest for manifest in list_areas() if _holds(manifest, lon, lat))
    return Elsewhere(areas, municipalities().at(lon, lat))


def _holds(manifest: Manifest, lon: float, lat: float) -> bool:
    west, south, east, north = manifest.bounds
    return west <= lon <= east and south <= lat <= north


def _category(text: str) -> tuple[PlaceCategory | None, bool]:
    """Return the category that a text names, and whether it says nothing else."""
    found = _words().search(text)
    if not found or found[0].score < WHOLE_WORD:
        return None, False
    named = next(one for one in load_place_categories() if one.id == found[0].id)
    return named, found[0].score == 1.0


def _metres(one: FoundPlace, other: FoundPlace) -> float:
    return metres_apart(one.lon, one.lat, other.lon, other.lat)


@cache
def _words() -> PhraseIndex:
    return PhraseIndex({category.id: category.words for category in load_place_categories()})
