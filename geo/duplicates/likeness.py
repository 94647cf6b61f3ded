"""How alike two records are, and why: whether they may say one and the same service.

Each thing that both records say speaks for or against, in points; a thing that only one of them
says says nothing. The points add up as weights of evidence do, and the score is the share that
they come to: 0.5 where nothing speaks either way. Every piece is given, so that a person who
decides sees what the score is made of.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from geo.names.folding import without_marks
from geo.names.street_names import SMALL_WORDS, alike_streets
from geo.network.sphere import metres_apart

LIKELY = 0.85
"""From this score on a person is asked whether two records are one."""

SAME_WORD = 0.8
"""Words less alike than this are two words."""


SOURCE = "source "
OWNER_LEFT_OUT = 0.03
"""What is taken off where names are alike only without the name of whoever gives the service."""


class Piece(StrEnum):
    """What two records are compared by."""

    NAME = "name"
    ADDRESS = "address"
    DISTANCE = "distance"
    PHONE = "phone"
    CODES = "codes"
    NEEDS = "needs"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a record is compared by; empty or None where it does not say.

    Parameters
    ----------
    name, organization
        As they are called.
    street, number
        Of its address, taken apart (`geo.names.italian_address`).
    lon, lat
        Degrees EPSG:4326; only positions that are those of the door.
    phones
        As `geo.phones.phone_keys` returns them.
    codes
        Scheme → code: what registers call it by. A scheme that begins with `SOURCE` numbers the
        rows of a file, which may say one thing twice.
    needs
        What it answers.
    """

    name: str
    organization: str = ""
    street: str = ""
    number: str = ""
    lon: float | None = None
    lat: float | None = None
    phones: frozenset[str] = frozenset()
    codes: dict[str, str] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one piece says.

    Parameters
    ----------
    alike
        0 to 1; of a distance, metres.
    points
        For (above 0) or against (below 0) that both are one.
    """

    piece: Piece
    alike: float
    points: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score, 0 to 1, and the pieces that make it, the weightiest first."""

    score: float
    evidence: tuple[Evidence, ...]


Curve = Sequence[tuple[float, float]]

_NAME: Curve = ((0.3, -5.0), (0.6, -3.0), (0.75, -1.0), (0.85, 1.5), (0.95, 3.0), (1.0, 3.5))
_STREET: Curve = ((0.5, -3.2), (0.8, -1.0), (0.9, 0.3), (1.0, 0.5))
_DISTANCE_M: Curve = ((40.0, 1.2), (120.0, 0.6), (300.0, -0.8), (1000.0, -3.5), (5000.0, -5.0))
_ORGANIZATION: Curve = ((0.4, -0.8), (0.75, -0.3), (0.9, 0.6), (1.0, 0.8))
_SAME_NUMBER, _OTHER_NUMBER = 1.0, -1.0
_SAME_PHONE, _OTHER_PHONE = 2.0, -0.7
_SAME_CODE, _OTHER_CODE = 6.0, -10.0
_OTHER_ROW = -1.5
_SAME_NEEDS, _OTHER_NEEDS = 0.4, -1.5


def likeness(first: Traits, second: Traits) -> Likeness:
    """Return how alike two records are, with what says so.

    Examples
    --------
    >>> traits = Traits("Sportello Ponte", phones=frozenset({"0461123456"}))
    >>> found = likeness(traits, Traits("Sportelo Ponte", phones=frozenset({"0461123456"})))
    >>> found.score > 0.95, [str(one.piece) for one in found.evidence]
    (True, ['name', 'phone'])
    >>> likeness(traits, Traits("Scuola Verdi")).score < 0.01
    True
    """
    rows = [
        evidence
        for compare in (_name, _address, _distance, _phone, _codes, _needs, _organization)
        if (evidence := compare(first, second)) is not None
    ]
    points = sum(one.points for one in rows)
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, points))))
    return Likeness(round(score, 4), tuple(sorted(rows, key=lambda one: -abs(one.points))))


def alike_names(first: str, second: str) -> float:
    """Return how alike two names are, 0 to 1.

    Words are held against words, in any order. A name that says more than the other is nearly as
    good; two that each say what the other does not are two: "office of Povo", "office of Gardolo".

    Examples
    --------
    >>> alike_names("Centro Astalli", "ASTALLI - Centro")
    1.0
    >>> alike_names("Sportello di Povo", "Sportello di Gardolo") < 0.65
    True
    """
    words, other = name_words(first), name_words(second)
    if not words or not other:
        return 0.0
    few, many = sorted((words, other), key=len)
    if frozenset(few) == frozenset(many):
        return 1.0
    left, alone, matched, paired = list(many), 0, 0.0, 0.0
    for word in few:
        alike, best = max(((_alike(word, one), one) for one in left), default=(0.0, ""))
        if alike < SAME_WORD:
            alone += len(word)
            continue
        left.remove(best)
        letters = (len(word) + len(best)) / 2
        matched, paired = matched + alike * letters, paired + letters
    more = sum(map(len, left))
    whole = paired + (0.35 * more if not alone else more) + alone
    conflict = min(alone, more) / max(1.0, whole)
    return round(max(0.0, matched / whole - 0.3 * conflict), 4)


