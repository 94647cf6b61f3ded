"""Which school of a new register is which of an older one, although its code is another.

Codes retire every September, when institutes are joined or parted. Where a code is gone and one is
new in the same municipality, for the same grade, at the same address or under the same name, and
only one on each side, the new one succeeds the old one: the record stays, with all that people
have said of it. What fits several is given and left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from data.exchange.mim_rows import SchoolRow
from data.records.known_school import KnownSchool
from geo.names.folding import comparable
from geo.names.italian_address import street_and_number

_PROVINCE = 3
"""Digits of an ISTAT code that say the province."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """Who is who.

    Parameters
    ----------
    known
        Code of the new register → the school that it is.
    unclear
        Code of the new register → codes of those that it may succeed.
    """

    known: dict[str, KnownSchool]
    unclear: dict[str, tuple[str, ...]]


def succession(rows: Sequence[SchoolRow], known: Iterable[KnownSchool]) -> Succession:
    """Say which rows are schools that are known: by code, by a former code, or as successors."""
    known = list(known)
    names = {row.code for row in rows}
    by_code = {former: one for one in known for former in one.former if one.code not in names}
    by_code |= {one.code: one for one in known}
    found = {row.code: by_code[row.code] for row in rows if row.code in by_code}
    there = {one.id for one in found.values()}
    retired = {one.code: one for one in known if one.id not in there and _is_of(one, rows)}
    fresh = {row.code: row for row in rows if row.code not in found}
    unclear: dict[str, tuple[str, ...]] = {}
    for key_of in (_place_and_name, _place, _name):
        pairs, several = _paired(retired, fresh, key_of)
        for new, old in pairs.items():
            found[new] = retired.pop(old)
            del fresh[new]
        unclear |= several
    left = {new: tuple(o for o in olds if o in retired) for new, olds in unclear.items()}
    return Succession(found, {new: olds for new, olds in left.items() if olds and new in fresh})


def _is_of(one: KnownSchool, rows: Sequence[SchoolRow]) -> bool:
    """Return whether a file could say a school: of its kind, in its provinces."""
    return any(
        row.is_state == one.is_state
        and row.municipality is not None
        and row.municipality.code[:_PROVINCE] == one.municipality[:_PROVINCE]
        for row in rows
    )


def _paired(
    retired: dict[str, KnownSchool],
    fresh: dict[str, SchoolRow],
    key_of: Callable[[str, str, str, str], Key],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return new code → old code where one of each has a key, and the codes of the others."""
    old: dict[Key, list[str]] = defaultdict(list)
    new: dict[Key, list[str]] = defaultdict(list)
    for code, one in retired.items():
        old[key_of(one.grade, one.municipality, one.address, one.name)].append(code)
    for code, row in fresh.items():
        where = row.municipality.code if row.municipality else ""
        new[key_of(row.grade.id, where, row.address, row.name)].append(code)
    pairs: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for key in old.keys() & new.keys():
        if not all(key):
            continue
        if len(old[key]) == len(new[key]) == 1:
            pairs[new[key][0]] = old[key][0]
        else:
            several |= {code: tuple(old[key]) for code in new[key]}
    return pairs, several


def _place_and_name(grade: str, municipality: str, address: str, name: str) -> Key:
    return (*_place(grade, municipality, address, name), comparable(name))


def _place(grade: str, municipality: str, address: str, _name: str) -> Key:
    street, number = street_and_number(address) if address else ("", "")
    return grade, municipality, comparable(f"{street} {number}")


def _name(grade: str, municipality: str, _address: str, name: str) -> Key:
    return grade, municipality, comparable(name)
