"""Files that the register gives: tables, HSDS, GeoJSON and linked data, by the name of the form."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from data.exchange.geojson_writing import write_geojson
from data.exchange.json_ld import write_json_ld
from data.exchange.service_writing import write_services_csv, write_services_xlsx
from data.hsds.json_file import write_json
from data.hsds.package import write_package
from data.records.documents import Directory

WRITERS: dict[str, Callable[[Directory, Path], None]] = {
    "hsds-json": write_json,
    "hsds-csv": write_package,
    "csv": write_services_csv,
    "xlsx": write_services_xlsx,
    "geojson": write_geojson,
    "jsonld": write_json_ld,
}

ENDINGS = {"hsds-json": "json", "hsds-csv": "zip", "jsonld": "jsonld"}
"""Ending of a file, where it is not the name of its form."""


def file_name(form: str) -> str:
    """Return what a file of a form is called.

    Examples
    --------
    >>> file_name("xlsx"), file_name("hsds-csv")
    ('approdo-services.xlsx', 'approdo-services.zip')
    """
    return f"approdo-services.{ENDINGS.get(form, form)}"


def file_of(directory: Directory, form: str) -> bytes:
    """Return a directory as a file of a form, one of `WRITERS`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name(form)
        WRITERS[form](directory, path)
        return path.read_bytes()
