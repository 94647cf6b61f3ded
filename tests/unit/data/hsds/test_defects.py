"""Every defect is reported where it is: file, line or place, field; nothing clean is reported.

150 defects, each made from its seed: one of 23 kinds, at a place of a generated directory, in JSON
or in the tables of a package.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import FormatChecker

from data.files.complaints import errors_of
from data.hsds.check import complaints, notes
from data.hsds.directory import split
from data.hsds.json_file import plain_json, read_json
from data.hsds.objects import MANY, OBJECTS, ONE, PART, Field, children_of, foreign_keys
from data.hsds.package import FILES, read_package, write_package
from data.hsds.rows import EXACT
from data.hsds.values import fault_of
from geo.errors import ApprodoError, BadInput
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words
from tests.properties.data.hsds.generated import make

ROOT = Path(__file__).parents[4]
DEFECTS = 150
NOWHERE = "99999999-9999-4999-8999-999999999999"


@dataclass
class Place:
    """An object in a file: what it is, its fields, how its place is called."""

    name: str
    content: dict[str, Any]
    row: str
    siblings: list[dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A way to spoil a field: which fields it fits, what is put there, what is to be given."""

    code: str
    fits: Callable[[Place, Field], bool]
    values: tuple[Any, ...]


def of(form: str, *, name: str = "") -> Callable[[Place, Field], bool]:
    return lambda place, field: (
        (field.format or field.type) == form and name in ("", field.name) and not field.values
    )


def told(place: Place, field: Field) -> bool:
    """Whether nothing nested says the field, and rows of tables do not find each other by it."""
    return not any(
        owner == place.name and id_key == field.name and nested in place.content
        for (owner, nested), (_, id_key) in {**ONE, **PART}.items()
    )


def plain_text(place: Place, field: Field) -> bool:
    return of("string")(place, field) and field.name not in ("link_entity", "resource_type")


def named(place: Place, field: Field) -> bool:
    own = dict(foreign_keys(place.name))
    keys = own if ".csv" in place.row else OBJECTS[place.name].references
    return field.name in keys and told(place, field)


KINDS = {
    "required, not there": Kind(
        "hsds.missing", lambda p, f: f.required and f.name != "id", (None, "")),
    "required in a table": Kind(
        "hsds.missing", lambda p, f: f.required_in_tables and f.name in p.content, ("",)),
    "no number": Kind("hsds.number", of("number"), ("many", "1,5", "12a", "0x10", "١٢")),
    "no text": Kind("hsds.text", plain_text, (5, True, ["a"], {"a": 1})),
    "no UUID": Kind("hsds.uuid", lambda p, f: f.format == "uuid" and told(p, f), (
        "12", "ac148810-d857-441c-9679", "{ac148810-d857-441c-9679-408f346de14}",
        "ac148810d857441c9679408f346de14b", "zc148810-d857-441c-9679-408f346de14b")),
    "no address": Kind("hsds.email", of("email"), ("a", "a@b", "a b@c.example", "@c.example")),
    "no link": Kind("hsds.uri", of("uri"), (
        "javascript:alert(1)", "example.org", "http://", "https://a b.example", "data:text/html,x",
        "https://example.org/città", "file:///etc/passwd", "http://[", "https://e.example/%zz")),
    "no date": Kind("hsds.date", of("date"), (
        "2026-02-30", "٢٠٢٦-٠١-٠١", "31/12/2026", "2026-1-1", "20260101", "soon",
        "2026-01-01T00:00")),
    "no time": Kind("hsds.time", of("time"), ("25:00", "9:00", "10:61", "ten", "24:01", "١٠:٠٠")),
    "no moment": Kind("hsds.datetime", of("datetime"), (
        "2026-02-30T10:00:00Z", "2026-02-28 10:00", "2026-02-28T10:00:00", "now")),
    "no such value": Kind("hsds.value", lambda p, f: bool(f.values), ("open", "PHYSICAL", "Mo")),
    "nothing named": Kind("hsds.reference", named, (NOWHERE,)),
    "beyond the poles": Kind("hsds.range", of("number", name="latitude"), (90.01, -999, 4546420)),
    "beyond the world": Kind("hsds.range", of("number", name="longitude"), (180.5, -181, 1e9)),
    "absurd year": Kind("hsds.year", of("date"), ("0202-01-01", "2999-12-31", "1899-12-31")),
    "absurd moment": Kind("hsds.year", of("datetime"), ("1066-10-14T09:00:00Z",)),
    "endless": Kind("hsds.long", plain_text, ("x" * 100_001,)),
    "turned": Kind("hsds.control", plain_text, ("abc\u202efdp.exe", "\u2066x", "a\u202d")),
    "control": Kind("hsds.control", plain_text, ("a\x07b", "a\x1b[31m", "\x7f", "a\x85b")),
    "ages exchanged": Kind("hsds.order", of("number", name="maximum_age"), (3,)),
    "dates exchanged": Kind("hsds.order", of("date", name="valid_to"), ("2001-01-01",)),
    "id twice": Kind(
        "hsds.doubled", lambda p, f: f.name == "id" and p.content is not p.siblings[0], ()),
    "cells": Kind("hsds.cells", lambda p, f: f.name == "id", ()),
}  # fmt: skip
ONLY_IN = {"no text": "json", "cells": "csv", "required in a table": "csv"}


