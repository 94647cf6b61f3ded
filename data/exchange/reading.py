"""What a file from outside has said: documents, complaints, and every row as it would come in."""

from __future__ import annotations

from dataclasses import dataclass

from data.files.complaints import Complaint
from data.records.documents import Directory


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row as it would come in.

    Attributes
    ----------
    row
        As a complaint says it: a number, or sheet and number.
    name, place
        What it is called, and where it is: empty where that is not given.
    id
        Of the service that it says; None where it cannot come in.
    faults
        How many complaints there are about it.
    """

    row: str
    name: str
    place: str
    id: str | None
    faults: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file has said.

    Attributes
    ----------
    directory
        Its documents; empty where rows were at fault and only all of them were wanted.
    complaints
        Every fault, in the order of the file.
    good
        How many rows come in.
    rows
        How many rows there are.
    passed_over
        Headings of columns that are not understood: nothing of them came in.
    preview
        Every row, in the order of the file.
    """

    directory: Directory
    complaints: tuple[Complaint, ...] = ()
    good: int = 0
    rows: int = 0
    passed_over: tuple[str, ...] = ()
    preview: tuple[SeenRow, ...] = ()


def empty_directory() -> Directory:
    """Return a directory that holds nothing, its kinds in the order in which they are written."""
    return {"organization": {}, "location": {}, "service": {}}
