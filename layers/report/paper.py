"""From blocks to paper: PDF that can be read aloud, and pictures.

The typesetter gets one sheet of rules (`report.typ`) that never changes, and everything else as
data: no text from outside is ever read as its language.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from layers.report.blocks import Block, Picture, as_data

HERE = Path(__file__).parent
RULES, FONTS = HERE / "report.typ", HERE / "fonts"
PICTURE_PPI = 200
"""Dots in an inch of a picture."""


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


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


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
    made = typst.compile(
        RULES.read_bytes(),
        format=kind,
        ppi=ppi,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(fields, ensure_ascii=False)},
        pdf_standards=list(standards),
        timestamp=datetime.combine(paper.day, time(12), UTC),
    )
    pages = made if isinstance(made, list) else [made]
    return [bytes(page) for page in pages if page is not None]