@lru_cache(maxsize=200_000)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words that a name is compared by: without accents and small words."""
    folded = without_marks(name.casefold().replace("ß", "ss"))
    kept = "".join(c if c.isalnum() else "" if c in ".'’" else " " for c in folded)
    words = [_LONG.get(word, word) for word in kept.split()]
    return tuple(word for word in words if word not in SMALL_WORDS) or tuple(words)


_LONG = {
    "ass": "associazione", "assoc": "associazione", "coop": "cooperativa", "soc": "sociale",
    "sp": "sportello", "uff": "ufficio", "ctr": "centro", "s": "san", "p": "padre",
    "ist": "istituto", "sc": "scuola", "dist": "distretto", "amb": "ambulatorio",
}  # fmt: skip


def _alike(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if first.isdigit() or second.isdigit():
        return 0.0
    short, long = sorted((first, second), key=len)
    if len(short) <= 3 and len(short) < len(long):
        # "ass" for "assistenza"; of short words a letter makes another.
        return 0.85 if len(short) > 1 and long.startswith(short) else 0.0
    return max(float(fuzz.ratio(first, second)) / 100, 0.9 * long.startswith(short))


def _name(first: Traits, second: Traits) -> Evidence | None:
    if not first.name or not second.name:
        return None
    alike = alike_names(first.name, second.name)
    if alike < 1.0:
        owners = frozenset(name_words(first.organization)) | frozenset(
            name_words(second.organization)
        )
        alike = max(alike, _alike_without(owners, first.name, second.name))
    return Evidence(Piece.NAME, alike, _on(_NAME, alike))


def _alike_without(owners: frozenset[str], first: str, second: str) -> float:
    """Compare what is left of two names when nobody says any more who gives the service."""
    left = [
        " ".join(word for word in name_words(name) if word not in owners)
        for name in (first, second)
    ]
    if not owners or not all(left):
        return 0.0
    return max(0.0, alike_names(*left) - OWNER_LEFT_OUT)


def _address(first: Traits, second: Traits) -> Evidence | None:
    if not first.street or not second.street:
        return None
    alike = alike_streets(first.street, second.street)
    points = _on(_STREET, alike)
    if alike >= SAME_WORD and first.number and second.number:
        same = first.number == second.number
        points += _SAME_NUMBER if same else _OTHER_NUMBER
    return Evidence(Piece.ADDRESS, alike, round(points, 2))


def _distance(first: Traits, second: Traits) -> Evidence | None:
    if None in (first.lon, first.lat, second.lon, second.lat):
        return None
    assert first.lon is not None
    assert first.lat is not None
    assert second.lon is not None
    assert second.lat is not None
    metres = metres_apart(first.lon, first.lat, second.lon, second.lat)
    return Evidence(Piece.DISTANCE, round(metres, 1), _on(_DISTANCE_M, metres))


def _phone(first: Traits, second: Traits) -> Evidence | None:
    if not first.phones or not second.phones:
        return None
    same = bool(first.phones & second.phones)
    return Evidence(Piece.PHONE, float(same), _SAME_PHONE if same else _OTHER_PHONE)


def _codes(first: Traits, second: Traits) -> Evidence | None:
    both = first.codes.keys() & second.codes.keys()
    if not both:
        return None
    same = any(first.codes[scheme] == second.codes[scheme] for scheme in both)
    official = any(not scheme.startswith(SOURCE) for scheme in both)
    points = _SAME_CODE if same else _OTHER_CODE if official else _OTHER_ROW
    return Evidence(Piece.CODES, float(same), points)


def _needs(first: Traits, second: Traits) -> Evidence | None:
    if not first.needs or not second.needs:
        return None
    alike = len(first.needs & second.needs) / min(len(first.needs), len(second.needs))
    return Evidence(Piece.NEEDS, alike, _SAME_NEEDS if alike else _OTHER_NEEDS)


def _organization(first: Traits, second: Traits) -> Evidence | None:
    if not first.organization or not second.organization:
        return None
    alike = alike_names(first.organization, second.organization)
    return Evidence(Piece.ORGANIZATION, alike, _on(_ORGANIZATION, alike))


def _on(curve: Curve, value: float) -> float:
    """Return the points of a value, straight between the corners of a curve."""
    if value <= curve[0][0]:
        return curve[0][1]
    for (left, low), (right, high) in pairwise(curve):
        if value <= right:
            return round(low + (high - low) * (value - left) / (right - left), 2)
    return curve[-1][1]
