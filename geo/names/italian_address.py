"""An Italian address as people and registers write it, taken apart.

"Via Roma n. 3/A - 38100 TRENTO (TN)", "P.ZZA DUOMO SNC", "Fraz. Povo, v.le dei Tigli 12". The parts
stay words of the text: nothing is looked up, nothing is corrected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

MOST_CHARACTERS = 300

STREET_WORDS = {
    "via": ("v", "via", "vie"),
    "viale": ("vle", "viale"),
    "vicolo": ("vic", "vlo", "vicolo", "vico"),
    "piazza": ("p", "pza", "pzza", "piazza", "pz", "pzz", "piaz"),
    "piazzale": ("ple", "pzle", "pzzle", "piazzale", "pzale"),
    "piazzetta": ("pta", "pzta", "pzetta", "piazzetta"),
    "corso": ("c", "cso", "corso"),
    "largo": ("l", "lgo", "largo"),
    "strada": ("str", "strada", "sda"),
    "salita": ("sal", "salita"),
    "località": ("loc", "località", "localita", "locta"),
    "frazione": ("fraz", "frazione", "fr", "frz"),
    "contrada": ("cda", "ctr", "contrada"),
    "borgo": ("bgo", "borgo"),
    "lungadige": ("lungadige",),
    "lungolago": ("lungolago",),
    "passaggio": ("passaggio",),
    "passo": ("passo",),
    "galleria": ("galleria",),
    "traversa": ("trav", "traversa"),
    "rione": ("rione",),
    "maso": ("maso",),
}
"""What a street is called by, with the ways in which that is shortened (dots left out)."""

LOCALITIES = ("località", "frazione", "rione", "maso")
_SHORT = {short: word for word, shorts in STREET_WORDS.items() for short in shorts}
_ONLY_WITH_DOT = {"v", "p", "c", "l", "fr", "str", "sal"}
_TITLES = {
    "f.lli": "fratelli",
    "flli": "fratelli",
    "gen.": "generale",
    "mons.": "monsignor",
    "card.": "cardinale",
    "cap.": "capitano",
    "dott.": "dottor",
    "prof.": "professor",
    "ss.": "santi",
    "s.ta": "santa",
    "s.to": "santo",
}
PROVINCES = frozenset(
    """AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN CO CR CS CT CZ EN
    FC FE FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU OR PA PC
    PD PE PG PI PN PO PR PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV TA TE TN TO TP
    TR TS TV UD VA VB VC VE VI VR VS VT VV""".split()  # noqa: SIM905
)
_MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto"),
    *("settembre", "ottobre", "novembre", "dicembre"),
)

_TITLE = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, _TITLES))})\s*", re.IGNORECASE)
_KIND = re.compile(
    r"^[^\W\d_]+(?:\.(?:le|la|za|zza|zzale|so|go|lo|zle|da|ta|zzetta))?\.?\s*", re.IGNORECASE
)
_FIRST = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)(\.?)(?=[\s\d'.]|$)", re.IGNORECASE)
_FIRST_GLUED = re.compile(r"([a-z]+(?:\.[a-z]+)?)(\.)(?=\S)", re.IGNORECASE)
_COUNTRY = re.compile(r"[\s,\-–(]*\b(?:italia|italy|ita)\b\)?\.?\s*$", re.IGNORECASE)
_PROVINCE = re.compile(r"\(\s*([A-Za-z]{2})\s*\)|(?:^|[\s,\-–])([A-Z]{2})[\s\-–.,]*$")
_POSTAL = re.compile(r"(?:\bI-|\bcap\s*:?\s*)?\b(\d{5})\b", re.IGNORECASE)
_NONE = re.compile(
    r"[\s,]*\b(?:s\.?\s?n\.?\s?c\.?|s\.\s?n\.|s/n\.?c?|senza\s+numero(?:\s+civico)?)(?=[\s,;)\-–]|$)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[\s,;(\-–]+(?:int(?:erno)?\.?|sc(?:ala)?\.?|piano|p\.?\s?(?:t|\d)\.?|\d°?\s*piano|pal(?:azzina)?\."
    r"|c/o|presso|ingresso|edificio|stanza|ufficio)(?=[\s.\d]).*$",
    re.IGNORECASE,
)
_MARK = r"(?:nr?\s*[.°º:]?|n\.\s?r\.?|num(?:ero)?\.?|civ(?:ico)?\.?|n\.?\s*civ(?:ico)?\.?)"
_NUMBER = re.compile(
    rf"[\s,]*(?:\b{_MARK}\s*)?(?<![\d/])(\d{{1,4}})\s*"
    r"((?:[/\-]\s*)?(?:[a-z]|bis|ter|quater)(?:/?\d{1,3})?|[/\-]\s*\d{1,3}(?:\s*/?\s*[a-z])?)?"
    r"\s*[.,;]?\s*$",
    re.IGNORECASE,
)
_MARKED_NUMBER = re.compile(rf"\b{_MARK}\s*\d{{1,4}}\s*$|,\s*\d{{1,4}}\S*\s*$", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?<=[\w.])\s+(?=(?:via|viale|v\.le|piazza|p\.z?za|piazzale|corso|c\.so|largo|vicolo)\s)",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    rf"^(\D+\s\D*?|\D+\d+\s(?:{'|'.join(_MONTHS)})(?:\s\d{{4}})?)\s"
    r"(\d{1,4}(?:\s?/?\s?[a-z](?=\s)|/\d{1,3}|\s?(?:bis|ter|quater)\b)?)\s+"
    rf"(?!{'|'.join(_MONTHS)}|bis$|ter$|quater$)([^\d]{{2,}})$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"^(\d{{1,4}}(?:\s?/\s?\w{{1,3}}|[a-z])?)\s+(?!{'|'.join(_MONTHS)})([^\W\d]{{2}}\D+)$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[A-Za-z])(?=[Nn][.°º]\s?\d)")
"""A number's mark that lost the blank before it: "VIA ROMAN.11"."""

