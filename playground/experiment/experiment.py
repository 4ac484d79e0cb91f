"""The experiment: everything that decides what is trained and how, frozen.

These structs are the file format (version 1) and the session's state at once. A change makes a new experiment
(``msgspec.structs.replace``); two equal experiments train to the same bits on one machine.
"""

from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from msgspec import Meta

from playground.core.network import Network

Seed = Annotated[int, Meta(ge=0)]
StepNumber = Annotated[int, Meta(ge=0, le=2**62)]
PositiveFloat = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, lt=1)]
NonNegative = Annotated[float, Meta(ge=0)]
ActivationName = Literal["sigmoid", "tanh", "relu", "leaky-relu", "linear", "sine", "softplus", "softmax"]


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all parts of an experiment share: they cannot be changed, and files may not have other fields."""


class ModelSpec(Frozen, frozen=True):
    """Which network: the kind from the catalogue, and what it consists of."""

    kind: Literal["linear", "one-neuron", "two-neurons", "chain", "mlp"]
    layers: tuple[int, ...]
    activations: tuple[ActivationName, ...]
    biases: bool

    @property
    def network(self) -> Network:
        """The network this describes."""
        return Network(self.layers, self.activations, self.biases)


class Uniform(Frozen, frozen=True, tag_field="scheme", tag="uniform"):
    """All of theta drawn at once from U(low, high) by ``default_rng(seed)``."""

    low: float = -1.0
    high: float = 1.0
    seed: Seed = 0


class Normal(Frozen, frozen=True, tag_field="scheme", tag="normal"):
    """All of theta drawn at once from N(mean, deviation²)."""

    mean: float = 0.0
    deviation: PositiveFloat = 1.0
    seed: Seed = 0


class Xavier(Frozen, frozen=True, tag_field="scheme", tag="xavier"):
    """Weights U(-r, r) with r = √(6 / (fan_in + fan_out)) (Glorot & Bengio 2010), biases 0."""

    seed: Seed = 0


class He(Frozen, frozen=True, tag_field="scheme", tag="he"):
    """Weights N(0, 2 / fan_in) (He et al. 2015), biases 0."""

    seed: Seed = 0


class Zeros(Frozen, frozen=True, tag_field="scheme", tag="zeros"):
    """Everything 0: shows why a start must break the symmetry."""


class Given(Frozen, frozen=True, tag_field="scheme", tag="given"):
    """Start values written down: nested lists as in the file."""

    weights: tuple[tuple[tuple[float, ...], ...], ...]
    biases: tuple[tuple[float, ...], ...]


Initial = Uniform | Normal | Xavier | He | Zeros | Given


class InlineData(Frozen, frozen=True, tag_field="source", tag="inline", eq=False):
    """Samples written down: ``inputs`` (n_samples, n_inputs), ``targets`` (n_samples, n_outputs), read-only arrays."""

    name: str
    inputs: np.ndarray[Any, np.dtype[np.float64]]
    targets: np.ndarray[Any, np.dtype[np.float64]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, InlineData):
            return NotImplemented
        return (
            self.name == other.name
            and np.array_equal(self.inputs, other.inputs)
            and np.array_equal(self.targets, other.targets)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays inside: equal by value, so not hashable


class GeneratedData(Frozen, frozen=True, tag_field="source", tag="generator"):
    """Samples drawn by an entry of ``GENERATORS``."""

    name: str
    samples: Annotated[int, Meta(ge=2, le=100_000)] = 200
    noise: NonNegative = 0.0
    seed: Seed = 0


DatasetSpec = InlineData | GeneratedData


class Split(Frozen, frozen=True):
    """Which share of the samples is kept for testing, and the seed of the draw."""

    test_fraction: Share = 0.0
    seed: Seed = 0


class GradientDescent(Frozen, frozen=True, tag_field="name", tag="gradient-descent"):
    """θ ← θ - η g."""

    learning_rate: PositiveFloat = 1.0


class Momentum(Frozen, frozen=True, tag_field="name", tag="momentum"):
    """Gradient descent with momentum, Nesterov's on request."""

    learning_rate: PositiveFloat = 1.0
    momentum: Share = 0.9
    nesterov: bool = False


class RmsProp(Frozen, frozen=True, tag_field="name", tag="rmsprop"):
    """RMSprop."""

    learning_rate: PositiveFloat = 0.01
    decay: Share = 0.99
    epsilon: PositiveFloat = 1e-8


class Adam(Frozen, frozen=True, tag_field="name", tag="adam"):
    """Adam."""

    learning_rate: PositiveFloat = 0.001
    beta1: Share = 0.9
    beta2: Share = 0.999
    epsilon: PositiveFloat = 1e-8


OptimizerSpec = GradientDescent | Momentum | RmsProp | Adam


class PenaltySpec(Frozen, frozen=True):
    """``l1·Σ|w| + l2/2·Σw²``."""

    l1: NonNegative = 0.0
    l2: NonNegative = 0.0


class StopRule(Frozen, frozen=True):
    """When a run in the window ends by itself: at a step, or as soon as the cost is below a bound; None for never."""

    step: Annotated[int, Meta(ge=1)] | None = None
    cost: PositiveFloat | None = None


class TrainingSpec(Frozen, frozen=True):
    """How it is trained."""

    cost: Literal["mse", "cross-entropy"] = "mse"
    gradient: Literal["forward-difference", "central-difference", "backpropagation", "layer-rule"] = "backpropagation"
    epsilon: PositiveFloat = 0.001
    optimizer: OptimizerSpec = GradientDescent()
    batch_size: Annotated[int, Meta(ge=1)] | None = None
    shuffle_seed: Seed = 0
    penalty: PenaltySpec = PenaltySpec()
    stop: StopRule = StopRule()


class Progress(Frozen, frozen=True):
    """How far a run has come: enough to go on from there bit for bit.

    Without ``optimizer_state`` the optimizer begins anew. ``optimizer_step`` counts the steps since the optimizer began
    with a zero state; None for all of them.
    """

    step: StepNumber
    weights: tuple[tuple[tuple[float, ...], ...], ...]
    biases: tuple[tuple[float, ...], ...]
    optimizer_state: tuple[tuple[float, ...], ...] = ()
    optimizer_step: StepNumber | None = None


class Experiment(Frozen, frozen=True):
    """All of it. ``format`` and ``version`` are the file's first two fields."""

    format: Literal["gradient-playground"]
    version: Literal[1]
    model: ModelSpec
    dataset: DatasetSpec
    title: str = ""
    notes: str = ""
    initial: Initial = Uniform()
    split: Split = Split()
    training: TrainingSpec = TrainingSpec()
    progress: Progress | None = None
