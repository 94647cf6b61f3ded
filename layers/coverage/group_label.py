"""Groups of people in words: their names, and what an inferred figure rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.words import Said, Words

SPEAKS = "speaks:"


def group_label(group: str, words: Words, *, inferred: bool = False) -> str:
    """Return the name of a group as a reader says it; an inferred one is given to be so.

    Languages are always inferred.

    Parameters
    ----------
    group
        As `answers.groups.people_of` takes it.

    Examples
    --------
    >>> group_label("speaks:ara", Words("en")), group_label("school:primary", Words("it"))
    ('people who speak Arabic (inferred)', 'età della scuola primaria, 6–10 anni')
    """
    if group.startswith(SPEAKS):
        label = words.say("group.speaks", language=group.removeprefix(SPEAKS))
        inferred = True
    else:
        label = words.choice("group", group.replace(":", "_"))
    return words.say("group.inferred", group=Said(label)) if inferred else label


def group_basis(fields: Mapping[str, Any], words: Words) -> str:
    """Return what the figure of a group rests on, with its band; empty where it is counted.

    Parameters
    ----------
    fields
        ``basis``, ``source``, ``year`` and ``unknown`` of `answers.groups.GroupPeople`, and the
        totals ``people``, ``low`` and ``high`` of the places that are counted.
    """
    if fields["basis"] == "counted":
        return ""
    named = [str(fields["source"])] if fields["source"] else []
    named += [str(fields["year"])] if fields["year"] else []
    facts = {name: fields[name] for name in ("people", "low", "high", "unknown")}
    return words.say(f"group.basis.{fields['basis']}", source=", ".join(named), **facts)
