"""Scenarios as TOML files: changes that anybody can read, run again and pass on."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import tomli_w

from data.files.toml_text import read_toml
from geo.errors import ApprodoError, BadInput, several_errors
from geo.scenario import Change, ChangeKind, Scenario

KEYS = {one.name for one in fields(Change)}
NUMBERS = ("lon", "lat")


def read_scenario(path: Path) -> Scenario:
    """Read a scenario: ``name``, and a ``[[change]]`` table for each change.

    Raises
    ------
    BadInput
        ``file.missing``, ``settings.form`` where the file is no TOML.
    Several
        Every fault: ``settings.needed``, ``settings.unknown``, ``settings.kind``,
        ``settings.choice``.
    """
    values = read_toml(path)
    complaints: list[ApprodoError] = []
    rows = values.pop("change", [])
    name = values.pop("name", path.stem)
    complaints += [_fault(path, "unknown", key) for key in values]
    if not isinstance(rows, list) or not rows:
        raise BadInput("settings.needed", path=path.name, key="change")
    changes = [_change(path, n, row, complaints) for n, row in enumerate(rows, 1)]
    if complaints:
        raise several_errors(complaints)
    return Scenario(str(name), tuple(change for change in changes if change is not None))


def write_scenario(scenario: Scenario) -> str:
    """Return a scenario as TOML that `read_scenario` reads back.

    Examples
    --------
    >>> text = write_scenario(Scenario("A", (Change(ChangeKind.CLOSE, "s1"),)))
    >>> 'name = "A"' in text, 'kind = "close", service = "s1"' in text
    (True, True)
    """
    rows = []
    for change in scenario.changes:
        values = {one.name: getattr(change, one.name) for one in fields(change)}
        values |= {"kind": change.kind.value, "languages": sorted(change.languages)}
        rows.append({key: value for key, value in values.items() if value not in (None, "", [])})
    return tomli_w.dumps({"name": scenario.name or "-", "change": rows})


def _change(
    path: Path, number: int, row: dict[str, Any], complaints: list[ApprodoError]
) -> Change | None:
    where = f"change {number}: "
    before = len(complaints)
    kinds = tuple(kind.value for kind in ChangeKind)
    if row.get("kind") not in kinds:
        found = str(row.get("kind"))[:60]
        complaints.append(_fault(path, "choice", f"{where}kind", value=found, known=kinds))
    service = row.get("service") or (f"new:{number}" if row.get("kind") == "add" else "")
    if not service:
        complaints.append(_fault(path, "needed", f"{where}service"))
    complaints += [_fault(path, "unknown", where + key) for key in row.keys() - KEYS]
    for key, value in row.items():
        if key in KEYS and not isinstance(value, _kind(key)):
            complaints.append(_fault(path, "kind", where + key, value=str(value)[:60]))
    if len(complaints) > before:
        return None
    values: dict[str, Any] = {**row, "kind": ChangeKind(row["kind"]), "service": service}
    values["languages"] = frozenset(row.get("languages", ()))
    return Change(**values)


def _kind(key: str) -> tuple[type, ...]:
    if key == "languages":
        return (list,)
    if key in NUMBERS:
        return (int, float)
    return (int,) if key == "available" else (str,)


def _fault(path: Path, code: str, key: str, **facts: object) -> BadInput:
    return BadInput(f"settings.{code}", path=path.name, key=key, **facts)
