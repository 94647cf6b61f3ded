"""Tables of partnerships: municipalities by name and code, leads, and every fault by its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.partnership_table import (
    PartnershipRow,
    PartnershipTable,
    partnership_csv,
    read_partnership_file,
    read_partnership_rows,
)
from geo.errors import BadInput


def read(*rows: PartnershipRow) -> PartnershipTable:
    return read_partnership_rows(rows, file="reti.csv")


def codes(table: PartnershipTable) -> list[str]:
    return [one.code for one in table.complaints]


def test_one_row_a_municipality_and_one_row_a_partnership_are_the_same() -> None:
    long = read(
        PartnershipRow(2, "Rete  Nord", "Como", "Comune di Como", "Il Ponte"),
        PartnershipRow(3, "rete nord", "Livo (CO)", "", "Caritas"),
    )
    short = read(PartnershipRow(2, "Rete Nord", "Como; Livo (CO)", "Comune di Como",
                                "Il Ponte|Caritas"))  # fmt: skip
    assert long.partnerships == short.partnerships
    assert long.complaints == short.complaints == ()
    (found,) = long.partnerships
    assert (found.name, found.municipalities) == ("Rete Nord", ("013075", "013130"))
    assert (found.lead, found.partners) == ("Comune di Como", ("Il Ponte", "Caritas"))


def test_municipalities_that_were_joined_are_todays_with_a_note() -> None:
    table = read(PartnershipRow(2, "Rete", "Uggiate-Trevano; Ronago"))
    assert table.partnerships[0].municipalities == ("013256",)
    assert codes(table) == ["partnership.renamed"] * 2
    assert not table.errors
    assert table.notes[0].facts["today"] == "Uggiate con Ronago (CO)"


def test_each_fault_says_its_row_and_hinders() -> None:
    table = read(
        PartnershipRow(2, "", "Como"),
        PartnershipRow(3, "Rete A", "Atlantide"),
        PartnershipRow(4, "Rete B", "Livo"),
        PartnershipRow(5, "Rete C", "Como", "Comune di Como"),
        PartnershipRow(6, "Rete C", "Milano", "Comune di Milano"),
        PartnershipRow(7, "Rete D", "", "Nessuno"),
    )
    assert [(one.row, one.code) for one in table.errors] == [
        ("2", "exchange.missing"),
        ("3", "exchange.municipality"),
        ("4", "exchange.municipality_several"),
        ("6", "partnership.two_leads"),
        ("3", "exchange.missing"),
        ("4", "exchange.missing"),
        ("7", "exchange.missing"),
    ]


def test_a_municipality_in_two_partnerships_and_a_lead_that_is_its_own_partner_are_noted() -> None:
    table = read(
        PartnershipRow(2, "Rete A", "Como", "Caritas", "Caritas; Il Ponte"),
        PartnershipRow(3, "Rete B", "Como; Milano"),
    )
    assert codes(table) == ["partnership.own_partner", "partnership.doubled"]
    assert not table.errors
    assert (table.notes[1].facts["first"], table.notes[1].facts["second"]) == ("Rete A", "Rete B")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "headings", [("Rete", "Comuni", "Capofila"), ("الشراكة", "البلديات", "الجهة القائدة")]
)
def test_a_file_is_read_with_any_separator_and_language(
    tmp_path: Path, separator: str, headings: tuple[str, ...]
) -> None:
    path = tmp_path / "reti.csv"
    lines = [headings, ("Nord", '"Como|Livo (CO)"', "Comune di Como")]
    path.write_text("\n".join(separator.join(line) for line in lines), encoding="utf-8")
    (found,) = read_partnership_file(path).partnerships
    assert (found.municipalities, found.lead) == (("013075", "013130"), "Comune di Como")


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reti.csv"
    path.write_text("chi,dove\nNord,Como\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"exchange\.columns") as caught:
        read_partnership_file(path)
    assert caught.value.facts["missing"] == ["name", "municipalities"]
    path.write_text("rete,comuni\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"exchange\.no_rows"):
        read_partnership_file(path)


def test_what_is_written_is_read_again_and_carries_no_formula(tmp_path: Path) -> None:
    rows = [PartnershipRow(2, "Rete", "Como (CO); Livo (CO)", "=CMD()", 'A "B"; C')]
    path = tmp_path / "reti.csv"
    path.write_text(partnership_csv(rows), encoding="utf-8", newline="")
    assert "\n=CMD" not in path.read_text(encoding="utf-8")
    (found,) = read_partnership_file(path).partnerships
    assert found.municipalities == ("013075", "013130")
    assert found.partners == ('A "B"', "C")
