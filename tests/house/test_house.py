"""The house keeps its order: directions, names, requirements, what is given and what is not."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from commands.arguments import EXPORTED, IMPORTED
from data.exchange.service_columns import columns
from data.register.jobs import JOBS

ROOT = Path(__file__).parents[2]
ROOMS = ("answers", "commands", "geo", "layers", "data", "web", "pages")
DOORS = ("app.py", "cli.py")

TOP_LEVEL = {
    ".ci", ".gitignore", ".streamlit", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
    "README.md", "answers", "app.py", "bench", "cli.py", "commands", "data", "docs", "geo",
    "layers", "pages", "pyproject.toml", "requirements-dev.in", "requirements-dev.txt",
    "requirements.in", "requirements.txt", "tests", "web",
}  # fmt: skip

IMPORT_NAMES = {
    "opening-hours-py": "opening_hours", "python-dateutil": "dateutil",
    "python-docx": "docx",
    "streamlit-folium": "streamlit_folium",
}  # fmt: skip


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists())


def product_files() -> list[Path]:
    rooms = [p for p in tracked() if p.relative_to(ROOT).parts[0] in ROOMS and p.suffix == ".py"]
    return rooms + [ROOT / door for door in DOORS]


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


def test_root_holds_only_what_the_house_names() -> None:
    found = {p.relative_to(ROOT).parts[0] for p in tracked()}
    assert found - TOP_LEVEL == set()


@pytest.mark.parametrize("path", product_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_nobody_imports_a_door(path: Path) -> None:
    if path.name in DOORS and path.parent == ROOT:
        return
    assert not {"app", "cli"} & {name.split(".")[0] for name in imported_modules(path)}


def test_every_import_is_in_the_short_requirements() -> None:
    lines = (ROOT / "requirements.in").read_text().splitlines()
    wanted = {re.split(r"[<>=\[ ]", line)[0] for line in lines if line and not line.startswith("#")}
    allowed = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in wanted}
    # Starlette comes with Streamlit, which documents it as the way to add routes.
    allowed |= {"starlette"} | set(sys.stdlib_module_names) | set(ROOMS)
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in product_files()
        for name in imported_modules(path)
        if name.split(".")[0] not in allowed
    }
    assert strangers == set()


def test_every_short_requirement_is_pinned_with_hashes() -> None:
    pinned = (ROOT / "requirements.txt").read_text()
    for line in (ROOT / "requirements.in").read_text().splitlines():
        if line and not line.startswith("#"):
            name = re.split(r"[<>=\[ ]", line)[0]
            assert re.search(rf"^{re.escape(name)}==[^\n]+\\\n\s+--hash=sha256:", pinned, re.M), (
                name
            )


def test_one_file_keeps_what_a_session_remembers() -> None:
    touching = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if "st.session_state" in path.read_text(encoding="utf-8")
    ]
    assert touching == ["pages/shared/session.py"]


def test_no_room_is_called_by_an_empty_word() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
    assert {p for p in tracked() if p.stem in empty or empty & set(p.parent.parts)} == set()


def test_tests_have_unique_names_and_no_package_files() -> None:
    names = [p.name for p in tracked() if "tests" in p.parts and p.name.startswith("test_")]
    assert len(names) == len(set(names))
    assert not [p for p in tracked() if "tests" in p.parts and p.name == "__init__.py"]


def test_modules_are_small_or_say_why() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if len((text := path.read_text(encoding="utf-8")).splitlines()) > 400
        and "over 400 lines because" not in text
    ]
    assert long == []


TEXT_SUFFIXES = {".py", ".md", ".toml", ".css", ".js", ".po", ".in", ".txt", ".yml", ".html", ""}


def test_the_project_speaks_of_itself_alone() -> None:
    forbidden = re.compile(
        r"/root/|/home/\w|/work/|/opt/(wheels|pypi)|pypi\.org|npmjs|\bsubagent|\bClaude\b|\bLLM\b"
        r"|\bAI-generated\b|this session's time",
        re.I,
    )
    rows = []
    for path in tracked():
        vendored = "vendor" in path.parts or path.suffix not in TEXT_SUFFIXES
        if vendored or path == Path(__file__) or path.name.startswith("requirements"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if forbidden.search(line):
                rows.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert rows == []


def public_definitions(path: Path) -> list[tuple[str, ast.AST]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [(n.name, n) for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]


@pytest.mark.parametrize(
    "path",
    [p for p in product_files() if p.relative_to(ROOT).parts[0] == "geo"],
    ids=lambda p: p.stem,
)
def test_public_functions_of_geo_are_documented(path: Path) -> None:
    bare = [
        name
        for name, node in public_definitions(path)
        if isinstance(node, ast.FunctionDef) and not ast.get_docstring(node)
    ]
    assert bare == []


def test_every_environment_variable_is_documented() -> None:
    documented = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    used = {
        name
        for path in tracked()
        if path.suffix in {".py", ""} or path.name in {"Makefile", "run"}
        if path.suffix != "" or path.name in {"Makefile", "run"}
        for name in re.findall(r"\bAPPRODO_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert {name for name in used if name not in documented} == set()


def test_every_column_format_and_job_is_documented() -> None:
    text = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    assert [made.name for made in columns() if f"| `{made.name}` |" not in text] == []
    assert [form for form in (*IMPORTED, *EXPORTED) if f"`{form}`" not in text] == []
    jobs = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")
    assert [name for name in JOBS if f"| `{name}` |" not in jobs] == []