def spoil(place: Place, field: Field, kind: Kind, chance: random.Random) -> None:
    if kind.code == "hsds.doubled":
        place.content["id"] = place.siblings[0]["id"]
    elif kind.code == "hsds.order":
        low = "minimum_age" if field.type == "number" else "valid_from"
        value = kind.values[0]
        place.content |= {field.name: value, low: 18 if field.type == "number" else "2020-01-01"}
    else:
        place.content[field.name] = chance.choice(kind.values)


def fitting(places: list[Place], kind: Kind) -> list[tuple[Place, Field]]:
    return [
        (place, field)
        for place in places
        for field in OBJECTS[place.name].fields
        if kind.fits(place, field)
    ]


def places_in(name: str, content: dict[str, Any], row: str, among: Any = None) -> Iterator[Place]:
    """Say every object inside a nested one."""
    yield Place(name, content, row, among or [content])
    for key, value in content.items():
        one = ONE.get((name, key)) or PART.get((name, key)) or MANY.get((name, key))
        child = children_of(name).get(key) or (one and one[0])
        if child and isinstance(value, list):
            for number, part in enumerate(value):
                yield from places_in(child, part, f"{row}/{key}/{number}", value)
        elif child and isinstance(value, dict):
            yield from places_in(child, value, f"{row}/{key}")


def in_json(seed: int, kind: Kind, chance: random.Random, folder: Path) -> tuple[str, str, str]:
    written = plain_json(make(seed))
    plurals = {made.plural: name for name, made in OBJECTS.items()}
    places = [
        place
        for key, rows in written.items()
        if key in plurals
        for number, row in enumerate(rows)
        for place in places_in(plurals[key], row, f"/{key}/{number}")
    ]
    place, field = chance.choice(fitting(places, kind))
    spoil(place, field, kind, chance)
    (folder / "a.json").write_text(json.dumps(written))
    return "a.json", place.row, field.name


