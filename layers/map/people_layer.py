"""The model of residents as squares on the map, in classes with round limits."""

from __future__ import annotations

import numpy as np

from geo.classes import round_breaks
from geo.demand import Residents, people_in_cells

CELL_M = 100.0


def people_layer(residents: Residents) -> dict[str, object]:
    """Return squares of 100 m as west, south, people and class, and the limits of the classes.

    Degrees EPSG:4326; people to a tenth.
    """
    cells = people_in_cells(residents, cell_m=CELL_M)
    breaks = round_breaks(cells.people)
    classes = np.digitize(cells.people, breaks)
    squares = [
        [round(west, 5), round(south, 5), round(people, 1), int(number)]
        for west, south, people, number in zip(
            cells.west.tolist(),
            cells.south.tolist(),
            cells.people.tolist(),
            classes.tolist(),
            strict=True,
        )
    ]
    return {
        "width": cells.width,
        "height": cells.height,
        "cells": squares,
        "breaks": list(breaks),
    }
