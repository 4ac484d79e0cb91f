"""What is looked at in a snapshot: costs, accuracy, gradient and the network's responses over the input plane.

Written with the NumPy reference, so that the window has its first picture before the kernel is loaded.
"""

from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array
from playground.core.gradients import backpropagation, layer_rule
from playground.core.network import Network
from playground.core.trainer import Recipe
from playground.data.input_grid import InputGrid
from playground.worker.messages import Samples


@dataclass(frozen=True)
class Observation:
    """The part of a snapshot that follows from the parameters alone; see `Snapshot` for the meaning of each."""

    gradient: Array
    data_cost: float
    penalty: float
    test_cost: float | None
    accuracy: tuple[int, int] | None
    test_accuracy: tuple[int, int] | None
    responses: Array
    step_length: float | None
    expected_change: float | None


def frozen(array: Array) -> Array:
    """The array itself, made read-only: it may now cross between threads."""
    array.setflags(write=False)
    return array


def accuracy(network: Network, theta: Array, inputs: Array, targets: Array) -> tuple[int, int]:
    """How many samples get the right class, of how many.

    One output decides at 0.5; of several the largest wins.
    """
    outputs = network.forward(theta, inputs)[1][-1]
    if network.n_outputs == 1:
        correct = (outputs >= 0.5) == (targets >= 0.5)
    else:
        correct = outputs.argmax(axis=1) == targets.argmax(axis=1)
    return int(correct.sum()), len(inputs)


def observe(recipe: Recipe, samples: Samples, grid: InputGrid, theta: Array) -> Observation:
    """Look at the network with parameters ``theta``.

    Overflow is no error here: a run that diverges is stopped by the trainer, and what cannot be shown is inf or nan.
    """
    objective = recipe.objective
    network = objective.network
    if not len(samples.train_inputs):
        return _without_samples(network, grid, theta)
    with np.errstate(all="ignore"):
        data_cost = objective.data_cost(theta, samples.train_inputs, samples.train_targets)
        gradient = backpropagation(objective, theta, samples.train_inputs, samples.train_targets)
        step_length, expected_change = _next_step(recipe, samples, theta, gradient)
        tests = len(samples.test_inputs) > 0
        test = (network, theta, samples.test_inputs, samples.test_targets)
        return Observation(
            gradient=frozen(gradient),
            data_cost=data_cost,
            penalty=objective.penalty.value(network.weights(theta)),
            test_cost=objective.data_cost(*test[1:]) if tests else None,
            accuracy=(
                accuracy(network, theta, samples.train_inputs, samples.train_targets) if samples.classes else None
            ),
            test_accuracy=accuracy(*test) if tests and samples.classes else None,
            responses=_responses(network, grid, theta),
            step_length=step_length,
            expected_change=expected_change,
        )


def _without_samples(network: Network, grid: InputGrid, theta: Array) -> Observation:
    """Every sample was erased: the network can be seen all the same, there is just no cost."""
    return Observation(
        gradient=frozen(np.zeros(network.n_parameters)),
        data_cost=np.nan,
        penalty=0.0,
        test_cost=None,
        accuracy=None,
        test_accuracy=None,
        responses=_responses(network, grid, theta),
        step_length=None,
        expected_change=None,
    )


def _responses(network: Network, grid: InputGrid, theta: Array) -> Array:
    return frozen(np.hstack(network.forward(theta, grid.points())[1]))


def _next_step(recipe: Recipe, samples: Samples, theta: Array, gradient: Array) -> tuple[float | None, float | None]:
    if recipe.optimizer.name != "gradient-descent" or recipe.batch_size is not None:
        return None, None
    used = gradient
    if recipe.gradient == "layer-rule":
        used = layer_rule(recipe.objective, theta, samples.train_inputs, samples.train_targets)
    learning_rate = recipe.optimizer.learning_rate
    return learning_rate * float(np.linalg.norm(used)), -learning_rate * float(gradient @ used)
