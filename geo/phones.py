"""Telephone numbers as people write them: several in one text, with words, without their nought.

`phonenumbers` (Google's libphonenumber, Apache-2.0) says which numbers exist and how they are
dialled. Italy's landlines begin with a nought that spreadsheets take away: such a number is
reported with the likely one, and never dialled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers import shortnumberinfo as short_numbers

LONGEST = 60
_NATIONAL = frozenset({
    PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
})  # fmt: skip
"""Numbers that are dialled in their country only, without its prefix."""

_EXPONENT = re.compile(r"\d[.,]\d+\s*[eE]\s*\+?\s*\d+")
_EXTENSION = re.compile(
    r"(?:\b(?:int(?:erno|erni)?|ext(?:ension)?|x)\b|#)\s*\.?:?\s*\d{1,5}\b", re.IGNORECASE
)
_LAST_DIGIT = re.compile(r"\s*/\s*\d{1,2}(?=\s*$)")
_CANDIDATE = re.compile(r"(?:\+|\(\+)?\(?\d(?:[\d\s().\-/–\u00a0]*\d)?")
_NOTE = re.compile(r"(.*\d.*?)\s+\(([^()]*)\)", re.DOTALL)
_BLANKS = re.compile(r"[\s\u00a0]+")
_STRONG_GAPS = re.compile(r"\s*[-–/]\s*")
_GAPS = re.compile(r"\s+")


class PhoneFault(StrEnum):
    """Why a text is no number to call."""

    NOUGHT = "nought"
    EXPONENT = "exponent"
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True, slots=True)
class WrittenPhone:
    """One telephone number of a text.

    Attributes
    ----------
    number
        As it is written, without the words beside it.
    note
        The words beside it; empty where there are none.
    fault
        Why it must not be dialled; None where it may.
    likely
        The number that is meant, where the nought is missing; else empty.
    """

    number: str
    note: str = ""
    fault: PhoneFault | None = None
    likely: str = ""


def read_phones(text: str, region: str = "IT") -> tuple[WrittenPhone, ...]:
    """Return the telephone numbers of a text, each by itself.

    Parameters
    ----------
    region
        ISO 3166-1 alpha-2 code of the country in which numbers without prefix are dialled.

    Examples
    --------
    >>> [phone.number for phone in read_phones("045/7154929 - 347 8371111")]
    ['045/7154929', '347 8371111']
    >>> read_phones("Numero verde 800 123456")[0].note
    'Numero verde'
    >>> phone, = read_phones("7094854")
    >>> phone.fault.value, phone.likely
    ('nought', '07094854')
    """
    noted = _NOTE.fullmatch(text.strip())
    if noted:
        return tuple(
            replace(phone, note=f"{phone.note} {noted[2].strip()}".strip())
            for phone in read_phones(noted[1], region)
        )
    text = _BLANKS.sub(" ", text).strip()
    if not text:
        return ()
    if _EXPONENT.search(text):
        return (WrittenPhone(text, fault=PhoneFault.EXPONENT),)
    extensions = [found[0].strip() for found in _EXTENSION.finditer(text)]
    bare = _LAST_DIGIT.sub("", _EXTENSION.sub(" ", text)).strip()
    found = [one for one in _CANDIDATE.finditer(bare) if _digits(one[0])]
    if not found or len(text) > 4 * LONGEST:
        return (WrittenPhone(text, fault=PhoneFault.NOT_A_NUMBER),)
    notes = _notes(bare, found)
    phones = []
    for place, (one, note) in enumerate(zip(found, notes, strict=True)):
        words = [note, *(extensions if place == len(found) - 1 else ())]
        text = " ".join(filter(None, words))
        numbers = _numbers(one[0].strip(" -–/."), region)
        phones += [_judged(number, text, region) for number in numbers]
    return tuple(phones)


def dialled(number: str, region: str = "") -> str | None:
    """Return what a telephone dials for a number as it is written; None where nobody should.

    Parameters
    ----------
    region
        As of `read_phones`; empty where the country is not known: then only the digits are taken.

    Examples
    --------
    >>> dialled("045/7154929 int. 3", "IT"), dialled("800 123456", "IT"), dialled("112", "IT")
    ('+390457154929', '800123456', '112')
    >>> dialled("7094854", "IT") is None
    True
    """
    candidate = _CANDIDATE.search(_EXTENSION.sub(" ", number))
    if candidate is None:
        return None
    digits = _digits(candidate[0])
    if not region and not candidate[0].lstrip("(").startswith("+"):
        return digits if len(digits) >= 3 else None
    phone = next(iter(read_phones(number, region or "ZZ")), None)
    if phone is None or phone.fault:
        return None
    parsed = _parsed(phone.number, region or "ZZ")
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        return _digits(phone.number)
    if phonenumbers.number_type(parsed) in _NATIONAL:
        return phonenumbers.national_significant_number(parsed)
    return str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))


@lru_cache(maxsize=65_536)
def phone_keys(text: str, region: str = "IT") -> frozenset[str]:
    """Return the numbers of a text as they are compared: digits, without the country's prefix.

    Numbers of less than six digits, which many services share, are left out.

    Examples
    --------
    >>> sorted(phone_keys("+39 0461/12 34 56; 0039.0461.123457")), phone_keys("112")
    (['0461123456', '0461123457'], frozenset())
    """
    keys = set()
    for part in re.split(r"[;,|\n]", text):
        for phone in read_phones(part, region):
            parsed = _parsed(phone.likely or phone.number, region)
            if parsed is not None and phonenumbers.is_possible_number(parsed):
                keys.add(phonenumbers.national_significant_number(parsed))
            else:
                keys.add(_digits(phone.number))
    return frozenset(key for key in keys if len(key) >= 6)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())


def _notes(text: str, found: list[re.Match[str]]) -> list[str]:
    """Return the words before each number, the last one's with those after it."""
    notes = []
    end = 0
    for place, one in enumerate(found):
        after = text[one.end() :] if place == len(found) - 1 else ""
        words = f"{text[end : one.start()]} {after}".strip()
        notes.append(_BLANKS.sub(" ", words.replace("(", "").replace(")", "")).strip(" -–:,./"))
        end = one.end()
    return notes


