"""The objects of HSDS 3.0 in one table: fields, types, references, nesting.

Facts from Open Referral, Human Services Data Specification 3.0 (CC BY-SA 4.0): the schemas of its
objects, the tabular data package and the nesting of the compiled schemas. ``service_capacity``,
``unit``, ``url`` and the attribute's ``label`` come from the draft of 3.1. Two constraints of the
tabular package are left out because they forbid what is ordinary: that an organisation has one
program at most, and that a code stands once in all taxonomies together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLACES = ("physical", "postal", "virtual")
FORMATS = ("uuid", "email", "uri")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object.

    Attributes
    ----------
    type
        ``string``, ``number``, ``boolean``, ``date``, ``time`` or ``datetime``.
    format
        ``uuid``, ``email`` or ``uri``: what the text of a string must be.
    required, required_in_tables
        Everywhere; only where rows of tables say by it what nesting says in JSON.
    values
        The only ones that it may have; empty where any may.
    """

    name: str
    type: str = "string"
    format: str | None = None
    required: bool = False
    required_in_tables: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HsdsObject:
    """An object: its name, its CSV file, the key of a list of them, what it names, what it holds.

    Attributes
    ----------
    references
        Field → the object that it names.
    children
        Key of a list → the object in it, which has no life without this one.
    since
        The version of HSDS that has it first.
    """

    name: str
    file: str
    plural: str
    fields: tuple[Field, ...]
    references: Mapping[str, str]
    children: Mapping[str, str]
    since: str = "3.0"

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}


_VALUES = {
    "service.status": ("active", "inactive", "defunct", "temporarily closed"),
    "location.location_type": PLACES,
    "address.address_type": PLACES,
    "schedule.wkst": DAYS,
    "schedule.freq": ("WEEKLY", "MONTHLY"),
}

_FIELDS = {
    "organization": "id:uuid! name! alternate_name description! email:email website:uri tax_status"
    " tax_id year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid",
    "program": "id:uuid! organization_id:uuid+ name! alternate_name description!",
    "service": "id:uuid! organization_id:uuid+ program_id:uuid name! alternate_name description"
    " url:uri email:email status! interpretation_services application_process fees_description"
    " wait_time fees accreditations eligibility_description minimum_age:number"
    " maximum_age:number assured_date:date assurer_email:email licenses alert"
    " last_modified:datetime",
    "attribute": "id:uuid! link_id:uuid+ taxonomy_term_id:uuid+ link_type link_entity+ value label",
    "service_at_location": "id:uuid! service_id:uuid+ location_id:uuid+ description",
    "location": "id:uuid! location_type! url:uri organization_id:uuid name alternate_name"
    " description transportation latitude:number longitude:number external_identifier"
    " external_identifier_type",
    "phone": "id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid"
    " service_at_location_id:uuid number! extension:number type description",
    "contact": "id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid"
    " location_id:uuid name title department email:email",
    "address": "id:uuid! location_id:uuid attention address_1! address_2 city! region"
    " state_province! postal_code! country! address_type!",
    "schedule": "id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid"
    " valid_from:date valid_to:date dtstart:date timezone:number until:date count:number wkst"
    " freq interval:number byday byweekno bymonthday byyearday description opens_at:time"
    " closes_at:time schedule_link:uri attending_type notes",
    "funding": "id:uuid! organization_id:uuid service_id:uuid source",
    "service_area": "id:uuid! service_id:uuid name description extent extent_type uri",
    "required_document": "id:uuid! service_id:uuid document uri:uri",
    "language": "id:uuid! service_id:uuid location_id:uuid phone_id:uuid name code note",
    "accessibility": "id:uuid! location_id:uuid description details url:uri",
    "taxonomy_term": "id:uuid! code name! description! parent_id:uuid taxonomy language"
    " taxonomy_id:uuid term_uri:uri",
    "metadata": "id:uuid! resource_id:uuid+ resource_type+ last_action_date:date!"
    " last_action_type! field_name! previous_value! replacement_value! updated_by!",
    "meta_table_description": "id:uuid! name language character_set",
    "cost_option": "id:uuid! service_id:uuid+ valid_from:date valid_to:date option currency"
    " amount:number amount_description",
    "organization_identifier": "id:uuid! organization_id:uuid+ identifier_scheme identifier_type!"
    " identifier!",
    "taxonomy": "id:uuid! name! description! uri:uri version",
    "service_capacity": "id:uuid! service_id:uuid+ unit_id:uuid+ available:number! maximum:number"
    " description updated:datetime!",
    "unit": "id:uuid! name! scheme identifier uri:uri",
    "url": "id:uuid! label url:uri! organization_id:uuid service_id:uuid",
}
"""Fields in their order: ``name[:type or format]``, ``!`` required, ``+`` required in tables."""

