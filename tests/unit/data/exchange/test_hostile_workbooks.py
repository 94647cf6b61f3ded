"""Workbooks made to harm, or by accident: refused in a sentence, or read for what they show."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from geo.errors import BadInput
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words
from tests.steps import counted_steps
from tests.unit.data.exchange.tables import GOOD, codes, read, sentences, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[bytes], bytes]


def rewritten(path: Path, changes: dict[str, Change], **more: bytes) -> Path:
    """The same archive with parts changed and others added (``__`` stands for a slash)."""
    packed = io.BytesIO()
    assert set(changes) <= set(zipfile.ZipFile(path).namelist())
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changes.get(name, bytes)(content))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    path.write_bytes(packed.getvalue())
    return path


STRINGS = "xl/sharedStrings.xml"
_INLINE = re.compile(rb'<c r="(\w+)" t="inlineStr"><is><t>(.*?)</t></is></c>', re.DOTALL)


def as_excel(path: Path) -> Path:
    """The same workbook with its texts in a part of their own, as Excel keeps them."""
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return b'<c r="%s" t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    rewritten(path, {SHEET: lambda content: _INLINE.sub(shared, content)})
    sentence = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    return rewritten(
        path,
        {"[Content_Types].xml": lambda content: content.replace(b"</Types>", part)},
        **{STRINGS: b'<?xml version="1.0"?><sst xmlns="%s">%s</sst>' % (space, sentence)},
    )


def after_declaration(text: bytes) -> Change:
    def change(content: bytes) -> bytes:
        head, mark, rest = content.partition(b"?>")
        return head + mark + text + rest if mark else text + content

    return change


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def huge_row(content: bytes) -> bytes:
    return content.replace(b'<row r="2"', b'<row r="1999999999"')


def many_rows(content: bytes) -> bytes:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c></row>'
    rows = b"".join(row % (n, n) for n in range(3, 22_000))
    return content.replace(b"</sheetData>", rows + b"</sheetData>")


def merged_everything(content: bytes) -> bytes:
    refs = (
        b"A%d:XF%c%d" % (1 + n % 2, 65 + n % 7, 2 + n * 7919 % 1_000_003) for n in range(99_000)
    )
    cells = b"".join(b'<mergeCell ref="%s"/>' % ref for ref in refs)
    return content.replace(b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>")


def broken(content: bytes) -> bytes:
    return content[: len(content) // 2]


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "laughs in the sheet": (
        lambda path: rewritten(path, {SHEET: after_declaration(LAUGHS)}), "exchange.entities",
    ),
    "laughs in the strings": (
        lambda path: rewritten(as_excel(path), {STRINGS: after_declaration(LAUGHS)}),
        "exchange.entities",
    ),
    "laughs in the styles": (
        lambda path: rewritten(path, {"xl/styles.xml": after_declaration(LAUGHS)}),
        "exchange.entities",
    ),
    "entities in UTF-16": (
        lambda path: rewritten(path, {
            SHEET: lambda c: ('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS.decode()
                              + c.decode().partition("?>")[2]).encode("utf-16")
        }), "exchange.entities",
    ),
    "a file of the machine": (
        lambda path: rewritten(path, {"xl/workbook.xml": after_declaration(OUTSIDE)}),
        "exchange.entities",
    ),
    "macros": (
        lambda path: rewritten(path, {}, **{"xl__vbaProject.bin": b"x"}), "exchange.macros",
    ),
    "macros by their type": (
        lambda path: rewritten(path, {"[Content_Types].xml": lambda c: c.replace(
            b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"ms-excel.sheet.macroEnabled.main+xml")}), "exchange.macros",
    ),
    "another spreadsheet's": (
        lambda path: rewritten(path, {}, mimetype=b"application/vnd.oasis.opendocument"),
        "exchange.not_excel",
    ),
    "half a sheet": (lambda path: rewritten(path, {SHEET: broken}), "exchange.damaged"),
    "no sheet": (lambda path: rewritten(path, {SHEET: lambda _: b""}), "exchange.damaged"),
    "half a workbook": (lambda path: rewritten(path, {"xl/workbook.xml": broken}),
                        "exchange.damaged"),
    "elements without end": (
        lambda path: rewritten(path, {"xl/styles.xml": lambda c: c.replace(
            b"</cellXfs>", b"".join(b'<xf numFmtId="%d"/>' % (n * 7919 % 1_000_003)
                                    for n in range(500_000)) + b"</cellXfs>")}), "archive.bomb",
    ),
    "too many rows": (lambda path: rewritten(path, {SHEET: many_rows}), "exchange.rows"),
    "merged without end": (lambda path: rewritten(path, {SHEET: merged_everything}),
                           "exchange.many_merged"),
    "zeros that swell": (
        lambda path: rewritten(path, {}, **{"xl/media/a.bin": bytes(300 * 2**20)}), "archive.bomb",
    ),
    "blanks that swell": (
        lambda path: rewritten(path, {SHEET: lambda c: c + b" " * (60 * 2**20)}), "archive.bomb",
    ),
    "a path outside": (
        lambda path: rewritten(path, {}, **{"..__..__x": b"x"}), "archive.path",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_made_to_harm_is_refused(name: str, tmp_path: Path) -> None:
    make, code = REFUSED[name]
    path = make(write_xlsx(tmp_path / "tabella.xlsx", GOOD))
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == code
    for language in LANGUAGES:
        (sentence,) = error_sentences(caught.value, Words(language))
        assert "tabella.xlsx" in sentence


def test_a_row_far_down_costs_nothing(tmp_path: Path) -> None:
    path = rewritten(write_xlsx(tmp_path / "a.xlsx", GOOD), {SHEET: huge_row})
    read(path)  # what is read once and kept is there
    seen: list[str] = []
    steps = counted_steps(lambda: seen.extend(row.row for row in read(path).preview))
    assert seen == ["1999999999"]
    near = write_xlsx(tmp_path / "b.xlsx", GOOD)
    assert steps < 3 * counted_steps(lambda: read(near))


def test_texts_are_read_where_excel_keeps_them(tmp_path: Path) -> None:
    path = as_excel(write_xlsx(tmp_path / "a.xlsx", GOOD))
    assert b"inlineStr" not in zipfile.ZipFile(path).read(SHEET)
    (service,) = read(path).directory["service"].values()
    assert service["name"] == GOOD["name"]


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", GOOD)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == "archive.damaged"


def test_the_library_itself_does_not_expand_entities(tmp_path: Path) -> None:
    """Should the look beforehand miss one, the parser still refuses it."""
    from defusedxml.common import DefusedXmlException

    assert openpyxl.DEFUSEDXML
    path = rewritten(write_xlsx(tmp_path / "a.xlsx", GOOD), {SHEET: after_declaration(LAUGHS)})
    with pytest.raises(ValueError, match="invalid XML") as caught:
        openpyxl.load_workbook(path)
    assert isinstance(caught.value.__cause__, DefusedXmlException)


def test_a_name_does_not_decide_what_a_file_is(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", GOOD).rename(tmp_path / "a.csv")
    assert read(path).good == 1


def formula_sheet(path: Path, *, cached: bytes = b"") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for place, (key, value) in enumerate(GOOD.items(), 1):
        sheet.cell(1, place, key)
        sheet.cell(2, place, value)
    sheet["B2"] = '=HYPERLINK("http://evil.example","Sportello")'
    book.save(path)
    if cached:
        rewritten(path, {SHEET: lambda c: c.replace(b"</f><v />", b"</f><v>" + cached + b"</v>")
                         .replace(b"</f><v></v>", b"</f><v>" + cached + b"</v>")
                         .replace(b'r="B2"', b'r="B2" t="str"')})  # fmt: skip
    return path


def test_a_formula_gives_its_last_value_and_is_never_worked_out(tmp_path: Path) -> None:
    reading = read(formula_sheet(tmp_path / "a.xlsx", cached=b"Sportello salvato"))
    assert reading.complaints == ()
    (service,) = reading.directory["service"].values()
    assert service["name"] == "Sportello salvato"


def test_a_formula_without_value_is_reported(tmp_path: Path) -> None:
    reading = read(formula_sheet(tmp_path / "a.xlsx"))
    assert ("2", "name", "formula") in codes(reading)
    sentences(reading.complaints[0])


def test_an_error_in_a_cell_is_reported(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {**GOOD, "phones": 1})
    rewritten(path, {SHEET: lambda c: c.replace(
        b'<c r="K2" t="n"><v>1</v></c>', b'<c r="K2" t="e"><v>#REF!</v></c>')})  # fmt: skip
    reading = read(path)
    assert codes(reading) == [("2", "phones", "cell_error")]
    assert "#REF!" in sentences(reading.complaints[0])[0]


def test_a_sheet_may_lie_about_its_size(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", GOOD, {**GOOD, "key": "b"})
    for size in (b"A1", b"A1:XFD1048576"):
        rewritten(path, {SHEET: lambda c, size=size: c.replace(b'ref="A1:M3"', b'ref="%s"' % size)})
        assert read(path).rows == 2


def test_merged_cells_hold_in_every_row_and_not_in_every_column(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [{**GOOD, "key": key} for key in "abcd"]
    book = openpyxl.load_workbook(write_xlsx(path, *rows))
    sheet = book.active
    sheet.insert_rows(1)
    sheet["A1"] = "Servizi della rete"
    sheet.merge_cells("A1:M1")
    sheet["C3"] = "Comune di Milano"
    sheet.merge_cells("C3:C5")
    sheet.merge_cells("F6:G6")
    book.save(path)
    reading = read(path, keep_good=True)
    assert codes(reading) == [("6", "postal_code", "merged")]
    sentences(reading.complaints[0])
    (organization,) = reading.directory["organization"].values()
    named = [s.get("organization_id") for s in reading.directory["service"].values()]
    assert named == [organization["id"]] * 4


def test_a_hidden_sheet_is_reported_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(write_xlsx(path, GOOD))
    hidden = book.copy_worksheet(book.active)
    hidden.title = "Segreto"
    hidden["A2"] = "b2"
    hidden.sheet_state = "veryHidden"
    book.create_sheet("Appunti")["A1"] = "niente"
    book.save(path)
    reading = read(path, keep_good=True)
    assert codes(reading) == [("Segreto", "", "hidden")]
    assert (reading.rows, len(reading.directory["service"])) == (1, 1)
    assert all("Segreto" in item for item in sentences(reading.complaints[0]))


def test_every_sheet_with_headings_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(write_xlsx(path, GOOD, title="Milano"))
    other = book.copy_worksheet(book.active)
    other.title = "Como"
    other["A2"], other["B2"] = "b2", ""
    book.save(path)
    reading = read(path, keep_good=True)
    assert codes(reading) == [("Como!2", "name", "missing")]
    assert [seen.row for seen in reading.preview] == ["Milano!2", "Como!2"]
