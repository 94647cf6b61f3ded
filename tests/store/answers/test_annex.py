"""The annex of a partnership: every chapter, on paper and for a word processor."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pypdfium2
import pytest

from answers.annex import annex_of
from answers.opened_area import with_services
from answers.partnerships import coordination_of
from answers.study import study_of
from data.areas.build import build_area
from data.areas.load import load_area
from data.areas.manifest import Origin
from data.areas.request import AreaRequest
from data.register.activities import ActivityIndex
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.errors import UnknownName
from geo.model import Exposure, Fund, Level, Location, Organization, Provenance, Schedule, Service
from layers.annex.annex import Annex
from layers.annex.chapters import annex_paper
from layers.report.blocks import Heading, Picture, Table
from layers.report.docx import docx_of
from layers.report.paper import pdf_of
from layers.words import LANGUAGES, Words
from tests.store.writing import upsert

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
JUNE = date(2027, 6, 30)
TRENTO, CIVEZZANO = "022205", "022061"
WHO = Provenance("test", "CC0-1.0", assured_on=date(2026, 11, 1))
PONTE = Organization("ponte", "Il <Ponte> & $x$")
SERVICES = (
    Service("desk", "Sportello #1", ("permit_help",), Location("a", 11.1500, 46.0660), WHO,
            organization=PONTE, level=Level.MUNICIPAL, funds=(Fund("FAMI", 1000.0, ends=JUNE),),
            schedules=(Schedule("Mo-Fr 09:00-12:00"),)),
    Service("twin", "Sportello #2", ("permit_help",), Location("b", 11.1501, 46.0660), WHO,
            schedules=(Schedule("Tu 10:00-13:00"),), funds=(Fund("Comune"),)),
    Service("course", "Corso", ("italian_course",), Location("c", 11.152, 46.067), WHO,
            funds=(Fund("FAMI", ends=JUNE),)),
    Service("refuge", "Rifugio", ("safety_from_violence",),
            Location("d", 11.135, 46.075, exposure=Exposure.ON_REQUEST), WHO),
)  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = open_register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    upsert(opened, SERVICES, area=None, by="test", at=NOW)
    session = RegisterSession(opened, LOCAL, NOW)
    session.partnerships.put("Rete Trento", [TRENTO, CIVEZZANO], [])
    yield opened
    opened.close()


def annex(register: Register, language: str = "it", **more: object) -> Annex:
    session = RegisterSession(register, LOCAL, NOW)
    found = coordination_of(session, ActivityIndex(register), "Rete Trento")
    return annex_of(session, found, Words(language), ending_day=JUNE, **more)  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def test_every_figure_is_the_registers(register: Register) -> None:
    found = annex(register)
    assert (found.services, found.organizations, found.unfunded) == (3, 1, 0)
    assert [(town.name, town.services) for town in found.towns] == [
        ("Civezzano (TN)", 0), ("Trento (TN)", 3),
    ]  # fmt: skip
    assert {(gap.need, *gap.towns) for gap in found.gaps} >= {
        ("permit_help", "Civezzano (TN)"), ("job_search", "Civezzano (TN)", "Trento (TN)"),
    }  # fmt: skip
    assert [(row.need, row.municipality) for row in found.left] == [("italian_course", TRENTO)]
    assert found.ending == 2
    assert len(found.overlaps) == 1
    assert len(found.dots) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_and_document_say_the_same(register: Register, language: str) -> None:
    words = Words(language)
    paper = annex_paper(annex(register, language), words)
    pdf, document = pdf_of(paper), docx.Document(io.BytesIO(docx_of(paper)))
    headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
    assert [p.text for p in document.paragraphs if p.style.name.startswith("Heading")] == headings
    tables = [one for one in paper.blocks if isinstance(one, Table)]
    assert len(document.tables) == len(tables) + 1, "and the figures at the top"
    for block, table in zip(tables, document.tables[1:], strict=True):
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            list(block.heads), *map(list, block.rows),
        ]  # fmt: skip
    assert len(document.inline_shapes) == sum(isinstance(one, Picture) for one in paper.blocks) == 1
    if language != "ar":
        said = text_of(pdf)
        for heading in headings:
            assert heading in said
        assert "Il <Ponte> & $x$" in said


def test_a_protected_place_is_in_neither(register: Register) -> None:
    paper = annex_paper(annex(register), Words("it"))
    content = docx_of(paper) + pdf_of(paper)
    assert b"46.075" not in content
    assert "Rifugio" not in text_of(pdf_of(paper))
    assert not re.search(r"11[.,]135", str(paper.blocks))


def test_an_annex_is_of_one_partnership(register: Register) -> None:
    session = RegisterSession(register, LOCAL, NOW)
    found = coordination_of(session, ActivityIndex(register))
    with pytest.raises(UnknownName, match=r"partnership\.unknown"):
        annex_of(session, found, Words("it"), ending_day=JUNE)


def test_an_area_of_the_partnership_gives_coverage_and_proposals(
    register: Register, corner: Path, own_var: Path
) -> None:
    origin = Origin(codes=(TRENTO,))
    request = AreaRequest("corner", corner, None, {"it": "C"}, "Europe/Rome", "IT", origin=origin)
    build_area(request, now=NOW, on_progress=lambda *_: None)
    study = study_of(with_services(load_area("corner"), register))
    found = annex(register, study=study)
    assert found.coverage_area == "C"
    needs = {row.need: row for row in found.coverage}
    assert 0 < needs["permit_help"].possible <= 1
    assert needs["permit_help"].certain <= needs["permit_help"].possible
    assert "safety_from_violence" not in needs
    missing = [row.missing for row in found.coverage]
    assert missing == sorted(missing, reverse=True)
    for proposal in found.proposals:
        assert 0 < proposal.people <= needs[proposal.need].missing + 1
    paper = annex_paper(found, Words("it"))
    assert Words("it").say("annex.coverage_intro", area="C") in str(paper.blocks)
