"""A result for machines, and for a terminal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from geo.finder import Result
from geo.model import Answer
from layers.sentences import address_line, name_of, reason_sentence, tell
from layers.words import Words


def result_row(
    result: Result, words: Words, *, needs: Collection[str], distance_m: float | None
) -> dict[str, object]:
    """Return a result as a flat row for JSON.

    Parameters
    ----------
    needs
        The needs that were asked for; the first of the service's own among them is given.
    distance_m
        Length of the way; None where the place is protected and has none.

    Returns
    -------
    dict
        `lon`, `lat`, `address`, `minutes` and `distance_m` are None for a protected place.
    """
    service, location = result.service, result.service.location
    matching = [need for need in service.needs if need in needs]
    reasons = [
        {
            "criterion": reason.criterion.value,
            "answer": reason.answer.value,
            "code": reason.code,
            "text": reason_sentence(reason, words),
        }
        for reason in result.match.reasons
    ]
    return {
        "service_id": service.id,
        "name": name_of(service, words),
        "need": matching[0] if matching else service.needs[0],
        "lon": location.lon,
        "lat": location.lat,
        "address": None if location.address is None else address_line(service, words),
        "phone": service.phones[0].number if service.phones else None,
        "url": service.website,
        "minutes": None if result.minutes is None else round(result.minutes, 2),
        "distance_m": None if distance_m is None else round(distance_m),
        "demonstration": service.provenance.demonstration,
        "source": service.provenance.source,
        "licence": service.provenance.licence,
        "reasons": reasons,
        "unknowns": [str(r["criterion"]) for r in reasons if r["answer"] == Answer.UNKNOWN],
    }


def result_text(result: Result, words: Words, *, departure: datetime | None) -> str:
    """Return a result as lines for a terminal; without a departure there is no state."""
    arrival = departure + timedelta(minutes=result.minutes or 0.0) if departure else None
    found = tell(result, words, arrival=arrival)
    lines = [
        f"{found.title} — {found.way}",
        *([words.say("app.demonstration")] if result.service.provenance.demonstration else []),
        *([found.state.text] if found.state else []),
        *found.why,
        *([found.bring] if found.bring else []),
        *([found.unknown] if found.unknown else []),
        address_line(result.service, words),
        *(phone.number for phone in result.service.phones),
    ]
    return "\n  ".join(lines)
