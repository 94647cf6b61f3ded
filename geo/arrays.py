"""Types of arrays and boxes: named once, used everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
"""Numbers of nodes, arcs, zones and points; integer milliseconds."""

Indexes = NDArray[np.int64]
"""What NumPy counts and sorts by."""

Bools = NDArray[np.bool_]

Box = tuple[float, float, float, float]
"""West, south, east, north; degrees EPSG:4326."""
