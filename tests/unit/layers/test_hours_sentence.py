"""Opening hours in words."""

from __future__ import annotations

import pytest

from geo.hours.opening_rules import opening_rules
from layers.find.hours_sentence import hours_sentences
from layers.words import Words

LINES = [
    ("Mo-Fr 09:00-13:00,14:30-18:00; Sa off", "it",
     ("da lunedì a venerdì: 09:00–13:00, 14:30–18:00", "sabato: chiuso")),
    ("Mo,We,Fr 09:00-12:00", "en", ("Monday, Wednesday and Friday: 09:00–12:00",)),
    ("24/7", "it", ("24 ore su 24",)),
    ("24/7; PH off", "en", ("24 hours a day", "public holidays: closed")),
    ("Mo-Su 08:00-20:00", "it", ("ogni giorno: 08:00–20:00",)),
    ("Mo[1] 09:00-12:00", "it", ("primo lunedì del mese: 09:00–12:00",)),
    ("Fr 22:00-02:00", "en", ("Friday: from 22:00 to 02:00 the next day",)),
    ("Jul-Aug Mo-Fr 08:00-12:00", "it", ("da luglio a agosto, da lunedì a venerdì: 08:00–12:00",)),
    ("Aug 10-20 off", "en", ("10 August to 20 August: closed",)),
    ("Mo-Sa", "en", ("Monday to Saturday: hours not given",)),
    ('Mo 09:00-12:00 "suonare"', "it", ("lunedì: 09:00–12:00 (suonare)",)),
    ("Mo-Fr 09:00-18:00; Fr 09:00-13:00", "en",
     ("Monday to Thursday: 09:00–18:00", "Friday: 09:00–13:00")),
    ("Mo 09:00-12:00, Mo 15:00-17:00", "en", ("Monday: 09:00–12:00, 15:00–17:00",)),
    ("", "it", ()),
    ("   ", "it", ()),
    # More than a line can say is shown as written.
    ("Mo-Fr 09:00+", "en", ("As written by the source: Mo-Fr 09:00+",)),
    ("Mo-Fr sunrise-sunset", "en", ("As written by the source: Mo-Fr sunrise-sunset",)),
    ("week 1-20 Mo 09:00-12:00", "en", ("As written by the source: week 1-20 Mo 09:00-12:00",)),
    ("SH off", "en", ("As written by the source: SH off",)),
    ("mattina", "it", ("Come scritto dalla fonte: mattina",)),
    # What stands later overrules: these closings hold nowhere.
    ("PH off; Mo-Fr 09:00-12:00", "en", ("As written by the source: PH off; Mo-Fr 09:00-12:00",)),
    ("Aug off; Mo 09:00-12:00", "en", ("As written by the source: Aug off; Mo 09:00-12:00",)),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "language", "lines"), LINES)
def test_lines(hours: str, language: str, lines: tuple[str, ...]) -> None:
    assert hours_sentences(hours, Words(language)) == lines


def test_arabic_isolates_the_hours() -> None:
    (line,) = hours_sentences("Mo-Fr 09:00-13:00", Words("ar"))
    assert line == "من الاثنين إلى الجمعة: \u206609:00–13:00\u2069"


def test_a_comment_may_hold_what_separates_rules() -> None:
    rules = opening_rules('Mo 09:00-12:00 "suonare; 2, piano"; Tu off')
    assert rules is not None
    assert [(rule.days, rule.comment) for rule in rules] == [
        ((0,), "suonare; 2, piano"),
        ((1,), ""),
    ]
