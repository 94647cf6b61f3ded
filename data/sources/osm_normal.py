"""Any OpenStreetMap file as one that every reader of it understands.

Readers want nodes before ways, ids that rise and are positive, one version of each object, and
positions on Earth. JOSM, Overpass, history files and people write others: those are copied into a
file of that order, in which only what is there today stands.
"""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import osmium
from osmium.osm import Node, Relation, Way, mutable

from data.sources.osm_file import osm_file
from geo.errors import BadInput

COPY = "normal.osm.pbf"
_CHUNK = 2**24
_OVERLAP = 2**14
_DELETED = re.compile(rb"<(node|way|relation)\b([^>]*\baction\s*=\s*[\"']delete[\"'][^>]*)>")
_ID = re.compile(rb"\bid\s*=\s*[\"'](-?\d+)[\"']")
_REMARK = re.compile(rb"<remark>([^<]{1,2000})</remark>")
_KINDS = {b"node": "n", b"way": "w", b"relation": "r"}
_ORDER = "nwr"

Key = tuple[str, int]
"""Kind (n, w, r) and id of an object."""


@dataclass(slots=True)
class _Object:
    """An object of the file; `body` is its position, its nodes or its members."""

    version: int
    visible: bool
    tags: dict[str, str]
    body: Any


@dataclass(slots=True)
class _Found:
    objects: dict[Key, _Object] = field(default_factory=dict)
    positions: dict[int, tuple[float, float]] = field(default_factory=dict)


def normalised(path: Path, folder: Path) -> Path:
    """Return the file itself where every reader understands it, else a copy in a folder.

    The copy holds the newest version of what is visible, sorted, with positive ids; objects that
    were deleted in an editor, and nodes that are nowhere on Earth, are left out.

    Raises
    ------
    BadInput
        ``osm.remark`` where Overpass says that its answer is not whole, ``osm.no_nodes`` where ways
        come without their nodes.
    """
    deleted = _deleted_in_editor(path) if not path.name.lower().endswith(".pbf") else set()
    if not deleted and path.name == path.name.lower() and _is_normal(path):
        return path
    found = _read(path)
    for key in deleted:
        found.objects.pop(key, None)
    objects = {key: one for key, one in found.objects.items() if one.visible}
    for number, position in found.positions.items():
        objects.setdefault(("n", number), _Object(1, True, {}, position))
    kinds = {kind for kind, _ in objects}
    if "w" in kinds and "n" not in kinds:
        raise BadInput("osm.no_nodes", path=path.name)
    copy = folder / COPY
    _write(objects, copy)
    return copy


def _is_normal(path: Path) -> bool:
    """Return whether a file is sorted, without history, and says only what is there."""
    with osmium.io.Reader(osm_file(path), osmium.osm.NOTHING) as reader:
        header = reader.header()
    if header.has_multiple_object_versions:
        return False
    if header.get("sorting") == "Type_then_ID":
        return True
    last = ("n", 0)
    for item in osmium.FileProcessor(osm_file(path)):
        key = _key(item)
        if key is None:
            continue
        place = (str(_ORDER.index(key[0])), key[1])
        if not item.visible or key[1] <= 0 or place <= last:  # type: ignore[union-attr]
            return False
        if isinstance(item, Node) and not item.location.valid():
            return False
        if isinstance(item, Way) and any(node.location.valid() for node in item.nodes):
            return False
        last = place
    return True


def _key(item: Any) -> Key | None:
    if isinstance(item, Node):
        return "n", item.id
    if isinstance(item, Way):
        return "w", item.id
    return ("r", item.id) if isinstance(item, Relation) else None


def _read(path: Path) -> _Found:
    found = _Found()
    for item in osmium.FileProcessor(osm_file(path)):
        key = _key(item)
        if key is None:
            continue
        before = found.objects.get(key)
        if before is not None and before.version > item.version:  # type: ignore[union-attr]
            continue
        tags = {tag.k: tag.v for tag in item.tags}
        visible = bool(item.visible)  # type: ignore[union-attr]
        body: Any = None
        if isinstance(item, Node):
            visible = visible and item.location.valid()
            body = (item.location.lon, item.location.lat) if visible else None
        elif isinstance(item, Way):
            body = [node.ref for node in item.nodes]
            found.positions |= {
                node.ref: (node.lon, node.lat) for node in item.nodes if node.location.valid()
            }
        elif isinstance(item, Relation):
            body = [(member.type, member.ref, member.role) for member in item.members]
        found.objects[key] = _Object(item.version, visible, tags, body)  # type: ignore[union-attr]
    return found


def _write(objects: dict[Key, _Object], copy: Path) -> None:
    """Write objects in the order of a sorted file, with positive ids."""
    ids = _positive_ids(objects)
    header = osmium.io.Header()
    header.set("sorting", "Type_then_ID")
    with osmium.SimpleWriter(str(copy), header=header, overwrite=True) as writer:
        for key in sorted(objects, key=lambda key: (_ORDER.index(key[0]), ids(*key))):
            one = objects[key]
            said = {"id": ids(*key), "version": max(1, one.version), "tags": one.tags}
            if key[0] == "n":
                writer.add_node(mutable.Node(**said, location=one.body))
            elif key[0] == "w":
                nodes = [ids("n", ref) for ref in one.body]
                writer.add_way(mutable.Way(**said, nodes=nodes))
            else:
                members = [(kind, ids(kind, ref), role) for kind, ref, role in one.body]
                writer.add_relation(mutable.Relation(**said, members=members))


def _positive_ids(objects: dict[Key, _Object]) -> Any:
    """Return a function that gives every id, also of what is only referred to, a positive one."""
    highest = {kind: max((n for k, n in objects if k == kind), default=0) for kind in _ORDER}
    given: dict[Key, int] = {}

    def positive(kind: str, number: int) -> int:
        if number > 0:
            return number
        return given.setdefault((kind, number), max(highest[kind], 0) + 1 + len(given))

    return positive


def _deleted_in_editor(path: Path) -> set[Key]:
    """Return what was deleted in JOSM and not uploaded: the library reads it as if it were there.

    Raises
    ------
    BadInput
        ``osm.remark`` where the file says that it is not whole.
    """
    found: set[Key] = set()
    for piece in _pieces(path):
        remark = _REMARK.search(piece)
        if remark and b"error" in remark[1].lower():
            text = remark[1].decode("utf-8", "replace").strip()
            raise BadInput("osm.remark", path=path.name, text=text[:200])
        for one in _DELETED.finditer(piece):
            number = _ID.search(one[2])
            if number:
                found.add((_KINDS[one[1]], int(number[1])))
    return found


def _pieces(path: Path) -> Iterator[bytes]:
    """Say the text of a file in pieces that overlap, so that no mark is cut in two."""
    tail = b""
    with _opened(path) as file:
        while chunk := file.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _opened(path: Path) -> IO[bytes]:
    name = path.name.lower()
    if name.endswith(".gz"):
        return gzip.open(path)  # type: ignore[return-value]
    return bz2.open(path) if name.endswith(".bz2") else path.open("rb")
