"""The one frame of HTML tables: headings, and a region that scrolls by keyboard and has a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from layers.text.escaping import esc

TEXT = ' class="ap-text"'


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    label: str,
    *,
    texts: Collection[int] = (),
) -> str:
    """Return an HTML table of numbers: the first column names its row. Texts come unescaped.

    Parameters
    ----------
    texts
        Places of further columns that hold texts, the first column's being 0.
    """
    body = "".join(
        f'<tr><th scope="row">{esc(row[0])}</th>'
        + "".join(
            f"<td{TEXT if place in texts else ''}>{esc(cell)}</td>"
            for place, cell in enumerate(row[1:], 1)
        )
        + "</tr>"
        for row in rows
    )
    return framed(heads, body, label, numbers=True, texts=texts)


def framed(
    heads: Iterable[str],
    body: str,
    label: str,
    *,
    numbers: bool = False,
    region: str = "ap-wide",
    texts: Collection[int] = (),
) -> str:
    """Return an HTML table around rows that are HTML already.

    Parameters
    ----------
    heads, label
        Unescaped: the headings, and the name of the region.
    body
        Escaped rows.
    numbers, texts
        Whether its cells are set as numbers, and the places of columns that are not.
    region
        Class of the region that scrolls; empty for a table that fits.
    """
    top = "".join(
        f'<th scope="col"{TEXT if place in texts else ""}>{esc(head)}</th>'
        for place, head in enumerate(heads)
    )
    classes = "ap-table ap-numbers" if numbers else "ap-table"
    whole = f'<table class="{classes}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
    if not region:
        return whole
    name = esc(label)
    return f'<div class="{region}" tabindex="0" role="region" aria-label="{name}">{whole}</div>'
