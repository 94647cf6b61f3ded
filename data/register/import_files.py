"""Files that the register takes: tables and HSDS, each read as it would come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from data.exchange.reading import Reading, SeenRow, empty_directory
from data.exchange.service_table import read_services
from data.files.complaints import Complaint
from data.hsds.check import hinders
from data.hsds.good_part import good_part
from data.hsds.json_file import read_json
from data.hsds.package import read_package
from data.records.documents import Directory

HSDS = {".json": read_json, ".zip": read_package}
"""Endings of HSDS files → their reader; any other file is a table."""


def read_good_part(
    path: Path,
    *,
    source: str,
    licence: str,
    today: date,
    matches: Mapping[str, str] | None = None,
) -> Reading:
    """Return what of a file comes in without the fields that are at fault.

    Parameters
    ----------
    matches
        Heading → field, of a table.

    Raises
    ------
    BadInput
        Those of `data.exchange.service_table.read_services`, of `data.hsds.json_file.read_json` and
        of `data.hsds.package.read_package`.
    """
    reader = HSDS.get(path.suffix.lower())
    if reader is None:
        return read_services(
            path, source=source, licence=licence, matches=matches, keep_good=True, today=today
        )
    directory, complaints = reader(path)
    return reading_of(directory, complaints, source=source)


def reading_of(directory: Directory, complaints: list[Complaint], *, source: str) -> Reading:
    """Return the good part of an HSDS directory as a reading."""
    faults = tuple(complaint for complaint in complaints if hinders(complaint))
    good = good_part(directory, source=source) if faults else directory
    services = good.get("service", {})
    return Reading(
        directory={**empty_directory(), **good},
        complaints=faults,
        good=len(services),
        rows=len(directory.get("service", {})),
        preview=tuple(
            SeenRow(str(number), str(document.get("name") or ""), "", document["id"], 0)
            for number, document in enumerate(services.values(), 1)
        ),
    )
