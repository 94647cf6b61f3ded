"""What can be said on the command line; nothing heavy is imported before it is understood."""

from __future__ import annotations

import argparse
from pathlib import Path

IMPORTED = ("hsds-json", "hsds-csv", "csv", "xlsx", "mim", "geojson")
EXPORTED = ("hsds-json", "hsds-csv", "csv", "xlsx", "jsonld", "geojson")

ROLES = ("public", "editor", "coordinator", "planner", "administrator")

OBJECTIVES = ("people", "worst_off", "minutes", "served", "everybody")

ACCESS = (
    "2sfca", "e2sfca", "3sfca", "bfca", "spatial-availability", "gravity", "cumulative", "nearest",
)  # fmt: skip

EXAMPLES = """\
examples:
  python cli.py area build --id trento --osm trento.osm.pbf --boundary trento.geojson
  python cli.py nearest --area monaco --from 7.4219,43.7344 --need pharmacy
  python cli.py nearest --area monaco --from 7.4219,43.7344 --need health --language ara \\
      --at 2026-11-24T09:00 --json
  python cli.py plan --area monaco --from 7.4219,43.7344 --needs italian_course,permit_help \\
      --language ara --hours 13:00-19:00 --depart 2026-11-24T08:30
  python cli.py matrix --area monaco --origins homes.csv --destinations desks.csv --out minutes.csv
  python cli.py route --area monaco --from 7.4219,43.7344 --to 7.4281,43.7396 --json
  python cli.py register import partners.zip --source "Rete di prova" --licence CC-BY-4.0 --dry-run
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser; the option ``run`` names what answers: ``module:function``."""
    top = argparse.ArgumentParser(
        prog="python cli.py",
        description="Find the nearest services that will take a person, on real streets.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--lang", choices=("it", "en", "ar"), help="language of the answers")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_area(commands.add_parser("area", help="build, list, describe, remove study areas"))
    _add_nearest(commands.add_parser("nearest", help="the nearest services for a need"))
    _add_plan(commands.add_parser("plan", help="several needs in as few trips as possible"))
    _add_matrix(commands.add_parser("matrix", help="minutes between many points, as CSV"))
    _add_coverage(commands.add_parser("coverage", help="who is not reached, with a report"))
    _add_scenario(commands.add_parser("scenario", help="compare scenarios with today"))
    _add_site(commands.add_parser("site", help="where new sites would help most"))
    _add_measure(commands.add_parser("measure", help="measures of access on plain tables"))
    _add_route(commands.add_parser("route", help="the way between two points, step by step"))
    _add_register(commands.add_parser("register", help="records in and out, copies, backups"))
    _add_jobs(commands.add_parser("jobs", help="what the register does by itself"))
    _add_accounts(commands.add_parser("account", help="who may keep which records"))
    _add_partnerships(commands.add_parser("partnership", help="territorial networks"))
    return top


def _add_area(area: argparse.ArgumentParser) -> None:
    actions = area.add_subparsers(required=True, metavar="ACTION")
    build = actions.add_parser("build", help="build an area from an OpenStreetMap file")
    build.add_argument("--id", required=True, help="small letters, digits, hyphens: trento")
    build.add_argument("--osm", required=True, type=Path, help=".osm.pbf, .osm, .osm.bz2, .osm.gz")
    build.add_argument("--boundary", type=Path, help="GeoJSON polygon, longitude and latitude")
    build.add_argument("--name", help="how the area is called; its id when not given")
    build.add_argument(
        "--municipality", nargs="+", default=[], metavar="ISTAT", help="whose residents live there"
    )
    build.add_argument(
        "--gtfs", type=Path, action="append", default=[], help="timetable, zip; may be repeated"
    )
    build.add_argument("--demand", type=Path, help="people: GeoJSON of sections, or CSV of points")
    build.add_argument("--time-zone", default="Europe/Rome", help="default: %(default)s")
    build.add_argument("--country", default="IT", help="two letters, default: %(default)s")
    build.set_defaults(run="areas:build")
    search = actions.add_parser("search", help="municipalities of Italy by name, with their codes")
    search.add_argument("text")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run="areas:search")
    add = actions.add_parser("add", help="bring in and build municipalities of Italy")
    add.add_argument("codes", nargs="+", metavar="ISTAT", help="codes of municipalities: 022205")
    add.add_argument("--id", help="made of the name when not given")
    add.add_argument("--name", help="how the area is called")
    add.add_argument("--way", choices=("geofabrik", "overpass"), help="where the map comes from")
    add.add_argument("--osm", type=Path, help="cut them out of this file instead")
    add.add_argument("--demand", type=Path, help="people: GeoJSON of sections, or CSV of points")
    add.set_defaults(run="areas:add")
    resume = actions.add_parser("resume", help="go on adding an area where it stopped")
    resume.add_argument("id")
    resume.set_defaults(run="areas:resume")
    refresh = actions.add_parser("refresh", help="build an added area from newer data, if any")
    refresh.add_argument("id")
    refresh.set_defaults(run="areas:refresh")
    listing = actions.add_parser("list", help="the areas there are")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run="areas:listing")
    info = actions.add_parser("info", help="sources, dates, licences and counts of an area")
    info.add_argument("id")
    info.set_defaults(run="areas:info")
    feeds = actions.add_parser("feeds", help="what its timetables hold, and what is wrong in them")
    feeds.add_argument("id")
    feeds.add_argument("--json", action="store_true")
    feeds.set_defaults(run="areas:feeds")
    remove = actions.add_parser("remove", help="remove an area and everything built for it")
    remove.add_argument("id")
    remove.set_defaults(run="areas:remove")


