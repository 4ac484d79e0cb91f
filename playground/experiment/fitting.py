"""Models and data that fit each other: what comes along when one of them is chosen and the other does not fit."""

from dataclasses import dataclass
from typing import Any

import msgspec

from playground.core.activations import ACTIVATIONS
from playground.core.costs import COSTS
from playground.core.models import MODELS
from playground.core.network import Network
from playground.data.dataset import Dataset
from playground.data.generators import FIXED, GALLERY
from playground.experiment.build import inline_spec
from playground.experiment.check import build_dataset
from playground.experiment.experiment import (
    DatasetSpec,
    Experiment,
    GeneratedData,
    Given,
    GradientDescent,
    ModelSpec,
    Momentum,
    TrainingSpec,
    Uniform,
)

LINEAR_RATE = 0.03
SIGMOID_RATE = 1.0
EXAMPLE_DATA = {"linear": "twice", "one-neuron": "or", "two-neurons": "not", "chain": "step", "mlp": "xor"}
"""Which of the fixed data sets a model brings along."""


def spec_of(kind: str, network: Network) -> ModelSpec:
    """Write a network of the given kind as the experiment has it."""
    return msgspec.convert(
        {
            "kind": kind,
            "layers": network.layers,
            "activations": network.activations,
            "biases": network.biases,
        },
        ModelSpec,
    )


def fits(model: ModelSpec, dataset: Dataset) -> bool:
    """Whether the samples have as many inputs and targets as the model."""
    return (model.layers[0], model.layers[-1]) == (dataset.n_inputs, dataset.n_outputs)


def fit_model(model: ModelSpec, dataset: Dataset) -> ModelSpec:
    """The model itself if the data fit it, else the nearest one they do fit.

    An ``mlp`` gets other inputs and outputs, a linear output where the targets are out of its range and a sigmoid one
    for classes. A model of the paper is replaced by one of the paper where there is one, else by an ``mlp``.
    """
    if model.kind == "mlp":
        layers = (dataset.n_inputs, *model.layers[1:-1], dataset.n_outputs)
        last = model.activations[-1]
        if is_out_of_reach(model, dataset):
            last = "linear"
        elif last == "linear" and dataset.is_classes:
            last = "sigmoid"
        return msgspec.structs.replace(model, layers=layers, activations=(*model.activations[:-1], last))
    if fits(model, dataset):
        return model
    low, high = dataset.target_range()
    shape = (dataset.n_inputs, dataset.n_outputs)
    in_sigmoid = low >= 0 and high <= 1
    if shape == (1, 1):
        kind = "two-neurons" if in_sigmoid else "linear"
        return spec_of(kind, MODELS[kind].default)
    if shape == (2, 1) and in_sigmoid:
        return spec_of("one-neuron", MODELS["one-neuron"].default)
    wide = Network((dataset.n_inputs, 4, dataset.n_outputs), ("sigmoid", "sigmoid" if in_sigmoid else "linear"))
    return spec_of("mlp", wide)


def is_out_of_reach(model: ModelSpec, dataset: Dataset) -> bool:
    """Whether there are targets that the last activation cannot become, whatever the weights."""
    low, high = dataset.target_range()
    last = ACTIVATIONS[model.activations[-1]]
    return low < last.low or high > last.high


def fit_training(
    training: TrainingSpec, before: ModelSpec, model: ModelSpec, dataset: Dataset
) -> tuple[TrainingSpec, str]:
    """The training itself where it can be used with the new model and data, else what has to change, with words for it.

    Mean squares take the place of a cost that cannot be used. A linear output gets a learning rate that suits it when
    it comes, for with that of a sigmoid it would diverge at once; a sigmoid gets its own back.
    """
    told = ""
    allowed = COSTS[training.cost].outputs
    low, high = dataset.target_range()
    if allowed and (model.activations[-1] not in allowed or low < 0 or high > 1):
        training = msgspec.structs.replace(training, cost="mse")
        told += " The cost is mean squared now: cross-entropy cannot be used here."
    rate, optimizer = training.optimizer.learning_rate, training.optimizer
    was_linear, is_linear = (spec.activations[-1] == "linear" for spec in (before, model))
    wanted = rate
    if is_linear and not was_linear and isinstance(optimizer, GradientDescent | Momentum):
        wanted = min(rate, LINEAR_RATE)
    elif was_linear and not is_linear and rate == LINEAR_RATE:
        wanted = SIGMOID_RATE
    if wanted != rate:
        optimizer = msgspec.structs.replace(optimizer, learning_rate=wanted)
        training = msgspec.structs.replace(training, optimizer=optimizer)
        told += f" The learning rate is {wanted:g} now."
    return training, told


@dataclass(frozen=True)
class Change:
    """An experiment with another model or other data, with all that had to follow.

    Attributes
    ----------
    experiment : Experiment
    told : str
        What became of it, in words for the user.
    """

    experiment: Experiment
    told: str


def with_model(experiment: Experiment, dataset: Dataset, model: ModelSpec) -> Change:
    """Choose another model; data that do not fit it are replaced by its example data."""
    if fits(model, dataset):
        return _change(experiment, dataset, "Started again with another model.", model=model)
    dataset = FIXED[EXAMPLE_DATA[model.kind]]()
    told = f"Started again with another model; it brought its example data, “{_title(dataset)}”."
    return _change(experiment, dataset, told, model=fit_model(model, dataset), dataset=inline_spec(dataset))


def with_dataset(experiment: Experiment, spec: DatasetSpec) -> Change:
    """Choose other data; a model that does not fit them is resized or replaced."""
    dataset = build_dataset(spec)
    model = fit_model(experiment.model, dataset)
    told = f"Started again with other data, “{_title(dataset)}”."
    if model != experiment.model:
        told = f"Started again with other data, “{_title(dataset)}”; to fit them the model is now {_name(model)}."
    return _change(experiment, dataset, told, model=model, dataset=spec)


def _title(dataset: Dataset) -> str:
    """What the gallery calls the data."""
    return {entry.name: entry.title for entry in GALLERY}.get(dataset.name, dataset.name)


def _name(model: ModelSpec) -> str:
    if model.kind != "mlp":
        return f"“{MODELS[model.kind].title}”"
    return f"{'–'.join(map(str, model.layers))} with {model.activations[-1]} output"


def is_redrawn(experiment: Experiment, spec: DatasetSpec) -> bool:
    """Whether ``spec`` is only another draw from the generator the experiment uses, one its model fits."""
    before = experiment.dataset
    return (
        isinstance(spec, GeneratedData)
        and isinstance(before, GeneratedData)
        and spec.name == before.name
        and fit_model(experiment.model, build_dataset(spec)) == experiment.model
    )


def _change(experiment: Experiment, samples: Dataset, told: str, **changes: Any) -> Change:
    model = changes["model"]
    if isinstance(experiment.initial, Given) and model.layers != experiment.model.layers:
        changes["initial"] = Uniform()
    changes["training"], more = fit_training(experiment.training, experiment.model, model, samples)
    if is_out_of_reach(model, samples):
        low, high = samples.target_range()
        more += f" Its {model.activations[-1]} output cannot reach all targets, {low:g} to {high:g}."
    return Change(msgspec.structs.replace(experiment, **changes), told + more)
