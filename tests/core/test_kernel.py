"""The compiled kernel itself: its functions over their whole range, its cache, its memory."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import int64

from playground.core import kernels
from playground.core.activations import ACTIVATIONS, LEAK
from playground.core.costs import COSTS
from playground.core.gradients import GRADIENTS, Objective
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Trainer

ROOT = Path(__file__).parents[2]


def _constant(name: str) -> int:
    return int(getattr(kernels, name.upper().replace("-", "_")))


def test_the_kernel_numbers_everything_as_the_registries_do() -> None:
    for registry in (ACTIVATIONS, COSTS, GRADIENTS):
        for name, entry in registry.items():
            assert entry.code == _constant(name), name
    for name, optimizer in OPTIMIZERS.items():
        assert optimizer.code == _constant("momentum-descent" if name == "momentum" else name), name
    assert kernels.LEAK == LEAK


def test_nothing_is_compiled_for_another_architecture() -> None:
    for network in (Network((1, 1), ("linear",), biases=False), Network((3, 9, 2, 4), ("tanh", "sine", "softmax"))):
        recipe = Recipe(Objective(network), batch_size=2)
        theta = np.full(network.n_parameters, 0.1)
        inputs, targets = np.ones((5, network.n_inputs)), np.ones((5, network.n_outputs))
        Trainer(recipe, inputs, targets, TrainingState.start(recipe, theta)).advance(3)
    assert len(kernels.run.signatures) == 1


def _unit(activation: str, cost: str, n_outputs: int = 1) -> tuple[Objective, Recipe]:
    objective = Objective(Network((n_outputs, n_outputs), (activation,), biases=False), cost)
    return objective, Recipe(objective)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
@given(exponent=st.floats(-300.0, 2.8), sign=st.sampled_from([-1.0, 1.0]))
def test_every_activation_over_its_whole_range(name: str, exponent: float, sign: float) -> None:
    """A unit without a bias whose target is 0 has the cost a²; its root is the activation, its sign is known."""
    z = sign * 10.0**exponent
    _objective, recipe = _unit(name, "mse")
    trainer = Trainer(recipe, np.array([[1.0]]), np.zeros((1, 1)), TrainingState.start(recipe, np.array([z])))
    wanted = abs(float(ACTIVATIONS[name].value(np.array([[z]]))[0, 0]))
    assert np.sqrt(trainer.cost()) == pytest.approx(wanted, rel=2e-15 if name == "linear" else 1e-13, abs=1e-150)


@given(z=st.floats(-1e15, 1e15))
def test_sine_keeps_its_digits_for_large_arguments(z: float) -> None:
    _objective, recipe = _unit("sine", "mse")
    trainer = Trainer(recipe, np.array([[1.0]]), np.full((1, 1), 2.0), TrainingState.start(recipe, np.array([z])))
    assert np.sqrt(trainer.cost()) == pytest.approx(2.0 - np.sin(z), abs=1e-13 + 1e-16 * abs(z))


@given(z=st.floats(-700.0, 700.0), y=st.floats(0.0, 1.0))
def test_binary_cross_entropy_over_its_whole_range(z: float, y: float) -> None:
    objective, recipe = _unit("sigmoid", "cross-entropy")
    x, theta, target = np.array([[1.0]]), np.array([z]), np.array([[y]])
    trainer = Trainer(recipe, x, target, TrainingState.start(recipe, theta))
    assert trainer.cost() == pytest.approx(objective.value(theta, x, target), rel=1e-13, abs=1e-15 * abs(z))


@given(z=st.lists(st.floats(-700.0, 700.0), min_size=2, max_size=5), seed=st.integers(0, 1000))
def test_softmax_cross_entropy_over_its_whole_range(z: list[float], seed: int) -> None:
    n = len(z)
    objective, recipe = _unit("softmax", "cross-entropy", n)
    x, target = np.ones((1, n)) / n, np.random.default_rng(seed).uniform(size=(1, n))
    theta = np.tile(z, n)
    trainer = Trainer(recipe, x, target, TrainingState.start(recipe, theta))
    assert trainer.cost() == pytest.approx(objective.value(theta, x, target), rel=1e-12, abs=1e-12)


PAIRS = [(name, cost) for cost in COSTS for name in COSTS[cost].outputs or ACTIVATIONS]


@pytest.mark.parametrize(("name", "cost"), PAIRS)
def test_nan_comes_through(name: str, cost: str) -> None:
    _objective, recipe = _unit(name, cost)
    state = TrainingState.start(recipe, np.array([1.0]))
    trainer = Trainer(recipe, np.array([[0.5], [np.nan]]), np.zeros((2, 1)), state)
    assert np.isnan(trainer.cost())


def test_without_a_folder_for_the_cache_it_is_compiled_all_the_same() -> None:
    namespace: dict = {}
    exec(compile("def double(x):\n    return 2 * x\n", "<no file>", "exec"), namespace)
    double = kernels.compiled(int64(int64), cache=True)(namespace["double"])
    assert double(21) == 42


def test_numba_is_imported_only_when_it_is_needed() -> None:
    code = "import sys, playground.core.trainer as t; assert 'numba' not in sys.modules; t.load_kernel(); import numba"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="resident memory is read from /proc")
def test_ten_million_steps_need_no_memory() -> None:
    recipe = Recipe(Objective(Network((2, 2, 1), ("sigmoid", "sigmoid"))))
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    trainer = Trainer(recipe, x, y, TrainingState.start(recipe, np.linspace(-1.0, 1.0, 9)))
    trainer.advance(100_000)
    before = _resident_bytes()
    for _ in range(100):
        trainer.advance(100_000)
    assert trainer.step == 10_100_000
    assert _resident_bytes() - before < 5_000_000


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096
