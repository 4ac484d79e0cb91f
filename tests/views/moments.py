"""Snapshots of any network with any parameters, as the training thread would send them."""

import numpy as np

from playground.core.activations import Array
from playground.core.cost_history import CostHistory
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.trainer import Recipe, TrainingState
from playground.data.dataset import Dataset
from playground.data.input_grid import input_grid
from playground.worker.messages import RunState, Samples, Snapshot
from playground.worker.observation import observe

XOR = Network((2, 2, 1), ("sigmoid", "sigmoid"))
XOR_THETA = np.array([5.8, 3.9, 5.7, 3.9, -2.4, -5.9, 7.4, -8.1, -3.3])


def moment(network: Network, theta: Array, dataset: Dataset | None = None, number: int = 1) -> Snapshot:
    """A snapshot of a network; its data are random unless given."""
    if dataset is None:
        rng = np.random.default_rng(0)
        inputs = rng.uniform(-1, 1, (20, network.n_inputs))
        dataset = Dataset("some", inputs, rng.uniform(0, 1, (20, network.n_outputs)))
    recipe = Recipe(Objective(network))
    grid = input_grid(dataset)
    none = dataset.inputs[:0], dataset.targets[:0]
    samples = Samples(dataset.inputs, dataset.targets, *none, classes=False)
    seen = observe(recipe, samples, grid, theta, None, np.zeros(1, dtype=np.int64))
    return Snapshot(
        order=1,
        number=number,
        recipe=recipe,
        run_state=RunState.IDLE,
        state=TrainingState.start(recipe, theta),
        gradient=seen.gradient,
        last_change=np.full(network.n_parameters, -0.125),
        cost=seen.data_cost,
        data_cost=seen.data_cost,
        penalty=0.0,
        test_cost=None,
        accuracy=None,
        test_accuracy=None,
        curve=CostHistory().curve(),
        grid=grid,
        responses=seen.responses,
        steps_per_second=0.0,
        step_length=None,
        next_change=None,
        divergence=None,
    )
