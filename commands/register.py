"""``register``: bring records in and out, carry the register over, back it up and restore it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from commands.printing import print_json
from data.areas.address_search import searched_areas
from data.exchange.mim_schools import read_schools
from data.exchange.reading import Reading
from data.exchange.service_table import read_services
from data.exchange.service_template import write_template
from data.files.complaints import Complaint, errors_of, hindering
from data.hsds.check import hinders
from data.hsds.json_file import read_json
from data.hsds.package import read_package
from data.records.documents import Directory
from data.register.backup import back_up
from data.register.backup import restore as restore_backup
from data.register.copying import copy_register
from data.register.export_files import WRITERS
from data.register.import_files import reading_of
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.errors import BadInput
from layers.sentences import error_sentences
from layers.words import Words

READERS = {"hsds-json": read_json, "hsds-csv": read_package}
TABLES = ("csv", "xlsx", "geojson")
TEMPLATES = ("csv", "xlsx")


def bring_in(options: argparse.Namespace, words: Words) -> None:
    """Import a file; with ``--dry-run`` say what it would do."""
    form = options.format or _form_of(options)
    with open_session() as session:
        directory = _read(options, form, session, words)
        outcome = session.records.bring_in(
            directory,
            source=options.source or options.file.name,
            licence=options.licence,
            area=options.area,
            whole=options.whole,
            dry_run=options.dry_run,
        )
        fields = {f"register.import.{name}": getattr(outcome, name) for name in outcome.__slots__}
        if form == "mim" and not options.dry_run:
            # The ministry says addresses and no positions.
            placing = session.records.place(searched_areas(options.area))
            fields |= {f"place.{name}": getattr(placing, name) for name in placing.__slots__}
    if options.json:
        print_json({key.rpartition(".")[2]: number for key, number in fields.items()})
        return
    for key, number in fields.items():
        print(words.count(key, number))
    if options.dry_run:
        print(words.say("register.import.dry_run"))


def place(options: argparse.Namespace, words: Words) -> None:
    """Find places for addresses; with ``--dry-run`` say what it would do."""
    areas = searched_areas(options.area)
    with open_session() as session:
        placing = session.records.place(areas, dry_run=options.dry_run)
    if options.json:
        print_json({name: getattr(placing, name) for name in placing.__slots__})
        return
    for name in placing.__slots__:
        print(words.count(f"place.{name}", getattr(placing, name)))
    if options.dry_run:
        print(words.say("register.import.dry_run"))


def export(options: argparse.Namespace, words: Words) -> None:
    """Write what the public may see into a file."""
    with open_session() as session:
        directory = session.records.export()
    WRITERS[options.format](directory, options.out)
    print(words.count("register.exported", len(directory["service"])))


def template(options: argparse.Namespace, words: Words) -> None:
    """Write the empty table of services, with what goes into each column."""
    if options.out.suffix.lower().removeprefix(".") not in TEMPLATES:
        raise BadInput("import.format", path=options.out.name, known=", ".join(TEMPLATES))
    write_template(options.out, language=words.language if words.language != "ar" else "en")


def copy(options: argparse.Namespace, words: Words) -> None:
    """Carry a register over into an empty one."""
    source, target = open_register(options.source), open_register(options.target)
    try:
        counts = copy_register(source, target)
    finally:
        source.close()
        target.close()
    print(words.count("register.copied", sum(counts.values())))


def backup(options: argparse.Namespace, words: Words) -> None:
    """Write a backup."""
    register = open_register()
    try:
        counts = back_up(register, options.out, protected=options.protected)
    finally:
        register.close()
    print(words.count("register.backed_up", sum(counts.values())))


def restore(options: argparse.Namespace, words: Words) -> None:
    """Put a backup into an empty register."""
    register = open_register()
    try:
        counts = restore_backup(register, options.file, protected=options.protected)
    finally:
        register.close()
    print(words.count("register.restored", sum(counts.values())))


@contextmanager
def open_session() -> Iterator[RegisterSession]:
    """Open the register as the person who uses this machine."""
    register = open_register()
    try:
        yield RegisterSession(register, LOCAL, datetime.now(UTC))
    finally:
        register.close()


def _read(
    options: argparse.Namespace, form: str, session: RegisterSession, words: Words
) -> Directory:
    if form in READERS:
        return _read_hsds(options, form, words)
    source = options.source or options.file.name
    if form == "mim":
        reading = read_schools(
            options.file, source=source, licence=options.licence, known=session.records.schools()
        )
        return _tell(reading, words)
    trial = options.good_rows or options.dry_run
    reading = read_services(
        options.file,
        source=source,
        licence=options.licence,
        given=_pairs(options.set),
        matches=_matches(options, source, session),
        keep_good=trial,
        today=datetime.now(UTC).date(),
    )
    hindered = hindering(reading.complaints, keep_good=trial)
    if hindered and not trial:
        raise errors_of(hindered)
    return _tell(reading, words)


def _read_hsds(options: argparse.Namespace, form: str, words: Words) -> Directory:
    """Return what a file of HSDS says: all of it or nothing, or its good part where asked."""
    directory, complaints = READERS[form](options.file)
    found = [complaint for complaint in complaints if hinders(complaint)]
    if found and not (options.good_rows or options.dry_run):
        raise errors_of(found)
    if found:
        _print_complaints(found, words)
        reading = reading_of(directory, complaints, source=options.source or options.file.name)
        print(words.count("register.import.good", reading.good), file=sys.stderr)
        return reading.directory
    if complaints:
        print(words.count("register.import.incomplete", len(complaints)), file=sys.stderr)
    return directory


def _pairs(options: Sequence[str]) -> dict[str, str]:
    """Return what options say: ``--set needs=social_help``."""
    rows = (pair.partition("=") for pair in options)
    return {name.strip(): value.strip() for name, _, value in rows}


def _matches(options: argparse.Namespace, source: str, session: RegisterSession) -> dict[str, str]:
    """Return the fields of headings: those kept for the source, and what is said now, kept too."""
    known = session.column_matches.of(source)
    matches = known | _pairs(options.match)
    if matches != known and not options.dry_run:
        session.column_matches.keep(source, matches)
    return matches


MOST_PRINTED = 200


def _print_complaints(complaints: Sequence[Complaint], words: Words) -> None:
    """Print what is wrong; of very many the first, and how many there are."""
    for complaint in complaints[:MOST_PRINTED]:
        for sentence in error_sentences(complaint.error(), words):
            print(sentence, file=sys.stderr)
    if len(complaints) > MOST_PRINTED:
        print(words.count("register.import.more_faults", len(complaints) - MOST_PRINTED),
              file=sys.stderr)  # fmt: skip


def _tell(reading: Reading, words: Words) -> Directory:
    """Say every complaint and what was passed over; return what comes in."""
    for complaint in reading.complaints:
        for sentence in error_sentences(complaint.error(), words):
            print(sentence, file=sys.stderr)
    for heading in reading.passed_over:
        print(words.say("register.import.passed_over", column=heading), file=sys.stderr)
    print(words.count("register.import.good", reading.good), file=sys.stderr)
    return reading.directory


def _form_of(options: argparse.Namespace) -> str:
    if options.file.is_dir() or options.file.suffix.lower() == ".zip":
        return "hsds-csv"
    suffix = str(options.file.suffix).lower()
    if suffix == ".json":
        return "hsds-json"
    if suffix.removeprefix(".") in TABLES:
        return suffix.removeprefix(".")
    raise BadInput("import.format", path=options.file.name, known=", ".join((*READERS, *TABLES)))