_PARTS = re.compile(r"\s+[\-–]+\s*|\s*[\-–]+\s+|[,;\n]|[()]")


@dataclass(frozen=True, slots=True)
class ItalianAddress:
    """The parts of an address, each empty where the text has none.

    Attributes
    ----------
    street
        With its kind written out: ``"viale dei Tigli"``.
    number
        Small letters, without blanks: ``"3/a"``.
    locality
        A hamlet or quarter ("Fraz. Povo").
    municipality
        As written; perhaps a locality where several names stand.
    province
        Two letters, capital.
    """

    street: str = ""
    number: str = ""
    postal_code: str = ""
    locality: str = ""
    municipality: str = ""
    province: str = ""


def read_italian_address(text: str) -> ItalianAddress:
    """Take an address apart.

    Text without a word for a street is a name of a place. Text longer than 300 characters is cut.

    Examples
    --------
    >>> read_italian_address("Via Roma n. 3/A - 38100 TRENTO (TN)")
    ... # doctest: +NORMALIZE_WHITESPACE
    ItalianAddress(street='via Roma', number='3/a', postal_code='38100', locality='',
                   municipality='TRENTO', province='TN')
    >>> read_italian_address("Corso 3 Novembre 72").number
    '72'
    >>> read_italian_address("P.ZZA DUOMO SNC").street
    'piazza DUOMO'
    """
    rest = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    rest = _COUNTRY.sub("", " ".join(rest.replace("\u2019", "'").split()))
    rest = _GLUED.sub(" ", rest)
    province, rest = _taken_province(rest)
    postal = _POSTAL.search(rest)
    before = rest[: postal.start()] if postal else rest
    after = rest[postal.end() :] if postal else ""
    names = [part for part in _split(after) if part]
    if not before.strip(" ,-–") and len(names) > 1:  # "38100 Trento, Via Roma 3"
        before, names = ", ".join(names[1:]), names[:1]
    address = _before_postal_code(before)
    address = replace(address, postal_code=postal[1] if postal else "", province=province)
    for name in names:
        address = _with_place(address, name, trusted=postal is not None)
    return address


def street_and_number(text: str) -> tuple[str, str]:
    """Return the street, its kind written out, and its number, empty where there is none.

    Examples
    --------
    >>> street_and_number("v.le XX Settembre, 12 bis"), street_and_number("Via 25 Aprile")
    (('viale XX Settembre', '12bis'), ('via 25 Aprile', ''))
    """
    text = _INSIDE.sub("", text)
    without = _NONE.sub("", text)
    street, number = without.strip(" ,;-–."), ""
    found = _NUMBER.search(without)
    if found and found.start() > 0 and without == text and not _belongs_to_name(without, found):
        street = without[: found.start()].strip(" ,;-–.")
        number = re.sub(r"\s+", "", found[1].lstrip("0") + (found[2] or "")).lower()
    return written_out(street), number


