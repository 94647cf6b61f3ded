"""Hostile text stays text in every sink."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.text.bidi import bdi, isolate
from layers.text.escaping import esc, safe_url, tel_url

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`+alert(1)+`",
    "'\"></bdi><script>",
    "\\u003cscript\\u003e",
    "{{7*7}} {% x %}",
    ":material/bug: [x](javascript:alert(1)) **b**",
    "</script><!--",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_means_something_is_left(text: str) -> None:
    written = esc(text)
    assert not set("<>\"'`${}\\[]()*_:/=!") & set(written)
    assert html.unescape(written) == text


@given(st.text())
def test_only_references_letters_digits_and_plain_punctuation(text: str) -> None:
    rest = __import__("re").sub(r"&#\d+;", "", esc(text))
    assert all(c.isalnum() or c in " .,-" for c in rest)


def test_controls_and_overrides_disappear() -> None:
    assert esc("a\x00b\x80c\u202ed\ne") == "abcd e"
    assert esc(None) == ""


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "//", "http://", "", None, "http://[x"],
)  # fmt: skip
def test_only_addresses_one_can_follow(url: str | None) -> None:
    assert safe_url(url) is None


def test_addresses_are_kept() -> None:
    assert html.unescape(safe_url("https://a.it/?q=1&r=2") or "") == "https://a.it/?q=1&r=2"
    assert html.unescape(safe_url("www.a.it") or "") == "https://www.a.it"
    assert html.unescape(tel_url("+377 93 15 28 15") or "") == "tel:+37793152815"
    assert html.unescape(tel_url("051 123456; 051 99") or "") == "tel:051123456"
    assert tel_url("chiedere") is None


def test_a_run_cannot_leave_its_isolate() -> None:
    assert isolate("a\u2069b") == "\u2068ab\u2069"
    assert bdi("</bdi>\u2069") == '<bdi dir="auto">&#60;&#47;bdi&#62;</bdi>'
    assert isolate("") == bdi(None) == ""
