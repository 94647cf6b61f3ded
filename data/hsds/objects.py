"""The objects of HSDS 3.0: fields, types, references, nesting.

Source of the facts: Open Referral, Human Services Data Specification 3.0 (CC BY-SA 4.0), with
service_capacity, unit and url of the draft 3.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLACES = ("physical", "postal", "virtual")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object: ``kind`` is string, number, date, datetime, time, uuid, email, uri."""

    name: str
    kind: str = "string"
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HsdsObject:
    """An object: its name, the CSV file of the tabular package, the key of a list of them."""

    name: str
    file: str
    plural: str
    fields: tuple[Field, ...]
    owners: tuple[str, ...] = ()
    """Objects that one of these can hang on; ``*``: on any."""
    references: tuple[tuple[str, str], ...] = ()
    """Field → the object that it names."""


def _fields(told: str) -> tuple[Field, ...]:
    """Return fields from ``name[:kind]``, an asterisk for what is required."""
    made = []
    for word in told.split():
        name, _, kind = word.rstrip("*").partition(":")
        made.append(Field(name, kind or "string", word.endswith("*"), _VALUES.get(name, ())))
    return tuple(made)


_VALUES = {
    "status": ("active", "inactive", "defunct", "temporarily closed"),
    "location_type": PLACES,
    "address_type": PLACES,
    "wkst": DAYS,
    "freq": ("WEEKLY", "MONTHLY"),
}

_MADE = (
    HsdsObject("organization", "organizations.csv", "organizations", _fields(
        "id:uuid* name* alternate_name description* email:email website:uri tax_status tax_id"
        " year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid")),
    HsdsObject("program", "programs.csv", "programs", _fields(
        "id:uuid* organization_id:uuid name* alternate_name description*"),
        references=(("organization_id", "organization"),)),
    HsdsObject("service", "services.csv", "services", _fields(
        "id:uuid* organization_id:uuid program_id:uuid name* alternate_name description url:uri"
        " email:email status* interpretation_services application_process fees_description"
        " wait_time fees accreditations eligibility_description minimum_age:number"
        " maximum_age:number assured_date:date assurer_email:email licenses alert"
        " last_modified:datetime"),
        references=(("organization_id", "organization"), ("program_id", "program"))),
    HsdsObject("location", "locations.csv", "locations", _fields(
        "id:uuid* location_type* url:uri organization_id:uuid name alternate_name description"
        " transportation latitude:number longitude:number external_identifier"
        " external_identifier_type"),
        references=(("organization_id", "organization"),)),
    HsdsObject("service_at_location", "service_at_location.csv", "service_at_locations", _fields(
        "id:uuid* service_id:uuid location_id:uuid description"), ("service",),
        (("location_id", "location"),)),
    HsdsObject("address", "addresses.csv", "addresses", _fields(
        "id:uuid* location_id:uuid attention address_1* address_2 city* region state_province*"
        " postal_code* country* address_type*"), ("location",)),
    HsdsObject("phone", "phones.csv", "phones", _fields(
        "id:uuid* location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid"
        " service_at_location_id:uuid number* extension:number type description"),
        ("location", "service", "organization", "contact", "service_at_location")),
    HsdsObject("contact", "contacts.csv", "contacts", _fields(
        "id:uuid* organization_id:uuid service_id:uuid service_at_location_id:uuid"
        " location_id:uuid name title department email:email"),
        ("organization", "service", "service_at_location", "location")),
    HsdsObject("schedule", "schedules.csv", "schedules", _fields(
        "id:uuid* service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date"
        " valid_to:date dtstart:date timezone:number until:date count:number wkst freq"
        " interval:number byday byweekno bymonthday byyearday description opens_at:time"
        " closes_at:time schedule_link:uri attending_type notes"),
        ("service", "location", "service_at_location")),
    HsdsObject("service_area", "service_areas.csv", "service_areas", _fields(
        "id:uuid* service_id:uuid name description extent extent_type uri"), ("service",)),
    HsdsObject("language", "languages.csv", "languages", _fields(
        "id:uuid* service_id:uuid location_id:uuid phone_id:uuid name code note"),
        ("service", "location", "phone")),
    HsdsObject("funding", "funding.csv", "funding", _fields(
        "id:uuid* organization_id:uuid service_id:uuid source"), ("organization", "service")),
    HsdsObject("accessibility", "accessibility.csv", "accessibility", _fields(
        "id:uuid* location_id:uuid description details url:uri"), ("location",)),
    HsdsObject("cost_option", "cost_options.csv", "cost_options", _fields(
        "id:uuid* service_id:uuid valid_from:date valid_to:date option currency amount:number"
        " amount_description"), ("service",)),
    HsdsObject("required_document", "required_documents.csv", "required_documents", _fields(
        "id:uuid* service_id:uuid document uri:uri"), ("service",)),
    HsdsObject("organization_identifier", "organization_identifiers.csv",
        "organization_identifiers", _fields(
        "id:uuid* organization_id:uuid identifier_scheme identifier_type* identifier*"),
        ("organization",)),
    HsdsObject("unit", "units.csv", "units", _fields("id:uuid* name* scheme identifier uri:uri")),
    HsdsObject("service_capacity", "service_capacities.csv", "service_capacities", _fields(
        "id:uuid* service_id:uuid unit_id:uuid available:number maximum:number description"
        " updated:datetime"), ("service",), (("unit_id", "unit"),)),
    HsdsObject("url", "urls.csv", "additional_urls", _fields(
        "id:uuid* label url:uri* organization_id:uuid service_id:uuid"),
        ("organization", "service")),
    HsdsObject("taxonomy", "taxonomies.csv", "taxonomies", _fields(
        "id:uuid* name* description* uri:uri version")),
    HsdsObject("taxonomy_term", "taxonomy_terms.csv", "taxonomy_terms", _fields(
        "id:uuid* code name* description* parent_id:uuid taxonomy language taxonomy_id:uuid"
        " term_uri:uri"), references=(("taxonomy_id", "taxonomy"),)),
    HsdsObject("attribute", "attributes.csv", "attributes", _fields(
        "id:uuid* link_id:uuid taxonomy_term_id:uuid link_type link_entity value label"),
        ("*",), (("taxonomy_term_id", "taxonomy_term"),)),
    HsdsObject("metadata", "metadata.csv", "metadata", _fields(
        "id:uuid* resource_id:uuid resource_type last_action_date:date* last_action_type*"
        " field_name* previous_value* replacement_value* updated_by*"), ("*",)),
    HsdsObject("meta_table_description", "meta_table_descriptions.csv",
        "meta_table_descriptions", _fields("id:uuid* name language character_set")),
)  # fmt: skip

