"""What can go wrong, as codes with facts.

`geo` and `data` never write a sentence for a person. They raise one of these errors with a
*code* and the *facts* that belong to it; `layers.words` turns both into one sentence in the
reader's language that says what is wrong, where, and how to fix it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType


class ApprodoError(Exception):
    """Root of every error the project raises on purpose.

    Parameters
    ----------
    code
        Key of the sentence, dotted and lower case: ``"area.unknown"``. The catalogues hold it
        as ``error.<code>``.
    facts
        Values that the sentence names: a path, a line number, a list of valid choices.

    Examples
    --------
    >>> error = UnknownName("area.unknown", area="milano", known=("monaco",))
    >>> error.code, error.facts["area"], isinstance(error, LookupError)
    ('area.unknown', 'milano', True)
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts: Mapping[str, object] = MappingProxyType(facts)
        details = ", ".join(f"{key}={value!r}" for key, value in facts.items())
        super().__init__(f"{code} ({details})" if details else code)


class BadInput(ApprodoError, ValueError):
    """A value, file or table from outside that cannot be used."""


class UnknownName(ApprodoError, LookupError):
    """A name that is not in the list it should come from: area, need, mode, language."""


class OutsideArea(ApprodoError, ValueError):
    """A position that no street of the area is near enough to."""


class StorageFailure(ApprodoError, OSError):
    """The disk or the database refused: full, read-only, locked, damaged."""


class SourceFailure(ApprodoError, OSError):
    """A source outside did not give what it was asked for: away, busy, slow, broken off."""


class Several(BadInput):
    """Several complaints found at one door, said together.

    Parameters
    ----------
    complaints
        The single errors, in the order they were met.
    """

    def __init__(self, complaints: tuple[ApprodoError, ...]) -> None:
        super().__init__("several", count=len(complaints))
        self.complaints = complaints


MOST_COMPLAINTS = 20


def several_errors(complaints: Sequence[ApprodoError]) -> ApprodoError:
    """Return one complaint as it is, several as `Several`, at most twenty of them."""
    if len(complaints) == 1:
        return complaints[0]
    return Several(tuple(complaints[:MOST_COMPLAINTS]))
