"""Records with twins that are given a little differently, and with neighbours that only look alike.

Everything is invented and labelled: a pair is either one service said twice, or two.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace

from data.records.documents import PROFILE, Directory, Document
from data.records.ids import stable_id
from tests.reference.data.placing.written_wrongly import wrongly

KINDS = {
    "Sportello immigrati": "permit_help", "Sportello casa": "housing",
    "Centro d'ascolto": "orientation",
    "Centro per l'impiego": "job_search", "Scuola di italiano": "italian_course",
    "Ambulatorio pediatrico": "health", "Ambulatorio ginecologico": "health",
    "Patronato": "social_security", "Ufficio anagrafe": "residence", "Ufficio tributi": "taxes",
    "Mensa": "food", "Guardaroba": "clothes", "Doposcuola": "school",
    "Consultorio familiare": "family",
    "Mediazione linguistica": "mediation", "Dormitorio": "shelter",
}  # fmt: skip
OWNERS = (
    "Associazione Il Ponte", "Cooperativa La Sorgente", "Parrocchia San Giuseppe",
    "Comune di Trento",
    "Centro Astalli", "Caritas Diocesana", "ACLI Trentine", "Croce Rossa Italiana",
    "Punto d'Incontro",
    "Cooperativa Villa Sant'Ignazio", "Associazione Atas", "Fondazione Comunità Solidale",
    "Azienda Sanitaria", "Unione Inquilini", "Associazione Donne Insieme", "Cooperativa Samuele",
)  # fmt: skip
QUARTERS = (
    "Povo",
    "Gardolo",
    "Mattarello",
    "Cognola",
    "Villazzano",
    "Ravina",
    "Sopramonte",
    "Meano",
)
STREETS = (
    "Via Roma", "Via Giuseppe Verdi", "Piazza Duomo", "Corso 3 Novembre", "Viale Verona",
    "Via San Marco", "Via dei Mille", "Largo Carducci", "Via del Brennero", "Via Santa Croce",
    "Vicolo dell'Adda", "Via Alessandro Manzoni", "Piazza Fiera", "Via della Cervara",
    "Via Giovanni Prati", "Via Antonio Rosmini", "Via Paradisi", "Via Torre Vanga", "Via Suffragio",
    "Viale Trieste", "Via Fratelli Fontana", "Via Degasperi", "Via Gocciadoro", "Via Grazioli",
)  # fmt: skip
WEST, SOUTH, METRE = 11.09, 46.04, 1 / 111_000


@dataclass(frozen=True)
class Told:
    """A service as one source says it."""

    name: str
    owner: str
    street: str
    number: str
    lon: float | None
    lat: float | None
    phone: str
    need: str


@dataclass
class Labelled:
    """Records by id; which pairs are one, which look alike and are two."""

    directory: Directory = field(
        default_factory=lambda: {"organization": {}, "location": {}, "service": {}}
    )
    twins: set[tuple[str, str]] = field(default_factory=set)
    near_misses: set[tuple[str, str]] = field(default_factory=set)

    def add(self, record: Told, *, of: str | None = None, twin: bool = False) -> str:
        """Keep a record, and what it is to another one."""
        number = len(self.directory["service"])
        record_id = stable_id("likeness", "service", str(number))
        for kind, document in _documents(record_id, record, number).items():
            self.directory[kind][document["id"]] = document
        if of:
            (self.twins if twin else self.near_misses).add((min(record_id, of), max(record_id, of)))
        return record_id


def labelled(number: int, *, seed: int = 3) -> Labelled:
    """Return so many services, and for each a twin, a second desk or an office next door."""
    chance = random.Random(seed)
    made = Labelled()
    for _ in range(number):
        found = _service(chance)
        record_id = made.add(found)
        what = chance.random()
        if what < 0.4:
            made.add(_twin(found, chance), of=record_id, twin=True)
        elif what < 0.6:
            made.add(_second_desk(found, chance), of=record_id)
        elif what < 0.8:
            made.add(_next_door(found, chance), of=record_id)
    return made


def _service(chance: random.Random) -> Told:
    kind = chance.choice(list(KINDS))
    owner = chance.choice(OWNERS)
    short = owner.partition(" ")[2] if chance.random() < 0.5 else owner
    name = chance.choice((f"{kind} {short}", f"{kind} di {chance.choice(QUARTERS)}", kind))
    lon, lat = WEST + chance.random() * 0.06, SOUTH + chance.random() * 0.05
    phone = f"0461 {chance.randint(100_000, 999_999)}"
    street = chance.choice(STREETS)
    return Told(name, owner, street, str(chance.randint(1, 90)), lon, lat, phone, KINDS[kind])


def _twin(record: Told, chance: random.Random) -> Told:
    """The same service as another source says it."""
    wrong = wrongly(record.street, record.number, chance, "")
    lon, lat = _moved(record, 30.0, chance)
    if chance.random() < 0.1:
        lon = lat = None
    phone = chance.choice((
        record.phone, record.phone.replace(" ", "/"), "+39" + record.phone.replace(" ", ""),
        "0039 " + record.phone, "", f"0461 {chance.randint(100_000, 999_999)}",
    ))  # fmt: skip
    return replace(
        record, name=_misspelt(record, chance), street=wrong.text, number="", lon=lon, lat=lat,
        phone=phone,
    )  # fmt: skip


def _misspelt(record: Told, chance: random.Random) -> str:
    name = record.name
    for short, long in (
        ("Ass. ", "Associazione "),
        ("Coop. ", "Cooperativa "),
        ("Sp. ", "Sportello "),
    ):
        if chance.random() < 0.5:
            name = name.replace(long, short)
    words = name.split()
    if chance.random() < 0.6:
        at = chance.randrange(len(words))
        if len(words[at]) > 4:
            cut = chance.randrange(1, len(words[at]) - 1)
            words[at] = words[at][:cut] + words[at][cut + 1 :]
    if chance.random() < 0.2:
        words = [*words[1:], words[0]]
    if chance.random() < 0.25 and record.owner not in name:
        words += ["-", record.owner]
    name = " ".join(words)
    return name.upper() if chance.random() < 0.2 else name


def _second_desk(record: Told, chance: random.Random) -> Told:
    """The same association gives the same elsewhere: often under one name and telephone."""
    street = chance.choice([s for s in STREETS if s != record.street])
    away, turn = chance.uniform(400, 3_000), chance.uniform(0, 2 * math.pi)
    assert record.lon is not None
    assert record.lat is not None
    lon = record.lon + away * math.cos(turn) * METRE / math.cos(math.radians(46.06))
    name = record.name if chance.random() < 0.4 else f"{record.name} - {chance.choice(QUARTERS)}"
    phone = record.phone if chance.random() < 0.6 else f"0461 {chance.randint(100_000, 999_999)}"
    return replace(
        record, name=name, street=street, number=str(chance.randint(1, 90)), phone=phone, lon=lon,
        lat=record.lat + away * math.sin(turn) * METRE,
    )  # fmt: skip


def _next_door(record: Told, chance: random.Random) -> Told:
    """Another office of the same house, often behind one switchboard."""
    kind = chance.choice([kind for kind in KINDS if kind not in record.name])
    owner = record.owner if chance.random() < 0.6 else chance.choice(OWNERS)
    lon, lat = _moved(record, 5.0, chance)
    phone = record.phone if chance.random() < 0.5 else f"0461 {chance.randint(100_000, 999_999)}"
    old = next(one for one in sorted(KINDS, key=len, reverse=True) if record.name.startswith(one))
    name = record.name.replace(old, kind)
    return replace(record, name=name, owner=owner, lon=lon, lat=lat, phone=phone, need=KINDS[kind])


def _moved(record: Told, metres: float, chance: random.Random) -> tuple[float | None, float | None]:
    assert record.lon is not None
    assert record.lat is not None
    turn = chance.uniform(0, 2 * math.pi)
    lon = record.lon + metres * math.cos(turn) * METRE / math.cos(math.radians(46.06))
    return lon, record.lat + metres * math.sin(turn) * METRE


def _documents(record_id: str, record: Told, number: int) -> dict[str, Document]:
    place, owner = (
        stable_id(record_id, "location"),
        stable_id("likeness", "owner", record.owner),
    )
    address = {"address_1": f"{record.street} {record.number}".strip(), "city": "Trento"}
    profile = {
        "needs": [record.need],
        "source": f"source {number % 5}",
        "source_id": str(number),
    }
    phones = [{"id": stable_id(record_id, "phone"), "number": record.phone}] if record.phone else []
    return {
        "organization": {"id": owner, "name": record.owner, "description": "-"},
        "location": {
            "id": place, "location_type": "physical",
            "latitude": record.lat, "longitude": record.lon,
            "addresses": [{**address, "address_type": "physical"}],
        },
        "service": {
            "id": record_id, "name": record.name, "status": "active", "organization_id": owner,
            "phones": phones,
            "service_at_locations": [{"id": stable_id(record_id, "at"), "location_id": place}],
            PROFILE: profile,
        },
    }  # fmt: skip
