"""Directories as odd as the standard allows, made from a seed."""

from __future__ import annotations

import random
import uuid
from typing import Any

from data.hsds.directory import KINDS, loose
from data.hsds.objects import OBJECTS, ROOTS, Field, children_of

WORDS = (
    "Sportello", "città", "Ärzte", "مكتب العمل", "ਪੰਜਾਬੀ", "ትግርኛ", "移民", "a,b;c", 'say "hi"',
    "line\nbreak", "=1+1", "  spaced ", "5", "true", "null", "[1]", '"quoted"', "{}", "0x1", "1e5",
    "می‌خواهم", "-", "'", "5.0", "NaN", "01",
)  # fmt: skip
ODD = (1, 2.5, True, False, [], {}, None, [1, "a", None], {"a": {"b": [1]}}, "5", "text", "",
       -3, 10**15, [{"id": 1}], "null", 1e-7)  # fmt: skip


class Maker:
    """Makes one directory."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def directory(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        for kind in ("taxonomy", "taxonomy_term", "organization", "program", "location", "service"):
            for _ in range(self._random.randint(1, 3)):
                document = self._object(kind, found)
                found[kind][document["id"]] = document
        if self._chance(0.3):
            document = loose(
                "meta_table_description", self._object("meta_table_description", found)
            )
            found["loose"][document["id"]] = document
        self._share(found)
        return found

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _text(self) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.randint(1, 3)))

    def _object(
        self, name: str, found: dict[str, dict[str, Any]], depth: int = 0
    ) -> dict[str, Any]:
        made = OBJECTS[name]
        references = dict(made.references)
        owners = {f"{owner}_id" for owner in made.owners} - set(references)
        told: dict[str, Any] = {"id": self._id()}
        for field in made.fields[1:]:
            if field.name in owners or field.name in ("link_id", "resource_id"):
                continue
            if field.name in ("link_entity", "resource_type"):
                continue
            if field.name in references:
                there = list(found.get(references[field.name], {}))
                if there and (field.required or self._chance(0.8)):
                    told[field.name] = self._random.choice(there)
            elif field.required or self._chance(0.4):
                told[field.name] = self._value(field)
            elif self._chance(0.1):
                told[field.name] = None
        if name == "service_at_location" and "location_id" not in told:
            told["location_id"] = next(iter(found["location"]))
        for key, child in children_of(name).items():
            if depth < 3 and self._chance(0.35 / (depth + 1)):
                told[key] = [
                    self._object(child, found, depth + 1) for _ in range(self._random.randint(0, 2))
                ]
        if self._chance(0.3):
            told[f"x_{self._random.randint(1, 3)}"] = self._random.choice(ODD)
        if self._chance(0.2):
            told["approdo"] = {"needs": ["job_search"], "names": {"ar": self._text()}, "n": 1.5}
        keys = list(told)
        self._random.shuffle(keys)
        return {key: told[key] for key in keys}

    def _value(self, field: Field) -> Any:
        if field.name in ("minimum_age", "maximum_age"):
            return 14 if field.name == "minimum_age" else 44.5
        if field.values:
            return self._random.choice(field.values)
        return {
            "string": self._text,
            "number": lambda: self._random.choice((3, 12.5, -7.25, 44)),
            "uuid": self._id,
            "email": lambda: "a@b.example",
            "uri": lambda: "https://example.org/x?y=1",
            "date": lambda: "2026-02-28",
            "time": lambda: "10:00:00",
            "datetime": lambda: "2026-02-28T10:30:45.123Z",
        }[field.kind]()

    def _share(self, found: dict[str, dict[str, Any]]) -> None:
        """Let one phone hang on a service and on its contact, as the official example has it."""
        for service in found["service"].values():
            contacts = service.get("contacts") or []
            phones = service.get("phones") or []
            if contacts and phones and self._chance(0.7):
                contacts[0]["phones"] = [dict(phones[0])]


def make(seed: int) -> dict[str, dict[str, Any]]:
    """Return the directory of a seed; roots only name what is there."""
    made = Maker(seed).directory()
    assert set(made) == {*ROOTS, "loose"}
    return made
