"""Likely duplicates among the services of a Region: all pairs, and while somebody types."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.many_services import many_services
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.duplicates.likeness import Traits

SERVICES = 50_000
TYPED = "Sportelo Ponte 12345"


def main() -> None:
    """Fill a register; look for pairs; type a name letter by letter."""
    with tempfile.TemporaryDirectory() as folder:
        register = open_register(f"sqlite:///{Path(folder) / 'register.sqlite'}")
        session = RegisterSession(register, LOCAL, datetime.now(UTC))
        session.records.bring_in(many_services(SERVICES), source="bench", licence="CC-BY-4.0")
        start = time.perf_counter()
        found = session.duplicates.likely_pairs()
        print(f"{SERVICES:,} services, pairs: {time.perf_counter() - start:.1f} s, {len(found)}")
        waits = []
        for letters in range(3, len(TYPED) + 1):
            draft = Traits(TYPED[:letters], lon=9.19, lat=45.46, street="via Ponte", number="3")
            start = time.perf_counter()
            session.duplicates.likely_like(draft)
            waits.append((time.perf_counter() - start) * 1000)
        first, *later = waits
        print(
            f"typing: first {first:.0f} ms, then median {statistics.median(later):.1f} ms,"
            f" worst {max(later):.1f} ms"
        )
        register.close()


if __name__ == "__main__":
    main()
