"""Keep services as JSON: readable, diffable, equal bytes for equal services."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from geo.model import Service

Record = TypeVar("Record")


def save_services(path: Path, services: tuple[Service, ...]) -> None:
    """Write services to a JSON file, one a line."""
    lines = (json.dumps(to_plain(service), ensure_ascii=False) for service in services)
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def load_services(path: Path) -> tuple[Service, ...]:
    """Read services written by `save_services`."""
    return tuple(from_plain(row) for row in json.loads(path.read_text(encoding="utf-8")))


def to_plain(value: Any) -> Any:
    """Return a record as dictionaries, lists and strings; fields at their default are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(row: dict[str, Any]) -> Service:
    """Return the service that `to_plain` wrote."""
    return record_of(Service, row)


def record_of(kind: type[Record], row: dict[str, Any]) -> Record:
    """Return the record of any frozen kind that `to_plain` wrote."""
    record = _build(kind, row)
    assert isinstance(record, kind)
    return record


def _default(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:
    """Return `value` as the annotated type `kind`."""
    origin = typing.get_origin(kind)
    if value is None:
        return None
    if origin in (typing.Union, types.UnionType):
        return _build(next(k for k in typing.get_args(kind) if k is not type(None)), value)
    if origin is tuple:
        return tuple(_build(typing.get_args(kind)[0], item) for item in value)
    if origin is frozenset:
        return frozenset(_build(typing.get_args(kind)[0], item) for item in value)
    if origin is Mapping:
        item_kind = typing.get_args(kind)[1]
        return MappingProxyType({key: _build(item_kind, item) for key, item in value.items()})
    if is_dataclass(kind):
        record = typing.cast("type", kind)
        hints = _hints(record)
        return record(**{name: _build(hints[name], item) for name, item in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
