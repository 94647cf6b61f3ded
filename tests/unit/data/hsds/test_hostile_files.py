"""Files that want to do harm, or are broken: one clear sentence each, and nothing else happens."""

from __future__ import annotations

import json
import tracemalloc
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.hsds.json_file import read_json
from data.hsds.package import read_package
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words
from tests.steps import counted_steps

OWN = "ac148810-d857-441c-9679-408f346de14b"
SERVICE = f'{{"id": "{OWN}", "name": "a", "status": "active"}}'
TABLE = f"id,organization_id,name,status\r\n{OWN},{OWN},Città,active\r\n"

JSON = {
    "empty": (b"", "file.empty", ""),
    "blank": (b" \n\n", "file.empty", ""),
    "truncated": (f"[{SERVICE},\n{SERVICE},\n{SERVICE[:30]}".encode(), "file.json", "3"),
    "truncated in a letter": ('{"id": "é'.encode()[:-1], "file.json", "1"),
    "two at once": (f"{SERVICE}\n{SERVICE}".encode(), "file.json", "2"),
    "NaN": (b'{"id": "1", "name": "a", "status": "active", "x": NaN}', "file.constant", "NaN"),
    "infinity": (b'{"id": "1", "x": -Infinity}', "file.constant", "Infinity"),
    "too large a number": (b'{"id": "1", "x": 1e999}', "file.constant", "1e999"),
    "endless digits": (b'{"id": ' + b"9" * 5_000 + b"}", "file.constant", "999"),
    "key twice": (b'{"id": "1", "name": "a", "name": "b"}', "file.doubled", "name"),
    "deep lists": (b"[" * 100_000 + b"]" * 100_000, "file.deep", ""),
    "deep objects": (b'{"a":' * 900 + b"1" + b"}" * 900, "file.deep", ""),
    "deep in a service": (
        SERVICE[:-1].encode() + b', "x": ' + b"[" * 80 + b"]" * 80 + b"}", "file.deep", ""),
    "HTML": (b"<!doctype html><title>404</title>", "file.json", "1"),
    "binary": (bytes(range(256)) * 8, "points.encoding", ""),
    "a number": (b"5", "hsds.unknown", ""),
    "a map": (b'{"type": "FeatureCollection", "features": []}', "hsds.unknown", ""),
    "a list of nothing": (b"[]", "hsds.unknown", ""),
    "a page of something else": (b'{"contents": [{"x": 1}]}', "hsds.unknown", ""),
    "old Windows": (SERVICE.replace('"a"', '"caf\xe9 \x81"').encode("latin-1"),
                    "points.encoding", ""),
}  # fmt: skip

MOST_STEPS_A_ROW = 400
"""Rows that multiplied would take thousands of times as many; these take 210 and 350."""


def refused(read: Callable[[Path], object], path: Path) -> ApprodoError:
    with pytest.raises(ApprodoError) as caught:
        read(path)
    for language in LANGUAGES:
        (sentence,) = error_sentences(caught.value, Words(language))
        assert sentence.strip()
        assert "Traceback" not in sentence
    return caught.value


