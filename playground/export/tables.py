"""Costs as a table in CSV."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from playground.core.activations import Array
from playground.experiment.atomic_file import replacing

HEADER = "step,cost,test_cost"


class CostTable:
    """Writes one row for each step; numbers at full precision, ``test_cost`` empty without a test set."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._write([HEADER])

    def append(self, first_step: int, costs: Array, test_costs: Array) -> None:
        """Add the costs of steps that follow each other; ``test_costs`` is as long or empty."""
        tests = map(repr, test_costs.tolist()) if len(test_costs) else [""] * len(costs)
        rows = zip(costs.tolist(), tests, strict=True)
        self._write([f"{first_step + i},{cost!r},{test}" for i, (cost, test) in enumerate(rows)])

    def _write(self, rows: list[str]) -> None:
        self._stream.write("".join(f"{row}\n" for row in rows).encode())


@contextmanager
def cost_table(path: Path) -> Iterator[CostTable]:
    """Open a table that takes the place of ``path`` when the block ends."""
    with replacing(path) as stream:
        yield CostTable(stream)
