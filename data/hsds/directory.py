"""Between HSDS's nested objects and documents, one for everything that has an identity.

A document holds its children (telephones, schedules, addresses …) and names other documents by
their ids. What hangs on nothing that is there is a *loose* document: ``{"id", "object",
"content"}``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from data.files.complaints import Complaint, errors_of
from data.hsds.merge import same, united
from data.hsds.objects import (
    LOOSE,
    MANY,
    OBJECTS,
    ONE,
    PART,
    ROOTS,
    children_of,
    owner_key,
    owner_name_key,
    owners_of,
)
from data.records.ids import stable_id

Document = dict[str, Any]
Directory = dict[str, dict[str, Document]]
"""Kind → id → document, in the order in which they were met."""

KINDS = (*ROOTS, LOOSE)


def split(objects: Iterable[tuple[str, Document]]) -> Directory:
    """Return the documents that nested objects say.

    The same document met at several places is one, united: lists of children by their ids, fields
    that only one place says. Unknown fields, nulls and empty lists stay as they are.

    Parameters
    ----------
    objects
        Name and content of each: ``("service", {...})``. None: an empty directory.

    Raises
    ------
    BadInput
        ``hsds.no_id`` where an object cannot be kept, ``hsds.twice`` where one document is given in
        two ways, ``hsds.contradiction`` where a field and the nesting name different owners.
    Several
        More than one of them.

    Examples
    --------
    >>> found = split([("service", {"id": "1", "name": "a", "organization": {"id": "2"}})])
    >>> found["service"], found["organization"]
    ({'1': {'id': '1', 'name': 'a', 'organization_id': '2'}}, {'2': {'id': '2'}})
    """
    gathering = Gathering("")
    for number, (name, content) in enumerate(objects):
        gathering.take(name, content, f"/{number}")
    directory = gathering.finished()
    complaints = [*gathering.complaints, *gathering.left_out]
    if complaints:
        raise errors_of(complaints)
    return directory


def join(directory: Directory, kind: str, record_id: str) -> Document:
    """Return a document with those that it names inside it, as HSDS's JSON says a full object.

    An organisation comes with its programs and locations; alone, with its services too. What the
    directory does not have stays named by its id.

    Raises
    ------
    KeyError
        Where the directory has no such document.

    Examples
    --------
    >>> known = {"service": {"1": {"organization_id": "2"}}, "organization": {"2": {"name": "a"}}}
    >>> join(known, "service", "1")
    {'organization': {'name': 'a'}}
    """
    document = directory[kind][record_id]
    found = joined(directory, kind, document, lists=True)
    if kind == "organization" and "services" not in document:
        services = [
            {
                key: value
                for key, value in joined(directory, "service", service).items()
                if key not in ("organization", "organization_id")
            }
            for service in directory.get("service", {}).values()
            if service.get("organization_id") == record_id
        ]
        found.update({"services": services} if services else {})
    return found


def joined(directory: Directory, name: str, content: Document, *, lists: bool = False) -> Document:
    """Return an object with the documents that it names inside it.

    Parameters
    ----------
    lists
        Whether organisations have the lists of what names them, too.
    """
    fields: Document = {}
    children = children_of(name)
    for key, value in content.items():
        kind, nested = _KEY_OF.get((name, key), ("", ""))
        if kind and nested not in content and _is_there(directory, kind, value):
            fields[nested] = joined(directory, kind, directory[kind][value], lists=lists)
        elif key in children and is_rows(value):
            fields[key] = [joined(directory, children[key], row, lists=lists) for row in value]
        else:
            fields[key] = value
    if lists and name == "organization":
        fields.update(_lists_of(directory, content))
    return fields


def loose(name: str, content: Document) -> Document:
    """Return the document of an object that hangs on nothing."""
    return {"id": content["id"], "object": name, "content": content}


def keep_loose(directory: Directory, name: str, content: Document) -> list[str]:
    """Put a loose object among the others; return the fields that were given otherwise before."""
    twice: list[str] = []
    document = loose(name, content)
    known = directory[LOOSE].get(document["id"])
    if known is not None and known["object"] == name:
        document["content"] = united(name, known["content"], content, twice)
    elif known is not None:
        # Two objects of different tables may have one id.
        document["id"] = stable_id(name, document["id"])
    directory[LOOSE][document["id"]] = document
    return twice


def is_rows(value: object) -> bool:
    """Return whether a value is a list of objects with one at least."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def has_id(content: Document) -> bool:
    """Return whether an object has an id that a document can stand under."""
    record_id = content.get("id")
    return isinstance(record_id, str) and bool(record_id)


