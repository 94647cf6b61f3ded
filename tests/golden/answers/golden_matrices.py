"""Golden matrices of the samples; ``python tests/golden/answers/golden_matrices.py`` writes them.

Whoever writes them anew says in the change why they moved.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from answers.partnerships import coordination_of, cross, principles_of  # noqa: E402
from data.register.activities import ActivityIndex  # noqa: E402
from data.register.demonstrations import load_demonstrations  # noqa: E402
from data.register.register import open_register  # noqa: E402
from data.register.roles import LOCAL  # noqa: E402
from data.register.session import RegisterSession  # noqa: E402
from geo.partnerships.activity import Dimension  # noqa: E402
from geo.partnerships.funding import funds_of  # noqa: E402
from geo.partnerships.principles import concentration  # noqa: E402

GOLDEN = Path(__file__).with_name("sample_matrices.json")
NOW = datetime(2026, 11, 28, tzinfo=UTC)
PAIRS = (
    (Dimension.MUNICIPALITY, Dimension.SECTOR),
    (Dimension.KIND, Dimension.ACTION),
    (Dimension.NEED, Dimension.LEVEL),
    (Dimension.FUND, Dimension.SECTOR),
)


def matrices_now() -> dict[str, Any]:
    """Return what today's code counts in the demonstration records of both samples."""
    register = open_register()
    for area in ("monaco", "neubrandenburg"):
        load_demonstrations(register, area, at=NOW)
    session = RegisterSession(register, LOCAL, NOW)
    found = coordination_of(session, ActivityIndex(register))
    register.close()
    principles = principles_of(found)
    return {
        "matrices": {f"{rows} x {columns}": _matrix(cross(found, rows, columns))
                     for rows, columns in PAIRS},
        "principles": {
            name: [share.yes, share.no, share.unknown]
            for name in ("sectors", "levels", "stakeholders", "funds")
            for share in [getattr(principles, name)]
        },
        "concentration": {row.need: [row.services, row.organizations, round(row.index, 4)]
                          for row in concentration(found.activities)},
        "funds": {row.name: [row.services, row.alone, row.amount_eur, str(row.last)]
                  for row in funds_of(found.activities)},
    }  # fmt: skip


def _matrix(found: Any) -> dict[str, Any]:
    return {
        "columns": list(found.columns),
        **{row: found.counts[place].tolist() for place, row in enumerate(found.rows)},
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["APPRODO_VAR"] = folder
        GOLDEN.write_text(json.dumps(matrices_now(), indent=1) + "\n")
