"""The address indexes of built areas, as written addresses are looked up in them."""

from __future__ import annotations

import sqlite3

import shapely

from data.areas.load import current_folder, list_areas
from data.areas.manifest import read_manifest
from data.catalog.municipalities import municipalities
from data.placing.address_index import AddressIndex
from data.placing.place_address import Searched
from geo.errors import StorageFailure


def searched_areas(area_id: str | None = None) -> list[Searched]:
    """Return the address indexes of all built areas, or of one.

    Raises
    ------
    UnknownName
        ``area.unknown``.
    StorageFailure
        ``area.damaged``.
    """
    ids = [area_id] if area_id else [manifest.id for manifest in list_areas()]
    return [_searched(one, is_default=area_id is not None) for one in ids]


def _searched(area_id: str, *, is_default: bool) -> Searched:
    folder = current_folder(area_id)
    manifest = read_manifest(folder)
    try:
        index = AddressIndex(folder / "addresses.sqlite")
    except sqlite3.Error as error:
        raise StorageFailure("area.damaged", area=area_id) from error
    reached = municipalities().meeting(shapely.box(*manifest.bounds))
    names = frozenset(name.casefold() for name in (manifest.id, *manifest.names.values()))
    return Searched(index, names, frozenset(town.code for town in reached), is_default)