_KEY_OF = {(name, id_key): (kind, key) for (name, key), (kind, id_key) in ONE.items()}


def _is_there(directory: Directory, kind: str, record_id: object) -> bool:
    return isinstance(record_id, str) and record_id in directory.get(kind, {})


def _lists_of(directory: Directory, organization: Document) -> Document:
    """Return an organisation's locations and programs; services would hold it again."""
    fields = {}
    for key in ("locations", "programs"):
        kind, id_key = MANY["organization", key]
        if key not in organization:
            fields[key] = [
                {field: v for field, v in joined(directory, kind, row).items() if field != id_key}
                for row in directory.get(kind, {}).values()
                if row.get(id_key) == organization.get("id")
            ]
    return {key: rows for key, rows in fields.items() if rows}


class Hanging:
    """Puts objects on what they hang on.

    Only what was `known` before can be hung on: owners come first, in the order of
    `objects.HANGING`.
    """

    def __init__(self) -> None:
        self._nodes: dict[tuple[str, str], list[Document]] = defaultdict(list)

    def know(self, name: str, record_id: str, content: Document) -> None:
        """Let others hang on an object."""
        self._nodes[name, record_id].append(content)

    def hang(self, name: str, content: Document) -> list[Document]:
        """Put a copy of an object on each of its owners that is known; return the copies.

        A copy does not say what its place says: on what it hangs. Owners that are not there stay
        named.
        """
        found = self._owners(name, content)
        dropped = {owner_key(name, owner) for owner, _ in found}
        name_key = owner_name_key(name)
        copies = []
        for owner, node in found:
            copy = {
                key: value
                for key, value in content.items()
                if key not in dropped and not (key == name_key and value == owner)
            }
            node.setdefault(owners_of(name)[owner], []).append(copy)
            copies.append(copy)
        return copies

    def _owners(self, name: str, content: Document) -> list[tuple[str, Document]]:
        result = content.get(str(owner_name_key(name)))
        found = []
        for owner, key in owners_of(name).items():
            named = content.get(owner_key(name, owner))
            if not isinstance(named, str) or not named:
                continue
            # One id may stand for a service and for a place: then the row says which is meant.
            # Where it says no object of HSDS, the id alone does.
            if (
                owner_name_key(name)
                and result != owner
                and isinstance(result, str)
                and result in OBJECTS
            ):
                continue
            nodes = self._nodes.get((owner, named), ())
            found += [(owner, node) for node in nodes if isinstance(node.get(key, []), list)]
        return found


