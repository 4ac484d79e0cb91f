"""What the card on the prediction plot tells: of a point of the plane, or of a sample."""

from typing import Any

import numpy as np

from playground.core.network import Network
from playground.core.notation import target_symbol, unit_symbol
from playground.data.dataset import Dataset
from playground.data.input_grid import InputGrid
from playground.views.numbers import format_count, format_number
from playground.views.readout_card import Readout
from playground.worker.messages import Snapshot

Floats = np.ndarray[Any, np.dtype[np.float64]]


def answer(network: Network, snapshot: Snapshot, inputs: Floats, output: int) -> float:
    """Return what one output of the network says to one sample, at the snapshot's parameters."""
    with np.errstate(all="ignore"):
        return float(network.forward(snapshot.theta, inputs[None, :])[1][-1][0, output])


def read_point(network: Network, snapshot: Snapshot | None, grid: InputGrid, output: int, point: Floats) -> Readout:
    """Tell the inputs and the prediction at a point of the plane (x, y)."""
    inputs = grid.fixed.copy()
    rows = []
    for axis, value in zip(grid.axes, point.tolist(), strict=False):
        inputs[axis] = value
        rows.append((unit_symbol(network, 0, axis).plain, format_number(value, 3)))
    if snapshot is not None:
        name = unit_symbol(network, network.depth, output).plain
        rows.append((f"prediction {name}", format_number(answer(network, snapshot, inputs, output), 4)))
    return Readout("Here", rows=tuple(rows))


def read_sample(
    network: Network,
    snapshot: Snapshot | None,
    grid: InputGrid,
    output: int,
    dataset: Dataset,
    sample: int,
    *,
    testing: bool,
) -> Readout:
    """Tell which sample it is, its inputs, its target, the prediction and the residual."""
    inputs, target = dataset.inputs[sample], float(dataset.targets[sample, output])
    name, wanted = unit_symbol(network, network.depth, output).plain, target_symbol(network, output).plain
    rows = [(unit_symbol(network, 0, axis).plain, format_number(float(inputs[axis]), 3)) for axis in grid.axes]
    rows.append((f"target {wanted}", format_number(target, 4)))
    if snapshot is not None:
        prediction = answer(network, snapshot, inputs, output)
        rows.append((f"prediction {name}", format_number(prediction, 4)))
        rows.append((f"residual {name} − {wanted}", format_number(prediction - target, 4, signed=True)))
    title = f"Sample {format_count(sample + 1)} of {format_count(dataset.n_samples)}"
    return Readout(title, "kept for testing" if testing else "", tuple(rows))
