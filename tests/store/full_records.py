"""Services with every field said, and with none; and how the register gives them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from data.records.ids import stable_id
from geo.model import (
    AccessRoute,
    Address,
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Edition,
    Eligibility,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Phone,
    Provenance,
    Residence,
    Role,
    Schedule,
    Service,
    ServiceStatus,
    Sex,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

FULL = Service(
    id="full-1",
    name="Sportello «Ponte»",
    needs=("permit_help", "orientation"),
    location=Location(
        "loc-1", 7.42, 43.73, Address("Via Roma 1", "Trento", "38122", "IT"),
        wheelchair=Answer.NO,
    ),
    provenance=Provenance(
        "a desk", "CC-BY-4.0", "x/1", Confidence.CONFIRMED, date(2026, 11, 1), demonstration=True
    ),
    organization=Organization(
        "org-1", "Ponte", OrganizationKind.ASSOCIATION, Role.LEAD, "https://ponte.example"
    ),
    partners=(Organization("org-2", "Comune", OrganizationKind.PUBLIC_BODY, Role.FUNDER),),
    status=ServiceStatus.TEMPORARILY_CLOSED,
    schedules=(
        Schedule(
            "Th 09:00-12:00", frozenset({"ara", "ita"}), frozenset({"ben"}), Appointment.REQUIRED
        ),
        Schedule(None, None, None, None),
        Schedule("Mo 14:00-16:00", frozenset(), None, Appointment.NONE),
    ),
    phones=(Phone("+39 0461 1", "mattino"), Phone("112")),
    website="https://ponte.example/x",
    email="a@ponte.example",
    names={"it": "Sportello", "ar": "مكتب"},
    descriptions={"en": "Help with permits"},
    eligibility=Eligibility(
        statuses={"permit": Answer.YES, "no_permit": Answer.NO, "asylum_seeker": Answer.UNKNOWN},
        documents={"passport": Answer.YES},
        residence=Residence.RESIDENTS,
        municipalities=frozenset({"022205"}),
        minimum_age=16,
        maximum_age=30,
        ages_known=True,
        sex=Sex.FEMALE,
        sex_known=True,
        children=Answer.YES,
    ),
    access=AccessRoute.REFERRAL,
    editions=(Edition(date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 6, 1)),),
    capacity=Capacity("places", 12, 0, date(2026, 11, 20)),
    action="02",
    level=Level.MUNICIPAL,
    funds=(Fund("FAMI", 1000.5, date(2024, 1, 1), date(2026, 12, 31)),),
)  # fmt: skip
BARE = Service("bare-1", "Bare", ("school",), Location("loc-2", None, None), Provenance("s", "l"))


def as_kept(service: Service) -> Service:
    """The same service with the ids that the register gives."""
    organizations = [service.organization, *service.partners]
    organization, *partners = [o and replace(o, id=stable_id(o.id)) for o in organizations]
    location = replace(service.location, id=stable_id(service.location.id))
    return replace(
        service, id=stable_id(service.id), location=location,
        organization=organization, partners=tuple(o for o in partners if o),
    )  # fmt: skip


def kept(*services: Service) -> tuple[Service, ...]:
    return tuple(sorted(map(as_kept, services), key=lambda service: service.id))