@pytest.mark.parametrize("name", JSON)
def test_a_broken_json_file_is_one_sentence(name: str, tmp_path: Path) -> None:
    content, code, fact = JSON[name]
    (tmp_path / "a.json").write_bytes(content)
    error = refused(read_json, tmp_path / "a.json")
    assert error.code == code
    (sentence,) = error_sentences(error, Words("en"))
    assert "a.json" in sentence
    assert fact in sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(SERVICE.replace('"a"', '"Città"').encode(encoding))
    result, found = read_json(tmp_path / "a.json")
    assert (result["service"][OWN]["name"], found) == ("Città", [])
    (tmp_path / "services.csv").write_bytes(TABLE.encode(encoding))
    result, _ = read_package(tmp_path)
    assert result["service"][OWN]["name"] == "Città"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_a_spreadsheet_saves_is_read(separator: str, tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(TABLE.replace(",", separator) + separator * 3 + "\r\n")
    result, found = read_package(tmp_path)
    assert result["service"][OWN]["name"] == "Città"
    assert [c.code for c in found] == ["hsds.reference"]


TABLES = {
    "no services": ({"phones.csv": b"id,number\n"}, "hsds.no_services", "phones.csv"),
    "nothing": ({}, "hsds.no_services", "-"),
    "another table": ({"addresses.xlsx": b"PK"}, "hsds.no_services", "services.csv"),
    "column twice": ({"services.csv": b"id,name,name\n1,a,b\n"}, "hsds.columns", "name"),
    "quotes inside": ({"services.csv": b'id,name\n1,a\n2,"a "b" c"\n'}, "hsds.quotes", "3"),
    "quote never closed": ({"services.csv": b'id,name\n1,"a\n2,b\n'}, "hsds.quotes", "2"),
    "null letters": ({"services.csv": b"id,name\n1,a\0b\n"}, "hsds.nul", "services.csv"),
    "binary": ({"services.csv": bytes(range(1, 256)) * 9}, "points.encoding", "services.csv"),
    "endless cell": (
        {"services.csv": b"id,name\n1,\"" + b"x" * (2**24 + 9) + b"\"\n"}, "hsds.quotes", "2"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_broken_package_is_one_sentence(name: str, form: str, tmp_path: Path) -> None:
    files, code, fact = TABLES[name]
    path = tmp_path / ("p.zip" if form == "zip" else "p")
    if form == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for file, content in files.items():
                archive.writestr(file, content)
    else:
        path.mkdir()
        for file, content in files.items():
            (path / file).write_bytes(content)
    error = refused(read_package, path)
    assert error.code == code
    assert fact in error_sentences(error, Words("en"))[0]


def packed(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


@pytest.mark.parametrize(
    "name", ["../services.csv", "/services.csv", "a/../../services.csv", "..\\services.csv",
             "C:\\services.csv", "\\\\host\\services.csv"]
)  # fmt: skip
def test_a_way_out_of_an_archive_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, TABLE)
    assert refused(read_package, path).code == "archive.path"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_archives_that_swell_are_refused_before_they_do(tmp_path: Path) -> None:
    swelling = packed(tmp_path / "a.zip", {"services.csv": bytes(300 * 2**20)})
    many = packed(tmp_path / "b.zip", {f"{n}.csv": b"" for n in range(2_001)})
    tracemalloc.start()
    for path in (swelling, many):
        assert refused(read_package, path).code == "archive.bomb"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * 2**20


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"services.csv": TABLE.encode() * 40_000})
    raw = path.read_bytes()
    size = len(TABLE.encode() * 40_000).to_bytes(4, "little")
    assert raw.count(size) == 2
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    assert refused(read_package, path).code == "archive.damaged"


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_damaged_archive_is_one_sentence(cut: int, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"services.csv": TABLE.encode() * 50})
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    assert refused(read_package, path).code == "archive.damaged"
    path.write_bytes(whole[:60] + bytes(40) + whole[100:])
    assert refused(read_package, path).code == "archive.damaged"


def test_other_archives_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"not an archive")
    assert refused(read_package, path).code == "archive.damaged"
    raw = bytearray(packed(path, {"services.csv": TABLE.encode()}).read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + offset] |= 1
    path.write_bytes(raw)
    assert refused(read_package, path).code == "archive.locked"
    two = {"a/services.csv": TABLE.encode(), "b/services.csv": TABLE.encode()}
    assert refused(read_package, packed(path, two)).code == "hsds.entries"
    assert refused(read_package, tmp_path / "none.zip").code == "file.missing"
    assert refused(read_json, tmp_path / "none.json").code == "file.missing"
    assert refused(read_json, tmp_path).code == "file.missing"


def test_a_package_inside_a_folder_of_an_archive_is_read(tmp_path: Path) -> None:
    entries = {"export/services.csv": TABLE.encode(), "__MACOSX/export/services.csv": b"\0"}
    found, _ = read_package(packed(tmp_path / "a.zip", entries))
    assert list(found["service"]) == [OWN]


