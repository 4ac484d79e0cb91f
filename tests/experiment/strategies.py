"""Random experiments that keep every rule."""

from itertools import pairwise
from typing import Literal

import numpy as np
from hypothesis import strategies as st

from playground.core.activations import ACTIVATIONS
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS
from playground.data.dataset import read_only
from playground.experiment import experiment as ex
from playground.experiment.check import optimizer_name

finite = st.floats(allow_nan=False, allow_infinity=False)
small = st.floats(-3, 3)
positive = st.floats(1e-6, 10)
share = st.floats(0, 1, exclude_max=True)
seeds = st.integers(0, 2**80)
names = st.text(max_size=12).filter(lambda text: text.isprintable() or "\n" in text)
layer_names = st.sampled_from(sorted(name for name in ACTIVATIONS if name != "softmax"))

optimizers = st.one_of(
    st.builds(ex.GradientDescent, learning_rate=positive),
    st.builds(ex.Momentum, learning_rate=positive, momentum=share, nesterov=st.booleans()),
    st.builds(ex.RmsProp, learning_rate=positive, decay=share, epsilon=positive),
    st.builds(ex.Adam, learning_rate=positive, beta1=share, beta2=share, epsilon=positive),
)

stops = st.builds(ex.StopRule, step=st.none() | st.integers(1, 2**62), cost=st.none() | st.floats(1e-300, 1e300))


@st.composite
def models(draw):
    """A general network of up to three layers."""
    layers = tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=4)))
    activations = [draw(layer_names) for _ in layers[1:]]
    if layers[-1] > 1 and draw(st.booleans()):
        activations[-1] = "softmax"
    return ex.ModelSpec("mlp", layers, tuple(activations), draw(st.booleans()))


def table(draw, rows, columns, elements=finite):
    row = st.lists(elements, min_size=columns, max_size=columns)
    return read_only(np.array(draw(st.lists(row, min_size=rows, max_size=rows)), dtype=float).reshape(rows, columns))


def nested(draw, network: Network):
    row = st.lists(finite, min_size=1, max_size=1)

    def numbers(n):
        return tuple(draw(row)[0] for _ in range(n))

    weights = tuple(tuple(numbers(after) for _ in range(before)) for before, after in pairwise(network.layers))
    return weights, tuple(numbers(n) for n in network.layers[1:]) if network.biases else ()


@st.composite
def starts(draw, network: Network):
    """Any start for a network."""
    scheme = draw(st.integers(0, 5))
    if scheme == 0:
        low = draw(small)
        return ex.Uniform(low, low + draw(positive), draw(seeds))
    if scheme == 1:
        return ex.Normal(draw(small), draw(positive), draw(seeds))
    if scheme == 5:
        return ex.Given(*nested(draw, network))
    return (ex.Xavier(draw(seeds)), ex.He(draw(seeds)), ex.Zeros())[scheme - 2]


@st.composite
def experiments(draw):
    """Any experiment, with or without progress."""
    model = draw(models())
    network = model.network
    fits_cross_entropy = model.activations[-1] in ("sigmoid", "softmax")
    cost: Literal["mse", "cross-entropy"] = "mse"
    if fits_cross_entropy and draw(st.booleans()):
        cost = "cross-entropy"
    n_samples = draw(st.integers(1, 5))
    targets = st.floats(0, 1) if cost == "cross-entropy" else finite
    if (network.n_inputs, network.n_outputs) == (2, 1) and draw(st.booleans()):
        dataset: ex.DatasetSpec = ex.GeneratedData("moons", n_samples + 1, draw(st.floats(0, 5)), draw(seeds))
    else:
        inputs = table(draw, n_samples, network.n_inputs)
        dataset = ex.InlineData(draw(names), inputs, table(draw, n_samples, network.n_outputs, targets))
    training = ex.TrainingSpec(
        cost=cost,
        gradient=draw(st.sampled_from(["forward-difference", "central-difference", "backpropagation", "layer-rule"])),
        epsilon=draw(positive),
        optimizer=draw(optimizers),
        batch_size=draw(st.none() | st.integers(1, 10)),
        shuffle_seed=draw(seeds),
        penalty=ex.PenaltySpec(draw(st.floats(0, 1)), draw(st.floats(0, 1))),
        stop=draw(st.just(ex.StopRule()) | stops),
    )
    progress = None
    if draw(st.booleans()):
        slots = len(OPTIMIZERS[optimizer_name(training.optimizer)].slots)
        row = st.lists(finite, min_size=network.n_parameters, max_size=network.n_parameters).map(tuple)
        state = tuple(draw(row) for _ in range(slots))
        steps = st.integers(0, 2**62)
        weights, biases = nested(draw, network)
        progress = ex.Progress(draw(steps), weights, biases, state, draw(st.none() | steps))
    return ex.Experiment(
        format="gradient-playground",
        version=1,
        model=model,
        dataset=dataset,
        title=draw(names),
        notes=draw(names),
        initial=draw(starts(network)),
        split=ex.Split(draw(st.floats(0, 0.4)), draw(seeds)),
        training=training,
        progress=progress,
    )
