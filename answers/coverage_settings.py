"""Settings of a question about coverage, as a TOML file that anybody can run again.

Every key has one meaning; a key that nobody knows is a fault, so that a typing error never
becomes a silent default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

import tomli_w

from data.catalog.tables import load_yardsticks
from data.files.toml_text import read_toml
from geo.errors import ApprodoError, BadInput, several_errors
from geo.hours.windows import DAY_NAMES, PRESETS, Window
from geo.measures.question import CoverageQuestion
from geo.model import Sex, Situation
from geo.network.modes import Mode
from geo.network.walking import WALK_SPEED_KMH

FAR = 1e300
"""A whole number in a file may be too long for any float."""

SITUATION_KEYS = ("languages", "status", "residence", "age", "sex", "with_children", "documents")


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """What is asked of which area, and how it is given.

    Attributes
    ----------
    area, question
        The area's id, and the question.
    when
        Name of the window, one of `geo.hours.windows.PRESETS`; empty for windows of one's own.
    places
        Kind of places, of `answers.zones.KINDS`; empty: the area's usual ones.
    outlines
        File of polygons for the kind ``own``, beside the settings file.
    citizenships
        File of the foreign residents by citizenship, beside the settings file; None: the
        catalogue's.
    on
        Day on which room and money are judged; None: the day it is run.
    cell_m
        Side of the squares that homes are put together in.
    language
        ISO 639-1, of the report.
    yardstick
        What the answer is held against, one of `data.catalog.tables.load_yardsticks`; empty: none.
    """

    area: str
    question: CoverageQuestion
    when: str = "any"
    places: str = ""
    outlines: Path | None = None
    citizenships: Path | None = None
    on: date | None = None
    cell_m: float = 100.0
    language: str = "it"
    yardstick: str = ""


@dataclass(slots=True)
class _Table:
    """A table of the file that says its faults instead of stopping at the first."""

    path: Path
    rows: dict[str, Any]
    prefix: str = ""
    complaints: list[ApprodoError] = field(default_factory=list)

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        value = self.rows.pop(key, None)
        if value is None:
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.complain("settings.kind", key, value=str(value)[:60])
            return default
        return value

    def complain(self, code: str, key: str, **facts: object) -> None:
        self.complaints.append(
            BadInput(code, path=self.path.name, key=f"{self.prefix}{key}", **facts)
        )

    def done(self) -> None:
        for key in self.rows:
            self.complain("settings.unknown", str(key)[:60])


def read_settings(path: Path) -> CoverageSettings:
    """Read settings.

    Raises
    ------
    BadInput
        ``file.missing``, ``settings.form`` where the file is no TOML.
    Several
        Every fault: ``settings.needed``, ``settings.unknown``, ``settings.kind``,
        ``settings.choice``, ``settings.number``.
    """
    rows = read_toml(path)
    table = _Table(path, rows)
    area, need = table.take("area", str, ""), table.take("need", str, "")
    for key, value in (("area", area), ("need", need)):
        if not value:
            table.complain("settings.needed", key)
    when, windows = _windows(table)
    outlines, citizenships = table.take("outlines", str), table.take("citizenships", str)
    question = CoverageQuestion(
        need,
        group=table.take("group", str, "people"),
        situation=_situation(table),
        windows=windows,
        limit_min=_number(table, "limit_min", 30.0, 1.0, 60.0),
        speed_kmh=_number(table, "speed_kmh", WALK_SPEED_KMH, 0.5, 10.0),
        mode=Mode(_choice(table, "mode", Mode.WALK.value, tuple(Mode))),
    )
    settings = CoverageSettings(
        area=area,
        question=question,
        when=when,
        places=_choice(
            table, "places", "", ("", "parts", "sections", "municipalities", "partnerships", "own")
        ),
        outlines=path.parent / outlines if outlines else None,
        citizenships=path.parent / citizenships if citizenships else None,
        on=table.take("on", date),
        cell_m=_number(table, "cell_m", 100.0, 25.0, 1000.0),
        language=_choice(table, "language", "it", ("it", "en", "ar")),
        yardstick=_choice(table, "yardstick", "", ("", *_yardsticks(need))),
    )
    if (settings.places == "own") != (settings.outlines is not None):
        table.complain("settings.needed", "outlines" if settings.places == "own" else "places")
    table.done()
    if table.complaints:
        raise several_errors(table.complaints)
    return settings


def write_settings(settings: CoverageSettings) -> str:
    """Return settings as TOML that `read_settings` reads back, defaults included.

    Examples
    --------
    >>> question = CoverageQuestion("pharmacy", limit_min=15.0)
    >>> text = write_settings(CoverageSettings("monaco", question))
    >>> text.splitlines()[:3]
    ['area = "monaco"', 'need = "pharmacy"', 'group = "people"']
    """
    question = settings.question
    rows: dict[str, Any] = {
        "area": settings.area,
        "need": question.need,
        "group": question.group,
        "limit_min": question.limit_min,
        "speed_kmh": question.speed_kmh,
        # On foot is written nowhere, so that files from before there were modes stay as they are.
        "mode": None if question.mode is Mode.WALK else question.mode.value,
        "places": settings.places,
        "outlines": settings.outlines.name if settings.outlines else None,
        "citizenships": settings.citizenships.name if settings.citizenships else None,
        "on": settings.on,
        "cell_m": settings.cell_m,
        "language": settings.language,
        "yardstick": settings.yardstick,
        "when": settings.when or None,
    }
    fields = {key: value for key, value in rows.items() if value is not None and value != ""}
    situation = _situation_table(question.situation)
    if situation:
        fields["situation"] = situation
    if not settings.when:
        fields["window"] = [
            {"days": [DAY_NAMES[day] for day in one.days], "starts": one.starts, "ends": one.ends}
            for one in question.windows
        ]
    return tomli_w.dumps(fields)


def _situation_table(situation: Situation) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key in SITUATION_KEYS:
        value = getattr(situation, key)
        if isinstance(value, frozenset):
            if value or key == "documents":
                fields[key] = sorted(value)
        elif value is not None:
            fields[key] = value.value if isinstance(value, Sex) else value
    return fields


def _situation(table: _Table) -> Situation:
    inner = _Table(table.path, table.take("situation", dict, {}), "situation.", table.complaints)
    languages = _texts(inner, "languages")
    documents = _texts(inner, "documents")
    sex = _choice(inner, "sex", "", ("", *(one.value for one in Sex)))
    situation = Situation(
        languages=languages or frozenset(),
        status=inner.take("status", str),
        residence=inner.take("residence", str),
        age=inner.take("age", int),
        sex=Sex(sex) if sex else None,
        with_children=inner.take("with_children", bool),
        documents=documents,
    )
    inner.done()
    return situation


def _texts(table: _Table, key: str) -> frozenset[str] | None:
    values = table.take(key, list)
    if values is None:
        return None
    if not all(isinstance(value, str) for value in values):
        table.complain("settings.kind", key, value=str(values)[:60])
        return None
    return frozenset(values)


def _windows(table: _Table) -> tuple[str, tuple[Window, ...]]:
    windows = table.take("window", list)
    if windows is None:
        name = _choice(table, "when", "any", tuple(PRESETS))
        return name, PRESETS[name]
    if table.take("when", str) is not None:
        table.complain("settings.both", "when", other="window")
    if not all(isinstance(rows, dict) for rows in windows):
        table.complain("settings.kind", "window", value=str(windows)[:60])
        return "any", ()
    return "", tuple(_window(table, number, rows) for number, rows in enumerate(windows, 1))


def _window(table: _Table, number: int, rows: Mapping[str, Any]) -> Window:
    inner = _Table(table.path, dict(rows), f"window {number}: ", table.complaints)
    days = _texts(inner, "days") or frozenset()
    unknown = days - set(DAY_NAMES)
    if unknown or not days:
        inner.complain("settings.choice", "days", value=sorted(unknown), known=DAY_NAMES)
    starts, ends = inner.take("starts", time, time(0)), inner.take("ends", time, time(23, 59))
    if ends <= starts:
        inner.complain("settings.kind", "ends", value=str(ends))
    inner.done()
    return Window(tuple(n for n, name in enumerate(DAY_NAMES) if name in days), starts, ends)


def _choice(table: _Table, key: str, default: str, known: tuple[str, ...]) -> str:
    value: str = table.take(key, str, default)
    if value not in known:
        offered = tuple(one for one in known if one)
        table.complain("settings.choice", key, value=value[:60], known=offered)
        return default
    return value


def _yardsticks(need: str) -> tuple[str, ...]:
    return tuple(one.id for one in load_yardsticks() if one.need in ("", need))


def _number(table: _Table, key: str, default: float, low: float, high: float) -> float:
    found = table.take(key, (int, float), default)
    value = float(found) if abs(found) < FAR else float("inf")
    if not low <= value <= high:
        table.complain("settings.number", key, value=f"{value:g}", low=low, high=high)
        return default
    return value