def test_paths_in_the_description_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "secret.csv").write_text("id,number\n1,secret\n")
    (tmp_path / "p" / "services.csv").write_text(TABLE)
    fields = {"resources": [{"name": "phone", "path": "../secret.csv"}]}
    (tmp_path / "p" / "datapackage.json").write_text(json.dumps(fields))
    assert "secret" not in json.dumps(read_package(tmp_path / "p")[0])


def test_rows_with_one_id_do_not_multiply(tmp_path: Path) -> None:
    """4,000 contacts with one id and 4,000 telephones of it would be 16 million."""
    (tmp_path / "services.csv").write_text(TABLE)
    contact, phone = OWN.replace("a", "b"), OWN.replace("a", "c")
    contacts = "".join(f"{contact},{OWN},{n}\n" for n in range(4_000))
    phones = "".join(f"{phone},{contact},{n}\n" for n in range(4_000))
    (tmp_path / "contacts.csv").write_text("id,service_id,name\n" + contacts)
    (tmp_path / "phones.csv").write_text("id,contact_id,number\n" + phones)
    read: list[Any] = []
    steps = counted_steps(lambda: read.extend(read_package(tmp_path)))
    assert steps < 8_000 * MOST_STEPS_A_ROW
    result, found = read
    assert len(result["service"][OWN]["contacts"]) == 4_000
    assert sum(len(one.get("phones", ())) for one in result["service"][OWN]["contacts"]) == 4_000
    assert sum(one.code == "hsds.doubled" for one in found) == 2 * 3_999


def test_a_unit_of_all_with_everything_on_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(TABLE)
    (tmp_path / "units.csv").write_text(f"id,name\n{OWN},bed\n")
    ids = [str(uuid.UUID(int=number, version=4)) for number in range(5_000)]
    capacities = "".join(f"{own},{OWN},{OWN},1,2026-01-01T00:00:00Z\n" for own in ids)
    (tmp_path / "service_capacity.csv").write_text(
        "id,service_id,unit_id,available,updated\n" + capacities
    )
    attributes = "".join(f"{own},{OWN},unit,{OWN}\n" for own in ids)
    (tmp_path / "attributes.csv").write_text(
        "id,link_id,link_entity,taxonomy_term_id\n" + attributes
    )
    caught: list[Any] = []
    steps = counted_steps(lambda: caught.append(refused(read_package, tmp_path)))
    assert steps < 10_000 * MOST_STEPS_A_ROW
    (error,) = caught
    assert (error.code, error.facts["path"]) == ("hsds.swells", "attributes.csv")


def test_a_chain_of_lists_that_name_themselves_ends(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(TABLE)
    attribute = OWN.replace("a", "d")
    (tmp_path / "attributes.csv").write_text(
        f"id,link_id,link_entity,taxonomy_term_id\n{attribute},{attribute},attribute,{OWN}\n"
    )
    (tmp_path / "metadata.csv").write_text(
        f"id,resource_id,resource_type\n{attribute},{attribute},metadata\n"
    )
    found, _ = read_package(tmp_path)
    assert "attributes" not in found["service"][OWN]
    assert sum(map(len, found.values())) == 3


def test_children_cannot_be_smuggled_in_unchecked(tmp_path: Path) -> None:
    row = [{"id": "no", "number": "\u202e112"}]
    smuggled = json.dumps(row, ensure_ascii=False, separators=(",", ":")).replace('"', '""')
    text = TABLE.replace("status\r", "status,phones,approdo_exact\r")
    exact = '{""email"":""no""}'
    text = text.replace("active\r", f'active,"{smuggled}","{exact}"\r')
    (tmp_path / "services.csv").write_bytes(text.encode())
    _, found = read_package(tmp_path)
    names = {(one.row, one.column, one.code) for one in found}
    assert ("2/phones/0", "number", "hsds.control") in names
    assert ("2/phones/0", "id", "hsds.uuid") in names
    assert ("2", "email", "hsds.email") in names
