"""Two documents of one service made one document."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from data.records.documents import PROFILE, Document
from data.register.merging import Clash
from geo.phones import phone_keys

Path = tuple[str, ...]

_OWN = ("id", "organization_id", "program_id", "service_at_locations")


def differing(kept: Document, gone: Document) -> list[Clash]:
    """Return the fields that both say and say otherwise, `mine` being the kept one's.

    A field of the profile is named ``("approdo", …)``. Telephones, places, partners and needs are
    put together, so they are no question.
    """
    found = [
        Clash((key,), None, kept[key], gone[key])
        for key in kept
        if key not in (*_OWN, PROFILE, "phones") and _differ(kept.get(key), gone.get(key))
    ]
    mine, other = kept.get(PROFILE) or {}, gone.get(PROFILE) or {}
    found += [
        Clash((PROFILE, key), None, mine[key], other[key])
        for key in mine
        if key not in ("partners", "needs", "source_id") and _differ(mine.get(key), other.get(key))
    ]
    if _differ(kept.get("organization_id"), gone.get("organization_id")):
        key = "organization_id"
        found.append(Clash((key,), None, kept[key], gone[key]))
    return found


def two_in_one(
    kept: Document, gone: Document, take: Collection[Path], same_place: Collection[str] = ()
) -> Document:
    """Return the kept document with what only the gone one says, and with what somebody takes.

    Parameters
    ----------
    take
        Paths of fields, as `differing` names them, whose value is the gone one's.
    same_place
        Ids of locations of the gone one that are where the kept one is already.
    """
    fields = {**gone, **_without_nothing(kept)}
    fields |= {path[0]: gone[path[0]] for path in take if path[0] != PROFILE and path[0] in gone}
    fields["phones"] = _phones(kept, gone)
    there = kept.get("service_at_locations") or []
    places = {at.get("location_id") for at in there} | set(same_place)
    added = [
        at
        for at in gone.get("service_at_locations") or []
        if not there or at.get("location_id") not in places
    ]
    if there and added:
        # Hours hold where they were given, not at the places of the other record.
        taken = ("schedules",) in take
        fields["schedules"] = gone.get("schedules") if taken else kept.get("schedules")
        added = [_with_hours(at, fields["schedules"], gone) for at in added]
    fields["service_at_locations"] = [*there, *added]
    fields[PROFILE] = _profile(kept.get(PROFILE) or {}, gone.get(PROFILE) or {}, take)
    fields["id"] = kept["id"]
    renamed: Document = _renamed(_without_nothing(fields), gone["id"], kept["id"])
    # What was given as nothing stays so, in its place.
    return {key: renamed.get(key, kept.get(key)) for key in [*kept, *renamed]}


def _profile(kept: Document, gone: Document, take: Collection[Path]) -> Document:
    fields = {**gone, **kept}
    fields |= {path[1]: gone[path[1]] for path in take if path[0] == PROFILE and path[1] in gone}
    fields["needs"] = list(dict.fromkeys([*(kept.get("needs") or []), *(gone.get("needs") or [])]))
    partners = [*(kept.get("partners") or []), *(gone.get("partners") or [])]
    fields["partners"] = list({p.get("organization_id"): p for p in reversed(partners)}.values())[
        ::-1
    ]
    if kept.get("source_id"):
        fields |= {key: kept[key] for key in ("source", "source_id", "licence") if key in kept}
    return _without_nothing(fields)


def _with_hours(at: Document, hours: list[Document] | None, gone: Document) -> Document:
    """Return a place of the gone one with the hours that the gone one has there."""
    there = at.get("schedules") or gone.get("schedules")
    return {**at, "schedules": there} if there and there != hours else at


def _phones(kept: Document, gone: Document) -> list[Document]:
    phones = kept.get("phones") or []
    known = frozenset().union(*(_numbers(phone) for phone in phones))
    more = [phone for phone in gone.get("phones") or [] if not _numbers(phone) <= known]
    return [*phones, *more]


def _numbers(phone: Document) -> frozenset[str]:
    """Return the numbers of a telephone as they are compared; a short one as it is written."""
    text = str(phone.get("number") or "")
    return phone_keys(text) or frozenset({text})


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return a value in which whatever named the one names the other."""
    if isinstance(value, dict):
        return {key: _renamed(part, old, new) for key, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, old, new) for part in value]
    return new if value == old else value


def _differ(mine: Any, other: Any) -> bool:
    return mine not in (None, [], {}, "") and other not in (None, [], {}, "") and mine != other


def _without_nothing(document: Document) -> Document:
    return {key: value for key, value in document.items() if value not in (None, [], {})}
