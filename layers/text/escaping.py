"""The one way in which text from outside reaches a page, a popup or a map script.

folium writes text into JavaScript template literals and into HTML inside them; popups of Leaflet
take HTML; Streamlit takes HTML. A text that holds nothing but letters, digits and plain
punctuation, everything else as ``&#N;``, means the same in all of them and runs in none.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from geo.phones import dialled

PLAIN = frozenset(" .,-")
"""Punctuation that means nothing to HTML, JavaScript, Markdown or a template literal."""

_HARMLESS_SCHEMES = frozenset({"http", "https", "tel", "mailto"})
# Overrides turn the order of what follows around and serve nothing but forgery; isolates stay,
# because layers.text.bidi puts them there.
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_MAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_BLANKS = frozenset("\t\n\r")


def esc(text: object) -> str:
    """Write `text` so that HTML and JavaScript show it and never run it.

    Parameters
    ----------
    text
        Anything; None gives an empty text. Control characters and direction overrides are left
        out, tabulators and line ends become blanks.

    Returns
    -------
    Letters and digits of every script, blank, full stop, comma and hyphen as they are; every
    other character as ``&#N;``. Safe in element content, in a quoted attribute, in a template
    literal, in a quoted JavaScript string whose value becomes HTML.

    Examples
    --------
    >>> esc("Caffè <b> ${1}")
    'Caffè &#60;b&#62; &#36;&#123;1&#125;'
    >>> esc(None)
    ''
    """
    if text is None:
        return ""
    return "".join(_one(character) for character in str(text))


def _one(character: str) -> str:
    if character in PLAIN or character.isalnum():
        return character
    if character in _BLANKS:
        return " "
    # HTML reads &#128;…&#159; as Windows-1252 and has no character for the other controls.
    if unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTION_OVERRIDES:
        return ""
    return f"&#{ord(character)};"


def readable(text: str) -> str:
    r"""Return `text` without controls, overrides and half characters; line ends stay.

    For paper, which gets its texts as data and needs no escaping.

    Examples
    --------
    >>> readable("a\u202eb\x00 <c>\ud800\n")
    'ab <c>\n'
    """
    return "".join(
        one
        for one in text
        if one == "\n"
        or not (unicodedata.category(one) in ("Cc", "Cs") or one in _DIRECTION_OVERRIDES)
    )


def safe_url(url: str | None) -> str | None:
    """Return an escaped address for an ``href``, or None where it must not be one.

    Only http, https, tel and mailto are let through; an address without a scheme is taken for a
    web address, as people write them ("www.example.org"). None and blanks give None.

    Examples
    --------
    >>> safe_url("www.example.org/a?b=1")
    'https&#58;&#47;&#47;www.example.org&#47;a&#63;b&#61;1'
    >>> safe_url("javascript:alert(1)") is None
    True
    """
    address = "".join((url or "").split())
    if not address or any(unicodedata.category(c) in ("Cc", "Cs") for c in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not parts.scheme or "." in parts.scheme:
        address, parts = f"https://{address}", urlsplit(f"https://{address}")
    if parts.scheme.lower() not in _HARMLESS_SCHEMES:
        return None
    if parts.scheme.lower() in ("http", "https") and "." not in parts.netloc:
        return None
    return esc(address)


def tel_url(number: str, region: str = "") -> str | None:
    """Return an escaped ``tel:`` address, or None where nobody should dial `number`.

    Parameters
    ----------
    region
        Country in which the number stands, ISO 3166-1 alpha-2; empty where it is not known.

    Examples
    --------
    >>> tel_url("+39 051 12 34 56 (mattino)")
    'tel&#58;&#43;39051123456'
    >>> tel_url("7094854", "IT") is None  # a landline without its nought
    True
    """
    found = dialled(number, region)
    return esc(f"tel:{found}") if found else None


def mail_url(address: str | None) -> str | None:
    """Return an escaped ``mailto:`` address, or None where `address` is not one.

    Examples
    --------
    >>> mail_url("info@rete.example"), mail_url("info@rete.example?bcc=x")
    ('mailto&#58;info&#64;rete.example', None)
    """
    return esc(f"mailto:{address}") if address and _MAIL.fullmatch(address) else None
