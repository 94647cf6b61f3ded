"""Opening hours as people wrote them on which the product was wrong, with the right reading."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.exchange.service_table import read_services
from data.exchange.written_hours import read_hours
from geo.model import Appointment

CASES = Path(__file__).parents[2] / "cases"
# The list says some readings in short, or allows to refuse: what is held to stands here.
REFUSED = {
    "apertura solo al mattino nei mesi di luglio e agosto",
    "martedì ogni 15 giorni 9-12",
    "L-V 9:00-13:00",
    "LUN MAR GIO 9-12 / MER 14-17",
}
IN_SHORT = {
    "Mo 08:30-12:15; Tu 15-17:30; ...": "Mo,Fr 08:30-12:15; Tu,Th 15:00-17:30; We 14:00-16:30",
    "same": "Mo,Fr 08:30-12:15; Tu,Th 15:00-17:30; We 14:00-16:30",
    "Mo 09-12,14-18": "Mo 09:00-12:00,14:00-18:00",
    "Mo.. We 08-11:30,16-19": "Mo,Tu,Th 08:00-11:30; We 08:00-11:30,16:00-19:00",
    "Sep-Jun Mo-Fr; Jul-Aug off": "Sep-Jun Mo-Fr 08:30-12:30; Jul,Aug off",
    "Mo,Tu,We,Fr 09:30-12:30": "Mo-We,Fr 09:30-12:30",
    "Mo 09:30-13:00,13:00-15:00; Tu": "Mo 09:30-13:00,13:00-15:00; Tu 09:30-12:30",
    "Mo-Fr 09-13, tel unread": "Mo-Fr 09:00-13:00",
    "Mo,We,Fr 08-12; Tu,Th 08-12": "Mo-Fr 08:00-12:00",
    "Mo 09-12; Th 15-18; Fr 09-12": "Mo,Fr 09:00-12:00; Th 15:00-18:00",
}


def cases() -> list[dict[str, str]]:
    with (CASES / "hours.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "written"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["text"][:40])
def test_a_text_is_read_rightly_or_refused(case: dict[str, str]) -> None:
    found = read_hours(case["text"], "it").opening_hours
    if case["right"].startswith("refuse") or "(or refuse)" in case["right"]:
        assert found == ""
    else:
        assert found == IN_SHORT.get(case["right"], case["right"])


@pytest.mark.parametrize(
    ("text", "appointment"),
    [
        ("lunedì 9-12 su appuntamento", Appointment.REQUIRED),
        ("lunedì 9-12, martedì 14-16 previa prenotazione", Appointment.REQUIRED),
        ("lunedì 9-12 e su appuntamento", Appointment.POSSIBLE),
        ("lunedì 9-12, accesso libero", Appointment.NONE),
        ("Mo 9-12 by appointment only", Appointment.REQUIRED),
        ("lunedì 9-12", None),
    ],
)
def test_a_condition_is_an_appointment(text: str, appointment: Appointment | None) -> None:
    found = read_hours(text)
    assert (found.appointment, found.not_understood) == (appointment, ())
    assert found.opening_hours


@pytest.mark.parametrize(
    ("text", "hours", "left"),
    [
        ("lun-ven 9-12 (secondo piano)", "Mo-Fr 09:00-12:00", ("(secondo piano)",)),
        ("lun 9-12, tel. 0461/123456", "Mo 09:00-12:00", ("tel. 0461/123456",)),
        ("lun 9-12; info@rete.example", "Mo 09:00-12:00", ("info@rete.example",)),
        ("lun 9-12 (escluso agosto)", "Mo 09:00-12:00; Aug off", ()),
        ("lun 9-12 (martedì 14-16)", "Mo 09:00-12:00; Tu 14:00-16:00", ()),
        ("lun 9-12 nonché giov 14-16", "Mo 09:00-12:00; Th 14:00-16:00", ()),
        ("lun 9-12; sab chiuso al pubblico", "Mo 09:00-12:00; Sa off", ()),
        ("lun chiuso; ufficio anagrafe mer 9-12", "", None),
    ],
)
def test_what_stands_beside_hours(text: str, hours: str, left: tuple[str, ...] | None) -> None:
    found = read_hours(text, "it")
    assert found.opening_hours == hours
    if left is not None:
        assert found.not_understood == left


def test_a_row_keeps_what_is_read_and_what_is_not() -> None:
    reading = read_services(CASES / "records/08-hours-refused/row.csv", source="T", licence="CC0")
    assert (reading.complaints, reading.good) == ((), 4)
    slots = {s["name"]: s["schedules"][0]["approdo"] for s in reading.directory["service"].values()}
    assert slots == {
        "A": {"opening_hours": "Tu 14:00-17:00"},
        "B": {"opening_hours": "Mo 09:00-12:00", "appointment": "required"},
        "C": {"opening_hours": "Mo 09:00-12:00; Sa off"},
        "D": {"opening_hours": "Mo 08:30-12:15; Tu 15:00-17:30"},
    }
