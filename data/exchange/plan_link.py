"""A plan as a link: everything that opens it again, in the link itself, nothing on the server.

``1.<payload>.<check>``: the version, the fields as compressed JSON in base64, eight hexadecimal
digits of their SHA-256. A link that was cut off or changed by a letter is noticed; nothing keeps
anybody from making another, so everything in it is checked as any text from outside.

Delicate needs and what a person says of themselves beside the languages never stand in it; home is
rounded to about a hundred metres.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data.catalog.tables import load_languages, load_taxonomy
from geo.errors import BadInput

VERSION = "1"
LONGEST = 4000
"""Letters that are read, and bytes that they may unpack to; a plan of seven needs has about 600."""

DECIMALS = 3
MOST_PARTS = 20
LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True)
class PlanLink:
    """What a link says of a plan.

    Attributes
    ----------
    area
        Id of the area; it may not be there.
    needs
        Needs of the taxonomy.
    lon, lat
        Home, rounded, degrees EPSG:4326.
    departure
        Local time of the area.
    hours
        Free hours in OSM's syntax; empty: not said.
    days, limit_min
        As of `answers.plan.PlanQuery`.
    languages
        ISO 639-3.
    pinned, on_day, visit_min
        By need: the service, the day, the minutes.
    """

    area: str
    needs: tuple[str, ...]
    lon: float
    lat: float
    departure: datetime
    hours: str = ""
    days: int = 7
    limit_min: int = 60
    languages: frozenset[str] = frozenset()
    pinned: Mapping[str, str] = field(default_factory=dict)
    on_day: Mapping[str, date] = field(default_factory=dict)
    visit_min: Mapping[str, int] = field(default_factory=dict)


def write_plan_link(link: PlanLink) -> str:
    """Return the text that stands in an address; it holds only letters, digits, ``-_.``."""
    open_needs = [need for need in link.needs if not load_taxonomy().is_sensitive(need)]
    fields = {
        "a": link.area,
        "n": open_needs,
        "p": [round(link.lon, DECIMALS), round(link.lat, DECIMALS)],
        "t": link.departure.strftime("%Y-%m-%dT%H:%M"),
        "h": link.hours,
        "d": link.days,
        "l": link.limit_min,
        "s": sorted(link.languages),
        "k": {need: link.pinned[need] for need in open_needs if need in link.pinned},
        "o": {n: link.on_day[n].isoformat() for n in open_needs if n in link.on_day},
        "v": {need: link.visit_min[need] for need in open_needs if need in link.visit_min},
    }
    kept = {key: value for key, value in fields.items() if value}
    packed = zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), 9)
    payload = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{VERSION}.{payload}.{_check(payload)}"


def read_plan_link(text: str) -> PlanLink:
    """Return what a link says.

    Raises
    ------
    BadInput
        ``plan.link_version`` for a link of another version; ``plan.link_damaged`` for one that was
        cut off, changed, or says what no plan can be.

    Examples
    --------
    >>> link = PlanLink("monaco", ("pharmacy",), 7.4219, 43.7344, datetime(2026, 11, 24, 8, 30))
    >>> found = read_plan_link(write_plan_link(link))
    >>> found.needs, found.lon, found.departure.isoformat()
    (('pharmacy',), 7.422, '2026-11-24T08:30:00')
    """
    version, _, rest = text.partition(".")
    payload, _, check = rest.rpartition(".")
    if not payload or len(text) > LONGEST:
        raise BadInput("plan.link_damaged")
    if version != VERSION:
        raise BadInput("plan.link_version", version=version[:8], known=VERSION)
    if check != _check(payload):
        raise BadInput("plan.link_damaged")
    try:
        return _read(json.loads(_unpacked(payload)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadInput("plan.link_damaged") from error


def _unpacked(payload: str) -> bytes:
    try:
        packed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        reader = zlib.decompressobj()
        found = reader.decompress(packed, LONGEST)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("no payload") from error
    if reader.unconsumed_tail:
        raise ValueError("too long")
    return found


def _read(fields: dict[str, object]) -> PlanLink:
    """Return the fields of a link, each of which is checked."""
    taxonomy = load_taxonomy()
    known = {need.id for need in taxonomy.needs if not need.sensitive} | set(taxonomy.sectors)
    needs = tuple(dict.fromkeys(name for name in _texts(fields["n"]) if name in known))
    lon, lat = (_number(part, -180, 180) for part in _list(fields["p"]))
    departure = datetime.fromisoformat(_text(fields["t"]))
    if abs(lat) > 90:
        raise ValueError("no position")
    if departure.tzinfo is not None or not needs:
        raise ValueError("no plan")
    codes = {language.code for language in load_languages()}
    return PlanLink(
        _text(fields["a"]),
        needs,
        lon,
        lat,
        departure,
        _text(fields.get("h", "")),
        int(_number(fields.get("d", 7), 1, 14)),
        int(_number(fields.get("l", 60), 1, 600)),
        frozenset(_texts(fields.get("s", []))) & codes,
        {n: _text(one) for n, one in _pairs(fields.get("k", {})) if n in needs},
        {n: date.fromisoformat(_text(one)) for n, one in _pairs(fields.get("o", {})) if n in needs},
        {n: int(_number(one, 1, 480)) for n, one in _pairs(fields.get("v", {})) if n in needs},
    )


def _check(payload: str) -> str:
    return hashlib.sha256(f"{VERSION}.{payload}".encode()).hexdigest()[:8]


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError("no text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > MOST_PARTS:
        raise ValueError("no list")
    return value


def _texts(value: object) -> list[str]:
    return [_text(one) for one in _list(value)]


def _pairs(value: object) -> list[tuple[str, object]]:
    if not isinstance(value, dict) or len(value) > MOST_PARTS:
        raise ValueError("no table")
    return list(value.items())


def _number(value: object, low: int, high: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError("no number")
    return value
