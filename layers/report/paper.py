"""From blocks to paper: PDF that can be read aloud, and pictures.

The typesetter gets one sheet of rules (`report.typ`) that never changes, and everything else as
data: no text from outside is ever read as its language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import typst

from layers.report.blocks import Block, Picture, as_data
from layers.report.typesetter import PICTURE_PPI, typeset

HERE = Path(__file__).parent
RULES = HERE / "report.typ"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is set: the title and footer of every page, its language, its day, its blocks."""

    title: str
    footer: str
    language: str
    day: date
    blocks: Sequence[Block]


def pdf_of(paper: Paper) -> bytes:
    """Return a paper as tagged PDF; the same paper gives the same bytes.

    It keeps to PDF/UA-1, unless a name has letters that our typefaces lack: the standard allows no
    empty boxes, and a report with some is better than none.
    """
    try:
        return compiled(paper, "pdf", standards=["ua-1"])[0]
    except typst.TypstError:
        return compiled(paper, "pdf")[0]


def png_of(picture: Picture, paper: Paper) -> bytes:
    """Return one picture of a paper with its legend and caption as PNG, 180 mm wide."""
    alone = Paper(paper.title, "", paper.language, paper.day, (picture,))
    return compiled(alone, "png", layout="picture")[0]


def compiled(
    paper: Paper,
    kind: Literal["pdf", "png"],
    *,
    layout: str = "pages",
    ppi: int = PICTURE_PPI,
    standards: Sequence[Literal["ua-1"]] = (),
) -> list[bytes]:
    """Return a paper as the typesetter makes it: one PDF, or every page as PNG."""
    fields = {
        "layout": layout,
        "language": paper.language,
        "title": paper.title,
        "footer": paper.footer,
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "blocks": as_data(paper.blocks),
    }
    return typeset(RULES, fields, kind, day=paper.day, ppi=ppi, standards=standards)
