"""Plain tables of people, services and times for the measures, and what they come to."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.exchange.points_csv import SEPARATORS
from data.files.complaints import Complaint, errors_of
from data.files.csv_text import csv_rows, safe_cell, writing
from data.files.encoding import decoded
from data.files.untrusted import read_bytes
from geo.arrays import Floats
from geo.errors import BadInput
from geo.measures.access import Supply, supply_of
from geo.network.routing import SparseTimes

MOST_TOLD = 20
"""Faults of one table; with more of them the file is another one than is meant."""


@dataclass(frozen=True, slots=True)
class MeasureTables:
    """What three tables say; `ids` are those of the places where people live, in their order."""

    ids: tuple[str, ...]
    supply: Supply


def read_measure_tables(demand: Path, supply: Path, cost: Path) -> MeasureTables:
    """Read people, services and times.

    The columns are ``id,people``, ``id,capacity`` and ``demand_id,service_id,minutes``.
    A pair without minutes is one that is not reached. Other columns are passed over.

    Raises
    ------
    BadInput
        ``exchange.columns``, ``exchange.no_rows``; those of
        `data.files.untrusted.read_bytes` and of `geo.measures.access.supply_of`.
    Several
        Each cell at fault with its row and column, twenty at most.
    """
    people, capacity = _counts(demand, "people"), _counts(supply, "capacity")
    times = _times(cost, demand, supply, list(people), list(capacity))
    counts = (np.array(list(table.values()), np.float64) for table in (people, capacity))
    return MeasureTables(tuple(people), supply_of(times, *counts))


def write_measure(path: Path, ids: Sequence[str], values: Floats) -> None:
    """Write ``id,value``; a value that does not exist is an empty cell, never 0.

    Raises
    ------
    BadInput, StorageFailure
        Those of `data.files.csv_text.writing`.
    """
    with writing(path) as file:
        table = csv.writer(file)
        table.writerow(["id", "value"])
        for row_id, value in zip(ids, values.tolist(), strict=True):
            table.writerow([safe_cell(row_id), "" if np.isnan(value) else repr(value)])


def _counts(path: Path, column: str) -> dict[str, float]:
    found: dict[str, float] = {}
    faults: list[Complaint] = []
    for number, row in _rows(path, ("id", column)):
        row_id, value = row["id"], _number(row[column])
        if row_id in found:
            faults.append(
                Complaint(path.name, str(number), "id", "measure.doubled", {"text": row_id})
            )
        elif value is None or value < 0:
            facts = {"text": row[column][:60]}
            faults.append(Complaint(path.name, str(number), column, "measure.cell", facts))
        else:
            found[row_id] = value
    _raise(faults)
    if not found:
        raise BadInput("exchange.no_rows", path=path.name)
    return found


def _times(
    path: Path, demand: Path, supply: Path, origins: list[str], services: list[str]
) -> SparseTimes:
    origin_rows = {row_id: n for n, row_id in enumerate(origins)}
    destination_rows = {row_id: n for n, row_id in enumerate(services)}
    found: dict[tuple[int, int], float] = {}
    faults: list[Complaint] = []
    for number, row in _rows(path, ("demand_id", "service_id", "minutes")):
        fault = _pair_fault(row, origin_rows, destination_rows, demand, supply)
        if fault is not None:
            faults.append(Complaint(path.name, str(number), *fault))
            if len(faults) == MOST_TOLD:
                break
            continue
        minutes = _number(row["minutes"])
        if minutes is not None:
            pair = origin_rows[row["demand_id"]], destination_rows[row["service_id"]]
            found[pair] = min(minutes, found.get(pair, minutes))
    _raise(faults)
    pairs = sorted(found)
    origin, destination = (np.array([pair[n] for pair in pairs], np.int32) for n in (0, 1))
    return SparseTimes(origin, destination, np.array([found[pair] for pair in pairs], np.float64))


def _pair_fault(
    row: Mapping[str, str],
    origin_rows: Mapping[str, int],
    destination_rows: Mapping[str, int],
    demand: Path,
    supply: Path,
) -> tuple[str, str, dict[str, str]] | None:
    for column, known, where in (
        ("demand_id", origin_rows, demand), ("service_id", destination_rows, supply),
    ):  # fmt: skip
        if row[column] not in known:
            return column, "measure.id", {"text": row[column][:60], "path": where.name}
    minutes = _number(row["minutes"])
    if row["minutes"] and (minutes is None or minutes < 0):
        return "minutes", "measure.cell", {"text": row["minutes"][:60]}
    return None


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    text = decoded(path, read_bytes(path))
    first = text.split("\n", 1)[0]
    table = csv_rows(path, text, max(SEPARATORS, key=first.count))
    _, headings = next(table, (0, []))
    origin_rows = {heading.strip().lower(): place for place, heading in enumerate(headings)}
    missing = [column for column in columns if column not in origin_rows]
    if missing:
        found = [heading[:60] for heading in headings[:20]]
        raise BadInput("exchange.columns", path=path.name, missing=missing, found=found)
    return [
        (
            number,
            {
                c: cells[origin_rows[c]].strip() if origin_rows[c] < len(cells) else ""
                for c in columns
            },
        )
        for number, cells in table
    ]


def _number(text: str) -> float | None:
    """Return a number with a point or a comma; None for what is none, or none that is finite."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _raise(faults: list[Complaint]) -> None:
    if faults:
        raise errors_of(faults[:MOST_TOLD])