_FILES = {
    "organization": "organizations.csv", "program": "programs.csv", "service": "services.csv",
    "attribute": "attributes.csv", "service_at_location": "service_at_location.csv",
    "location": "locations.csv", "phone": "phones.csv", "contact": "contacts.csv",
    "address": "addresses.csv", "schedule": "schedules.csv", "funding": "funding.csv",
    "service_area": "service_areas.csv", "required_document": "required_documents.csv",
    "language": "languages.csv", "accessibility": "accessibility.csv",
    "taxonomy_term": "taxonomy_terms.csv", "metadata": "metadata.csv",
    "meta_table_description": "meta_table_descriptions.csv", "cost_option": "cost_options.csv",
    "organization_identifier": "organization_identifiers.csv", "taxonomy": "taxonomies.csv",
    "service_capacity": "service_capacity.csv", "unit": "units.csv", "url": "url.csv",
}  # fmt: skip

_REFERENCES = {
    "program": ("organization",),
    "service": ("organization", "program"),
    "location": ("organization",),
    "service_at_location": ("location",),
    "attribute": ("taxonomy_term",),
    "taxonomy_term": ("taxonomy",),
    "service_capacity": ("unit",),
}
"""What an object names by ``<object>_id`` beside its owner."""

_LISTS = {
    "phones": "phone", "schedules": "schedule", "service_areas": "service_area",
    "service_at_locations": "service_at_location", "languages": "language", "funding": "funding",
    "cost_options": "cost_option", "required_documents": "required_document",
    "contacts": "contact", "attributes": "attribute", "metadata": "metadata",
    "addresses": "address", "accessibility": "accessibility",
    "organization_identifiers": "organization_identifier", "capacities": "service_capacity",
    "additional_urls": "url", "additional_websites": "url",
}  # fmt: skip
"""Key of a list → the object in it."""

_HOLDS = {
    "organization": "funding contacts phones organization_identifiers additional_websites",
    "service": "phones schedules service_areas service_at_locations languages funding cost_options"
    " required_documents contacts capacities additional_urls",
    "service_at_location": "contacts phones schedules",
    "location": "languages addresses contacts accessibility phones schedules",
    "contact": "phones",
    "phone": "languages",
}
"""Lists of an object beside ``attributes`` and ``metadata``."""

_WITHOUT_ATTRIBUTES = frozenset({"attribute", "metadata", "taxonomy", "taxonomy_term"})
_DRAFT = frozenset({"service_capacity", "unit", "url"})
_PLURALS = {"service_at_location": "service_at_locations", "service_capacity": "capacities",
            "url": "urls"}  # fmt: skip


def _field(name: str, word: str) -> Field:
    record_id, _, kind = word.rstrip("!+").partition(":")
    return Field(
        record_id,
        "string" if kind in FORMATS or not kind else kind,
        kind if kind in FORMATS else None,
        word.endswith("!"),
        word.endswith("+"),
        _VALUES.get(f"{name}.{record_id}", ()),
    )


def _object(name: str) -> HsdsObject:
    lists = _HOLDS.get(name, "").split()
    if name not in _WITHOUT_ATTRIBUTES:
        lists.append("attributes")
    if name != "metadata":
        lists.append("metadata")
    return HsdsObject(
        name,
        _FILES[name],
        _PLURALS.get(name, _FILES[name].removesuffix(".csv")),
        tuple(_field(name, word) for word in _FIELDS[name].split()),
        MappingProxyType({f"{target}_id": target for target in _REFERENCES.get(name, ())}),
        MappingProxyType({key: _LISTS[key] for key in lists}),
        "3.1" if name in _DRAFT else "3.0",
    )


