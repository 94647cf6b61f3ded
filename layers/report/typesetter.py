"""The typesetter: a sheet of rules and data become PDF or pictures.

The rules never change, and everything said comes in as data: no text from outside is ever read as
the typesetter's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal

import typst

FONTS = Path(__file__).parent / "fonts"
PICTURE_PPI = 200
"""Dots in an inch of a picture."""


def typeset(
    rules: Path,
    fields: Mapping[str, object],
    kind: Literal["pdf", "png"],
    *,
    day: date,
    ppi: int = PICTURE_PPI,
    standards: Sequence[Literal["ua-1"]] = (),
) -> list[bytes]:
    """Return what is made of data: one PDF, or every page as PNG; equal data give equal bytes.

    Parameters
    ----------
    rules
        The sheet, which reads the data as ``json(bytes(sys.inputs.data))``.
    day
        Stands in the PDF as the day on which it was made.
    standards
        What a PDF keeps to.

    Raises
    ------
    typst.TypstError
        Where a standard cannot be kept, as by letters that no typeface has.
    """
    made = typst.compile(
        rules.read_bytes(),
        format=kind,
        ppi=ppi,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(fields, ensure_ascii=False)},
        pdf_standards=list(standards),
        timestamp=datetime.combine(day, time(12), UTC),
    )
    pages = made if isinstance(made, list) else [made]
    return [bytes(page) for page in pages if page is not None]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
