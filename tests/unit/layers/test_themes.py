"""The seven colours are seen on their ground and distinguished by every reader."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from geo.model import Location, Provenance, Service
from geo.taxonomy import Need, Taxonomy
from layers.themes import NIGHT, PAPER, THEMES, theme_of

# Machado, Oliveira, Fernandes 2009, severity 1, on linear sRGB.
SEEN_BY = {
    "everybody": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
               [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                   [0.2119034982, 0.6806995451, 0.1073969566],
                   [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                   [1.9779984951, -2.4285922050, 0.4505937099],
                   [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def oklab(colour: str, seen_by: str) -> np.ndarray:
    seen = np.clip(np.array(SEEN_BY[seen_by]) @ linear(colour), 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ seen)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_every_colour_is_seen_on_its_ground(theme) -> None:  # type: ignore[no-untyped-def]
    assert contrast(theme.light, PAPER) >= 3
    assert contrast(theme.light, "#FFFFFF") >= 3
    assert contrast(theme.dark, NIGHT) >= 3


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_distinguished(scheme: str, seen_by: str) -> None:
    colours = [oklab(getattr(theme, scheme), seen_by) for theme in THEMES.values()]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(colours, 2))
    assert nearest >= 0.10


def test_every_theme_has_its_own_pictogram() -> None:
    folder = Path(__file__).parents[3] / "web" / "assets" / "pictograms"
    drawn = {(folder / theme.pictogram).read_text() for theme in THEMES.values()}
    assert len(drawn) == 7


def test_the_stylesheet_has_the_same_colours() -> None:
    css = (Path(__file__).parents[3] / "web" / "assets" / "approdo.css").read_text()
    for theme in THEMES.values():
        assert f"--{theme.id}: {theme.light}" in css
        assert f"--{theme.id}: {theme.dark}" in css


def test_a_school_is_drawn_as_a_school() -> None:
    taxonomy = Taxonomy(
        ("education",),
        (
            Need("school", "education", theme="schools"),
            Need("library", "education"),
        ),
    )
    place, source = Location("1", 0.0, 0.0), Provenance("me", "CC0-1.0")
    assert theme_of(Service("1", "S", ("school",), place, source), taxonomy).id == "schools"
    assert theme_of(Service("1", "L", ("library",), place, source), taxonomy).id == "education"