class Gathering:
    """Takes nested objects apart, one after the other.

    Attributes
    ----------
    complaints
        What contradicts itself.
    left_out
        Objects without an id: nothing can stand under them.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: Directory = {kind: {} for kind in KINDS}
        self._loose: list[tuple[str, Document, str]] = []
        self._scalars: dict[tuple[str, str], Document] = {}
        self.complaints: list[Complaint] = []
        self.left_out: list[Complaint] = []

    def take(self, name: str, content: Document, place: str) -> None:
        """Take one object with everything in it.

        Parameters
        ----------
        place
            Where it stands in the file, as a JSON pointer.
        """
        service = content.get("service") if name == "service_at_location" else None
        if isinstance(service, dict) and has_id(service):
            link = {key: value for key, value in content.items() if key != "service"}
            self._take_root("service", service, f"{place}/service")
            linked = {"id": service["id"], "service_at_locations": [link]}
            self._take_root("service", linked, place)
            return
        if not has_id(content):
            facts = {"object": name}
            self.left_out.append(Complaint(self._file, place, "id", "hsds.no_id", facts))
        elif name in ROOTS:
            self._take_root(name, content, place)
        else:
            self._loose.append((name, self._taken(name, content, place), place))

    def finished(self) -> Directory:
        """Return the documents; loose objects hang on documents that they name."""
        hanging = Hanging()
        for kind in ROOTS:
            for record_id, document in self._found[kind].items():
                hanging.know(kind, record_id, document)
        for name, content, place in self._loose:
            if not hanging.hang(name, content):
                for key in keep_loose(self._found, name, content):
                    self._complain(place, key, "hsds.twice", object=name, id=content["id"])
        return self._found

    def _complain(self, place: str, field: str, code: str, **facts: object) -> None:
        self.complaints.append(Complaint(self._file, place, field, code, facts))

    def _take_root(self, kind: str, content: Document, place: str) -> str:
        document = self._taken(kind, content, place)
        self._unite(kind, document, place)
        return str(document["id"])

    def _unite(self, kind: str, document: Document, place: str) -> None:
        record_id = document["id"]
        known = self._found[kind].get(record_id)
        if known is None:
            self._found[kind][record_id] = document
            return
        twice: list[str] = []
        self._found[kind][record_id] = united(kind, known, document, twice)
        for field in dict.fromkeys(twice):
            self._complain(place, field, "hsds.twice", object=kind, id=record_id)

    def _taken(self, name: str, content: Document, place: str) -> Document:
        """Return an object with every document inside it taken out."""
        fields: Document = {}
        for key, value in content.items():
            where = f"{place}/{key}"
            if (name, key) in ONE and isinstance(value, dict) and has_id(value):
                kind, id_key = ONE[name, key]
                fields[id_key] = self._named(content, id_key, value["id"], place)
                self._take_root(kind, value, where)
            elif (name, key) in PART and isinstance(value, dict):
                fields[key] = self._taken(PART[name, key][0], value, where)
            elif (name, key) in MANY and is_rows(value) and all(map(has_id, value)):
                self._take_rows(name, key, content, place)
            elif key in children_of(name) and is_rows(value):
                fields[key] = self._children(name, key, content, place)
            elif key not in fields:
                fields[key] = value
        return fields

    def _named(self, content: Document, id_key: str, nested: str, place: str) -> str:
        if content.get(id_key) not in (None, nested):
            self._complain(place, id_key, "hsds.contradiction", text=str(content[id_key])[:60])
        return nested

    def _take_rows(self, name: str, key: str, owner: Document, place: str) -> None:
        kind, id_key = MANY[name, key]
        for number, row in enumerate(owner[key]):
            where = f"{place}/{key}/{number}"
            said = row.get(id_key)
            if said not in (None, owner.get("id")):
                self._complain(where, id_key, "hsds.contradiction", text=str(said)[:60])
            names_owner = {id_key: owner["id"]} if said is None and has_id(owner) else {}
            self._take_root(kind, {**row, **names_owner}, where)

    def _children(self, name: str, key: str, owner: Document, place: str) -> list[Document]:
        child = children_of(name)[key]
        field = owner_key(child, name)
        made = []
        for number, row in enumerate(owner[key]):
            where = f"{place}/{key}/{number}"
            said = row.get(field)
            if said is not None and said != owner.get("id") and owner_name_key(child) is None:
                self._complain(where, field, "hsds.contradiction", text=str(said)[:60])
            bare = without_owner(child, row, name, owner)
            self._check_told_before(child, bare, where)
            made.append(self._taken(child, bare, where))
        return made

    def _check_told_before(self, name: str, content: Document, place: str) -> None:
        """Complain of a child that stands at another place with another content."""
        if not has_id(content):
            return
        plain = {
            key: value
            for key, value in content.items()
            if isinstance(value, (str, int, float)) and not key.endswith("_id")
        }
        known = self._scalars.setdefault((name, content["id"]), plain)
        for key, value in plain.items():
            if key in known and not same(known[key], value):
                self._complain(place, key, "hsds.twice", object=name, id=content["id"])
                return


def without_owner(child: str, row: Document, name: str, owner: Document) -> Document:
    """Return a child without what its place says already: on what it hangs."""
    said = {owner_key(child, name): owner.get("id"), owner_name_key(child): name}
    return {
        key: value
        for key, value in row.items()
        if key not in said or value is None or value != said[key]
    }
