"""Run every comparison, one after the other: ``python -m bench``."""

from __future__ import annotations

import runpy
from pathlib import Path

if __name__ == "__main__":
    for script in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        if "def main(" in script.read_text(encoding="utf-8"):
            print(f"== {script.stem}", flush=True)
            runpy.run_module(f"bench.{script.stem}", run_name="__main__")
