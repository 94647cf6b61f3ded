"""Who does what where as a file: a 3W/5W table with HXL tags, CSV or Excel."""

from __future__ import annotations

from answers.partnerships import Coordination, place_name
from data.exchange.table_file import table_file
from layers.partnerships.five_w import TAGS, five_w_heads, five_w_rows
from layers.words import Words


def file_name(form: str) -> str:
    """Return what a file of a form is called.

    Examples
    --------
    >>> file_name("csv")
    'approdo-who-does-what.csv'
    """
    return f"approdo-who-does-what.{form}"


def five_w_file(found: Coordination, form: str, words: Words) -> bytes:
    """Return the table as a file of a form, one of `TABLE_FORMS`.

    The headings are in the reader's language; the row below them holds the HXL tags.
    """
    rows = five_w_rows(found.activities, found.memberships, found.organizations, place_name, words)
    heads = five_w_heads(words)
    return table_file(form, "5W", heads, [tuple(TAGS.values()), *rows])
