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
from playground.core.blocks import blocks, cost_by_blocks, finished, gradient_by_blocks, rule_part
from playground.core.costs import Penalty
from playground.core.gradients import GRADIENTS, with_penalty
from playground.core.network import Network
from playground.core.trainer import Recipe, Trainer
from playground.data.input_grid import InputGrid
from playground.worker.messages import RuleGradient, Samples

Flag = NDArray[np.int64]
Result = TypeVar("Result")
MOST_PRODUCTS_ON_TRIAL = 2_000_000
"""With more samples times parameters the next step is not taken on trial: it would cost as much as training."""

_MOST_ACTIVATIONS = 1 << 18
"""So many are kept by the kernel at once; where there are more, the reference goes from block to block."""


@dataclass(frozen=True)
class Observation:
    """What follows from the parameters alone: fields of `Snapshot`, which says what each means."""

    gradient: Array
    data_cost: float
    penalty: float
    test_cost: float | None
    accuracy: tuple[int, int] | None
    test_accuracy: tuple[int, int] | None
    responses: Array
    step_length: float | None
    next_change: float | None
    by_the_rule: RuleGradient | None = None


def frozen(array: Array) -> Array:
    """The array itself, made read-only: it may now cross between threads."""
    array.setflags(write=False)
    return array


def _accuracy(
    network: Network, theta: Array, inputs: Array, targets: Array, trainer: Trainer | None, flag: Flag
) -> tuple[int, int]:
    """How many samples get the right class, of how many.

    One output decides at 0.5; of several the largest wins.
    """
    if trainer is not None and _has_room(network, len(inputs)):
        outputs = trainer.activations(inputs, interruptible=True)[:, -network.n_outputs :]
        return _right(outputs, targets), len(inputs)
    return _unless(flag, _correct(network, theta, inputs, targets)), len(inputs)


def _correct(network: Network, theta: Array, inputs: Array, targets: Array) -> Generator[None, None, int]:
    correct = 0
    for rows in blocks(network, len(inputs)):
        yield
        correct += _right(network.forward(theta, inputs[rows])[1][-1], targets[rows])
    return correct


def _right(outputs: Array, targets: Array) -> int:
    if outputs.shape[1] == 1:
        right = (outputs >= 0.5) == (targets >= 0.5)
    else:
        right = outputs.argmax(axis=1) == targets.argmax(axis=1)
    return int(right.sum())


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
        by_the_rule = _by_the_rule(recipe, theta, gradient)
        used: Array | None = gradient if by_the_rule is None else by_the_rule.gradient
        if recipe.by_differences:
            used = _by_differences(recipe, samples, theta, trainer)
        step_length, next_change = _next_step(recipe, samples, theta, used)
        return Observation(
            gradient=frozen(gradient),
            data_cost=data_cost,
            penalty=penalty,
            test_cost=test_cost,
            accuracy=_accuracy(network, theta, *train, trainer, flag) if samples.classes else None,
            test_accuracy=(_accuracy(network, theta, *test, trainer, flag) if tests and samples.classes else None),
            responses=_responses(network, grid, theta, trainer),
            step_length=step_length,
            next_change=next_change,
            by_the_rule=by_the_rule,
        )


def _by_the_rule(recipe: Recipe, theta: Array, exact: Array) -> RuleGradient | None:
    """Make the layer rule's gradient from the exact one: only the data's part is multiplied."""
    objective, network = recipe.objective, recipe.objective.network
    if recipe.gradient != "layer-rule" or network.depth == 1:
        return None
    of_penalty = with_penalty(objective, theta, np.zeros_like(theta))
    used = rule_part(network, exact - of_penalty) + of_penalty
    layers = [network.layer_slice(layer) for layer in range(network.depth)]
    lengths = tuple((float(np.linalg.norm(used[at])), float(np.linalg.norm(exact[at]))) for at in layers)
    return RuleGradient(frozen(used), lengths)


def _without_samples(network: Network, grid: InputGrid, theta: Array) -> Observation:
    """Every sample was erased: the network can be seen all the same, there is just no cost."""
    return Observation(
        gradient=frozen(np.zeros(network.n_parameters)),
        data_cost=np.nan,
        penalty=0.0,
        test_cost=None,
        accuracy=None,
        test_accuracy=None,
        responses=_responses(network, grid, theta, None),
        step_length=None,
        next_change=None,
    )


def _responses(network: Network, grid: InputGrid, theta: Array, trainer: Trainer | None) -> Array:
    """Return all units' responses; those of one unit lie together in memory, for each becomes a picture."""
    if trainer is not None and _has_room(network, len(grid.points)):
        return frozen(trainer.activations(grid.points))
    layers = network.forward(theta, grid.points)[1]
    rows = np.empty((sum(network.layers), len(grid.points)))
    return frozen(np.concatenate([units.T for units in layers], out=rows).T)


def _has_room(network: Network, n_samples: int) -> bool:
    return n_samples * network.n_units <= _MOST_ACTIVATIONS


def _by_differences(recipe: Recipe, samples: Samples, theta: Array, trainer: Trainer | None) -> Array | None:
    """Take the gradient as the step will take it, quotient by quotient; None where that would take long."""
    if len(samples.train_inputs) * theta.size * 2 * theta.size > MOST_PRODUCTS_ON_TRIAL:
        return None
    if trainer is not None:
        return trainer.gradient(interruptible=True)
    method, data = GRADIENTS[recipe.gradient], (samples.train_inputs, samples.train_targets)
    return method.gradient(recipe.objective, theta, *data, recipe.epsilon)


def _next_step(recipe: Recipe, samples: Samples, theta: Array, used: Array | None) -> tuple[float | None, float | None]:
    """Take the next step on trial. The slope alone would promise too much where the step is long."""
    too_many = len(samples.train_inputs) * theta.size > MOST_PRODUCTS_ON_TRIAL
    if recipe.optimizer.name != "gradient-descent" or recipe.batch_size is not None or too_many or used is None:
        return None, None
    objective, data = recipe.objective, (samples.train_inputs, samples.train_targets)
    step = recipe.optimizer.learning_rate * used
    change = objective.value(theta - step, *data) - objective.value(theta, *data)
    return float(np.linalg.norm(step)), change
