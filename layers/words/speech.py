"""Say something in a reader's language."""

from __future__ import annotations

import string
import warnings
from collections.abc import Mapping, Sequence

from layers.text.bidi import Direction, has_rtl, isolate, without_controls
from layers.words import facts as wording
from layers.words.catalogues import MissingWord, read_catalogue

FALLBACK = "en"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})


def direction(language: str) -> Direction:
    """Return the direction in which a language is read.

    Examples
    --------
    >>> direction("it"), direction("ar")
    ('ltr', 'rtl')
    """
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


class Said(str):
    """Text that is worded already: put into a sentence as it is, isolates included."""

    __slots__ = ()


class Words:
    r"""The words of one language.

    Parameters
    ----------
    language
        One of `PERSON_LANGUAGES`; those beyond `LANGUAGES` know the words of screening and card.

    Examples
    --------
    >>> words = Words("it")
    >>> words.say("unit.walk", walk_min=12.3) == "12\u00a0min a piedi"
    True
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = read_catalogue(language)

    @property
    def direction(self) -> Direction:
        """``"ltr"`` or ``"rtl"``."""
        return direction(self.language)

    def has(self, key: str) -> bool:
        """Return whether the catalogue holds `key`."""
        return key in self._catalogue.texts

    def say(self, key: str, /, **facts: object) -> str:
        """Return the text of `key` with facts in it, as plain text.

        Numbers, minutes (``*_min``), metres (``*_m``), dates, hours and lists are written as the
        language does; texts of another direction are isolated. A message with plural forms is
        chosen by the fact ``n``.

        Warns
        -----
        MissingWord
            Where the catalogue has no such key: the text is English then, or the key's last part
            where English has none either; and where a fact of the text is not given. A page that
            shows a key beats a page that fails.
        """
        forms = self._catalogue.texts.get(key)
        if forms is None:
            return self._missing(key, facts)
        form = 0
        if len(forms) > 1:
            amount = facts.get("n", 0)
            form = self._catalogue.plural_form(amount if isinstance(amount, int) else 2)
        return _Speaker(self).vformat(forms[form], (), facts)

    def count(self, key: str, n: int, /, **facts: object) -> str:
        """Return the plural form of `key` for `n`, which the text names as ``{n}``."""
        return self.say(key, **{**facts, "n": n})

    def choice(self, group: str, name: object, /) -> str:
        """Return the word for one of a closed list: ``choice("need", "job_search")``.

        A name without a word, as a newer table may bring, is shown with blanks for underscores.
        """
        key = f"{group}.{name}"
        return self.say(key) if self.has(key) else str(name).replace("_", " ")

    @property
    def separator(self) -> str:
        """What stands between the parts of an enumeration without an "and"."""
        return {"ar": "، ", "ur": "، ", "zh": "、"}.get(self.language, ", ")

    def list(self, values: tuple[str, ...]) -> str:
        """Return "a, b e c"."""
        return wording.listed([self.run(value) for value in values], self.language)

    def fact(self, value: object, spec: str | None, *, name: str = "") -> str:
        """Return one fact as the language writes it, isolated where it would disturb."""
        if value is None:
            return ""
        if isinstance(value, Said):
            return value
        spec = spec or wording.default_spec(name, value)
        if spec == "list" and isinstance(value, tuple | list | set | frozenset):
            ordered = value if isinstance(value, tuple | list) else sorted(value)
            return self.list(tuple(map(str, ordered)))
        text = wording.SPECS[spec](value, self.language) if spec else str(value)
        if spec in ("clock",):
            return isolate(text, direction="ltr") if self.direction == "rtl" else text
        return self.run(text)

    def run(self, text: str) -> str:
        """Return `text` isolated where its direction may differ from the sentence's."""
        clean = without_controls(text)
        if self.direction == "ltr":
            return isolate(clean) if has_rtl(clean) else clean
        # Letters of this script that start a run need no isolation; digits and Latin do.
        return clean if clean and has_rtl(clean[0]) else isolate(clean)

    def ltr(self, text: str) -> str:
        """Return a run that is always read left to right: a telephone number, hours, a link."""
        return isolate(text, direction="ltr") if self.direction == "rtl" else without_controls(text)

    def _missing(self, key: str, facts: Mapping[str, object]) -> str:
        warnings.warn(MissingWord(f"{self.language}: {key}"), stacklevel=3)
        if self.language != FALLBACK and key in read_catalogue(FALLBACK).texts:
            return Words(FALLBACK).say(key, **facts)
        return key.rsplit(".", 1)[-1].replace("_", " ")


class _Speaker(string.Formatter):
    """Puts facts into a text; nothing but ``{name}`` and ``{name:spec}`` is understood."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._name = ""

    def get_field(
        self,
        field_name: str,
        args: Sequence[object],  # noqa: ARG002
        kwargs: Mapping[str, object],
    ) -> tuple[object, str]:
        self._name = field_name
        if field_name not in kwargs:
            fact = f"{self._words.language}: {{{field_name}}}"
            warnings.warn(MissingWord(fact), stacklevel=2)
        return kwargs.get(field_name), field_name

    def format_field(self, value: object, format_spec: str) -> str:
        return self._words.fact(value, format_spec or None, name=self._name)