def street_word(text: str) -> str:
    """Return the kind of street a text begins with, written out; empty where it names none.

    Examples
    --------
    >>> street_word("P.za Duomo"), street_word("Trento"), street_word("V. Roma"), street_word("V")
    ('piazza', '', 'via', '')
    """
    text = text.strip()
    found = _FIRST.match(text)
    if found is None or len(found[0]) == len(text):
        found = _FIRST_GLUED.match(text)
    if found is None:
        return ""
    short = found[1].replace(".", "").casefold()
    if short in _ONLY_WITH_DOT and not found[2]:
        return ""
    return _SHORT.get(short, "")


def written_out(street: str) -> str:
    """Return a street with its kind and shortened titles written out: ``piazza DUOMO``."""
    kind = street_word(street)
    if not kind:
        return street
    words = _KIND.sub("", street, count=1)
    first, _, rest = words.partition(" ")
    if rest and first.casefold() == kind:  # "via VIA della Selva"
        words = rest
    words = _TITLE.sub(lambda found: f"{_TITLES[found[1].casefold()]} ", words)
    return f"{kind} {words.strip()}"


def _belongs_to_name(text: str, number: re.Match[str]) -> bool:
    """Say the 3 of "Via 3 Novembre" and a year from a house number."""
    before = text[: number.start()].strip(" ,").casefold().split()
    year = 1700 <= int(number[1]) <= 2100 and not number[2]
    after_month = year and bool(before) and before[-1] in _MONTHS
    kind_only = len(before) <= 1 and bool(street_word(f"{' '.join(before)} x"))
    return after_month or (kind_only and not _MARKED_NUMBER.search(text))


def _taken_province(text: str) -> tuple[str, str]:
    for found in _PROVINCE.finditer(text):
        code = (found[1] or found[2]).upper()
        if code in PROVINCES and found.start() > 0:
            return code, f"{text[: found.start()]} {text[found.end() :]}".strip(" ,-–")
    return "", text


def _split(text: str) -> list[str]:
    return [part.strip(" .,;-–") for part in _PARTS.split(text)]


def _before_postal_code(text: str) -> ItalianAddress:
    parts = [p for part in _split(_INSIDE.sub("", _NONE.sub(" ", text))) for p in _unjoined(part)]
    if _NONE.search(text):
        parts = [part for part in parts if not part.isdigit()]
    streets = [n for n, part in enumerate(parts) if street_word(part) and not _is_locality(part)]
    # "Via Roma, Via Milano 3" names a corner: the last with a number, else the first.
    at = next((n for n in streets if street_and_number(parts[n])[1]), streets[0] if streets else -1)
    if at < 0:
        at = next((n for n, part in enumerate(parts) if street_and_number(part)[1]), -1)
    address = ItalianAddress()
    for number, part in enumerate(parts):
        follows = 0 <= at == number - 1
        if number == at:
            street, house = street_and_number(part)
            address = replace(address, street=street, number=house)
        elif follows and not address.number and (house := _house(part)):
            address = replace(address, number=house)
        elif number not in streets:
            address = _with_place(address, part, trusted=False)
    return address


def _unjoined(part: str) -> list[str]:
    """Cut "Loc. Ponte Alto Via alla Cascata 27" and "Via Roma 3 Trento", which lack a comma."""
    if not part:
        return []
    within = _WITHIN.search(part)
    if within and (not street_word(part) or _is_locality(part)):
        return [part[: within.start()], *_unjoined(part[within.end() :])]
    leading = _LEADING.match(part)
    if leading:  # "Corso Buenos Aires, 1/3 Milano"
        return [leading[1], leading[2]]
    run_on = _RUN_ON.match(part)
    if run_on and street_word(part):
        return [f"{run_on[1]} {run_on[2]}", run_on[3]]
    return [part]


def _house(part: str) -> str:
    street, number = street_and_number(f"x, {part}")
    return number if street == "x" else ""


def _is_locality(part: str) -> bool:
    return street_word(part) in LOCALITIES


def _with_place(address: ItalianAddress, name: str, *, trusted: bool) -> ItalianAddress:
    if _is_locality(name):
        words = written_out(name).partition(" ")[2]
        place, number = street_and_number(words)
        if not address.street and number:
            return replace(address, street=place, number=number, locality=address.locality or place)
        return replace(address, locality=address.locality or words)
    if any(letter.isdigit() for letter in name):
        return address
    if trusted or not address.municipality:
        if address.municipality and not address.locality:
            address = replace(address, locality=address.municipality)
        return replace(address, municipality=name)
    return replace(address, locality=address.locality or address.municipality, municipality=name)
