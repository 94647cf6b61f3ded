"""The map of Italy on which municipalities are picked, and shaded."""

from __future__ import annotations

from layers.map.italy import ItalyOptions
from layers.text.escaping import esc
from layers.words import Words

CLASSES = 5


def italy_options(tiles: str, words: Words, *, density: bool = True) -> ItalyOptions:
    """Return what the map of Italy needs.

    Parameters
    ----------
    tiles
        Name of the file of its tiles.
    density
        Whether municipalities are shaded by how many people live there.
    """
    texts = {
        "attribution": words.say("areas.source_note"),
        "legend": words.say("areas.legend"),
        "zoom_in": words.say("map.zoom_in"),
        "zoom_out": words.say("map.zoom_out"),
    }
    shown = range(CLASSES if density else 0)
    return ItalyOptions(
        tiles_url=f"/italy/{tiles}",
        language=words.language,
        direction=words.direction,
        texts={key: esc(text) for key, text in texts.items()},
        classes=[esc(words.say(f"density.{number}")) for number in shown],
    )
