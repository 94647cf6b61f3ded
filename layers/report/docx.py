"""Blocks as a document for a word processor: the same chapters that the typesetter sets."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import singledispatch
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from layers.report.blocks import (
    Block,
    Callout,
    Figures,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
    Title,
)
from layers.report.paper import Paper, png_of
from layers.text.escaping import readable
from layers.words import direction

MARGIN = Mm(20)
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)


def docx_of(paper: Paper) -> bytes:
    """Return a paper as DOCX: headings, tables and pictures that a word processor can edit."""
    document = docx.Document()
    _set_up(document, paper)
    for block in paper.blocks:
        _add(block, document, paper)
    if direction(paper.language) == "rtl":
        _turn_around(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.footer.paragraphs[0].text = readable(paper.footer)
    document.core_properties.title = readable(paper.title)
    document.core_properties.author = "Approdo"
    document.core_properties.language = paper.language
    document.styles["Normal"].font.name = "Noto Sans"
    document.styles["Normal"].font.size = Pt(10)


@singledispatch
def _add(block: Block, document: Any, paper: Paper) -> None:  # noqa: ARG001
    raise TypeError(type(block).__name__)


@_add.register
def _(block: Title, document: Any, paper: Paper) -> None:  # noqa: ARG001
    document.add_paragraph(readable(block.above), style="Subtitle")
    document.add_heading(readable(block.text), 0)


@_add.register
def _(block: Heading, document: Any, paper: Paper) -> None:  # noqa: ARG001
    if block.fresh:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading(readable(block.text), block.level)


@_add.register
def _(block: Paragraph, document: Any, paper: Paper) -> None:  # noqa: ARG001
    made = document.add_paragraph(readable(block.text))
    if block.style == "note":
        for run in made.runs:
            run.font.size = Pt(8.5)


@_add.register
def _(block: Callout, document: Any, paper: Paper) -> None:  # noqa: ARG001
    for line in block.lines:
        document.add_paragraph(readable(line), style="Intense Quote")


@_add.register
def _(block: Figures, document: Any, paper: Paper) -> None:  # noqa: ARG001
    table = document.add_table(rows=2, cols=len(block.cells))
    for place, (number, label) in enumerate(block.cells):
        table.cell(0, place).paragraphs[0].add_run(readable(number)).bold = True
        table.cell(1, place).text = readable(label)


@_add.register
def _(block: Items, document: Any, paper: Paper) -> None:  # noqa: ARG001
    for line in block.lines:
        document.add_paragraph(readable(line), style="List Bullet")


@_add.register
def _(block: Table, document: Any, paper: Paper) -> None:  # noqa: ARG001
    table = document.add_table(rows=1, cols=len(block.heads), style="Light Grid Accent 1")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        cell.text = readable(head)
    _repeat(table.rows[0])
    for row in block.rows:
        cells = table.add_row().cells
        for place, text in enumerate(row):
            cells[place].text = readable(text)
            if place in block.numbers:
                cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


@_add.register
def _(block: Picture, document: Any, paper: Paper) -> None:
    png = png_of(replace(block, width=1.0), paper)
    document.add_picture(io.BytesIO(png), width=PAGE_WIDTH - 2 * MARGIN)
    shape = document.inline_shapes[-1]._inline.docPr
    shape.set("descr", readable(block.alt))


def _repeat(row: Any) -> None:
    """Let a table's headings stand on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _turn_around(document: Any) -> None:
    """Let paragraphs and tables run from right to left."""
    body = document.element.body
    for paragraph in body.iter(qn("w:p")):
        paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for table in body.iter(qn("w:tbl")):
        table.tblPr.append(OxmlElement("w:bidiVisual"))
