"""The files of a report that are to be read: the PDF, the map, what each table holds."""

from __future__ import annotations

from collections.abc import Sequence

from geo.demand import Homes
from geo.measures.outcome import Background, Outcome
from geo.measures.steps import STEPS
from geo.measures.week import Week
from geo.model import Taxonomy
from geo.network.streets import StreetNetwork
from layers.charts.drawing import PAPER
from layers.charts.loss import loss_chart
from layers.map.gap_layer import picture_of
from layers.report.content import report_of
from layers.report.map_picture import map_picture
from layers.report.paper import pdf_of, png_of
from layers.words import Words

TABLES = ("places", "steps", "sweep", "week", "cliff", "services", "layers")


def report_files(
    outcome: Outcome,
    week: Week,
    names: Sequence[str],
    homes: Homes,
    streets: StreetNetwork,
    told: Background,
    words: Words,
    *,
    taxonomy: Taxonomy,
) -> dict[str, bytes | str]:
    """Return name and content of what people read in a report.

    Parameters
    ----------
    names
        Of the places that the outcome's gaps number.
    """
    picture = picture_of(homes, outcome, words, taxonomy=taxonomy)
    credit = words.say("paper.credit", sources=_credits(told))
    drawn = map_picture(streets, picture, credit, words)
    report = report_of(outcome, week, names, drawn, told, words)
    found = outcome.found
    bands = [(step, found.band(step)) for step in STEPS]
    loss = loss_chart(bands, float(found.people.sum()), words, PAPER)
    return {
        "report.pdf": pdf_of(report),
        "map.png": png_of(drawn),
        "loss.png": png_of(loss),
        "README.txt": _guide(told, words),
    }


def _credits(told: Background) -> list[str]:
    found = (credit or name for name, _, credit, _ in told.sources)
    return list(dict.fromkeys(found))


def _guide(told: Background, words: Words) -> str:
    """Return what each file holds, its units, and whose the data are."""
    lines = [words.say("paper.guide.title", area=told.area), ""]
    lines += [words.say(f"paper.guide.{name}") for name in ("pdf", "settings", *TABLES, "png")]
    lines += ["", words.say("paper.guide.units"), "", words.say("paper.sources")]
    lines += [" · ".join(part for part in source if part) for source in told.sources]
    return "\n".join(lines) + "\n"
