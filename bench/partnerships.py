"""Who does what where in a Region: 35 partnerships, 1,503 municipalities, 50,000 services.

SQLite always; PostgreSQL as well where ``APPRODO_DATABASE_URL`` names an empty database.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text

from answers.annex import annex_of
from answers.opened_area import with_services
from answers.partnerships import coordination_of
from answers.region import PlaceLevel, RegionQuestion, region_answer
from answers.study import study_of
from bench.many_services import many_services
from data.areas.build import ensure_area
from data.areas.load import load_area
from data.catalog.municipalities import municipalities
from data.exchange.partnership_table import PartnershipEntry
from data.records.documents import PROFILE, Directory
from data.register.activities import ActivityIndex, read_activities
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.search import Filters, Missing, Sort
from data.register.session import RegisterSession
from geo.partnerships.activity import Dimension
from geo.partnerships.faults import memberships_of
from geo.partnerships.funding import funds_of, left_without
from geo.partnerships.matrix import activities_of, matrix
from geo.partnerships.principles import concentration, principles
from layers.annex.chapters import annex_paper
from layers.report.docx import docx_of
from layers.report.paper import pdf_of
from layers.words import Words

SERVICES = 50_000
TOWN = "neubrandenburg"
"""The sample whose coverage an annex carries; `IN_TOWN` services stand in it."""

IN_TOWN = 2_000
PARTNERSHIPS = 35
LOMBARDY = 3
FUNDS = ("FAMI", "FSE+", "FESR", "PNRR", "FNPS", "Regione", "Comune", "Fondazione", "Propri")
LEVELS = ("national", "regional", "ambito", "municipal", "third_sector")
PAIRS = [
    (Dimension.SECTOR, Dimension.MUNICIPALITY),
    (Dimension.ACTION, Dimension.ORGANIZATION),
    (Dimension.LEVEL, Dimension.NEED),
    (Dimension.FUND, Dimension.SECTOR),
    (Dimension.PARTNERSHIP, Dimension.NEED),
]
Answered = TypeVar("Answered")


def main() -> None:
    """Fill each register; time it."""
    ensure_area(TOWN, now=datetime.now(UTC), on_progress=lambda *_: None)
    with tempfile.TemporaryDirectory() as folder:
        _time_register(f"sqlite:///{Path(folder) / 'register.sqlite'}")
    if url := os.environ.get("APPRODO_DATABASE_URL"):
        _time_register(url)


def many_activities(number: int, *, seed: int = 11) -> Directory:
    """Return invented services with funds, levels, partners, in Lombardy's municipalities."""
    chance = random.Random(seed)
    codes = lombardy()
    directory = many_services(number, seed=seed)
    organizations = list(directory["organization"])[:1000]
    west, south, east, north = load_area(TOWN).manifest.bounds
    for place, location in enumerate(directory["location"].values()):
        location[PROFILE]["municipality"] = chance.choice(codes)
        if place < IN_TOWN:
            location["longitude"] = round(chance.uniform(west, east), 6)
            location["latitude"] = round(chance.uniform(south, north), 6)
    for service in directory["service"].values():
        service[PROFILE] |= {
            "level": chance.choice(LEVELS),
            "action": chance.choice(("01", "02", "03", "04")),
            "partners": [{"organization_id": chance.choice(organizations)}],
        }
        year = chance.randint(2026, 2029)
        service["funding"] = [
            {"id": f"{service['id'][:-1]}{n}", "source": name, PROFILE: {"ends": f"{year}-06-30"}}
            for n, name in enumerate(chance.sample(FUNDS, chance.randint(0, 3)))
        ]
    return directory


def lombardy() -> list[str]:
    """Return the codes of Lombardy's municipalities."""
    return [row.code for row in municipalities().rows if row.region_code == LOMBARDY]


def invented_partnerships() -> list[PartnershipEntry]:
    """Return partnerships that share Lombardy's municipalities among them."""
    codes = lombardy()
    return [
        PartnershipEntry(f"Rete {n + 1:02}", tuple(codes[n::PARTNERSHIPS]))
        for n in range(PARTNERSHIPS)
    ]


