"""Seven themes: one colour and one pictogram each, the same on map, list, card and legend.

The colours were found by a search: at least 3 : 1 against the ground they stand on, and as far
apart as possible in OKLab for readers with and without each of the three colour-vision
deficiencies. The pictogram says the theme to whom the colour does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import OrganizationKind, Service
from geo.taxonomy import Taxonomy

PAPER = "#FAF6EE"
"""The page's ground in light."""
NIGHT = "#15191E"
"""The page's ground in dark."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How a theme is drawn.

    Attributes
    ----------
    id
        Also the key of its name: ``theme.<id>``.
    light, dark
        ``#RRGGBB`` on paper and on the dark ground. White text on `light` and dark text on
        `dark` can be read.
    pictogram
        File name under ``/assets/pictograms/``.
    """

    id: str
    light: str
    dark: str
    pictogram: str


THEMES = {
    theme.id: theme
    for theme in (
        Theme("work", "#8A461E", "#EC7F0B", "work.svg"),
        Theme("integration", "#254D63", "#A8C1EE", "integration.svg"),
        Theme("housing", "#4E9579", "#5AAF8E", "housing.svg"),
        Theme("health", "#561617", "#A35B73", "health.svg"),
        Theme("education", "#2F1F61", "#7D61D6", "education.svg"),
        Theme("schools", "#AB7506", "#E8C66F", "schools.svg"),
        Theme("associations", "#4A6D75", "#95FAF1", "associations.svg"),
    )
}
"""By id, in the order in which they are shown."""


def theme_of_need(need: str, taxonomy: Taxonomy) -> Theme:
    """Return the theme of a need or sector; integration where the name is not known.

    Examples
    --------
    >>> from geo.taxonomy import Need
    >>> taxonomy = Taxonomy(("education",), (Need("school", "education", theme="schools"),))
    >>> theme_of_need("school", taxonomy).id
    'schools'
    """
    themes = {known.id: known.theme or known.sector for known in taxonomy.needs}
    name = themes.get(need, need)
    return THEMES.get(name, THEMES["integration"])


def theme_of(service: Service, taxonomy: Taxonomy) -> Theme:
    """Return the theme of a service's main need; without one, that of its organisation's kind."""
    if service.needs:
        return theme_of_need(service.needs[0], taxonomy)
    kind = service.organization.kind if service.organization else None
    if kind is OrganizationKind.SCHOOL:
        return THEMES["schools"]
    return THEMES["associations" if kind is OrganizationKind.ASSOCIATION else "integration"]
