"""Put the demonstration records of a sample area into the register."""

from __future__ import annotations

from datetime import datetime

from data.catalog.areas import SAMPLES, bundled_area
from data.records.documents import Directory, directory_of
from data.records.plain_records import load_services
from data.register import store
from data.register.importing import bring_in
from data.register.register import Register
from data.register.store import Stamp

AUTHOR = "demonstration"


def load_demonstrations(register: Register, area_id: str, *, at: datetime) -> int:
    """Write the demonstration records of a sample area; return how many documents changed.

    Other areas have none. A second call changes nothing, and what somebody edited stays.
    """
    path = SAMPLES / f"demo_{area_id}.json"
    if bundled_area(area_id) is None or not path.is_file():
        return 0
    directory = directory_of(load_services(path))
    if _is_there(register, directory):
        return 0  # no turn to write is waited for where there is nothing to write
    stamp = Stamp(AUTHOR, at, action="import", area=area_id)
    with register.writing() as connection:
        outcome = bring_in(connection, directory, stamp)
    return outcome.new + outcome.changed


def _is_there(register: Register, directory: Directory) -> bool:
    """Return whether every record is there as it was written, or edited since."""
    with register.reading() as connection:
        for kind, documents in directory.items():
            kept = store.read(connection, kind, list(documents))
            for record_id, document in documents.items():
                there = kept.get(record_id)
                if there is None or (there.updated_by == AUTHOR and there.content != document):
                    return False
    return True