def _numbers(text: str, region: str) -> Iterator[str]:
    """Return the numbers that a run of digits and marks holds, by what numbers there are."""
    if _exists(text, region):
        yield text
        return
    for gap in (*_STRONG_GAPS.finditer(text), *_GAPS.finditer(text)):
        first, rest = text[: gap.start()], text[gap.end() :]
        known = [_exists(part, region) for part in (first, rest)]
        likely = [_lacks_nought(part, region) for part in (first, rest)]
        long = min(len(_digits(first)), len(_digits(rest))) >= 6
        if ((known[0] or likely[0]) and (known[1] or likely[1])) or (any(known) and long):
            yield from _numbers(first, region)
            yield from _numbers(rest, region)
            return
    yield text


def _judged(number: str, note: str, region: str) -> WrittenPhone:
    number = number[:LONGEST]
    if _lacks_nought(number, region):
        return WrittenPhone(number, note, PhoneFault.NOUGHT, f"0{number}")
    # Numbers that a plan does not know are kept where they look like one: plans change.
    whole = number.startswith(("0", "+", "(")) and len(_digits(number)) >= 5
    known = whole or _exists(number, region)
    return WrittenPhone(number, note, None if known else PhoneFault.NOT_A_NUMBER)


def _exists(number: str, region: str) -> bool:
    parsed = _parsed(number, region)
    if parsed is None:
        return False
    if _lacks_nought(number, region):
        return False
    return phonenumbers.is_valid_number(parsed) or _is_short(number, region)


def _is_short(number: str, region: str) -> bool:
    digits = _digits(number)
    parsed = _parsed(number, region)
    if parsed is None or not 3 <= len(digits) <= 6:
        return False
    known = short_numbers.is_possible_short_number_for_region(parsed, region)
    return bool(known) and digits[0] in "14"


def _lacks_nought(number: str, region: str) -> bool:
    """Return whether a number is an Italian landline without its first digit.

    Nine digits that begin with 3 may be an old mobile or a landline of Como, Lecco, Varese or
    Bergamo: landlines are many, and such mobiles few.
    """
    digits = _digits(number)
    if region != "IT" or number.lstrip("(").startswith(("0", "+")) or not 7 <= len(digits) <= 10:
        return False
    parsed = _parsed(number, region)
    if parsed is not None and phonenumbers.is_valid_number(parsed) and not (
        digits[0] == "3" and len(digits) == 9
    ):  # fmt: skip
        return False
    full = _parsed(f"0{digits}", region)
    return full is not None and phonenumbers.number_type(full) == PhoneNumberType.FIXED_LINE


@lru_cache(maxsize=65_536)
def _parsed(number: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except NumberParseException:
        return None
