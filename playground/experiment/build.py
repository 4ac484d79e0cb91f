"""From an experiment to what is trained: network, samples, recipe and start."""

from dataclasses import dataclass
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.costs import Penalty
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.trainer import Recipe, TrainingState
from playground.data.dataset import Dataset
from playground.data.generators import GENERATORS, GalleryEntry
from playground.experiment.check import (
    ExperimentError,
    build_dataset,
    check,
    check_parameters,
    optimizer_name,
)
from playground.experiment.experiment import (
    DatasetSpec,
    Experiment,
    GeneratedData,
    Given,
    He,
    Initial,
    InlineData,
    Normal,
    OptimizerSpec,
    Progress,
    Uniform,
    Xavier,
)

__all__ = [
    "Built",
    "ExperimentError",
    "build",
    "build_dataset",
    "build_recipe",
    "check",
    "gallery_spec",
    "given_start",
    "initial_theta",
    "inline_spec",
    "with_progress",
]

Nested = tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True, eq=False)
class Built:
    """Everything a trainer needs, made from one experiment.

    ``state`` is where training starts: ``theta0`` at step 0, or the experiment's progress.
    """

    network: Network
    dataset: Dataset
    recipe: Recipe
    theta0: Array
    train_inputs: Array
    train_targets: Array
    test_inputs: Array
    test_targets: Array
    train_indices: NDArray[np.intp]
    test_indices: NDArray[np.intp]
    state: TrainingState


def initial_theta(initial: Initial, network: Network) -> Array:
    """Draw or copy the parameters to start with.

    ``uniform`` and ``normal`` draw all of theta at once; ``xavier`` and ``he`` draw the weights layer by layer and
    leave biases at zero.

    Raises
    ------
    ExperimentError
        If given values do not fit the network, or drawn ones are not finite.
    """
    size = network.n_parameters
    if isinstance(initial, Given):
        check_parameters("$.initial", network, initial.weights, initial.biases)
        return _theta(network, initial.weights, initial.biases)
    theta = np.zeros(size)
    if isinstance(initial, Uniform):
        theta = np.random.default_rng(initial.seed).uniform(initial.low, initial.high, size)
    elif isinstance(initial, Normal):
        theta = np.random.default_rng(initial.seed).normal(initial.mean, initial.deviation, size)
    elif isinstance(initial, Xavier | He):
        rng = np.random.default_rng(initial.seed)
        for (fan_in, fan_out), weights in zip(pairwise(network.layers), network.weights(theta), strict=True):
            if isinstance(initial, Xavier):
                reach = np.sqrt(6.0 / (fan_in + fan_out))
                weights[...] = rng.uniform(-reach, reach, weights.shape)
            else:
                weights[...] = rng.normal(0.0, np.sqrt(2.0 / fan_in), weights.shape)
    if not np.isfinite(theta).all():
        raise ExperimentError("$.initial", "the start values are not finite", "give a smaller range")
    return theta


def _theta(network: Network, weights: Nested, biases: tuple[tuple[float, ...], ...]) -> Array:
    return network.theta([np.array(w) for w in weights], [np.array(b) for b in biases])


def _optimizer_settings(optimizer: OptimizerSpec) -> OptimizerSettings:
    return OptimizerSettings(name=optimizer_name(optimizer), **msgspec.structs.asdict(optimizer))


def build_recipe(experiment: Experiment) -> Recipe:
    """How it is trained, in the trainer's terms."""
    training = experiment.training
    penalty = Penalty(training.penalty.l1, training.penalty.l2)
    return Recipe(
        objective=Objective(experiment.model.network, training.cost, penalty),
        gradient=training.gradient,
        epsilon=training.epsilon,
        optimizer=_optimizer_settings(training.optimizer),
        batch_size=training.batch_size,
        shuffle_seed=training.shuffle_seed,
    )


def build(experiment: Experiment, *, drawing: bool = False) -> Built:
    """Check an experiment and make everything a trainer needs.

    Parameters
    ----------
    experiment : Experiment
    drawing : bool
        Whether there may be no samples yet, see `check`.

    Raises
    ------
    ExperimentError
        If a rule is broken.
    """
    check(experiment, drawing=drawing)
    network = experiment.model.network
    dataset = build_dataset(experiment.dataset)
    train, test = dataset.split(experiment.split.test_fraction, experiment.split.seed)
    recipe = build_recipe(experiment)
    theta0 = initial_theta(experiment.initial, network)
    return Built(
        network=network,
        dataset=dataset,
        recipe=recipe,
        theta0=_frozen(theta0),
        train_inputs=_frozen(dataset.inputs[train]),
        train_targets=_frozen(dataset.targets[train]),
        test_inputs=_frozen(dataset.inputs[test]),
        test_targets=_frozen(dataset.targets[test]),
        train_indices=train,
        test_indices=test,
        state=_state(experiment.progress, recipe, theta0),
    )


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _state(progress: Progress | None, recipe: Recipe, theta0: Array) -> TrainingState:
    if progress is None:
        return TrainingState.start(recipe, theta0)
    network = recipe.objective.network
    theta = _theta(network, progress.weights, progress.biases)
    slots = len(OPTIMIZERS[recipe.optimizer.name].slots)
    state = np.zeros((slots, network.n_parameters))
    if slots and not progress.optimizer_state:
        return TrainingState(progress.step, theta, state)
    if slots:
        state[...] = progress.optimizer_state
    optimizer_step = progress.step if progress.optimizer_step is None else progress.optimizer_step
    return TrainingState(progress.step, theta, state, optimizer_step)


def _nested(network: Network, theta: Array) -> tuple[Nested, tuple[tuple[float, ...], ...]]:
    weights = tuple(tuple(tuple(row) for row in w.tolist()) for w in network.weights(theta))
    return weights, tuple(tuple(b.tolist()) for b in network.biases_of(theta))


def with_progress(experiment: Experiment, state: TrainingState) -> Experiment:
    """The experiment with how far its training has come, so that it can go on from there bit for bit."""
    weights, biases = _nested(experiment.model.network, state.theta)
    rows = tuple(tuple(row) for row in state.optimizer_state.tolist())
    optimizer_step = None if state.optimizer_step == state.step else state.optimizer_step
    progress = Progress(state.step, weights, biases, rows, optimizer_step)
    return msgspec.structs.replace(experiment, progress=progress)


def given_start(network: Network, theta: Array) -> Given:
    """Parameters written down as a start."""
    return Given(*_nested(network, theta))


def inline_spec(dataset: Dataset) -> InlineData:
    """The dataset with its samples written down, such as after drawing."""
    return InlineData(dataset.name, dataset.inputs, dataset.targets)


def gallery_spec(entry: GalleryEntry, seed: int = 0) -> DatasetSpec:
    """What choosing an entry of the gallery puts into the experiment."""
    if entry.source == "inline":
        return inline_spec(entry.dataset())
    generator = GENERATORS[entry.name]
    return GeneratedData(entry.name, generator.samples, generator.noise, seed)