def _add_register(register: argparse.ArgumentParser) -> None:
    actions = register.add_subparsers(required=True, metavar="ACTION")
    bring_in = actions.add_parser("import", help="bring in records from a file or a folder")
    bring_in.add_argument("file", type=Path)
    bring_in.add_argument("--format", choices=IMPORTED, help="found by the name when not given")
    bring_in.add_argument("--source", help="whose data it is; the name of the file when not given")
    bring_in.add_argument("--licence", default="?", help="CC-BY-4.0, CC0-1.0 …")
    bring_in.add_argument("--area", help="id of the area that the records belong to")
    bring_in.add_argument(
        "--whole", action="store_true", help="the file is all that the source has"
    )
    bring_in.add_argument(
        "--good-rows", action="store_true", help="of a table, bring in the rows without fault"
    )
    bring_in.add_argument(
        "--set", action="append", default=[], metavar="COLUMN=VALUE",
        help="of a table, what holds in each row that tells nothing else: needs=social_help",
    )  # fmt: skip
    bring_in.add_argument(
        "--match", action="append", default=[], metavar="HEADING=COLUMN",
        help="of a table, the column that a heading names, kept for its source: Servizio=needs",
    )  # fmt: skip
    bring_in.add_argument("--dry-run", action="store_true", help="tell what would be done")
    bring_in.add_argument("--json", action="store_true")
    bring_in.set_defaults(run="register:bring_in")
    place = actions.add_parser("place", help="find places for addresses, on this machine")
    place.add_argument("--area", help="id of an area: addresses without a city are looked up there")
    place.add_argument("--dry-run", action="store_true", help="tell what would be done")
    place.add_argument("--json", action="store_true")
    place.set_defaults(run="register:place")
    export = actions.add_parser("export", help="write the records that the public may see")
    export.add_argument("--format", choices=EXPORTED, required=True)
    export.add_argument("--out", type=Path, required=True)
    export.set_defaults(run="register:export")
    template = actions.add_parser("template", help="write the empty table of services")
    template.add_argument("--out", type=Path, required=True, help=".xlsx, .csv")
    template.set_defaults(run="register:template")
    copy = actions.add_parser("copy", help="carry a register over into an empty one")
    copy.add_argument("--from", dest="source", required=True, metavar="URL")
    copy.add_argument("--to", dest="target", required=True, metavar="URL")
    copy.set_defaults(run="register:copy")
    backup = actions.add_parser("backup", help="write a backup with its SHA-256")
    backup.add_argument("--out", type=Path, required=True)
    backup.add_argument("--protected", type=Path, help="protected places, in a file of their own")
    backup.set_defaults(run="register:backup")
    restore = actions.add_parser("restore", help="put a backup into an empty register")
    restore.add_argument("file", type=Path)
    restore.add_argument("--protected", type=Path)
    restore.set_defaults(run="register:restore")