def in_tables(seed: int, kind: Kind, chance: random.Random, folder: Path) -> tuple[str, str, str]:
    write_package(make(seed), folder)
    tables = {file: table(folder / file) for file in FILES if (folder / file).exists()}
    places = [
        Place(FILES[file], row, f"{file} {number}", rows)
        for file, (_, rows) in tables.items()
        for number, row in enumerate(rows)
        if EXACT not in row or not row[EXACT]
    ]
    place, field = chance.choice(fitting(places, kind))
    file, _, number = place.row.partition(" ")
    header, rows = tables[file]
    if kind.code != "hsds.cells":
        spoil(place, field, kind, chance)
    columns = list(dict.fromkeys([*header, *place.content]))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    line = 0
    for at, row in enumerate(rows):
        if at == int(number):
            line = len(text.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        more = ["", "more"] if kind.code == "hsds.cells" and at == int(number) else []
        writer.writerow([row.get(column, "") for column in columns] + more)
    (folder / file).write_text(text.getvalue(), encoding="utf-8", newline="")
    return file, str(line), "" if kind.code == "hsds.cells" else field.name


def table(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


@pytest.mark.parametrize("seed", range(DEFECTS))
def test_a_defect_is_reported_with_file_row_and_field(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    about = list(KINDS)[seed % len(KINDS)]
    kind = KINDS[about]
    form = ONLY_IN.get(about, ("json", "csv")[seed // len(KINDS) % 2])
    place = None
    for directory in range(seed, seed + 60):
        try:
            make_it = in_json if form == "json" else in_tables
            place = make_it(directory, kind, chance, tmp_path)
            break
        except IndexError:  # nothing there that this kind fits
            continue
    assert place is not None
    read = read_json(tmp_path / "a.json") if form == "json" else read_package(tmp_path)
    found = [(one.file, one.row, one.column, one.code) for one in read[1]]
    assert (*place, kind.code) in found, (about, form, found)
    for language in LANGUAGES:
        said = error_sentences(errors_of(read[1]), Words(language))
        assert all(str(part) in " ".join(said) for part in place[:2])
        assert not [one for one in said if kind.code in one or "{file}" in one]


def test_the_150_are_of_every_kind_in_both_forms() -> None:
    assert DEFECTS >= 150
    assert len(KINDS) >= 15
    assert DEFECTS / len(KINDS) > 2 * 2  # each kind is met in JSON and in tables


FORMATS = {"hsds.uuid": "uuid", "hsds.email": "email", "hsds.uri": "uri"}
CHECKED = {
    "hsds.uuid": Field("x", format="uuid"), "hsds.email": Field("x", format="email"),
    "hsds.uri": Field("x", format="uri"), "hsds.number": Field("x", "number"),
    "hsds.text": Field("x"), "hsds.date": Field("x", "date"), "hsds.time": Field("x", "time"),
    "hsds.datetime": Field("x", "datetime"), "hsds.long": Field("x"), "hsds.control": Field("x"),
    "hsds.value": Field("x", values=("a",)),
}  # fmt: skip
MORE = {
    "hsds.uuid": ("{ac148810-d857-441c-9679-408f346de14b}", "ac148810d857-441c-9679-408f346d-e14b"),
    "hsds.number": (True, float("nan"), float("inf"), [1], {}),
    "hsds.text": (1, 1.5, False, [], {}),
    "hsds.email": ("a@b.example, c@d.example", "a@" + "x" * 250 + ".example", "<a@b.example>"),
    "hsds.uri": ("https:///x", "http:x", "mailto:", "//example.org", "x", "https://a.example/#a#b"),
    "hsds.datetime": ("2026-02-28T25:00:00Z", "2026-02-28T10:00:00+1:00", "2026-02-28"),
}
GOOD = {
    "hsds.uuid": ("ac148810-d857-441c-9679-408f346de14b", "AC148810-D857-441C-9679-408F346DE14B"),
    "hsds.email": ("a@b.example", "nome.cognome+x@comune.trento.example"),
    "hsds.uri": ("https://example.org", "http://a.example/b%20c?d=e&f=(g)#h", "tel:+390461123456",
                 "mailto:a@b.example", "urn:isbn:0451450523", "https://[2001:db8::1]/"),
    "hsds.number": (0, -1, 1.5, 10**20),
    "hsds.date": ("1900-01-01", "2100-12-31", "2024-02-29"),
    "hsds.time": ("00:00", "23:59:59", "24:00", "24:00:00", "09:00-05:00", "10:00Z", "10:00:00.5Z"),
    "hsds.datetime": ("2023-03-15T10:30:45.123Z", "2026-01-01T00:00:00+01:00"),
    "hsds.control": ("مرحبا بكم", "a\nb\tc\r", "می\u200cخواهم", "👩🏽‍🦽", "\u200fا"),
    "hsds.long": ("x" * 100_000,),
}  # fmt: skip


@pytest.mark.parametrize("code", CHECKED)
def test_each_bad_value_is_reported_and_no_good_one(code: str) -> None:
    for kind in KINDS.values():
        if kind.code == code:
            for value in (*kind.values, *MORE.get(code, ())):
                assert [fault for fault, _ in fault_of(CHECKED[code], value)] == [code], value
    for value in GOOD.get(code, ()):
        assert list(fault_of(CHECKED[code], value)) == [], value


def test_what_the_official_formats_refuse_is_refused() -> None:
    official = FormatChecker(("uuid", "email", "uri", "date-time"))
    formats = {**FORMATS, "hsds.datetime": "date-time"}
    tried = {v for kind in KINDS.values() for v in kind.values if isinstance(v, str)}
    tried |= {v for values in GOOD.values() for v in values if isinstance(v, str)}
    refused = 0
    for code, form in formats.items():
        for value in tried:
            if not official.conforms(value, form):
                refused += 1
                assert list(fault_of(CHECKED[code], value)), (form, value)
    assert refused > 200


def test_what_is_clean_is_not_complained_of(tmp_path: Path) -> None:
    for seed in range(40):
        assert complaints(make(seed)) == [], seed


def test_what_hsds_does_not_know_is_a_note_and_no_complaint() -> None:
    service = {"id": NOWHERE, "name": "a", "status": "active", "opening": "9-12", "approdo": {}}
    phones = [{"id": NOWHERE, "number": "1", "fax": True}, {"id": NOWHERE[:-1] + "8", "fax": 1,
               "number": "2"}]  # fmt: skip
    directory = {"service": {NOWHERE: {**service, "phones": phones}}}
    assert complaints(directory) == []
    assert [(note.row, note.column, note.facts["count"]) for note in notes(directory)] == [
        (f"/service/{NOWHERE}", "opening", 1),
        (f"/service/{NOWHERE}/phones/0", "fax", 2),
    ]
    for language in LANGUAGES:
        assert "opening" in error_sentences(errors_of(notes(directory)), Words(language))[0]


def test_one_thing_given_twice_is_complained_of(tmp_path: Path) -> None:
    one = {"id": NOWHERE, "name": "a", "status": "active", "phones": [{"id": "p", "number": "1"}]}
    other = {**one, "name": "b", "phones": [{"id": "p", "number": "2"}], "url": "https://a.example"}
    (tmp_path / "a.json").write_text(json.dumps([one, other]))
    directory, found = read_json(tmp_path / "a.json")
    twice = [(c.row, c.column) for c in found if c.code == "hsds.twice"]
    assert ("/1", "name") in twice
    assert ("/1/phones/0", "number") in twice
    assert directory["service"][NOWHERE] == {**one, "url": "https://a.example"}
    with pytest.raises(ApprodoError) as caught:
        split([("service", one), ("service", other)])
    for language in LANGUAGES:
        assert NOWHERE in error_sentences(caught.value, Words(language))[-1]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"id": "a", "organization_id": "b", "organization": {"id": "c"}}, "hsds.contradiction"),
        ({"id": "a", "phones": [{"id": "p", "service_id": "b"}]}, "hsds.contradiction"),
        ({"name": "without an id", "status": "active"}, "hsds.no_id"),
    ],
)
def test_what_cannot_be_split_is_refused(told: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        split([("service", told)])
    assert caught.value.code == code
    for language in LANGUAGES:
        assert error_sentences(caught.value, Words(language))


def test_a_list_can_be_of_wrong_things(tmp_path: Path) -> None:
    service = {"id": NOWHERE, "name": "a", "status": "active", "approdo": "x"}
    told = [{**service, "phones": "112", "schedules": [5], "organization": "b"}, 7, {"id": 1}]
    (tmp_path / "a.json").write_text(json.dumps(told))
    directory, found = read_json(tmp_path / "a.json")
    assert {(c.row, c.column, c.code) for c in found} == {
        ("/0", "phones", "hsds.list"),
        ("/0/schedules/0", "", "hsds.element"),
        ("/0", "organization", "hsds.not_object"),
        ("/0", "approdo", "hsds.not_object"),
        ("/1", "", "hsds.element"),
        ("/2", "", "hsds.unknown_object"),
    }
    assert directory["service"][NOWHERE] == told[0]
    for language in LANGUAGES:
        assert len(error_sentences(errors_of(found), Words(language))) == 6


def test_every_code_has_its_sentence_in_every_language() -> None:
    source = "".join(path.read_text() for path in (ROOT / "data" / "hsds").glob("*.py"))
    source += (ROOT / "data" / "files" / "untrusted.py").read_text()
    codes = set(re.findall(r'"((?:hsds|file|archive)\.[a-z_]+)"', source))
    codes |= {kind.code for kind in KINDS.values()}
    assert len(codes) > 40
    for language in LANGUAGES:
        assert {code for code in codes if not Words(language).has(f"error.{code}")} == set()