def _time_register(url: str) -> None:
    print(f"{url.split(':', maxsplit=1)[0]}: {SERVICES:,} services, {len(lombardy()):,} towns")
    register = open_register(url)
    session = RegisterSession(register, LOCAL, datetime.now(UTC))
    session.records.bring_in(many_activities(SERVICES), source="bench", licence="CC-BY-4.0")
    session.partnerships.put_table(invented_partnerships(), whole=True)
    _take_statistics(register)
    with register.reading() as connection:
        rows = _timed("read", lambda: read_activities(connection)).rows
    partnerships = {one.name: one.municipalities for one in session.partnerships.all()}
    memberships = _timed("memberships", lambda: memberships_of(partnerships))
    for first, second in PAIRS:
        _timed(
            f"matrix {first} x {second}",
            lambda f=first, s=second: matrix(rows, f, s, memberships=memberships),  # type: ignore[misc]
        )
    keys = [(Dimension.SECTOR, "work"), (Dimension.PARTNERSHIP, "Rete 01")]
    _timed("records of a cell", lambda: activities_of(rows, keys, memberships))
    _timed(
        "principles",
        lambda: principles(rows, sectors=("work", "health"), municipalities=lombardy()),
    )
    _timed("concentration", lambda: concentration(rows))
    _timed("funds", lambda: funds_of(rows))
    today = date(2026, 11, 28)
    _timed("left without", lambda: left_without(rows, date(2027, 6, 30), today=today))
    _time_answers(session)
    _time_table(session)
    register.close()


def _take_statistics(register: Register) -> None:
    """Let PostgreSQL know its tables, as it does by itself a minute after they were filled."""
    with register.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))


def _time_answers(session: RegisterSession) -> None:
    """Time what the pages ask: a change of the register, the region, a partnership's annex."""
    index = ActivityIndex(session.register)
    _timed("activities of a process, once", index.current)
    session.bulk.confirm([index.current().rows[0].id])
    _timed("activities after a change", index.current)
    found = _timed("coordination", lambda: coordination_of(session, index))
    for level in PlaceLevel:
        question = RegionQuestion(level=level, about="health")
        _timed(f"region by {level}", lambda asked=question: region_answer(found, asked))  # type: ignore[misc]
    words, day = Words("it"), date(2027, 6, 30)
    one = coordination_of(session, index, "Rete 01")
    _timed("annex", lambda: annex_of(session, one, words, ending_day=day))
    study = study_of(with_services(load_area(TOWN), session.register))
    print(f"  {TOWN}: {len(study.opened.services):,} services")
    annex = _timed(
        "annex with coverage",
        lambda: annex_of(session, one, words, ending_day=day, study=study),
    )
    _timed("annex as PDF", lambda: pdf_of(annex_paper(annex, words)))
    _timed("annex as DOCX", lambda: docx_of(annex_paper(annex, words)))


def _time_table(session: RegisterSession) -> None:
    """Time the register's table: each filter, each order, the first and the last page."""
    body = session.records.page(Filters()).rows[0].organization_id
    asked = {
        "all": Filters(),
        "need": Filters(need="italian_course"),
        "municipality": Filters(municipality="015146"),
        "organisation": Filters(partner_id=body),
        "fund": Filters(fund="FAMI"),
        "overdue": Filters(checked_before=date(2026, 6, 1)),
        "uncertain place": Filters(place_below=0.8),
        "part of a name": Filters(text="ponte 12"),
        **{f"missing {what}": Filters(missing=frozenset({what})) for what in Missing},
    }
    for name, filters in asked.items():
        _timed(f"table: {name}", lambda wanted=filters: session.records.table(wanted))  # type: ignore[misc]
    for sort in Sort:
        _timed(f"table by {sort}", lambda by=sort: session.records.table(Filters(), sort=by))  # type: ignore[misc]
    _timed("table: last page", lambda: session.records.table(Filters(), number=100))


def _timed(what: str, call: Callable[[], Answered]) -> Answered:
    start = time.perf_counter()
    found = call()
    print(f"  {what}: {time.perf_counter() - start:.3f} s")
    return found


if __name__ == "__main__":
    main()