def _add_accounts(account: argparse.ArgumentParser) -> None:
    actions = account.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="everybody who has logged in or was given a role")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run="accounts:listing")
    grant = actions.add_parser("grant", help="give somebody a role")
    grant.add_argument("--role", required=True, choices=ROLES)
    grant.add_argument("--name", help="as the history tells it")
    grant.add_argument("--organization", nargs="+", default=[], metavar="ID")
    grant.add_argument("--partnership", nargs="+", default=[], metavar="NAME")
    grant.set_defaults(run="accounts:grant")
    close = actions.add_parser("close", help="take somebody's role away")
    close.set_defaults(run="accounts:close")
    for action in (grant, close):
        action.add_argument("--issuer", required=True, help="address of the provider")
        action.add_argument("--subject", required=True, help="what the provider calls them")


def _add_jobs(jobs: argparse.ArgumentParser) -> None:
    actions = jobs.add_subparsers(required=True, metavar="ACTION")
    run = actions.add_parser("run", help="do what is due: over editions, backups …")
    run.add_argument("--all", action="store_true", help="also what is not due")
    run.add_argument("--json", action="store_true")
    run.set_defaults(run="jobs:run")


def _add_partnerships(partnership: argparse.ArgumentParser) -> None:
    actions = partnership.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all partnerships")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run="partnerships:listing")
    put = actions.add_parser("set", help="write down a partnership")
    put.add_argument("--municipality", nargs="+", default=[], metavar="ISTAT")
    put.add_argument("--organization", nargs="+", default=[], metavar="ID")
    put.add_argument("--lead", metavar="ID", help="the organisation that leads it")
    put.set_defaults(run="partnerships:put")
    remove = actions.add_parser("remove", help="forget a partnership")
    remove.set_defaults(run="partnerships:remove")
    for action in (put, remove):
        action.add_argument("--name", required=True)
    bring_in = actions.add_parser("import", help="a table of partnerships, CSV")
    bring_in.add_argument("file", help="columns: partnership, municipalities, lead, partners")
    bring_in.add_argument("--whole", action="store_true", help="forget those it does not hold")
    bring_in.set_defaults(run="partnerships:bring_in")
    export = actions.add_parser("export", help="who does what where, with HXL tags")
    export.add_argument("--name", help="only this partnership")
    export.add_argument("--out", required=True, type=Path, help=".xlsx or .csv")
    export.set_defaults(run="partnerships:export")


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--area", required=True, help="id of an area: monaco")
    command.add_argument("--mode", default="walk", help="walk or transit; default: %(default)s")
    command.add_argument(
        "--walk-speed-kmh", default="4.5", metavar="KMH", help="default: %(default)s"
    )
    transit = command.add_argument_group("with --mode transit")
    transit.add_argument(
        "--window-min", default="0", metavar="MINUTES",
        help="look at a departure in each of these minutes; 0: at one alone; default: %(default)s",
    )  # fmt: skip
    transit.add_argument(
        "--percentile", default="50", help="of the departures, 50: median; default: %(default)s"
    )
    transit.add_argument(
        "--max-walk-min", default="20", metavar="MINUTES",
        help="to the first and from the last stop, each; default: %(default)s",
    )  # fmt: skip
    transit.add_argument("--max-transfers", default="3", help="default: %(default)s")


def _add_departure(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--depart", "--at", dest="at", metavar="2026-11-24T09:00", help="leave then, local time"
    )


def _add_nearest(nearest: argparse.ArgumentParser) -> None:
    _add_common(nearest)
    nearest.add_argument("--from", dest="origin", required=True, metavar="LON,LAT")
    nearest.add_argument("--need", required=True, help="a need or a sector: pharmacy, health …")
    _add_departure(nearest)
    _add_situation(nearest)
    nearest.add_argument("--within-min", default="60", help="default: %(default)s")
    nearest.add_argument("--limit", default="5", help="most results, default: %(default)s")
    nearest.add_argument("--json", action="store_true")
    nearest.set_defaults(run="find:print_nearest")


