"""The annex of a partnership: what a plan or a call's application carries, put together once."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from itertools import islice

import numpy as np
import shapely

from answers.coverage import outcome_of, services_asked
from answers.partnerships import (
    Coordination,
    cross,
    gaps,
    overlaps_of,
    place_name,
    principles_of,
)
from answers.siting import Objective, propose, spots_of
from answers.study import Study
from data.catalog.municipalities import AGE_GROUPS, GROUPS, municipalities
from data.catalog.tables import load_taxonomy
from data.register.offers import positions_of
from data.register.partnerships import Partnership
from data.register.session import RegisterSession
from geo.errors import ApprodoError, UnknownName
from geo.measures.coverage import cover
from geo.measures.question import CoverageQuestion
from geo.measures.steps import ScreeningStep
from geo.partnerships.activity import Dimension
from geo.partnerships.funding import ending_by, funds_of, left_without
from geo.partnerships.principles import concentration
from layers.annex.annex import (
    Annex,
    AnnexCoverage,
    AnnexDot,
    AnnexGap,
    AnnexMatrix,
    AnnexProposal,
    AnnexTown,
    Ring,
)
from layers.partnerships.gap_rows import overlap_row
from layers.partnerships.rows import labeller, matrix_table
from layers.sentences import marked
from layers.words import Words

MATRICES = (
    (Dimension.MUNICIPALITY, Dimension.SECTOR),
    (Dimension.ORGANIZATION, Dimension.ACTION),
    (Dimension.NEED, Dimension.LEVEL),
    (Dimension.FUND, Dimension.SECTOR),
)
PROPOSALS = 3
SIMPLIFIED_DEG = 0.001
"""Detail of the outlines on the map: about a hundred metres."""


def annex_of(
    session: RegisterSession,
    found: Coordination,
    words: Words,
    *,
    ending_day: date,
    study: Study | None = None,
) -> Annex:
    """Return the annex of the partnership that a coordination is scoped to.

    Parameters
    ----------
    ending_day
        By which money is taken to end.
    study
        An area with ground in the partnership, for coverage and proposals; None: neither is said.

    Raises
    ------
    UnknownName
        ``partnership.unknown`` where the coordination is of no partnership.
    """
    partnership = _partnership(found)
    today = session.now.date()
    namer = partial(place_name, language=words.language)
    names = found.organizations
    with session.register.reading() as connection:
        places = positions_of(connection, [one.id for one in found.activities])
    sectors = {one.id: next(iter(one.sectors), "") for one in found.activities}
    services = {
        one.id: marked(one.name, words, demonstration=one.demonstration) for one in found.activities
    }
    pairs = overlaps_of(session, found)
    coverage, proposals = _coverage(study, session.now) if study else ((), ())
    return Annex(
        name=partnership.name,
        lead=names.get(partnership.lead or "", ""),
        partners=[names.get(o, o) for o in partnership.organizations if o != partnership.lead],
        day=today,
        towns=_towns(found, words),
        ages=_ages(found),
        dots=[AnnexDot(lon, lat, sectors[record_id]) for record_id, lon, lat in places],
        services=len(found.activities),
        organizations=len({o for one in found.activities for o in one.organizations}),
        demonstrations=found.demonstrations,
        matrices=[_matrix(found, *pair, words) for pair in MATRICES],
        principles=principles_of(found),
        concentration=concentration(found.activities),
        gaps=[
            AnnexGap(gap.need, [namer(code) for code in gap.municipalities], gap.residents)
            for gap in gaps(found)
        ],
        overlaps=[overlap_row(pair, services, words) for pair in pairs],
        funds=funds_of(found.activities),
        unfunded=sum(not one.funds for one in found.activities),
        ending_day=ending_day,
        ending=len(ending_by(found.activities, ending_day, today=today)),
        left=left_without(found.activities, ending_day, today=today),
        coverage_area=study.opened.area.manifest.name(words.language) if study else "",
        coverage=coverage,
        proposals=proposals,
        place_names={code: namer(code) for one in found.activities for code in one.municipalities},
    )


def _partnership(found: Coordination) -> Partnership:
    for one in found.partnerships:
        if one.name == found.scope:
            return one
    known = tuple(one.name for one in found.partnerships)
    raise UnknownName("partnership.unknown", name=found.scope or "", known=known)


def _towns(found: Coordination, words: Words) -> list[AnnexTown]:
    table = municipalities()
    rows = []
    for code in found.municipalities:
        town, outline = table.get(code), table.outline([code])
        rows.append(
            AnnexTown(
                place_name(code, words.language),
                town.residents,
                town.area_km2,
                sum(code in one.municipalities for one in found.activities),
                _rings(outline),
            )
        )
    return rows


def _rings(outline: shapely.Geometry) -> list[Ring]:
    plain = shapely.simplify(outline, SIMPLIFIED_DEG)
    return [list(part.exterior.coords) for part in getattr(plain, "geoms", [plain])]


def _ages(found: Coordination) -> dict[str, float]:
    table = municipalities()
    counts = np.array([table.get(code).counts for code in found.municipalities], np.float64)
    if not len(counts):
        return {}
    sums = np.nansum(counts, axis=0)
    return {age: float(sums[GROUPS.index(f"age_{age}")]) for age in AGE_GROUPS}


def _matrix(found: Coordination, rows: Dimension, columns: Dimension, words: Words) -> AnnexMatrix:
    row_label, column_label = (
        labeller(one, words, found.organizations, place_name) for one in (rows, columns)
    )
    counted = cross(found, rows, columns)
    head = words.choice("partnerships.dimension", rows.value)
    across = words.choice("partnerships.dimension", columns.value)
    table = matrix_table(counted, row_label, column_label, words.say("partnerships.total"))
    return AnnexMatrix(f"{head} × {across}", head, table)


def _coverage(study: Study, now: datetime) -> tuple[list[AnnexCoverage], list[AnnexProposal]]:
    """Return each need's coverage for everybody, and where one more site would help most."""
    needs = (one.id for one in load_taxonomy().needs if not one.sensitive)
    rows = [row for need in needs if (row := _covered(study, need, now)) is not None]
    rows.sort(key=lambda row: -row.missing)
    proposals = (_proposal(study, row.need, now) for row in rows if row.possible > 0)
    return rows, list(islice(filter(None, proposals), PROPOSALS))


def _covered(study: Study, need: str, now: datetime) -> AnnexCoverage | None:
    """Return a need's coverage; None where all of its services are by referral."""
    people = study.people("people")
    question, total = CoverageQuestion(need), float(people.sum())
    asked = services_asked(study, question, now=now)
    if not asked.services:
        return AnnexCoverage(need, 0.0, 0.0, total)
    if not asked.screening.possible[0].any():
        return None
    found = cover(asked.reach, people, asked.screening, limit_min=question.limit_min)
    band = found.band(ScreeningStep.ROOM)
    return AnnexCoverage(
        need, band.certain / total, band.possible / total, float(found.missing.sum())
    )


def _proposal(study: Study, need: str, now: datetime) -> AnnexProposal | None:
    zone = np.zeros(len(study.homes), np.int32)
    people = study.people("people")
    question = CoverageQuestion(need)
    try:
        outcome = outcome_of(study, question, people=people, zone=zone, now=now)
        found = propose(study, outcome, spots_of(study, "anywhere"), Objective.PEOPLE, new=1)
    except ApprodoError:  # nobody is missing, or there is nowhere to build
        return None
    if not found.best.chosen:
        return None
    return AnnexProposal(need, found.spots.names[found.best.chosen[0]], found.best.people)
