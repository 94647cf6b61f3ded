"""``partnership``: territorial networks, and who does what in them."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from commands.printing import print_json
from commands.register import open_session
from data.files.complaints import errors_of
from layers.sentences import error_sentences
from layers.words import Words


def listing(options: argparse.Namespace, _words: Words) -> None:
    """Print all partnerships."""
    with open_session() as session:
        found = session.partnerships.all()
    if options.json:
        print_json([asdict(partnership) for partnership in found])
        return
    for partnership in found:
        rows = [*partnership.municipalities, *partnership.organizations]
        print(f"{partnership.name}: {', '.join(rows)}")


def put(options: argparse.Namespace, words: Words) -> None:
    """Write down a partnership."""
    with open_session() as session:
        session.partnerships.put(
            options.name, options.municipality, options.organization, lead=options.lead
        )
    print(words.say("partnership.put", name=options.name))


def remove(options: argparse.Namespace, words: Words) -> None:
    """Forget a partnership."""
    with open_session() as session:
        session.partnerships.remove(options.name)
    print(words.say("partnership.removed", name=options.name))


def bring_in(options: argparse.Namespace, words: Words) -> None:
    """Read a table of partnerships and save it: all of it, or nothing."""
    from data.exchange.partnership_table import read_partnership_file

    table = read_partnership_file(Path(options.file))
    if table.errors:
        raise errors_of(table.errors)
    for note in table.notes:
        print(" ".join(error_sentences(note.error(), words)), file=sys.stderr)
    with open_session() as session:
        saved = session.partnerships.put_table(table.partnerships, whole=options.whole)
    print(words.count("partnerships.edit.saved", saved.partnerships))
    if saved.new_organizations:
        names = words.list(saved.new_organizations)
        print(words.say("partnerships.edit.new_organizations", names=names))


def export(options: argparse.Namespace, words: Words) -> None:
    """Write who does what where as a table with HXL tags."""
    from answers.partnerships import coordination_of
    from answers.partnerships_file import five_w_file
    from data.files.atomic import replacing
    from data.files.csv_text import check_place
    from data.register.activities import ActivityIndex

    check_place(options.out)
    with open_session() as session:
        found = coordination_of(session, ActivityIndex(session.register), options.name)
    form = "xlsx" if options.out.suffix.lower() == ".xlsx" else "csv"
    with replacing(options.out) as unfinished:
        unfinished.write_bytes(five_w_file(found, form, words))
    print(words.count("register.exported", len(found.activities), path=str(options.out)))
