"""Whoever solves the sums of what is shown learns no hidden number."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from geo.errors import BadInput
from geo.small_cells import LEVELS, THRESHOLD, CountBand, SafeTable, level_of, suppress

Table = NDArray[np.int64]
COUNT = st.one_of(
    st.integers(0, 6), st.sampled_from([9, 10, 19, 20, 49, 50, 99, 100]), st.integers(0, 130)
)


@st.composite
def linked_tables(draw: st.DrawFn) -> tuple[Table, Table]:
    """Two tables whose rows have the same totals: the second spreads each row anew."""
    rows, first, second = (draw(st.integers(1, n)) for n in (4, 4, 3))
    one = np.array(draw(st.lists(COUNT, min_size=rows * first, max_size=rows * first)))
    one = one.reshape(rows, first)
    other = np.zeros((rows, second), int)
    for row, total in enumerate(one.sum(axis=1)):
        cuts = sorted(draw(st.lists(st.integers(0, int(total)), min_size=second - 1,
                                    max_size=second - 1)))  # fmt: skip
        other[row] = np.diff([0, *cuts, total])
    return one, other


def truth(table: Table) -> list[int]:
    """The numbers of a table in the order of `said`."""
    return [
        *table.ravel().tolist(), *table.sum(axis=1).tolist(), *table.sum(axis=0).tolist(),
        int(table.sum()),
    ]  # fmt: skip


def told(safe: SafeTable) -> list[CountBand | None]:
    cells = [level for row in safe.cells for level in row]
    return [*cells, *safe.row_totals, *safe.column_totals, safe.total]


def sums(rows: int, columns: int) -> list[tuple[list[int], int]]:
    """The sums of a table in the order of `said`: parts, total."""
    cells = np.arange(rows * columns).reshape(rows, columns)
    row_totals = cells.size + np.arange(rows)
    column_totals = cells.size + rows + np.arange(columns)
    whole = cells.size + rows + columns
    found = [(cells[r].tolist(), int(row_totals[r])) for r in range(rows)]
    found += [(cells[:, c].tolist(), int(column_totals[c])) for c in range(columns)]
    return [*found, (row_totals.tolist(), whole), (column_totals.tolist(), whole)]


def attacked(safes: tuple[SafeTable, ...]) -> list[list[tuple[float, float] | None]]:
    """For each hidden number of each table, the least and the most that it can be."""
    shapes = [(len(s.cells), len(s.column_totals)) for s in safes]
    lines = [told(safe) for safe in safes]
    starts = np.cumsum([0, *map(len, lines)])
    equations = []
    for start, (rows, columns) in zip(starts, shapes, strict=False):
        for parts, total in sums(rows, columns):
            equation = np.zeros(starts[-1])
            equation[[start + p for p in parts]] = 1
            equation[start + total] = -1
            equations.append(equation)
    for (start, (rows, columns)), other in itertools.product(
        zip(starts, shapes, strict=False), range(1, len(safes))
    ):
        # Each row's total is the same number in every table.
        there_rows, there_columns = shapes[other]
        for row in range(rows):
            equation = np.zeros(starts[-1])
            equation[start + rows * columns + row] += 1
            equation[starts[other] + there_rows * there_columns + row] -= 1
            equations.append(equation)
    line = [level for each in lines for level in each]
    bounds = [(level.least, level.most) if level else (0, None) for level in line]
    spans: list[tuple[float, float] | None] = []
    for number, level in enumerate(line):
        if level is not None:
            spans.append(None)
            continue
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(line))
            aim[number] = sign
            found = linprog(aim, A_eq=np.array(equations), b_eq=np.zeros(len(equations)),
                            bounds=bounds)  # fmt: skip
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        spans.append((ends[0], ends[1]))
    return [spans[a:b] for a, b in itertools.pairwise(starts)]


def assert_safe(tables: tuple[Table, ...], safes: tuple[SafeTable, ...]) -> None:
    for table, spans in zip(tables, attacked(safes), strict=True):
        for value, span in zip(truth(table), spans, strict=True):
            if span is None:
                assert value >= THRESHOLD
                continue
            least, most = span
            assert most - least >= THRESHOLD - 1 - 1e-6, (value, span)
            if value < THRESHOLD:
                assert least <= 1e-6, (value, span)
                assert most >= THRESHOLD - 1 - 1e-6, (value, span)


@settings(max_examples=150, deadline=None)
@given(linked_tables())
# All at the top of their levels, the total at the bottom of its own: 4 is what is left.
@example((np.array([[19, 9, 9, 9, 4], [30, 30, 30, 30, 30]]), np.array([[50], [150]])))
@example((np.array([[100, 0], [0, 100]]), np.array([[50, 50], [96, 4]])))
def test_the_attacker_pins_no_hidden_number_down(tables: tuple[Table, Table]) -> None:
    assert_safe(tables, suppress(*tables))
    assert_safe(tables[:1], suppress(tables[0]))


def test_levels_alone_would_give_a_number_away() -> None:
    """What the secondary suppression is for: here the first row's 4 follows from the levels."""
    table = np.array([[19, 9, 9, 9, 4], [30, 30, 30, 30, 30]])
    naive = SafeTable(
        tuple(tuple(level_of(int(v)) for v in row) for row in table),
        tuple(level_of(int(v)) for v in table.sum(axis=1)),
        tuple(level_of(int(v)) for v in table.sum(axis=0)),
        level_of(int(table.sum())),
    )
    (spans,) = attacked((naive,))
    assert spans[4] is not None
    assert spans[4][0] == pytest.approx(4)  # and below five: it is 4
    with pytest.raises(AssertionError):
        assert_safe((table,), (naive,))
    (safe,) = suppress(table)
    hidden = sum(level is None for row in safe.cells for level in row)
    assert hidden == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 4, 5, 6]), min_size=4, max_size=4))
