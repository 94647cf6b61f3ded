"""Text made comparable: without accents and other marks."""

from __future__ import annotations

import unicodedata


def without_marks(text: str) -> str:
    """Return a text in Unicode's compatibility form, without combining marks.

    Case is left as it is.

    Examples
    --------
    >>> without_marks("Càorle ﬁn")
    'Caorle fin'
    """
    folded = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def comparable(text: str) -> str:
    """Return a name as it is compared: lower case, no accents, one blank between words.

    Examples
    --------
    >>> comparable("Sant'Agata de’ Goti"), comparable("Agliè")
    ('sant agata de goti', 'aglie')
    """
    folded = without_marks(text.casefold().replace("'", " ").replace("’", " "))
    kept = "".join(c if c.isalnum() else " " for c in folded)
    return " ".join(kept.split())
