"""How the position of a record was found."""

from __future__ import annotations

from enum import StrEnum


class PlaceMethod(StrEnum):
    """How a place was found by its address."""

    ADDRESS = "address"
    STREET = "street"
    MUNICIPALITY = "municipality"
