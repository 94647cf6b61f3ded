"""What a page is made of. The setting on paper knows these kinds of blocks and nothing else.

Texts are plain: they reach the typesetter as data, are never read as its language, and need no
escaping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from layers.text.escaping import readable


@dataclass(frozen=True, slots=True)
class Title:
    """The answer, at the top of the first page, with the line above it."""

    text: str
    above: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `fresh` begins a page."""

    text: str
    level: int = 1
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` is ``plain``, ``lead``, ``note`` or ``code``."""

    text: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Callout:
    """Sentences that must not be overlooked."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers side by side, each with what it counts."""

    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    widths
        Of the columns, in parts of the width; 0: as wide as its text.
    numbers
        Columns that hold numbers.
    strong
        Whether the first column names its row.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numbers: Sequence[int] = ()
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with what it shows in words.

    Attributes
    ----------
    svg, alt, caption
        The drawing; what is read out to whom does not see it; what stands below.
    width
        In parts of the page's width.
    legend
        Style of a mark, and what it means.
    """

    svg: str
    alt: str
    caption: str = ""
    width: float = 1.0
    legend: Sequence[tuple[str, str]] = field(default_factory=tuple)


Block = Title | Heading | Paragraph | Callout | Figures | Items | Table | Picture


def as_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return blocks as what JSON can hold, each with its kind; controls are left out.

    Examples
    --------
    >>> as_data([Paragraph("#eval() $x$ *y*")])
    [{'kind': 'paragraph', 'text': '#eval() $x$ *y*', 'style': 'plain'}]
    """
    return [{"kind": type(block).__name__.lower(), **_clean(asdict(block))} for block in blocks]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list | tuple) else value