def test_in_a_small_table_every_value_below_the_threshold_is_possible(cells: list[int]) -> None:
    """All tables of whole numbers that look the same, tried one by one."""
    table = np.array(cells).reshape(2, 2)
    (safe,) = suppress(table)
    line = told(safe)
    numbers = np.indices((14,) * 4).reshape(4, -1).T  # every table of four such counts
    guesses = np.column_stack([
        numbers, numbers[:, 0] + numbers[:, 1], numbers[:, 2] + numbers[:, 3],
        numbers[:, 0] + numbers[:, 2], numbers[:, 1] + numbers[:, 3], numbers.sum(axis=1),
    ])  # fmt: skip
    assert guesses[-1].tolist() == truth(numbers[-1].reshape(2, 2))
    least = [0 if level is None else level.least for level in line]
    most = [np.inf if level is None else level.most or np.inf for level in line]
    possible = guesses[((guesses >= least) & (guesses <= most)).all(axis=1)]
    for at, value in enumerate(truth(table)):
        if line[at] is None and value < THRESHOLD:
            assert set(range(THRESHOLD)) <= set(possible[:, at].tolist())


@settings(max_examples=60, deadline=None)
@given(linked_tables())
def test_what_is_shown_is_the_level_of_the_count(tables: tuple[Table, Table]) -> None:
    for table, safe in zip(tables, suppress(*tables), strict=True):
        for value, level in zip(truth(table), told(safe), strict=True):
            if level is not None:
                assert level == level_of(value)
                assert level.least in LEVELS
                assert level.least <= value <= (level.most or value)


def test_the_same_counts_give_the_same_report_whatever_their_order() -> None:
    rng = np.random.default_rng(3)
    table = rng.integers(0, 40, (6, 5))
    (safe,) = suppress(table)
    assert suppress(table.copy()) == (safe,)
    order = rng.permutation(6)
    (turned,) = suppress(table[order])
    shown = [[bool(level) for level in row] for row in safe.cells]
    assert [[bool(level) for level in row] for row in turned.cells] == [shown[r] for r in order]


def test_what_is_large_is_all_shown() -> None:
    (safe,) = suppress(np.full((3, 3), 25))
    assert all(told(safe))
    assert safe.cells[0][0] == CountBand(20, 49)
    assert safe.total == CountBand(100, None)


def test_tables_of_nothing_show_nothing() -> None:
    for shape in ((0, 3), (3, 0), (0, 0), (2, 2)):
        (safe,) = suppress(np.zeros(shape, int))
        assert safe.is_empty
        assert len(safe.cells) == shape[0]


@pytest.mark.parametrize(
    "table", [np.array([1, 2]), np.array([[-1]]), np.array([[0.5]]), np.array([[np.nan]])]
)
def test_what_is_no_count_is_refused(table: Table) -> None:
    with pytest.raises(BadInput, match=r"counts\.not_counts"):
        suppress(table)


def test_tables_of_different_things_are_refused() -> None:
    with pytest.raises(BadInput, match=r"counts\.totals"):
        suppress(np.array([[5], [6]]), np.array([[5], [7]]))


def test_a_region_takes_seconds() -> None:
    """36 needs, 8 reasons and 100 squares; bigger ones are measured in the decision."""
    rng = np.random.default_rng(0)
    squares = rng.multinomial(3_000, rng.dirichlet(np.full(36 * 100, 0.1))).reshape(36, 100)
    reasons = np.array([rng.multinomial(n, np.full(8, 1 / 8)) for n in squares.sum(axis=1)])
    assert not suppress(reasons, squares)[1].is_empty
