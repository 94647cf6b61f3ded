"""Read services from an OpenStreetMap file, by the rules of ``data/catalog/osm_tags.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import numpy as np
import osmium
import shapely
from osmium.filter import KeyFilter

from data.catalog.tables import ANYTHING, TagRule, load_languages, load_statuses, load_tag_rules
from geo.model import (
    Address,
    Answer,
    Confidence,
    Eligibility,
    Location,
    Organization,
    Phone,
    Provenance,
    Schedule,
    Service,
)
from geo.network.sphere import distance_m

SOURCE = "OpenStreetMap"
LICENCE = "ODbL-1.0"
SERVICE_KEYS = (
    "amenity",
    "office",
    "healthcare",
    "social_facility",
    "government",
    "club",
    "social_centre",
    "building",
)
SAME_PLACE_M = 80.0
"""Two objects with one name and need nearer than this are one service, drawn twice."""

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    tags: dict[str, str]
    lon: float
    lat: float
    rule: TagRule


@dataclass(frozen=True, slots=True)
class _Building:
    address: dict[str, str]
    shape: shapely.Geometry


def read_services(path: Path) -> tuple[Service, ...]:
    """Return the services of an extract, sorted by id.

    Nodes, closed ways and multipolygons count; an object drawn both as node and as building counts
    once. Objects without address take that of the building they stand in.

    Parameters
    ----------
    path
        An OpenStreetMap file.
    """
    found, buildings = _scan(path)
    single = _once(found)
    addresses = _addresses(single, buildings)
    services = (_service(item, address) for item, address in zip(single, addresses, strict=True))
    return tuple(sorted(services, key=lambda service: service.id))


def rule_for(tags: Tags, rules: Iterable[TagRule]) -> TagRule | None:
    """Return the first rule that fits, None where none does or it names no need.

    Examples
    --------
    >>> rule_for({"amenity": "pharmacy"}, load_tag_rules()).needs
    ('pharmacy',)
    >>> rule_for({"amenity": "veterinary"}, load_tag_rules()) is None
    True
    """
    if not any(key in tags for key in SERVICE_KEYS):
        return None
    for rule in rules:
        if _fits(tags, rule):
            return rule if rule.needs else None
    return None


def _fits(tags: Tags, rule: TagRule) -> bool:
    if not all(_has(tags, key, values) for key, values in rule.tags.items()):
        return False
    if any(_has(tags, key, values) for key, values in rule.unless.items()):
        return False
    named = f"{tags.get('name', '')} {tags.get('official_name', '')}"
    return rule.name is None or rule.name.search(named.strip()) is not None


def _has(tags: Tags, key: str, values: frozenset[str]) -> bool:
    found = tags.get(key)
    if found is None:
        return False
    return ANYTHING in values or any(part.strip() in values for part in found.split(";"))


def _scan(path: Path) -> tuple[list[_Found], list[_Building]]:
    rules = load_tag_rules()
    found: list[_Found] = []
    buildings: list[_Building] = []
    factory = osmium.geom.WKBFactory()
    reader = osmium.FileProcessor(str(path)).with_areas(KeyFilter(*SERVICE_KEYS))
    for item in reader.with_filter(KeyFilter(*SERVICE_KEYS)):
        if isinstance(item, osmium.osm.Node):
            tags = {tag.k: tag.v for tag in item.tags}
            rule = rule_for(tags, rules)
            if rule is not None and item.location.valid():
                found.append(_Found(f"osm:node/{item.id}", tags, item.lon, item.lat, rule))
        elif isinstance(item, osmium.osm.Area):
            tags = {tag.k: tag.v for tag in item.tags}
            rule = rule_for(tags, rules)
            addressed = "addr:housenumber" in tags and "building" in tags
            if rule is None and not addressed:
                continue
            shape = _shape(factory, item)
            if shape is None:
                continue
            if addressed:
                buildings.append(_Building(tags, shape))
            if rule is not None:
                kind = "way" if item.from_way() else "relation"
                inside = shape.representative_point()
                name = f"osm:{kind}/{item.orig_id()}"
                found.append(_Found(name, tags, inside.x, inside.y, rule))
    return found, buildings


def _shape(factory: osmium.geom.WKBFactory, area: osmium.osm.Area) -> shapely.Geometry | None:
    try:
        return shapely.from_wkb(factory.create_multipolygon(area))
    except RuntimeError:  # a ring that is not closed: the object cannot be placed as an area
        return None


def _once(found: list[_Found]) -> list[_Found]:
    """Keep one of several objects that say the same service: the one that says most."""
    kept: list[_Found] = []
    by_name: dict[tuple[str, str], list[_Found]] = {}
    for item in sorted(found, key=lambda item: (-len(item.tags), item.id)):
        name = item.tags.get("name", "").casefold()
        namesakes = by_name.setdefault((name, item.rule.needs[0]), [])
        if any(_metres(item, namesake) < SAME_PLACE_M for namesake in namesakes if name):
            continue
        namesakes.append(item)
        kept.append(item)
    return kept


def _metres(a: _Found, b: _Found) -> float:
    here, there = (np.array([v]) for v in (a.lon, a.lat)), (np.array([v]) for v in (b.lon, b.lat))
    return float(distance_m(*here, *there)[0])


def _addresses(found: list[_Found], buildings: list[_Building]) -> list[Address | None]:
    if not found:
        return []
    tree = shapely.STRtree([building.shape for building in buildings])
    points = shapely.points([item.lon for item in found], [item.lat for item in found])
    inside: dict[int, int] = {}
    for point, building in zip(*tree.query(points, predicate="within"), strict=True):
        inside.setdefault(int(point), int(building))
    return [
        _address(item.tags)
        or (_address(buildings[inside[number]].address) if number in inside else None)
        for number, item in enumerate(found)
    ]


def _address(tags: Tags) -> Address | None:
    street = tags.get("addr:street") or tags.get("addr:place") or tags.get("contact:street")
    house = tags.get("addr:housenumber") or tags.get("contact:housenumber")
    if street is None:
        full = tags.get("addr:full")
        return Address(full) if full else None
    return Address(
        address_1=f"{street} {house}" if house else street,
        city=tags.get("addr:city"),
        postal_code=tags.get("addr:postcode"),
        country=tags.get("addr:country"),
    )


def _service(item: _Found, address: Address | None) -> Service:
    tags, rule = item.tags, item.rule
    return Service(
        id=item.id,
        name=tags.get("name") or tags.get("operator") or "",
        needs=rule.needs,
        location=Location(item.id, item.lon, item.lat, address, wheelchair=_wheelchair(tags)),
        provenance=Provenance(
            SOURCE,
            LICENCE,
            source_id=item.id.removeprefix("osm:"),
            confidence=Confidence.DERIVED,
            assured_on=_day(tags.get("check_date:opening_hours") or tags.get("check_date")),
        ),
        organization=_organization(item),
        schedules=_schedules(tags, rule),
        phones=_phones(tags),
        website=_first(tags, "contact:website", "website", "url"),
        email=_first(tags, "contact:email", "email"),
        names=_names(tags),
        eligibility=_eligibility(rule),
        access=rule.access,
    )


def _wheelchair(tags: Tags) -> Answer:
    return {"yes": Answer.YES, "designated": Answer.YES, "no": Answer.NO}.get(
        tags.get("wheelchair", ""), Answer.UNKNOWN
    )


def _organization(item: _Found) -> Organization | None:
    operator = item.tags.get("operator")
    if operator is None and item.rule.kind is None:
        return None
    name = operator or item.tags.get("name", "")
    return Organization(f"{item.id}#operator", name, item.rule.kind)


def _schedules(tags: Tags, rule: TagRule) -> tuple[Schedule, ...]:
    hours = tags.get("opening_hours") or rule.usual_hours
    spoken = frozenset(
        language.code
        for language in load_languages()
        if tags.get(f"language:{language.short}") in {"yes", "main"}
    )
    if hours is None and not spoken:
        return ()
    return (Schedule(hours, languages=spoken or None),)


def _phones(tags: Tags) -> tuple[Phone, ...]:
    found = _first(tags, "contact:phone", "phone", "contact:mobile", "mobile")
    return tuple(Phone(part.strip()) for part in found.split(";") if part.strip()) if found else ()


def _first(tags: Tags, *keys: str) -> str | None:
    return next((tags[key] for key in keys if tags.get(key)), None)


def _names(tags: Tags) -> Mapping[str, str]:
    names = {
        key.removeprefix("name:"): value
        for key, value in tags.items()
        if key.startswith("name:") and len(key) == len("name:xx")
    }
    return MappingProxyType(dict(sorted(names.items())))


def _eligibility(rule: TagRule) -> Eligibility:
    if not rule.accepts_anyone:
        return Eligibility()
    return Eligibility(statuses=MappingProxyType(dict.fromkeys(load_statuses(), Answer.YES)))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
