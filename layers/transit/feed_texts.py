"""What a feed holds and what is wrong in it, as sentences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from geo.transit.feed_report import FeedNote, FeedReport
from layers.sentences import error_sentences
from layers.words import Words

SHOWN = 5
"""Faults of one kind that are said one by one."""


def feed_texts(report: FeedReport, words: Words) -> list[str]:
    """Return the report of a feed: what it is, until when it holds, each kind of fault."""
    if report.first_day is None or report.last_day is None:
        days = words.say("feed.no_days")
    else:
        days = words.say("feed.days", first=report.first_day, last=report.last_day)
    counts = words.say(
        "feed.counts",
        stops=words.fact(report.stops, "whole"),
        lines=words.fact(report.lines, "whole"),
        trips=words.fact(report.trips, "whole"),
    )
    name = words.say("feed.name", name=report.name, publisher=report.publisher)
    return [f"{name} {days} {counts}", *_faults(report, words)]


def feed_row(report: FeedReport, words: Words) -> dict[str, Any]:
    """Return the report of a feed for JSON; every fault with its sentence."""
    notes = [
        {
            "file": note.file,
            "row": note.row,
            "field": note.column,
            "code": note.code,
            "text": " ".join(error_sentences(note.error(), words)),
        }
        for note in report.notes
    ]
    days = (report.first_day, report.last_day)
    first, last = (day.isoformat() if day else None for day in days)
    return {**asdict(report), "first_day": first, "last_day": last, "notes": notes}


def _faults(report: FeedReport, words: Words) -> list[str]:
    if not report.faults:
        return [words.say("feed.no_faults")]
    by_code: dict[str, list[FeedNote]] = defaultdict(list)
    for note in report.notes:
        by_code[note.code].append(note)
    lines: list[str] = []
    for code, often in report.faults.items():
        shown = by_code[code][:SHOWN]
        lines += [sentence for note in shown for sentence in error_sentences(note.error(), words)]
        if often > len(shown):
            lines.append(words.count("feed.more", often - len(shown)))
    return lines
