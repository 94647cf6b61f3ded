"""What lies in a report's folder: each file, its columns, units, licences."""

from __future__ import annotations

from collections.abc import Collection

from layers.coverage.sentences import headline
from layers.report.answer import Report
from layers.report.chapters import day_text
from layers.words import Words

LOST = tuple(
    f"lost_{step}" for step in ("nominal", "reachable", "language", "accepted", "open", "room")
)
REMEDY_COLUMNS = ("cure", "cure_service", "cure_people", "cure_lon", "cure_lat")
FILES: dict[str, tuple[str, ...]] = {
    "brief.pdf": (),
    "report.pdf": (),
    "map.png": (),
    "loss.png": (),
    "week.png": (),
    "sweep.png": (),
    "layers.gpkg": (),
    "places.csv": ("place", "people", "missing", "doubtful", *LOST, *REMEDY_COLUMNS),
    "steps.csv": ("step", "certain", "possible", "certain_share", "possible_share"),
    "services.csv": (
        "number", "id", "name", "needs", "organization", "address", "lon", "lat", "passes",
        "stops_at", "alone", "funded_until", "source", "licence", "checked_on", "demonstration",
    ),
    "sweep.csv": ("limit_min", "certain", "possible"),
    "week.csv": ("day", "weekday", "hour", "certain", "possible"),
    "cliff.csv": ("day", "services", "certain", "possible", "lost"),
    "settings.toml": (),
    "scenario.toml": (),
    "README.txt": (),
}  # fmt: skip
"""Every file, with the columns of the tables; a test holds the tables against them."""


def guide(report: Report, words: Words, *, without: Collection[str] = ()) -> str:
    """Return the text that stands beside the files of a report.

    Parameters
    ----------
    without
        Files of `FILES` that this report has no need of: a picture of nothing but noughts.
    """
    found = report.background
    lines = [
        headline(report.outcome.found, report.outcome.question, words),
        words.say("paper.above", area=found.area, day=words.fact(found.on, "date")),
        "",
        words.say("report.guide"),
        "",
    ]
    for name, columns in ((n, c) for n, c in FILES.items() if n not in without):
        lines.append(f"{name}: {words.choice('report.file', name.replace('.', '_'))}")
        lines += [f"  {column}: {words.choice('report.column', column)}" for column in columns]
        lines.append("")
    lines.append(words.say("report.data.title"))
    for name, licence, whose, day in found.sources:
        lines.append(f"- {whose or name}, {licence}, {day_text(day, words)}")
    return "\n".join([*lines, "", words.say("report.data.licence"), ""])
