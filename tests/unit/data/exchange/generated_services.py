"""Services as odd as the table can say, drawn by Hypothesis."""

from __future__ import annotations

from datetime import date
from functools import partial

from hypothesis import strategies as st

from data.exchange.cells import is_email, website_of
from data.exchange.service_columns import values
from geo.model import (
    AccessRoute,
    Address,
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Edition,
    Eligibility,
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Phone,
    Provenance,
    Residence,
    Role,
    Schedule,
    Service,
    ServiceStatus,
    Sex,
)

WORDS = ("Sportello", "città", "Ärzte", "مكتب العمل", "ਪੰਜਾਬੀ", "移民", "a,b", 'dice "ciao"',
         "=1+1",
         "@SUM(A1)", "-5", "+39 02 1", "'quoted", "'=1", "x;=1", "a,'-b", "5", "1.0", "01", "true",
         "l'orto", "می‌خواهم", "#esempio", "[1]", "100%", "a\\b", "“x”", "2026-01-01",
         "€ 5")  # fmt: skip
HOURS = ("Mo-Fr 09:00-12:30; PH off", "Th 14:00-17:00", "24/7", "Mo[1] 10:00-11:00", "We 09:00+")


def _sound(text: str) -> bool:
    return text == text.strip() and text.casefold() not in {"-", "--", "—", "nd", "n.d.", "null"}


ids = st.uuids(version=4).map(str)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join).filter(_sound)
lines = st.lists(texts, min_size=1, max_size=3).map("\n".join)
marked = st.text(st.sampled_from("=+-@'\t,;|\"\na "), min_size=1, max_size=8).map(str.strip)
names = st.one_of(texts, marked.filter(lambda text: bool(text) and _sound(text)))
listed = texts.filter(lambda text: not set(text) & set(";|\n()"))
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))
codes = st.frozensets(st.sampled_from(sorted(values("language"))), max_size=3)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def some(kind: type) -> st.SearchStrategy:
    return st.sampled_from(list(kind))


def ordered(pair: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    first, last = pair
    return (last, first) if first and last and first > last else pair


spans = st.tuples(maybe(days), maybe(days)).map(ordered)
answers = st.sampled_from(list(Answer))
numbers = st.builds(
    str.format, st.sampled_from(["031 {:06}", "+39 335 {:07}", "0461/{:06}", "800{:06}"]),
    st.integers(100_000, 999_999),
)  # fmt: skip
phones = st.builds(
    Phone,
    st.sampled_from(["112", "02 1234567", "+39 333 1234567", "02/990.73.500"]) | numbers,
    maybe(listed),
)
organizations = st.builds(
    Organization, ids, names, maybe(some(OrganizationKind)), maybe(some(Role)),
    maybe(st.sampled_from(["https://a.example", "http://b.example/x?y=1;2#z"])),
)  # fmt: skip
partners = st.builds(Organization, ids, listed, st.none(), maybe(some(Role)), st.none())
schedules = st.builds(
    Schedule, maybe(st.sampled_from(HOURS)), maybe(codes), maybe(codes), maybe(some(Appointment))
).filter(lambda slot: slot != Schedule(None))
degrees = partial(round, ndigits=7)  # a centimetre: a workbook keeps sixteen figures, not all
positions = st.tuples(st.floats(9.18, 9.20).map(degrees), st.floats(45.455, 45.475).map(degrees))
addresses = st.builds(
    Address, names, st.just("Milano"), maybe(st.sampled_from(["20121", "00100"])), st.just("IT")
)


@st.composite
def locations(draw: st.DrawFn) -> Location:
    lon, lat = draw(maybe(positions)) or (None, None)
    exposure = Exposure.PUBLIC
    return Location(draw(ids), lon, lat, draw(maybe(addresses)), exposure,
                    draw(answers))  # fmt: skip


@st.composite
def eligibilities(draw: st.DrawFn) -> Eligibility:
    ages = sorted(draw(st.lists(st.integers(0, 120), max_size=2)))
    low, high = ages if len(ages) == 2 else (*ages, None) if ages else (None, None)
    sex = draw(maybe(some(Sex)))
    known = draw(st.booleans())
    return Eligibility(
        statuses=draw(st.dictionaries(st.sampled_from(list(values("status"))), answers)),
        documents=draw(st.dictionaries(st.sampled_from(list(values("document"))), answers)),
        residence=draw(maybe(some(Residence))),
        municipalities=draw(st.frozensets(st.sampled_from(["015146", "022205", "013075"]))),
        minimum_age=low,
        maximum_age=high,
        ages_known=bool(ages) or known,
        sex=sex,
        sex_known=sex is not None or known,
        children=draw(answers),
    )


editions = st.tuples(spans, spans).map(lambda pair: Edition(*pair[0], *pair[1]))
funds = st.tuples(
    names, maybe(st.integers(0, 10**9).map(lambda cents: cents / 100)), spans
).map(lambda told: Fund(told[0], told[1], *told[2]))  # fmt: skip


@st.composite
def capacities(draw: st.DrawFn) -> Capacity:
    most, free = draw(maybe(st.integers(0, 500))), draw(maybe(st.integers(0, 500)))
    if most is not None and free is not None and free > most:
        most, free = free, most
    return Capacity(draw(names), most, free, draw(maybe(days)))


provenances = st.builds(
    Provenance, names, names, maybe(names), some(Confidence), maybe(days), st.booleans()
)
languages = st.sampled_from(["it", "en", "ar", "uk", "zh"])
needs = st.lists(st.sampled_from(list(values("need"))), min_size=1, max_size=4, unique=True)
services = st.builds(
    Service,
    id=ids,
    name=names,
    needs=needs.map(tuple),
    location=locations(),
    provenance=provenances,
    organization=maybe(organizations),
    partners=st.lists(partners, max_size=2, unique_by=lambda one: one.name).map(tuple),
    status=some(ServiceStatus),
    schedules=st.lists(schedules, max_size=3).map(tuple),
    phones=st.lists(phones, max_size=3).map(tuple),
    website=maybe(st.sampled_from(["https://a.example/è", "http://b.example/?q=a,b;c"])),
    email=maybe(st.sampled_from(["a@b.example", "+tag@c.example"])),
    names=st.dictionaries(languages, texts, max_size=3),
    descriptions=st.dictionaries(languages, lines, max_size=3),
    eligibility=eligibilities(),
    access=maybe(some(AccessRoute)),
    editions=st.lists(editions.filter(lambda one: one != Edition()), max_size=2).map(tuple),
    capacity=maybe(capacities()),
    action=maybe(st.sampled_from(["01", "02", "03", "04"])),
    level=maybe(some(Level)),
    funds=st.lists(funds, max_size=2).map(tuple),
)

assert is_email("+tag@c.example")
assert website_of("http://b.example/?q=a,b;c")
