"""Keep an area's timetable, and the report of the feeds that it was read from, in a folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from data.sources.gtfs.feed import Feed
from geo.transit.feed_report import FeedNote, FeedReport
from geo.transit.timetable import Headways, Lines, Stops, Timetable, Transfers, Trips

TRANSIT_FOLDER = "transit"
TEXTS_FILE, REPORT_FILE = "texts.json", "report.json"
DAYS_FILE, DAYS_FIRST_FILE = "service_days.npy", "service_days_first.npy"
PARTS: dict[str, Any] = {
    "stops": Stops, "lines": Lines, "trips": Trips, "headways": Headways, "transfers": Transfers,
}  # fmt: skip
MOST_NOTES = 500
"""Faults of a feed that its report says one by one; of the others it says how many there are."""


def report_of(feed: Feed) -> FeedReport:
    """Return the report of a feed."""
    timetable = feed.timetable
    days = timetable.days
    by_service = np.bincount(timetable.trips.service, minlength=len(timetable.service_days))
    running: Counter[int] = Counter()
    for service, ordinals in enumerate(timetable.service_days):
        if by_service[service]:
            running.update(dict.fromkeys(ordinals.tolist(), int(by_service[service])))
    return FeedReport(
        name=feed.name,
        publisher=feed.publisher,
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        stops=len(timetable.stops),
        lines=len(timetable.lines),
        trips=len(timetable.trips),
        trips_by_day={
            date.fromordinal(day).isoformat(): count for day, count in sorted(running.items())
        },
        rows=feed.rows,
        faults=dict(Counter(note.code for note in feed.notes)),
        notes=tuple(
            FeedNote(note.file, note.row, note.column, note.code, note.facts)
            for note in feed.notes[:MOST_NOTES]
        ),
    )


def save_timetable(folder: Path, timetable: Timetable, reports: Sequence[FeedReport]) -> None:
    """Write a timetable and its reports into `folder`, which is made where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    texts: dict[str, Any] = {"zones": timetable.zones, "feeds": timetable.feeds}
    for name in PARTS:
        part = getattr(timetable, name)
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, tuple):
                texts[f"{name}.{field.name}"] = value
            else:
                np.save(folder / f"{name}.{field.name}.npy", value)
    lengths = [len(days) for days in timetable.service_days]
    days = np.concatenate([*timetable.service_days, np.zeros(0, np.int32)]).astype(np.int32)
    np.save(folder / DAYS_FILE, days)
    np.save(folder / DAYS_FIRST_FILE, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))
    _write(folder / TEXTS_FILE, texts)
    _write(folder / REPORT_FILE, [asdict(report) for report in reports])


def load_timetable(folder: Path) -> Timetable | None:
    """Open a stored timetable; its arrays stay on disk until they are touched.

    None where the area was built without one.
    """
    if not (folder / TEXTS_FILE).exists():
        return None
    texts = json.loads((folder / TEXTS_FILE).read_text(encoding="utf-8"))
    parts = {
        name: kind(
            **{
                field: tuple(texts[f"{name}.{field}"])
                if f"{name}.{field}" in texts
                else np.asarray(np.load(folder / f"{name}.{field}.npy", mmap_mode="r"))
                for field in get_type_hints(kind)
            }
        )
        for name, kind in PARTS.items()
    }
    first = np.load(folder / DAYS_FIRST_FILE)
    days = np.load(folder / DAYS_FILE)
    service_days = tuple(np.split(days, first[1:-1])) if len(first) > 1 else ()
    return Timetable(
        **parts,
        service_days=service_days,
        zones=tuple(texts["zones"]),
        feeds=tuple(texts["feeds"]),
    )


def load_reports(folder: Path) -> tuple[FeedReport, ...]:
    """Return the reports of an area's feeds; none where it was built without any."""
    try:
        rows = json.loads((folder / REPORT_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    return tuple(_report(row) for row in rows)


def _report(row: dict[str, Any]) -> FeedReport:
    notes = tuple(FeedNote(**note) for note in row["notes"])
    first, last = (row[key] and date.fromisoformat(row[key]) for key in ("first_day", "last_day"))
    return FeedReport(**{**row, "notes": notes, "first_day": first, "last_day": last})


def _write(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, default=date.isoformat)
    path.write_text(text + "\n", encoding="utf-8")