def _add_situation(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", action="append", default=[], metavar="ISO", help="ara or ar")
    command.add_argument("--status", help="legal status: permit, asylum_seeker, no_permit …")
    command.add_argument("--residence", help="ISTAT code of the municipality, or none")
    command.add_argument("--age", help="in years")
    command.add_argument("--sex", choices=("female", "male"))
    command.add_argument("--children", action="store_true", help="comes with children")
    command.add_argument("--documents", help="held, separated by commas; none: holds none")


def _add_plan(plan: argparse.ArgumentParser) -> None:
    _add_common(plan)
    plan.add_argument("--from", dest="origin", required=True, metavar="LON,LAT", help="home")
    plan.add_argument("--needs", required=True, help="separated by commas: family_doctor,school …")
    plan.add_argument(
        "--depart", required=True, metavar="2026-11-24T08:30", help="not before, local time"
    )
    plan.add_argument("--hours", metavar="13:00-19:00", help="free hours; Mo-Fr 13:00-19:00 …")
    plan.add_argument("--days", default="7", help="days looked at, default: %(default)s")
    plan.add_argument(
        "--visit",
        action="append",
        default=[],
        metavar="NEED=MINUTES",
        help="how long a visit takes",
    )
    _add_situation(plan)
    plan.add_argument("--within-min", default="60", help="from home, default: %(default)s")
    plan.add_argument("--json", action="store_true")
    plan.add_argument("--pdf", type=Path, metavar="FILE", help="write the card to print")
    plan.add_argument("--card-lang", help="language of the card, as fr or bn; default: --lang")
    plan.set_defaults(run="plan:print_plan")


def _add_matrix(matrix: argparse.ArgumentParser) -> None:
    _add_common(matrix)
    _add_departure(matrix)
    matrix.add_argument("--origins", required=True, type=Path, help="CSV with id, lon, lat")
    matrix.add_argument("--destinations", required=True, type=Path, help="CSV with id, lon, lat")
    matrix.add_argument("--cutoff-min", default="60", help="default: %(default)s")
    matrix.add_argument("--out", required=True, type=Path, help="CSV of the pairs reached in time")
    matrix.set_defaults(run="find:write_matrix")


def _add_coverage(command: argparse.ArgumentParser) -> None:
    command.add_argument("--settings", required=True, type=Path, help="TOML file with the question")
    command.add_argument("--out", type=Path, help="folder for the report; none: only the answer")
    command.set_defaults(run="coverage:print_coverage")


def _add_scenario(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(required=True, metavar="ACTION")
    compared = actions.add_parser("compare", help="two worlds side by side, as CSV")
    _add_settings(compared)
    compared.add_argument("--scenario", required=True, type=Path, help="TOML file with changes")
    compared.add_argument("--beside", type=Path, help="another scenario; none: today")
    compared.set_defaults(run="scenario:compare_scenarios")


def _add_site(command: argparse.ArgumentParser) -> None:
    _add_settings(command)
    command.add_argument(
        "--candidates", default="anywhere",
        help="anywhere, public, schools, libraries, associations, or a CSV file of points",
    )  # fmt: skip
    command.add_argument("--objective", default="people", choices=OBJECTIVES)
    command.add_argument("--new", default="1", help="how many new sites")
    command.add_argument("--capacity", default="0", help="people that one new site serves")
    command.add_argument("--share", help="per cent of people: how many sites does it take?")
    command.set_defaults(run="site:site")


def _add_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument("--settings", required=True, type=Path, help="TOML file with the question")
    command.add_argument("--out", required=True, type=Path, help="CSV file to write")


def _add_measure(measure: argparse.ArgumentParser) -> None:
    measure.add_argument("measure", choices=ACCESS)
    measure.add_argument("--demand", required=True, type=Path, help="CSV with id, people")
    measure.add_argument("--supply", required=True, type=Path, help="CSV with id, capacity")
    measure.add_argument(
        "--cost", required=True, type=Path, help="CSV with demand_id, service_id, minutes"
    )
    measure.add_argument("--threshold", metavar="MINUTES")
    measure.add_argument(
        "--decay",
        help="within, linear, gaussian (by the threshold), exponential:SCALE, power:EXPONENT,"
        " zones:10,20,30/1,0.68,0.22",
    )
    measure.add_argument("--k", default="1", help="of nearest: the k-th, default: %(default)s")
    measure.add_argument("--out", required=True, type=Path, help="CSV with id, value")
    measure.set_defaults(run="measure:measure")


def _add_route(route: argparse.ArgumentParser) -> None:
    _add_common(route)
    route.add_argument("--from", dest="origin", required=True, metavar="LON,LAT")
    route.add_argument("--to", dest="destination", required=True, metavar="LON,LAT")
    _add_departure(route)
    route.add_argument("--json", action="store_true")
    route.set_defaults(run="find:print_route")