OBJECTS: Mapping[str, HsdsObject] = MappingProxyType({name: _object(name) for name in _FIELDS})

ROOTS = ("organization", "program", "service", "location", "taxonomy", "taxonomy_term")
"""Objects with an identity of their own: each is a document. Others hang on one, or are *loose*."""

LOOSE = "loose"
"""The kind of a document that holds an object which hangs on nothing that is there."""

ONE: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType({
    ("service", "organization"): ("organization", "organization_id"),
    ("service", "program"): ("program", "program_id"),
    ("service_at_location", "location"): ("location", "location_id"),
    ("attribute", "taxonomy_term"): ("taxonomy_term", "taxonomy_term_id"),
    ("taxonomy_term", "taxonomy_detail"): ("taxonomy", "taxonomy_id"),
})  # fmt: skip
"""Where a document stands inside another: (object, key) → (what stands there, key of its id)."""

MANY: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType({
    ("organization", "locations"): ("location", "organization_id"),
    ("organization", "programs"): ("program", "organization_id"),
    ("organization", "services"): ("service", "organization_id"),
})  # fmt: skip
"""Where documents stand in a list inside another, which each of them names by a key."""

PART: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType({
    ("service_capacity", "unit"): ("unit", "unit_id"),
})  # fmt: skip
"""Where an object without a document of its own stands inside another, as in `ONE`."""

HANGING = (
    "service_at_location", "contact", "phone", "schedule", "address", "accessibility", "language",
    "service_area", "funding", "cost_option", "required_document", "organization_identifier",
    "service_capacity", "unit", "url", "meta_table_description", "attribute", "metadata",
)  # fmt: skip
"""Objects that are no documents, each after everything that it can hang on."""


def children_of(name: str) -> Mapping[str, str]:
    """Return what hangs on an object: key of the list → name of the object.

    Examples
    --------
    >>> dict(children_of("contact"))
    {'phones': 'phone', 'attributes': 'attribute', 'metadata': 'metadata'}
    """
    return OBJECTS[name].children


def object_in(name: str, key: str) -> str | None:
    """Return what stands under a key of an object, one or many; None where it is no object.

    Examples
    --------
    >>> object_in("service", "phones"), object_in("service", "name")
    ('phone', None)
    """
    one = ONE.get((name, key)) or PART.get((name, key)) or MANY.get((name, key))
    return one[0] if one else children_of(name).get(key)


def owner_key(child: str, owner: str) -> str:
    """Return the field by which a child names its owner in a table.

    Examples
    --------
    >>> owner_key("phone", "contact"), owner_key("attribute", "service")
    ('contact_id', 'link_id')
    """
    return {"attribute": "link_id", "metadata": "resource_id"}.get(child, f"{owner}_id")


def owner_name_key(child: str) -> str | None:
    """Return the field by which a child of many kinds of objects says what its owner is."""
    return {"attribute": "link_entity", "metadata": "resource_type"}.get(child)


def owners_of(name: str) -> Mapping[str, str]:
    """Return on what an object can hang: name of the owner → key of the list there.

    Examples
    --------
    >>> owners_of("funding"), owners_of("unit")
    ({'organization': 'funding', 'service': 'funding'}, {})
    """
    return _OWNERS[name]


def owner_fields(name: str) -> frozenset[str]:
    """Return the fields by which an object names what it hangs on."""
    return _OWNER_FIELDS[name]


def foreign_keys(name: str) -> Iterator[tuple[str, str]]:
    """Say each field that must name an object that is there, with the object.

    Examples
    --------
    >>> sum(len(list(foreign_keys(name))) for name, o in OBJECTS.items() if o.since == "3.0")
    31
    """
    if owner_name_key(name) is None:
        for owner in owners_of(name):
            yield owner_key(name, owner), owner
    yield from OBJECTS[name].references.items()


_OWNERS: dict[str, dict[str, str]] = {
    name: {
        owner: key
        for owner, made in OBJECTS.items()
        for key, child in made.children.items()
        if child == name
    }
    for name in OBJECTS
}
_OWNER_FIELDS = {
    name: frozenset(owner_key(name, owner) for owner in owners) for name, owners in _OWNERS.items()
}
