"""Models and data that fit each other: what comes along when one of them is chosen and the other does not fit."""

from dataclasses import dataclass
from typing import Any

import msgspec

from playground.core.activations import ACTIVATIONS
from playground.core.costs import COSTS
from playground.core.models import MODELS
from playground.core.network import Network
from playground.data.dataset import Dataset
from playground.data.generators import FIXED
from playground.experiment.build import inline_spec
from playground.experiment.check import build_dataset
from playground.experiment.experiment import (
    DatasetSpec,
    Experiment,
    GeneratedData,
    Given,
    ModelSpec,
    TrainingSpec,
    Uniform,
)

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

    An ``mlp`` gets other inputs and outputs, and a linear output where the targets are out of its range. A model of
    the paper is replaced by one of the paper where there is one, else by an ``mlp``.
    """
    if model.kind == "mlp":
        layers = (dataset.n_inputs, *model.layers[1:-1], dataset.n_outputs)
        last = model.activations[-1]
        low, high = dataset.target_range()
        if low < ACTIVATIONS[last].low or high > ACTIVATIONS[last].high:
            last = "linear"
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


def fit_training(training: TrainingSpec, model: ModelSpec, dataset: Dataset) -> TrainingSpec:
    """The training itself, with mean squares where its cost cannot be used with this model and these data."""
    allowed = COSTS[training.cost].outputs
    low, high = dataset.target_range()
    if allowed and (model.activations[-1] not in allowed or low < 0 or high > 1):
        return msgspec.structs.replace(training, cost="mse")
    return training


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
    told = f"Started again with another model; it brought its example data, “{dataset.name}”."
    return _change(experiment, dataset, told, model=fit_model(model, dataset), dataset=inline_spec(dataset))


def with_dataset(experiment: Experiment, spec: DatasetSpec) -> Change:
    """Choose other data; a model that does not fit them is resized or replaced."""
    dataset = build_dataset(spec)
    model = fit_model(experiment.model, dataset)
    told = f"Started again with other data, “{dataset.name}”."
    if model != experiment.model:
        size = "–".join(map(str, model.layers))
        told = f"Started again with other data, “{dataset.name}”; the model became {model.kind} {size} to fit."
    return _change(experiment, dataset, told, model=model, dataset=spec)


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
    training = fit_training(experiment.training, model, samples)
    if training != experiment.training:
        changes["training"] = training
        told += " The cost is mean squared now: cross-entropy cannot be used here."
    return Change(msgspec.structs.replace(experiment, **changes), told)
