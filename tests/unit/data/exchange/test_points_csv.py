"""A table of points: the unambiguous is taken, the rest said line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.points_csv import read_points
from geo.errors import ApprodoError, Several
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words

MONACO = (7.40, 43.72, 7.44, 43.76)
GOOD = {
    "plain": b"id,lon,lat\na,7.42,43.73\nb,7.43,43.74\n",
    "semicolons, decimal commas": b"id;lon;lat\na;7,42;43,73\nb;7,43;43,74\n",
    "tabs, other names": b"name\tx\ty\na\t7.42\t43.73\nb\t7.43\t43.74\n",
    "byte order mark": b"\xef\xbb\xbfid,lon,lat\na,7.42,43.73\nb,7.43,43.74\n",
    "UTF-16": "id,lon,lat\na,7.42,43.73\nb,7.43,43.74\n".encode("utf-16"),
    "Windows, blank lines": b"ID , Lon, LAT\r\n\r\na, 7.42 ,43.73\r\n,,\r\nb,7.43,43.74\r\n",
    "more columns, other order": b"lat,note,lon,id\n43.73,x,7.42,a\n43.74,y,7.43,b\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_plain_is_taken(name: str, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(GOOD[name])
    points = read_points(path, bounds=MONACO)
    assert points.ids == ("a", "b")
    assert points.lon.tolist() == [7.42, 7.43]
    assert points.lat.tolist() == [43.73, 43.74]


def test_letters_of_an_old_encoding_survive(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes("id,lon,lat\nCittà,7.42,43.73\n".encode("cp1252"))
    assert read_points(path).ids == ("Città",)


BAD = {
    "missing column": (b"id,lon\na,7.42\n", "points.columns", "lat"),
    "no header": (b"a,7.42,43.73\nb,7.43,43.74\n", "points.columns", "id"),
    "doubled id": (b"id,lon,lat\na,7.42,43.73\na,7.43,43.74\n", "points.doubled", "3"),
    "swapped": (b"id,lon,lat\na,43.73,7.42\nb,43.74,7.43\n", "points.swapped", ""),
    "absurd": (b"id,lon,lat\na,742,4373\n", "points.range", "2"),
    "metres": (b"id,lon,lat\na,373000,4843000\n", "points.metres", "2"),
    "not a number": (b"id,lon,lat\na,east,43.73\n", "points.number", "east"),
    "no value": (b"id,lon,lat\na,,43.73\n", "points.number", "2"),
    "NaN": (b"id,lon,lat\na,nan,43.73\n", "points.range", "2"),
    "infinity": (b"id,lon,lat\na,inf,43.73\n", "points.range", "2"),
    "short line": (b"id,lon,lat\na,7.42\n", "points.number", "2"),
    "header only": (b"id,lon,lat\n", "points.empty", ""),
    "empty": (b"", "file.empty", ""),
    "blank": (b"  \n \n", "file.empty", ""),
    "binary": (bytes(range(256)) * 4, "points.encoding", ""),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "points.columns", ""),
    "thousands": (b"id;lon;lat\na;7.420.000;43.73\n", "points.number", "7.420.000"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_reported_where_and_how_to_fix_it(name: str, tmp_path: Path) -> None:
    content, code, found = BAD[name]
    path = tmp_path / "points.csv"
    path.write_bytes(content)
    with pytest.raises(ApprodoError) as caught:
        read_points(path, bounds=MONACO)
    assert caught.value.code == code
    for language in LANGUAGES:
        (sentence,) = error_sentences(caught.value, Words(language))
        assert "points.csv" in sentence
        assert found in sentence
        assert "points." not in sentence.replace("points.csv", "")


def test_every_line_at_fault_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("id,lon,lat\na,x,43.7\nb,7.4,43.7\nb,7.4,43.7\nc,7.4,999\n")
    with pytest.raises(Several) as caught:
        read_points(path)
    assert [c.code for c in caught.value.complaints] == [
        "points.number", "points.doubled", "points.range",
    ]  # fmt: skip
    assert len(error_sentences(caught.value, Words("en"))) == 3
