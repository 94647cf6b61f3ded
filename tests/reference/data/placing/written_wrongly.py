"""Addresses as people write them: shortened, without a number, misspelt, with or without a city."""

from __future__ import annotations

import random
from dataclasses import dataclass

SHORT = {
    "Via": ("V.", "via", "VIA"), "Viale": ("V.le", "VIALE"), "Piazza": ("P.zza", "P.za", "piazza"),
    "Corso": ("C.so",), "Vicolo": ("Vic.",), "Largo": ("L.go",), "Piazzale": ("P.le",),
    "Strada": ("Str.",), "Località": ("Loc.",), "Frazione": ("Fraz.",), "San": ("S.",),
    "Santa": ("S.",), "Avenue": ("Av.",), "Boulevard": ("Bd",), "Saint": ("St",),
}  # fmt: skip
LETTERS = "abcdefghilmnoprstuv"


@dataclass(frozen=True, slots=True)
class Wrongly:
    """An address with its faults; `city` is what another field says."""

    text: str
    city: str
    numbered: bool
    faults: frozenset[str]


def wrongly(street: str, number: str, chance: random.Random, city: str) -> Wrongly:
    """Return an address with each fault as often as registers have it, and often several."""
    faults: set[str] = set()
    words = street.split()
    if chance.random() < 0.5 and words[0] in SHORT:
        words[0] = chance.choice(SHORT[words[0]])
        faults.add("short")
    for place, word in enumerate(words[1:-1], 1):
        if word in SHORT or (chance.random() < 0.25 and len(word) > 3 and word[0].isupper()):
            words[place] = chance.choice(SHORT.get(word, (f"{word[0]}.",)))
            faults.add("initial")
    if chance.random() < 0.35:
        words[-1] = _typo(words[-1], chance)
        faults.add("typo")
    text = " ".join(words)
    if chance.random() < 0.2:
        text = text.upper()
        faults.add("capitals")
    numbered = chance.random() < 0.8
    if numbered:
        text += chance.choice((" ", ", ", " n. ", ", n.", " nr. ")) + number
    else:
        text += chance.choice(("", " snc", " s.n."))
        faults.add("no number")
    where = chance.choice(("beside", "within", "missing"))
    if where == "within":
        text += chance.choice((f" - {city}", f", {city}"))
    return Wrongly(text, city if where == "beside" else "", numbered, frozenset(faults))


def _typo(word: str, chance: random.Random) -> str:
    """Drop, double, swap or replace a letter, never the first."""
    if len(word) < 4 or not word.isalpha():
        return word
    at = chance.randrange(1, len(word))
    return {
        0: word[:at] + word[at + 1 :],
        1: word[:at] + word[at] + word[at:],
        2: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        3: word[:at] + chance.choice(LETTERS) + word[at + 1 :],
    }[chance.randrange(4)]
