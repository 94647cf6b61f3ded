"""Make a PDF or a picture of what a report holds: typst, with our own typefaces only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import typst

HERE = Path(__file__).parent
TEMPLATE, FONTS = HERE / "report.typ", HERE / "fonts"
PICTURE_PPI = 150


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, rows of texts, and which columns hold numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, how wide it stands on the page in per cent, and what it shows, in words."""

    svg: str
    alt: str
    width: int = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report under a title."""

    title: str
    lines: Sequence[str] = ()
    picture: Picture | None = None
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the answer, what was asked, and its parts."""

    title: str
    language: str
    above: str
    headline: str
    lines: Sequence[str]
    asked: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    footer: str


def pdf_of(report: Report) -> bytes:
    """Return a report as PDF, tagged; the same report gives the same bytes."""
    return _compiled(TEMPLATE.read_bytes(), "pdf", told=json.dumps(asdict(report)))


def png_of(svg: str) -> bytes:
    """Return a picture as PNG."""
    page = (
        "#set page(width: 210mm, height: auto, margin: 4mm)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    return _compiled(page.encode(), "png", svg=svg)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _compiled(source: bytes, kind: Literal["pdf", "png"], **inputs: str) -> bytes:
    made = typst.compile(
        source,
        format=kind,
        ppi=PICTURE_PPI,
        font_paths=_fonts(),
        sys_inputs=inputs,
    )
    if not isinstance(made, bytes):  # a list where there are several pages
        made = made[0]
    return bytes(made)
