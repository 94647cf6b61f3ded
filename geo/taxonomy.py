"""Needs and sectors: what a service may answer, and what is nobody's business."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One need of the taxonomy: ``Need("italian_course", "integration")``.

    `sensitive` needs never enter a link, a count or a log. `theme` is how a service of this need
    is drawn: its sector, or one of its own (schools, associations); empty means the sector.
    `visit_min` is how long a visit for it is assumed to take; `after` are needs that come before
    it where both are asked; `gives` are the documents that a person holds after it.
    """

    id: str
    sector: str
    sensitive: bool = False
    theme: str = ""
    visit_min: int = 30
    after: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Sectors and needs, in the order in which they are shown; `common` needs come before all."""

    sectors: tuple[str, ...]
    needs: tuple[Need, ...]
    common: tuple[str, ...] = ()

    def choices(self) -> tuple[str, ...]:
        """Return all that can be asked for, in the order shown: each sector, then its needs.

        Examples
        --------
        >>> Taxonomy(("s", "t"), (Need("a", "t"), Need("b", "s"))).choices()
        ('s', 'b', 't', 'a')
        """
        return tuple(
            name
            for sector in self.sectors
            for name in (sector, *(need.id for need in self.needs if need.sector == sector))
        )

    def covered_by(self, name: str) -> frozenset[str]:
        """Return the need ids that a need or a sector called `name` stands for.

        Empty where there is no such need and no such sector.
        """
        return frozenset(n.id for n in self.needs if name in (n.id, n.sector))

    def need(self, name: str) -> Need:
        """Return a need; a sector, or a name that is neither, stands for a need without rules.

        Examples
        --------
        >>> Taxonomy(("s",), (Need("a", "s", visit_min=45),)).need("a").visit_min
        45
        """
        return next((n for n in self.needs if n.id == name), Need(name, name))

    def is_sensitive(self, name: str) -> bool:
        """Return whether a need, or any need of a sector, is nobody's business.

        What is sensitive stands in no link, no count, no shared cache, and opens no page. A sector
        that holds a sensitive need is sensitive: the person may mean that one.

        Examples
        --------
        >>> taxonomy = Taxonomy(("s", "t"), (Need("a", "s", sensitive=True), Need("b", "s")))
        >>> [taxonomy.is_sensitive(name) for name in ("a", "s", "b", "t")]
        [True, True, False, False]
        """
        return any(n.sensitive for n in self.needs if name in (n.id, n.sector))
