"""Words: one folder of catalogues per language, and what puts facts into sentences.

The language is always an argument: sessions of several readers share this module.
"""

from layers.words.catalogues import LANGUAGES, MACHINE_MADE, PERSON_LANGUAGES, MissingWord
from layers.words.speech import Said, Words, direction

__all__ = [
    "LANGUAGES",
    "MACHINE_MADE",
    "PERSON_LANGUAGES",
    "MissingWord",
    "Said",
    "Words",
    "direction",
]
