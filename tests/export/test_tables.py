"""The table of costs: one row a step, full precision."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.export.tables import CostTable, cost_table


@given(st.lists(st.floats(), max_size=20), st.booleans())
def test_numbers_come_back_to_the_last_bit(costs, tests):
    stream = io.BytesIO()
    table = CostTable(stream)
    table.append(5, np.array(costs), np.array(costs if tests else []))
    rows = list(csv.DictReader(stream.getvalue().decode().splitlines()))
    assert [int(row["step"]) for row in rows] == list(range(5, 5 + len(costs)))
    assert np.array_equal([float(row["cost"]) for row in rows], costs, equal_nan=True)
    for row in rows:
        assert row["test_cost"] == (row["cost"] if tests else "")


def test_the_file_is_there_when_the_block_ends_and_not_before(tmp_path):
    path = tmp_path / "costs.csv"
    with cost_table(path) as table:
        table.append(0, np.array([0.1, 0.25]), np.array([]))
        assert not path.exists()
    assert path.read_bytes() == b"step,cost,test_cost\n0,0.1,\n1,0.25,\n"
    with pytest.raises(RuntimeError), cost_table(path):
        raise RuntimeError
    assert path.read_bytes().startswith(b"step,cost,test_cost\n0,0.1")
