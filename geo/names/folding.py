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
