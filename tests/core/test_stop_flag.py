"""The stop flag ends even a step that takes minutes, and an interrupted step leaves no trace."""

import threading

import numpy as np
import pytest

from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.optimizers import OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Interrupted, Trainer

rng = np.random.default_rng(0)
LARGE = Objective(Network((2, 64, 64, 1), ("tanh", "tanh", "sigmoid")))
INPUTS = rng.uniform(-1.0, 1.0, (20_000, 2))
TARGETS = rng.uniform(0.0, 1.0, (20_000, 1))
THETA = rng.normal(size=LARGE.network.n_parameters) / 8.0


def _large(method: str, flag: np.ndarray) -> Trainer:
    recipe = Recipe(LARGE, gradient=method)
    return Trainer(recipe, INPUTS, TARGETS, TrainingState.start(recipe, THETA), flag)


@pytest.mark.parametrize("method", ["forward-difference", "central-difference"])
def test_a_step_of_minutes_is_given_up(method: str) -> None:
    flag = np.zeros(1, dtype=np.int64)
    trainer = _large(method, flag)
    timer = threading.Timer(0.05, lambda: flag.__setitem__(0, 1))
    timer.start()
    done = trainer.advance(1)
    timer.join()
    assert (done.steps, done.stopped, done.costs.size) == (0, "interrupted", 0)
    assert trainer.step == 0
    assert trainer.theta.tolist() == THETA.tolist()
    assert trainer.divergence is None


def test_many_steps_are_given_up_after_a_whole_one() -> None:
    flag = np.zeros(1, dtype=np.int64)
    trainer, alike = _large("backpropagation", flag), _large("backpropagation", np.zeros(1, dtype=np.int64))
    timer = threading.Timer(0.1, lambda: flag.__setitem__(0, 1))
    timer.start()
    done = trainer.advance(100_000)
    timer.join()
    assert done.stopped == "interrupted"
    assert done.steps == trainer.step < 100_000
    alike.advance(done.steps)
    assert alike.theta.tobytes() == trainer.theta.tobytes()


def test_measuring_is_given_up_only_where_that_is_wanted() -> None:
    flag = np.ones(1, dtype=np.int64)
    trainer = _large("backpropagation", flag)
    with pytest.raises(Interrupted):
        trainer.gradient("forward-difference", interruptible=True)
    with pytest.raises(Interrupted):
        trainer.cost(interruptible=True)
    with pytest.raises(Interrupted):
        trainer.cost_of(INPUTS, TARGETS, interruptible=True)
    assert np.isfinite(trainer.cost())
    assert np.isfinite(trainer.gradient()).all()
    assert trainer.advance(1).stopped == "interrupted"
    flag[0] = 0
    assert trainer.advance(1).steps == 1


def test_interruptions_at_any_moment_leave_no_trace() -> None:
    objective = Objective(Network((2, 8, 1), ("sigmoid", "sigmoid")))
    recipe = Recipe(objective, optimizer=OptimizerSettings("adam", 0.01), batch_size=130)
    theta = rng.normal(size=objective.network.n_parameters)
    inputs, targets = INPUTS[:300], TARGETS[:300]
    flag = np.zeros(1, dtype=np.int64)
    disturbed = Trainer(recipe, inputs, targets, TrainingState.start(recipe, theta), flag)
    undisturbed = Trainer(recipe, inputs, targets, TrainingState.start(recipe, theta))
    n_steps = 3000
    over = threading.Event()

    def disturb() -> None:
        while not over.wait(1e-4):
            flag[0] = 1
            flag[0] = 0

    thread = threading.Thread(target=disturb)
    thread.start()
    costs = []
    while disturbed.step < n_steps:
        costs.append(disturbed.advance(n_steps - disturbed.step).costs)
    over.set()
    thread.join()
    wanted = undisturbed.advance(n_steps)
    assert np.concatenate(costs).tobytes() == wanted.costs.tobytes()
    assert disturbed.theta.tobytes() == undisturbed.theta.tobytes()
