"""Hours as a record keeps them: what was read of a text, and its words where that is not all."""

from __future__ import annotations

import re

from data.exchange.written_hours import WrittenHours, read_hours
from geo.hours.opening import is_readable

_AS_WRITTEN = re.compile(r' \|\| (?:unknown|off) "([^"]*)"$')


def hours_kept(text: str, read: WrittenHours) -> str:
    """Return everything that a text says of hours: what was read, and the words where that is less.

    The words stand in a fallback of OSM's syntax: beside hours that may not be all, it is not known
    whether it is open at any other time; beside remarks that say nothing of hours, it is closed.
    Hours of which nothing could be read stay as they are written.

    Examples
    --------
    >>> for text in ("lun 18-20; da definire", "lun 9-12 (primo piano)", "su turni"):
    ...     print(hours_kept(text, read_hours(text)))
    Mo 18:00-20:00 || unknown "lun 18-20; da definire"
    Mo 09:00-12:00 || off "lun 9-12 (primo piano)"
    su turni
    """
    if not read.opening_hours:
        return hours_as_written(text)
    if not read.doubtful and not read.remarks:
        return read.opening_hours
    otherwise = "unknown" if read.doubtful else "off"
    words = " ".join(text.replace('"', "”").split())
    return f'{read.opening_hours} || {otherwise} "{words}"'


def words_in(opening_hours: str, language: str | None = None) -> str:
    """Return the words that `hours_kept` made hours of; the hours where it made them of none.

    Words in a fallback that a source gave itself are not all that there is: they stay where they
    are.

    Parameters
    ----------
    language
        ISO 639 code of the words, as of `read_hours`.

    Examples
    --------
    >>> words_in('Mo 09:00-12:00 || unknown "lun 9-12; di sera"'), words_in("Mo 09:00-12:00")
    ('lun 9-12; di sera', 'Mo 09:00-12:00')
    >>> words_in('Mo 09:00-12:00 || unknown "su appuntamento"')
    'Mo 09:00-12:00 || unknown "su appuntamento"'
    """
    found = _AS_WRITTEN.search(opening_hours)
    if found is None:
        return opening_hours
    words = found[1]
    return (
        words if hours_kept(words, read_hours(words, language)) == opening_hours else opening_hours
    )


def without_words(opening_hours: str) -> str:
    """Return hours without the words that `hours_kept` put beside them; empty where all is words.

    Examples
    --------
    >>> without_words('Mo 09:00-12:00 || unknown "via Roma 3"'), without_words("via Roma 3")
    ('Mo 09:00-12:00 || unknown', '')
    """
    found = _AS_WRITTEN.search(opening_hours)
    hours = opening_hours[: found.start(1) - 2] if found else opening_hours
    return hours if is_readable(hours) else ""


def hours_as_written(text: str) -> str:
    """Return hours that could not be read as a text that nobody takes for the syntax of OSM.

    Examples
    --------
    >>> hours_as_written("mattina"), hours_as_written("mar 14:00-17:00")
    ('mattina', '«mar 14:00-17:00»')
    """
    text = text.strip()
    return f"«{text}»" if is_readable(text) else text
