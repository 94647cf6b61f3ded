"""A school as the register has it, for a newer register of the ministry to be compared with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school as the register has it.

    Parameters
    ----------
    id, organization_id, location_id
        Of its documents.
    code, former
        Its *codice meccanografico* of today, and those it had before.
    year
        In which the school year began that it was last said of.
    municipality
        ISTAT code; empty where it is not known.
    """

    id: str
    organization_id: str
    location_id: str
    code: str
    former: tuple[str, ...]
    year: int
    grade: str
    is_state: bool
    municipality: str
    name: str
    address: str
