"""The optimizers against torch.optim's definitions, written out here number by number."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.activations import Array
from playground.core.gradients import Objective
from playground.core.models import MODELS
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.trainer import Recipe, Trainer, TrainingState

X = np.arange(5.0)[:, None]
STEPS = 12


def slope(w: float) -> float:
    """C'(w) of `twice`."""
    return 12 * (w - 2)


def by_torch(settings: OptimizerSettings, w: float) -> list[float]:
    """The loops in the documentation of torch.optim, for one parameter."""
    rate, path = settings.learning_rate, []
    buffer: float | None = None
    square = first = second = 0.0
    for t in range(1, STEPS + 1):
        g = slope(w)
        if settings.name == "gradient-descent":
            w = w - rate * g
        elif settings.name == "momentum":
            buffer = g if buffer is None else settings.momentum * buffer + g
            w = w - rate * (g + settings.momentum * buffer if settings.nesterov else buffer)
        elif settings.name == "rmsprop":
            square = settings.decay * square + (1 - settings.decay) * g * g
            w = w - rate * g / (math.sqrt(square) + settings.epsilon)
        else:
            first = settings.beta1 * first + (1 - settings.beta1) * g
            second = settings.beta2 * second + (1 - settings.beta2) * g * g
            m, v = first / (1 - settings.beta1**t), second / (1 - settings.beta2**t)
            w = w - rate * m / (math.sqrt(v) + settings.epsilon)
        path.append(w)
    return path


def by_reference(settings: OptimizerSettings, w: float) -> list[float]:
    optimizer = OPTIMIZERS[settings.name]
    theta, state, path = np.array([w]), np.zeros((len(optimizer.slots), 1)), []
    for step in range(1, STEPS + 1):
        theta, state = optimizer.update(settings, theta, np.array([slope(theta[0])]), state, step)
        path.append(float(theta[0]))
    return path


def by_kernel(settings: OptimizerSettings, w: float) -> list[float]:
    recipe = Recipe(Objective(MODELS["linear"].default), optimizer=settings)
    trainer = Trainer(recipe, X, 2 * X, TrainingState.start(recipe, np.array([w])))
    path = []
    for _ in range(STEPS):
        trainer.advance(1)
        path.append(float(trainer.theta[0]))
    return path


@settings(max_examples=40)
@given(st.sampled_from(list(OPTIMIZERS)), st.booleans(), st.floats(-3, 6), st.sampled_from([1e-3, 0.01, 0.05]))
def test_every_optimizer_is_that_of_torch(name: str, nesterov: bool, w: float, rate: float) -> None:
    chosen = OptimizerSettings(name, rate, nesterov=nesterov)
    wanted = by_torch(chosen, w)
    np.testing.assert_allclose(by_reference(chosen, w), wanted, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(by_kernel(chosen, w), wanted, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_the_state_has_a_row_for_each_slot(name: str) -> None:
    recipe = Recipe(Objective(MODELS["linear"].default), optimizer=OptimizerSettings(name, 0.01))
    state: Array = Trainer(recipe, X, 2 * X, TrainingState.start(recipe, np.array([1.0]))).state().optimizer_state
    assert state.shape == (len(OPTIMIZERS[name].slots), 1)


def test_another_optimizer_begins_anew_and_the_same_one_goes_on() -> None:
    adam = Recipe(Objective(MODELS["linear"].default), optimizer=OptimizerSettings("adam", 0.01))
    trainer = Trainer(adam, X, 2 * X, TrainingState.start(adam, np.array([1.0])))
    trainer.advance(5)
    faster = Recipe(adam.objective, optimizer=OptimizerSettings("adam", 0.1))
    before = trainer.state()
    trainer.change(faster)
    np.testing.assert_array_equal(trainer.state().optimizer_state, before.optimizer_state)
    assert trainer.state().optimizer_step == 5
    trainer.change(Recipe(adam.objective, optimizer=OptimizerSettings("momentum", 0.01)))
    assert not trainer.state().optimizer_state.any()
    assert trainer.state().optimizer_step == 0
    assert trainer.step == 5
