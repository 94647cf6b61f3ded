"""What stands on the sheet of one school."""

from __future__ import annotations

from datetime import UTC, datetime

from answers.opened_area import OpenArea
from answers.schools import School, SchoolsAnswer
from layers.schools.sheet import SchoolSheet
from layers.sentences import name_of
from layers.words import Words


def sheet_of(opened: OpenArea, found: SchoolsAnswer, school: School, words: Words) -> SchoolSheet:
    """Return a school's sheet in the reader's words."""
    near = [
        found.services[kind][one.service]
        for kind, support in school.support.items()
        for one in support.nearby
    ]
    return SchoolSheet(
        name=name_of(school.service, words),
        area=opened.area.manifest.name(words.language),
        day=datetime.now(UTC).date(),
        limit_min=found.limit_min,
        facts=_facts(school, words),
        support=school.support,
        leaving=school.leaving,
        services=found.services,
        attribution=words.say("map.attribution"),
        invented=any(service.provenance.demonstration for service in (school.service, *near)),
    )


def _facts(school: School, words: Words) -> list[tuple[str, str]]:
    address = school.service.location.address
    facts = [(words.say("schools.head.address"), address.address_1 if address else "")]
    if school.register is not None:
        grade = words.choice("schools.grade", school.register.grade)
        facts += [
            (words.say("schools.head.code"), school.register.code),
            (words.say("schools.head.grade"), grade),
        ]
    return facts
