"""The rules of an experiment that its types cannot say: bounds, and what must fit what."""

from functools import lru_cache
from typing import Any

import numpy as np

from playground.core.activations import ACTIVATIONS
from playground.core.costs import COSTS
from playground.core.models import MODELS
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS
from playground.data.dataset import Dataset
from playground.data.generators import GENERATORS
from playground.experiment.experiment import (
    DatasetSpec,
    Experiment,
    GeneratedData,
    Given,
    InlineData,
    ModelSpec,
    OptimizerSpec,
    Progress,
    Uniform,
)
from playground.experiment.wording import did_you_mean, quoted, shown

MAX_UNITS = 4096
MAX_DEPTH = 64
MAX_PARAMETERS = 50_000_000
"""Keeps memory in hand: the kernel takes some 130 bytes a parameter. Three layers of 4096 units are possible."""


class ExperimentError(ValueError):
    """An experiment that cannot be used; its text is one line, ``FILE: FIELD: PROBLEM; REMEDY``.

    Parameters
    ----------
    field : str
        Path in the file such as ``$.model.layers[1]``; empty where the file itself is at fault.
    problem, remedy : str
        What is wrong, and what would be right.
    file : str
        Name of the file, empty for an experiment without one.
    """

    def __init__(self, field: str, problem: str, remedy: str, file: str = "") -> None:
        self.field, self.problem, self.remedy, self.file = field, problem, remedy, file
        places = ": ".join(shown(part) for part in (file, field) if part)
        super().__init__(f"{places}: {problem}; {remedy}" if places else f"{problem}; {remedy}")

    def in_file(self, file: str) -> "ExperimentError":
        """The same error, naming the file."""
        return ExperimentError(self.field, self.problem, self.remedy, file)


def optimizer_name(optimizer: OptimizerSpec) -> str:
    """Key of ``OPTIMIZERS``."""
    return str(optimizer.__struct_config__.tag)


@lru_cache(maxsize=16)
def _generated(spec: GeneratedData) -> Dataset:
    return GENERATORS[spec.name].dataset(spec.samples, spec.noise, spec.seed)


def build_dataset(spec: DatasetSpec) -> Dataset:
    """Make the samples a dataset spec describes.

    Raises
    ------
    ExperimentError
        If the generator is unknown, the tables do not fit each other or a number is not finite.
    """
    if isinstance(spec, InlineData):
        return _inline(spec)
    if spec.name not in GENERATORS:
        remedy = did_you_mean(spec.name, GENERATORS)
        raise ExperimentError("$.dataset.name", f"there is no generator {quoted(spec.name)}", remedy)
    dataset = _generated(spec)
    if not (np.isfinite(dataset.inputs).all() and np.isfinite(dataset.targets).all()):
        raise ExperimentError("$.dataset.noise", "the samples are no longer finite", "give less noise")
    return dataset


def _inline(spec: InlineData) -> Dataset:
    for field, table in (("inputs", spec.inputs), ("targets", spec.targets)):
        where = f"$.dataset.{field}"
        if np.ndim(table) != 2 or np.shape(table)[1] == 0:
            raise ExperimentError(where, "there are no samples", "write at least one row of at least one number")
        bad = np.argwhere(~np.isfinite(table))
        if len(bad):
            row, column = bad[0]
            raise ExperimentError(f"{where}[{row}][{column}]", "this is not a finite number", "write a finite number")
    rows, wanted = len(spec.targets), len(spec.inputs)
    if rows != wanted:
        raise ExperimentError(
            "$.dataset.targets", f"{_count(rows, 'row')} for {_count(wanted, 'row')} of inputs", f"write {wanted}"
        )
    return Dataset(spec.name, spec.inputs, spec.targets)


def check(experiment: Experiment, *, drawing: bool = False) -> None:
    """Hold an experiment to every rule.

    Parameters
    ----------
    experiment : Experiment
    drawing : bool
        Whether there may be no samples to train with: all were erased, and new ones are about to be drawn.

    Raises
    ------
    ExperimentError
        On the first rule broken, naming the field.
    """
    network = _check_model(experiment.model)
    dataset = build_dataset(experiment.dataset)
    _check_fit(network, dataset)
    _check_initial(experiment, network)
    if not drawing:
        _check_split(experiment, dataset)
    _check_cost(experiment, network, dataset)
    if experiment.progress is not None:
        _check_progress(experiment.progress, network, optimizer_name(experiment.training.optimizer))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _check_model(model: ModelSpec) -> Network:
    where = "$.model.layers"
    depth = len(model.layers) - 1
    if not 1 <= depth <= MAX_DEPTH:
        remedy = f"write 2 to {MAX_DEPTH + 1} numbers, the inputs first"
        raise ExperimentError(where, f"{_count(len(model.layers), 'number')} given", remedy)
    for place, units in enumerate(model.layers):
        if not 1 <= units <= MAX_UNITS:
            raise ExperimentError(f"{where}[{place}]", f"{shown(str(units))} units", f"give 1 to {MAX_UNITS} units")
    _check_activations(model)
    network = model.network
    if network.n_parameters > MAX_PARAMETERS:
        problem = f"these layers have {_count(network.n_parameters, 'parameter')}"
        raise ExperimentError(where, problem, f"at most {MAX_PARAMETERS:,} are possible; give fewer units or layers")
    problem_of_kind = MODELS[model.kind].problem(network)
    if problem_of_kind is not None:
        raise ExperimentError("$.model", f"this is no model of the kind {quoted(model.kind)}", problem_of_kind)
    return network


