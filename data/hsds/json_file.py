"""HSDS as JSON: what other directories write is read, what is written has a form of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.exchange.complaints import Complaint
from data.exchange.points_csv import writing
from data.exchange.safe_files import read_json as read_any_json
from data.hsds.check import complaints_of
from data.hsds.directory import join, split
from data.hsds.objects import LOOSE, MANY, OBJECTS, ONE, ROOTS, children_of
from data.hsds.package import directory_of_rows
from data.register.documents import Directory, Document
from geo.errors import BadInput

VERSION = "3.0"
PROFILE_NAME = "approdo"


def read_json(path: Path) -> tuple[Directory, list[Complaint]]:
    """Read HSDS objects from a JSON file.

    Understood are one object, a list, a page with its ``contents``, the tables of the package as
    JSON, and what `write_json` writes. Complaints do not hinder reading: whoever calls decides.

    Raises
    ------
    BadInput
        ``hsds.unknown`` where nothing in the file is an HSDS object; those of `split` and of
        `data.exchange.safe_files.read_json`.
    """
    told = read_any_json(path)
    tables = _tables(told)
    if tables is not None:
        return directory_of_rows(tables)
    objects = list(_objects(told, path.name))
    if not objects:
        raise BadInput("hsds.unknown", path=path.name)
    complaints = [
        complaint
        for name, content, place in objects
        for complaint in _complaints(name, content, path.name, place)
    ]
    directory = split((name, content) for name, content, _ in objects)
    return directory, [*complaints, *_broken(directory, path.name)]


def write_json(directory: Directory, path: Path) -> None:
    """Write a directory: services with everything that they name inside, then what none names."""
    with writing(path) as file:
        json.dump(plain_json(directory), file, ensure_ascii=False, indent=1)
        file.write("\n")


def plain_json(directory: Directory) -> Document:
    """Return a directory in the form that `write_json` writes."""
    services = [join(directory, "service", own) for own in directory.get("service", {})]
    reached = split(("service", service) for service in services)
    told: Document = {"version": VERSION, "profile": PROFILE_NAME, "services": services}
    for kind in ROOTS:
        rest = [
            join(directory, kind, own)
            for own in directory.get(kind, {})
            if own not in reached[kind]
        ]
        if rest and kind != "service":
            told[OBJECTS[kind].plural] = rest
    for document in directory.get(LOOSE, {}).values():
        told.setdefault(OBJECTS[document["object"]].plural, []).append(document["content"])
    return told


def _tables(told: Any) -> dict[str, list[Document]] | None:
    if not isinstance(told, dict) or not told:
        return None
    files = {made.file: name for name, made in OBJECTS.items()}
    if not all(key in files and isinstance(rows, list) for key, rows in told.items()):
        return None
    return {files[key]: rows for key, rows in told.items()}


def _objects(told: Any, file: str, place: str = "") -> Iterator[tuple[str, Document, str]]:
    if isinstance(told, list):
        for number, row in enumerate(told):
            yield from _objects(row, file, f"{place}/{number}")
        return
    if not isinstance(told, dict):
        raise BadInput("hsds.not_object", file=file, row=place, field="")
    if isinstance(told.get("contents"), list):
        yield from _objects(told["contents"], file, f"{place}/contents")
        return
    if "id" not in told and any(isinstance(told.get(key), list) for key in _LISTS):
        yield from _listed(told, file, place)
        return
    name = _recognised(told)
    if name:
        yield name, told, place


_LISTS = {made.plural: name for name, made in OBJECTS.items()}


def _listed(told: Document, file: str, place: str) -> Iterator[tuple[str, Document, str]]:
    """Tell the objects that stand in lists, each under the name of what it holds."""
    for key, rows in told.items():
        if key not in _LISTS or not isinstance(rows, list):
            continue
        for number, row in enumerate(rows):
            where = f"{place}/{key}/{number}"
            if not isinstance(row, dict):
                raise BadInput("hsds.not_object", file=file, row=where, field="")
            yield _LISTS[key], row, where


def _recognised(told: Document) -> str | None:
    """Return what an object is, by the fields that only it has."""
    if "id" not in told:
        return None
    for name, keys in _SIGNS:
        if any(key in told for key in keys):
            return name
    return "organization" if "name" in told else None


_SIGNS = (
    ("service_at_location", ("location", "service", "location_id")),
    ("location", ("location_type", "latitude", "longitude")),
    ("service", ("status", "service_at_locations", "organization", "schedules")),
    ("taxonomy_term", ("taxonomy_detail", "taxonomy", "parent_id", "term_uri", "taxonomy_id")),
    ("taxonomy", ("version",)),
)


def _complaints(name: str, content: Document, file: str, place: str) -> Iterator[Complaint]:
    yield from complaints_of(name, content, file, place)
    children = children_of(name)
    for key, value in content.items():
        if (name, key) in ONE and isinstance(value, dict):
            yield from _complaints(ONE[name, key][0], value, file, f"{place}/{key}")
        kind = children.get(key) or (MANY[name, key][0] if (name, key) in MANY else None)
        if kind and isinstance(value, list):
            for number, row in enumerate(value):
                where = f"{place}/{key}/{number}"
                if isinstance(row, dict):
                    yield from _complaints(kind, row, file, where)
                else:
                    yield Complaint(file, where, "", "hsds.not_object", {})
        elif kind and value is not None:
            yield Complaint(file, place, key, "hsds.list", {})


def _broken(directory: Directory, file: str) -> Iterator[Complaint]:
    """Tell of documents that name others which are not there."""
    for kind in ROOTS:
        for field, target in OBJECTS[kind].references:
            for own, document in directory[kind].items():
                named = document.get(field)
                if named and named not in directory[target]:
                    yield Complaint(file, own, field, "hsds.reference", {"text": str(named)[:60]})
    for own, service in directory["service"].items():
        for at in service.get("service_at_locations") or []:
            named = at.get("location_id")
            if named and named not in directory["location"]:
                yield Complaint(
                    file, own, "location_id", "hsds.reference", {"text": str(named)[:60]}
                )
