"""The catalogues: gettext files with symbolic message ids, one folder per language.

``<language>/<topic>.po`` holds messages such as ``msgid "find.title"``; a message with a plural
repeats its id as ``msgid_plural`` and has one text per form of the language. Read once by Babel
and kept; nothing is compiled.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

LANGUAGES = ("it", "en", "ar")
"""ISO 639-1 codes of the languages of the interface, in the order in which they are offered."""

PERSON_LANGUAGES = (*LANGUAGES, "fr", "es", "uk", "zh", "bn", "ur")
"""Languages in which a person is asked, and given a card; the last six know those words only."""

MACHINE_MADE = frozenset(PERSON_LANGUAGES) - {"it", "en"}
"""Languages whose words a machine translated, and nobody has read through yet."""

FOLDER = Path(__file__).parent


class MissingWord(UserWarning, LookupError):
    """A key that no catalogue of the language holds; an error where warnings are errors."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts of a language: key → its forms (one, or as many as the language has plurals)."""

    language: str
    texts: Mapping[str, tuple[str, ...]]
    plural_form: Callable[[int], int]


@cache
def read_catalogue(language: str) -> Catalogue:
    """Read every topic of a language.

    Raises
    ------
    MissingWord
        Where the language has no folder.
    ValueError
        Where two topics hold the same key.
    """
    paths = sorted((FOLDER / language).glob("*.po"))
    if language not in PERSON_LANGUAGES or not paths:
        raise MissingWord(language)
    texts: dict[str, tuple[str, ...]] = {}
    forms = "n != 1"
    for path in paths:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        forms = catalogue.plural_expr
        for message in catalogue:
            if not message.id:
                continue
            key = str(message.id if isinstance(message.id, str) else message.id[0])
            if key in texts:
                raise ValueError(f"{language}: {key} stands in two topics")
            text = message.string
            forms_of_key = text if isinstance(text, tuple | list) else (text,)
            texts[key] = tuple(str(form or "") for form in forms_of_key)
    return Catalogue(language, MappingProxyType(texts), gettext.c2py(forms))
