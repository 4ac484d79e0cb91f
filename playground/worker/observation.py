"""What is looked at in a snapshot: costs, accuracy, gradient and the network's responses over the input plane.

Measured with the compiled kernel once it is loaded; until then with the NumPy reference, so that the window has its
first picture at once.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.advance import Interrupted
from playground.core.blocks import blocks, cost_by_blocks, finished, gradient_by_blocks
from playground.core.costs import Penalty
from playground.core.gradients import layer_rule, with_penalty
from playground.core.network import Network
from playground.core.trainer import Recipe, Trainer
from playground.data.input_grid import InputGrid
from playground.worker.messages import Samples

Flag = NDArray[np.int64]
Result = TypeVar("Result")
MOST_PRODUCTS_ON_TRIAL = 2_000_000
"""With more samples times parameters the next step is not taken on trial: it would cost as much as training."""


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
    next_change: float | None


def frozen(array: Array) -> Array:
    """The array itself, made read-only: it may now cross between threads."""
    array.setflags(write=False)
    return array


def accuracy(network: Network, theta: Array, inputs: Array, targets: Array, flag: Flag) -> tuple[int, int]:
    """How many samples get the right class, of how many.

    One output decides at 0.5; of several the largest wins.

    Raises
    ------
    Interrupted
        If the flag is raised.
    """
    return _unless(flag, _correct(network, theta, inputs, targets)), len(inputs)


def _correct(network: Network, theta: Array, inputs: Array, targets: Array) -> Generator[None, None, int]:
    correct = 0
    for rows in blocks(network, len(inputs)):
        yield
        outputs = network.forward(theta, inputs[rows])[1][-1]
        if network.n_outputs == 1:
            right = (outputs >= 0.5) == (targets[rows] >= 0.5)
        else:
            right = outputs.argmax(axis=1) == targets[rows].argmax(axis=1)
        correct += int(right.sum())
    return correct


def _unless(flag: Flag, work: Generator[None, None, Result]) -> Result:
    """Run a generator to its end, unless the flag is raised."""

    def heed() -> None:
        if flag[0]:
            raise Interrupted

    return finished(work, heed)


def observe(
    recipe: Recipe, samples: Samples, grid: InputGrid, theta: Array, trainer: Trainer | None, flag: Flag
) -> Observation:
    """Look at the network with parameters ``theta``.

    Overflow is no error here: a run that diverges is stopped by the trainer, and what cannot be shown is inf or nan.

    Parameters
    ----------
    recipe, samples, grid, theta
        What is looked at.
    trainer : Trainer or None
        Stands at ``theta`` and measures with the compiled kernel; None before it is loaded.
    flag : (1,) int array
        Raised when something more urgent has come.

    Raises
    ------
    Interrupted
        If the flag is raised.
    """
    objective = recipe.objective
    network = objective.network
    if not len(samples.train_inputs):
        return _without_samples(network, grid, theta)
    penalty = objective.penalty.value(network.weights(theta))
    tests = len(samples.test_inputs) > 0
    train, test = (samples.train_inputs, samples.train_targets), (samples.test_inputs, samples.test_targets)
    test_cost: float | None = None
    with np.errstate(all="ignore"):
        if trainer is None:
            of_data = replace(objective, penalty=Penalty())
            data_cost = _unless(flag, cost_by_blocks(of_data, theta, *train))
            gradient = with_penalty(objective, theta, _unless(flag, gradient_by_blocks(objective, theta, *train)))
            test_cost = _unless(flag, cost_by_blocks(of_data, theta, *test)) if tests else None
        else:
            data_cost = trainer.cost(interruptible=True) - penalty
            gradient = trainer.gradient("backpropagation", interruptible=True)
            test_cost = trainer.cost_of(*test, interruptible=True) if tests else None
        step_length, next_change = _next_step(recipe, samples, theta, gradient)
        return Observation(
            gradient=frozen(gradient),
            data_cost=data_cost,
            penalty=penalty,
            test_cost=test_cost,
            accuracy=accuracy(network, theta, *train, flag) if samples.classes else None,
            test_accuracy=accuracy(network, theta, *test, flag) if tests and samples.classes else None,
            responses=_responses(network, grid, theta),
            step_length=step_length,
            next_change=next_change,
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
        next_change=None,
    )


def _responses(network: Network, grid: InputGrid, theta: Array) -> Array:
    return frozen(np.hstack(network.forward(theta, grid.points())[1]))


def _next_step(recipe: Recipe, samples: Samples, theta: Array, gradient: Array) -> tuple[float | None, float | None]:
    """Take the next step on trial. The slope alone would promise too much where the step is long."""
    too_many = len(samples.train_inputs) * theta.size > MOST_PRODUCTS_ON_TRIAL
    if recipe.optimizer.name != "gradient-descent" or recipe.batch_size is not None or too_many:
        return None, None
    objective, data = recipe.objective, (samples.train_inputs, samples.train_targets)
    used = layer_rule(objective, theta, *data) if recipe.gradient == "layer-rule" else gradient
    step = recipe.optimizer.learning_rate * used
    change = objective.value(theta - step, *data) - objective.value(theta, *data)
    return float(np.linalg.norm(step)), change
