"""The import rules hold, and a wrong import breaks them: a rule that cannot fail is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("answers", "commands", "data", "geo", "layers", "pages", "web")

WRONG = {
    "geo/demand.py": "from data.settings import var_folder",
    "layers/themes.py": "from data.catalog.tables import load_taxonomy",
    "data/areas/paths.py": "from data.register.register import open_register",
    "data/files/atomic.py": "from data.exchange.cells import safe_text",
    "answers/route.py": "from commands.printing import print_json",
    "web/headers.py": "from pages.shared.session import SEARCH",
    "pages/find/page.py": "from pages.coverage.answer import answer_question",
    "data/register/access.py": "from answers.study import study_of",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's code, to be broken."""
    folder = tmp_path_factory.mktemp("rooms")
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, folder / room, ignore=lambda _, names: [
                name for name in names if "." in name and not name.endswith(".py")
            ],
        )  # fmt: skip
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_rules_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("path", WRONG)
def test_a_wrong_import_breaks_them(copy: Path, path: str) -> None:
    file = copy / path
    right = file.read_text(encoding="utf-8")
    file.write_text(f"{right}\n{WRONG[path]}\n", encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        file.write_text(right, encoding="utf-8")
    assert done.returncode != 0
    assert "BROKEN" in done.stdout