def _check_activations(model: ModelSpec) -> None:
    where = "$.model.activations"
    depth = len(model.layers) - 1
    if len(model.activations) != depth:
        raise ExperimentError(where, f"{len(model.activations)} given", f"write {depth}, one for each layer of weights")
    for place, name in enumerate(model.activations):
        if ACTIVATIONS[name].only_last and place < depth - 1:
            remedy = "use another activation here"
            raise ExperimentError(f"{where}[{place}]", f"{name} is for the last layer only", remedy)
    if model.activations[-1] == "softmax" and model.layers[-1] == 1:
        remedy = "use sigmoid, or give the last layer more units"
        raise ExperimentError(f"{where}[{depth - 1}]", "softmax of a single unit is always 1", remedy)


def _check_fit(network: Network, dataset: Dataset) -> None:
    for place, units, what, wanted in (
        (0, network.n_inputs, "input", dataset.n_inputs),
        (network.depth, network.n_outputs, "output", dataset.n_outputs),
    ):
        if units != wanted:
            data = f"{_count(wanted, what)} in the data {quoted(dataset.name)}"
            raise ExperimentError(
                f"$.model.layers[{place}]",
                f"{_count(units, what)} in the model but {data}",
                f"write {wanted} here or use other data",
            )


def _check_initial(experiment: Experiment, network: Network) -> None:
    initial = experiment.initial
    if isinstance(initial, Uniform):
        if not initial.low < initial.high:
            problem = f"low {initial.low!r} is not less than high {initial.high!r}"
            raise ExperimentError("$.initial.low", problem, "give a low that is less than high")
        if not np.isfinite(initial.high - initial.low):
            raise ExperimentError("$.initial.high", "the range is too wide for floating point", "give a smaller range")
    elif isinstance(initial, Given):
        check_parameters("$.initial", network, initial.weights, initial.biases)


def check_parameters(where: str, network: Network, weights: Any, biases: Any) -> None:
    """Hold nested lists of weights and biases to the shapes of a network.

    Raises
    ------
    ExperimentError
        Naming the list that is too long or too short.
    """
    _check_length(f"{where}.weights", weights, network.depth, "layer of weights")
    for layer, rows in enumerate(weights):
        path = f"{where}.weights[{layer}]"
        _check_length(path, rows, network.layers[layer], "row, one for each unit before")
        for j, row in enumerate(rows):
            _check_length(f"{path}[{j}]", row, network.layers[layer + 1], "number, one for each unit of this layer")
    if not network.biases and len(biases):
        raise ExperimentError(f"{where}.biases", "the model has no biases", "write []")
    _check_length(f"{where}.biases", biases, network.depth if network.biases else 0, "layer of biases")
    for layer, row in enumerate(biases):
        path = f"{where}.biases[{layer}]"
        _check_length(path, row, network.layers[layer + 1], "number, one for each unit of this layer")
    for field, layers in (("weights", [row for rows in weights for row in rows]), ("biases", biases)):
        if any(not np.isfinite(row).all() for row in layers):
            raise ExperimentError(f"{where}.{field}", "there is a number that is not finite", "write finite numbers")


def _check_length(path: str, values: Any, wanted: int, what: str) -> None:
    if len(values) != wanted:
        head, comma, tail = what.partition(",")
        noun = head if wanted == 1 else f"{head.replace(' of', 's of', 1)}" if " of" in head else f"{head}s"
        raise ExperimentError(path, f"{len(values)} given", f"write {wanted} {noun}{comma}{tail}")


def _check_split(experiment: Experiment, dataset: Dataset) -> None:
    if dataset.n_samples == 0:
        raise ExperimentError("$.dataset.inputs", "there are no samples", "give at least one sample")
    train, _test = dataset.split(experiment.split.test_fraction, experiment.split.seed)
    if len(train) == 0:
        problem = f"no sample of {dataset.n_samples} is left to train with"
        raise ExperimentError("$.split.test_fraction", problem, "give a smaller share or more samples")


def _check_cost(experiment: Experiment, network: Network, dataset: Dataset) -> None:
    cost = COSTS[experiment.training.cost]
    last = network.activations[-1]
    if cost.outputs and last not in cost.outputs:
        remedy = f"use {' or '.join(cost.outputs)} in the last layer, or the cost mse"
        raise ExperimentError("$.training.cost", f"{cost.name} does not work with {last} outputs", remedy)
    low, high = dataset.target_range()
    if cost.name == "cross-entropy" and (low < 0.0 or high > 1.0):
        problem = f"cross-entropy needs targets from 0 to 1, these go from {low!r} to {high!r}"
        raise ExperimentError("$.training.cost", problem, "use the cost mse or other targets")


def _check_progress(progress: Progress, network: Network, optimizer: str) -> None:
    check_parameters("$.progress", network, progress.weights, progress.biases)
    where = "$.progress.optimizer_state"
    slots = OPTIMIZERS[optimizer].slots
    if not progress.optimizer_state:
        return  # a fresh start of the optimizer
    rows = "row" if len(slots) == 1 else "rows"
    if len(progress.optimizer_state) != len(slots):
        wanted = f"write {len(slots)} {rows} for {optimizer}" if slots else f"write [], as {optimizer} has none"
        raise ExperimentError(where, f"{len(progress.optimizer_state)} given", wanted)
    for slot, row in enumerate(progress.optimizer_state):
        _check_length(f"{where}[{slot}]", row, network.n_parameters, "number, one for each parameter")
        if not np.isfinite(row).all():
            raise ExperimentError(f"{where}[{slot}]", "there is a number that is not finite", "write finite numbers")
