"""Make the paper's typefaces again from those of the page: plain TrueType, two weights each.

``python docs/make_fonts.py`` needs fonttools and brotli; the paper itself needs neither. Each part
of a typeface is a family of its own, so that the text falls back from one to the next.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "web" / "assets" / "fonts"
PAPER = ROOT / "layers" / "report" / "fonts"
PARTS = {
    "noto-sans-latin-5.3.0.woff2": "Noto Sans",
    "noto-sans-latin-ext-5.3.0.woff2": "Noto Sans Ext",
    "noto-sans-arabic-5.3.0.woff2": "Noto Sans Arabic",
}
WEIGHTS = {400: "Regular", 700: "Bold"}
FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6


def main() -> None:
    """Write every part in every weight."""
    for file, family in PARTS.items():
        for weight, style in WEIGHTS.items():
            font = TTFont(PAGE / file)
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
            font = instantiateVariableFont(font, {**axes, "wght": weight})
            _name(font, family, style)
            font["OS/2"].usWeightClass = weight
            font.flavor = None
            font["head"].modified = font["head"].created  # the same bytes at every run
            font.recalcTimestamp = False
            font.save(PAPER / f"{family.replace(' ', '')}-{style}.ttf")


def _name(font: TTFont, family: str, style: str) -> None:
    compact = family.replace(" ", "")
    told = {
        FAMILY: family,
        STYLE: style,
        UNIQUE: f"{compact}-{style}",
        FULL: f"{family} {style}",
        POSTSCRIPT: f"{compact}-{style}",
    }
    names = font["name"]
    names.names = [one for one in names.names if one.nameID in (0, 5, 13, 14)]
    for number, text in told.items():
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main()