OBJECTS = MappingProxyType({made.name: made for made in _MADE})

ROOTS = ("organization", "program", "service", "location", "taxonomy", "taxonomy_term")
"""Objects with an identity of their own: each is a document. Others hang on one, or are *loose*."""

LOOSE = "loose"
"""The kind of a document that holds an object which hangs on nothing that is there."""

ONE = MappingProxyType({
    ("service", "organization"): ("organization", "organization_id"),
    ("service", "program"): ("program", "program_id"),
    ("service_at_location", "location"): ("location", "location_id"),
    ("attribute", "taxonomy_term"): ("taxonomy_term", "taxonomy_term_id"),
    ("taxonomy_term", "taxonomy_detail"): ("taxonomy", "taxonomy_id"),
})  # fmt: skip
"""Where a document stands inside another: (object, key) → (what stands there, key of its id)."""

MANY = MappingProxyType({
    ("organization", "locations"): ("location", "organization_id"),
    ("organization", "programs"): ("program", "organization_id"),
    ("organization", "services"): ("service", "organization_id"),
})  # fmt: skip
"""Where documents stand in a list inside another, which each of them names by a key."""


def children_of(name: str) -> dict[str, str]:
    """Return what hangs on an object: key of the list → name of the object.

    Examples
    --------
    >>> children_of("contact")
    {'phones': 'phone', 'attributes': 'attribute', 'metadata': 'metadata'}
    """
    return {made.plural: made.name for made in _MADE if name in made.owners or "*" in made.owners}


def owner_key(child: str, owner: str) -> str:
    """Return the field by which a child names its owner in the package.

    Examples
    --------
    >>> owner_key("phone", "contact"), owner_key("attribute", "service")
    ('contact_id', 'link_id')
    """
    return {"attribute": "link_id", "metadata": "resource_id"}.get(child, f"{owner}_id")


def owner_name_key(child: str) -> str | None:
    """Return the field by which a child of anything tells what its owner is."""
    return {"attribute": "link_entity", "metadata": "resource_type"}.get(child)
