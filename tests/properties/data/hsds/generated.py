"""Directories as odd as the standard allows, made from a seed: clean, with every object in them."""

from __future__ import annotations

import copy
import random
import uuid
from typing import Any

from data.hsds.directory import KINDS, Directory, Document, loose
from data.hsds.objects import HANGING, OBJECTS, ROOTS, Field, children_of, owner_fields, owners_of

WORDS = (
    "Sportello", "città", "Ärzte", "مكتب العمل", "עברית", "ਪੰਜਾਬੀ", "ትግርኛ", "移民", "🧭👩🏽‍🦽",
    "a,b;c\td", 'say "hi"', "line\nbreak", "CR\r\nLF", "\r", "=1+1", "+39 0461 1", "@x", "-", "'",
    "  spaced ", "5", "5.0", "01", "true", "null", "[1]", '"quoted"', "{}", "0x1", "1e5", "NaN",
    "-0", "tab\t",
    "می‌خواهم", "e\u0301", "é", "\u200f(أ)", "\\n", "\\u0041", "<b>&amp;</b>", "${x}", "%s",
    "\ufeffx",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    1, 2.5, True, False, [], {}, [1, "a", None], {"a": {"b": [1]}}, "5", "text", -3, 10**15, "",
    [{"id": 1}], "null", 1e-7, None, "[]", " ", '"', "true", [[]], {"": {"ü": "\n"}}, 2**70,
    "[1, 2]",
    "{\"a\":1}", [True, 1, 1.0], "\u2028", {"phones": [{"id": "x"}]},
)  # fmt: skip
NUMBERS = (3, 12.5, -7.25, 44, 0, 0.1, 1e-5, 45.4642035)
SOURCES = ("MIM", "OSM", "Caritas")


class Maker:
    """Makes one directory."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._found: Directory = {kind: {} for kind in KINDS}
        self._children: list[tuple[str, Document]] = []

    def directory(self) -> Directory:
        for kind in ("taxonomy", "taxonomy_term", "organization", "program", "location", "service"):
            for _ in range(self._random.randint(1, 3)):
                document = self._object(kind)
                self._found[kind][document["id"]] = document
        for name in ("meta_table_description", "unit", "contact", "metadata", "phone"):
            if self._chance(0.2):
                content = self._object(name, depth=2)
                if name == "metadata":
                    # The history of a record that is no longer there.
                    content |= {"resource_id": self._id(), "resource_type": "service"}
                document = loose(name, content)
                self._found["loose"][document["id"]] = document
        self._share()
        return self._found

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _text(self) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.randint(1, 4)))

    def _object(self, name: str, depth: int = 0) -> Document:
        made = OBJECTS[name]
        fields: Document = {"id": self._id()}
        for field in made.fields[1:]:
            fields.update(self._field(name, field))
        if name == "service_capacity":
            fields["unit"] = self._object("unit", depth + 2)
        if name == "attribute":
            fields.pop("link_entity", None)
        for key, child in children_of(name).items():
            if depth < 4 and self._chance(0.4 / (depth + 1)):
                fields[key] = [
                    self._object(child, depth + 1) for _ in range(self._random.randint(0, 2))
                ]
        if self._chance(0.3):
            fields[f"x_{self._random.randint(1, 3)}"] = copy.deepcopy(self._random.choice(ODD))
        if self._chance(0.2):
            fields["approdo"] = self._profile()
        keys = list(fields)
        self._random.shuffle(keys)
        shuffled = {key: fields[key] for key in keys}
        if name in HANGING:
            self._children.append((name, shuffled))
        return shuffled

    def _field(self, name: str, field: Field) -> Document:
        target = OBJECTS[name].references.get(field.name)
        if field.name in owner_fields(name) or field.name in ("link_entity", "resource_type"):
            return {}
        if target == "unit":
            return {}
        if target:
            there = list(self._found[target])
            if there and (field.required_in_tables or self._chance(0.8)):
                return {field.name: self._random.choice(there)}
            return {}
        if field.required or self._chance(0.4):
            return {field.name: self._value(field)}
        return {field.name: self._random.choice((None, ""))} if self._chance(0.1) else {}

    def _value(self, field: Field) -> Any:
        if field.values:
            return self._random.choice(field.values)
        if field.name in ("minimum_age", "maximum_age"):
            return 18 if field.name == "minimum_age" else 65
        if field.name in ("valid_from", "valid_to"):
            return "2026-01-01" if field.name == "valid_from" else "2026-12-31"
        return {
            "string": self._text,
            "number": lambda: self._random.choice(NUMBERS),
            "uuid": self._id,
            "email": lambda: self._random.choice(("a@b.example", "x.y+z@a.b.example")),
            "uri": lambda: self._random.choice(("https://example.org/x?y=1#z", "tel:+390461")),
            "date": lambda: self._random.choice(("2026-02-28", "2024-02-29")),
            "time": lambda: self._random.choice(("10:00:00", "09:30:00")),
            "datetime": lambda: "2026-02-28T10:30:45.123Z",
        }[field.format or field.type]()

    def _profile(self) -> Document:
        """Return what the programme knows beyond HSDS, in the shapes that the profile has."""
        return {
            "needs": self._random.sample(["italian_course", "job_search", "housing"], k=2),
            "names": {"ar": self._text(), "en": self._text()},
            "eligibility": {"statuses": {"asylum_seeker": "yes"}, "ages_known": True},
            "partners": [{"organization_id": self._id(), "role": "funder"}],
            "amount_eur": 12000.0,
            "confidence": None,
            "source": self._random.choice(SOURCES),
            "opening_hours": 'Mo-Fr 09:00-13:00; PH off "closed"',
        }

    def _share(self) -> None:
        """Put some children at other places too: as they are, changed, in another order."""
        owners = self._owners()
        for name, child in self._random.sample(self._children, min(8, len(self._children))):
            fitting = [
                (n, node) for n, node in owners if n in owners_of(name) and node is not child
            ]
            if not fitting or name in ("attribute", "metadata", "service_at_location"):
                continue
            owner, node = self._random.choice(fitting)
            rows = node.setdefault(owners_of(name)[owner], [])
            shared = copy.deepcopy(child)
            if any(row["id"] == shared["id"] for row in rows):
                continue
            if self._chance(0.3):
                # Partly said here: another row of the table, though nothing contradicts.
                shared = {key: shared[key] for key in shared if key in _kept(name)}
            rows.insert(self._random.randint(0, len(rows)), shared)

    def _owners(self) -> list[tuple[str, Document]]:
        roots = [(kind, document) for kind in ROOTS for document in self._found[kind].values()]
        holders = ("contact", "phone", "service_at_location")
        return roots + [(name, node) for name, node in self._children if name in holders]


def _kept(name: str) -> set[str]:
    return {"id", "unit", *(field.name for field in OBJECTS[name].fields if field.required)}


def make(seed: int) -> Directory:
    """Return the directory of a seed."""
    return Maker(seed).directory()
