"""The register with the services of a Region: lists, what stands around a place, an import.

SQLite always; PostgreSQL as well where ``APPRODO_DATABASE_URL`` names an empty database.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bench.many_services import SPAN, many_services
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.search import Filters, within
from data.register.session import RegisterSession

SERVICES = 50_000
IMPORTED = 10_000

LISTS = {
    "all": Filters(),
    "one need": Filters(need="italian_course"),
    "need, open, municipality": Filters(
        need="italian_course", status="active", municipality="015100"
    ),
    "part of a name": Filters(text="ponte 12"),
    "no such name": Filters(text="nothing is called so"),
    "last checked before June": Filters(checked_before=date(2026, 6, 1), status="active"),
}


def main() -> None:
    """Fill each register; time it."""
    with tempfile.TemporaryDirectory() as folder:
        _time_register(f"sqlite:///{Path(folder) / 'register.sqlite'}")
    if url := os.environ.get("APPRODO_DATABASE_URL"):
        _time_register(url)


def _time_register(url: str) -> None:
    print(url.split(":", maxsplit=1)[0])
    register = open_register(url)
    session = RegisterSession(register, LOCAL, datetime.now(UTC))
    _time_imports(session)
    for name, filters in LISTS.items():
        total = session.records.page(filters).total
        _tell(f"list: {name} ({total:,})", lambda filters=filters: session.records.page(filters))  # type: ignore[misc]
    last = session.records.page(Filters()).total // 50
    _tell("list: all, the last page", lambda: session.records.page(Filters(), number=last))
    _time_around(register)
    register.close()


def _time_imports(session: RegisterSession) -> None:
    for number, seed in ((IMPORTED, 1), (SERVICES - IMPORTED, 2)):
        directory = many_services(number, seed=seed)
        for again in ("", ", again"):
            start = time.perf_counter()
            outcome = session.records.bring_in(directory, source="bench", licence="CC-BY-4.0")
            seconds = time.perf_counter() - start
            print(f"  {number:,} services imported{again}: {seconds:6.2f} s, {outcome.new:,} new")


def _time_around(register: Register) -> None:
    chance = random.Random(3)
    west, south, east, north = SPAN
    for metres in (500, 2_000, 10_000):
        places = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(200)]
        waits, hits = [], 0
        with register.reading() as connection:
            for lon, lat in places:
                start = time.perf_counter()
                hits += len(within(connection, lon, lat, metres))
                waits.append(time.perf_counter() - start)
        _print(f"within {metres:,} m of 200 places ({hits:,} found)", waits)


def _tell(name: str, run: Callable[[], object], times: int = 15) -> None:
    waits = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        waits.append(time.perf_counter() - start)
    _print(name, waits)


def _print(name: str, waits: list[float]) -> None:
    middle, worst = statistics.median(waits) * 1000, max(waits) * 1000
    print(f"  {name:<50} median {middle:7.2f} ms, worst {worst:7.2f} ms")


if __name__ == "__main__":
    main()
