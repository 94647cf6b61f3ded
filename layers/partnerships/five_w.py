"""Who does what, where, for whom, with which money: the rows of a 3W/5W table with HXL tags.

Tags follow the Humanitarian Exchange Language 1.1 (hxlstandard.org): hashtags with attributes in
the row below the headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from geo.partnerships.activity import Activity, Memberships
from layers.partnerships.labels import PlaceName
from layers.words import Words

Cell = str | float | date | None

TAGS = {
    "organization": "#org+lead",
    "kind": "#org+type+list",
    "partners": "#org+partner+list",
    "service": "#activity+name",
    "sector": "#sector+list",
    "need": "#subsector+list",
    "action": "#activity+code",
    "level": "#org+level",
    "municipality": "#adm3+name",
    "code": "#adm3+code",
    "partnership": "#region+list",
    "status": "#beneficiary+type+list",
    "language": "#beneficiary+language+list",
    "fund": "#org+funder+list",
    "amount": "#value+funding+eur",
    "start": "#date+start",
    "end": "#date+end",
    "demonstration": "#meta+demonstration",
    "id": "#meta+id",
}
"""Column → its HXL tag, in the order of the table."""

BETWEEN = "; "


def five_w_heads(words: Words) -> tuple[str, ...]:
    """Return the headings of the table."""
    return tuple(words.say(f"partnerships.hxl.{column}") for column in TAGS)


def five_w_rows(
    activities: Sequence[Activity],
    memberships: Memberships,
    organizations: Mapping[str, str],
    place_name: PlaceName,
    words: Words,
) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each activity and municipality; one without a municipality has one row."""
    for activity in activities:
        fields = _fields(activity, organizations, words)
        for code in activity.municipalities or ("",):
            where = {
                "municipality": place_name(code, words.language) if code else "",
                "code": code if code.isdigit() else "",
                "partnership": BETWEEN.join(memberships.get(code, ())),
            }
            yield tuple({**fields, **where}[column] for column in TAGS)


def _fields(activity: Activity, organizations: Mapping[str, str], words: Words) -> dict[str, Cell]:
    lead = activity.organization
    partners = [one for one in activity.organizations if one != lead]
    amounts = [fund.amount_eur for fund in activity.funds if fund.amount_eur is not None]
    starts = [fund.starts for fund in activity.funds if fund.starts is not None]
    ends = [fund.ends for fund in activity.funds if fund.ends is not None]
    return {
        "organization": organizations.get(lead, lead) if lead else "",
        "kind": _choices("organization_kind", activity.kinds, words),
        "partners": BETWEEN.join(organizations.get(one, one) for one in partners),
        "service": activity.name,
        "sector": _choices("sector", activity.sectors, words),
        "need": _choices("need", activity.needs, words),
        "action": activity.action or "",
        "level": words.choice("level", activity.level) if activity.level else "",
        "status": _choices("status", activity.statuses, words),
        "language": BETWEEN.join(words.fact(one, "language") for one in activity.languages),
        "fund": BETWEEN.join(activity.fund_names),
        "amount": sum(amounts) if amounts else None,
        "start": min(starts, default=None),
        "end": max(ends, default=None) if len(ends) == len(activity.funds) else None,
        "demonstration": words.say("partnerships.yes") if activity.demonstration else "",
        "id": activity.id,
    }


def _choices(group: str, keys: Sequence[str], words: Words) -> str:
    return BETWEEN.join(words.choice(group, key) for key in keys)
