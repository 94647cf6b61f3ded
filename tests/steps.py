"""Work counted in steps instead of seconds: the same on a busy machine and an idle one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def counted_steps(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls, Python's and compiled ones.

    A search inside one compiled call counts as one: what may hang there is left to the time limit
    that every test has.
    """
    steps = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal steps
        if event in ("call", "c_call"):
            steps += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return steps
