"""Whatever stops being finite, the trainer stands at the last finite state and says what happened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.activations import Array
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Divergence, Trainer

LINEAR = Objective(Network((1, 1), ("linear",), biases=False))
TWO = Objective(Network((2, 1), ("linear",)))
X = np.arange(5.0)[:, None]


def _trainer(recipe: Recipe, inputs: Array, targets: Array, theta: Array) -> Trainer:
    return Trainer(recipe, inputs, targets, TrainingState.start(recipe, theta))


def _check_it_stands_still(trainer: Trainer) -> None:
    before = trainer.state()
    divergence = trainer.divergence
    assert divergence is not None
    assert divergence.step == before.step + 1
    assert np.isfinite(before.theta).all()
    assert np.isfinite(before.optimizer_state).all()
    again = trainer.advance(10)
    assert (again.steps, again.stopped, again.costs.size) == (0, "diverged", 0)
    assert trainer.divergence == divergence
    assert trainer.state().theta.tolist() == before.theta.tolist()


def test_a_cost_that_overflows_takes_back_the_step_that_led_there() -> None:
    recipe = Recipe(LINEAR, optimizer=OptimizerSettings(learning_rate=1e10))
    trainer = _trainer(recipe, X, 2.0 * X, np.array([1.0]))
    done = trainer.advance(1000)
    assert done.stopped == "diverged"
    assert trainer.divergence == Divergence(trainer.step + 1, "w_11^(1)", "cost")
    assert done.steps == trainer.step == done.costs.size
    assert np.isfinite(done.costs).all()
    assert np.isfinite(LINEAR.value(trainer.theta, X, 2.0 * X))
    with np.errstate(over="ignore"):
        next_theta = trainer.theta - 1e10 * trainer.gradient()
        assert LINEAR.value(next_theta, X, 2.0 * X) == np.inf
    _check_it_stands_still(trainer)


@given(
    cuts=st.lists(st.integers(1, 12), min_size=1, max_size=40), name=st.sampled_from(["gradient-descent", "momentum"])
)
def test_it_does_not_matter_how_the_calls_are_cut(cuts: list[int], name: str) -> None:
    recipe = Recipe(LINEAR, optimizer=OptimizerSettings(name, learning_rate=1e9))
    whole, cut = (_trainer(recipe, X, 2.0 * X, np.array([1.0])) for _ in range(2))
    whole.advance(1000)
    costs: list[float] = []
    for n_steps in (cuts * 40)[:400]:
        first = cut.step
        done = cut.advance(n_steps)
        costs[first:] = done.costs.tolist() if done.steps else costs[first : cut.step]
        if done.stopped:
            break
    assert cut.divergence == whole.divergence
    assert cut.step == whole.step
    assert cut.theta.tolist() == whole.theta.tolist()
    assert cut.state().optimizer_state.tolist() == whole.state().optimizer_state.tolist()
    assert cut.state().optimizer_step == whole.state().optimizer_step


def test_the_parameter_named_for_a_cost_is_the_one_changed_most() -> None:
    recipe = Recipe(TWO, optimizer=OptimizerSettings(learning_rate=1e160))
    inputs = np.array([[0.1, -5.0], [0.2, -4.0]])
    trainer = _trainer(recipe, inputs, np.ones((2, 1)), np.zeros(3))
    trainer.advance(10)
    assert trainer.divergence == Divergence(1, "w_21^(1)", "cost")
    assert trainer.theta.tolist() == [0.0, 0.0, 0.0]


def test_a_start_with_an_infinite_cost_takes_nothing_back() -> None:
    recipe = Recipe(TWO)
    trainer = _trainer(recipe, np.array([[1.0, 1.0]]), np.ones((1, 1)), np.array([1.0, -1e200, 3.0]))
    done = trainer.advance(5)
    assert (done.steps, done.stopped) == (0, "diverged")
    assert trainer.divergence == Divergence(1, "w_21^(1)", "cost")
    assert trainer.theta.tolist() == [1.0, -1e200, 3.0]
    assert trainer.cost() == np.inf
    _check_it_stands_still(trainer)


def test_a_gradient_that_overflows() -> None:
    recipe = Recipe(TWO)
    inputs = np.array([[1.0, 1e200]])
    trainer = _trainer(recipe, inputs, np.array([[1e150]]), np.zeros(3))
    assert np.isfinite(trainer.cost())
    assert trainer.advance(5).stopped == "diverged"
    assert trainer.divergence == Divergence(1, "w_21^(1)", "gradient")
    assert trainer.theta.tolist() == [0.0, 0.0, 0.0]
    _check_it_stands_still(trainer)


def test_a_difference_that_overflows() -> None:
    recipe = Recipe(TWO, gradient="forward-difference", epsilon=1.0)
    trainer = _trainer(recipe, np.array([[1.0, 1e200]]), np.ones((1, 1)), np.zeros(3))
    trainer.advance(5)
    assert trainer.divergence == Divergence(1, "w_21^(1)", "gradient")
    _check_it_stands_still(trainer)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_parameter_that_overflows(name: str) -> None:
    optimizer = OptimizerSettings(name, learning_rate=1e308)
    trainer = _trainer(Recipe(TWO, optimizer=optimizer), np.array([[1e-3, 20.0]]), np.full((1, 1), 20.0), np.zeros(3))
    if name in ("rmsprop", "adam"):  # their steps are about as long as the rate
        start = np.full(3, 1e308)
        start[0] = 0.0
        inputs = np.array([[1e-310, 1e-310]])
        trainer = _trainer(Recipe(TWO, optimizer=optimizer), inputs, np.full((1, 1), -1.0), start * [0.0, 1.0, 0.0])
        optimizer_up = trainer.gradient()
        assert (optimizer_up >= 0.0).all()
    done = trainer.advance(3)
    assert done.stopped == "diverged"
    divergence = trainer.divergence
    assert divergence is not None
    assert divergence.what in ("parameter", "cost")
    _check_it_stands_still(trainer)


def test_the_parameter_that_overflows_is_named() -> None:
    recipe = Recipe(TWO, optimizer=OptimizerSettings(learning_rate=1e308))
    trainer = _trainer(recipe, np.array([[1e-3, 20.0]]), np.full((1, 1), 20.0), np.zeros(3))
    trainer.advance(1)
    assert trainer.divergence == Divergence(1, "w_21^(1)", "parameter")


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_a_gradient_too_large_for_the_optimizer(name: str) -> None:
    recipe = Recipe(TWO, optimizer=OptimizerSettings(name))
    trainer = _trainer(recipe, np.array([[1.0, 1e155]]), np.full((1, 1), 1e10), np.zeros(3))
    assert np.isfinite(trainer.gradient()).all()
    trainer.advance(1)
    assert trainer.divergence == Divergence(1, "w_21^(1)", "gradient")
    _check_it_stands_still(trainer)


def test_the_cost_asked_for_finds_out_as_the_next_step_would() -> None:
    recipe = Recipe(LINEAR, optimizer=OptimizerSettings(learning_rate=1e10))
    asked, trained = (_trainer(recipe, X, 2.0 * X, np.array([1.0])) for _ in range(2))
    trained.advance(1000)
    for _ in range(1000):
        asked.advance(1)
        cost = asked.cost()
        assert np.isfinite(cost)
        if asked.divergence is not None:
            break
    assert asked.divergence == trained.divergence
    assert asked.theta.tolist() == trained.theta.tolist()
    assert cost == trained.cost()


def test_mini_batches_diverge_too() -> None:
    recipe = Recipe(LINEAR, optimizer=OptimizerSettings(learning_rate=1e10), batch_size=2)
    whole, single = (_trainer(recipe, X, 2.0 * X, np.array([1.0])) for _ in range(2))
    assert whole.advance(1000).stopped == "diverged"
    while single.divergence is None:
        single.advance(1)
    assert single.divergence == whole.divergence
    assert single.theta.tolist() == whole.theta.tolist()
    _check_it_stands_still(whole)


def test_training_goes_on_when_something_was_changed() -> None:
    diverging = Recipe(LINEAR, optimizer=OptimizerSettings(learning_rate=1e10))
    trainer = _trainer(diverging, X, 2.0 * X, np.array([1.0]))
    trainer.advance(1000)
    stands = trainer.step
    trainer.change(Recipe(LINEAR, optimizer=OptimizerSettings(learning_rate=1.0 / 12.0)))
    assert trainer.divergence is None
    assert trainer.advance(3).steps == 3
    assert trainer.step == stands + 3
    assert trainer.theta[0] == pytest.approx(2.0)

    trainer.change(diverging)
    trainer.set_theta(np.array([3.0]))
    trainer.advance(1000)
    assert trainer.divergence is not None
    trainer.set_theta(np.array([2.0]))
    assert trainer.divergence is None

    trainer.set_theta(np.array([3.0]))
    trainer.advance(1000)
    trainer.replace_data(np.zeros((1, 1)), np.zeros((1, 1)))
    assert trainer.divergence is None
    assert trainer.advance(2).steps == 2


def test_a_step_before_a_change_can_still_be_taken_back() -> None:
    recipe = Recipe(LINEAR, optimizer=OptimizerSettings(learning_rate=1e200))
    trainer = _trainer(recipe, X, 2.0 * X, np.array([1.0]))
    trainer.advance(1)  # leads to an infinite cost, which nobody has computed yet
    trainer.change(Recipe(LINEAR, optimizer=OptimizerSettings("adam")))
    trainer.advance(1)
    assert trainer.divergence == Divergence(1, "w_11^(1)", "cost")
    assert trainer.theta.tolist() == [1.0]


def test_parameters_that_are_not_finite_are_refused() -> None:
    recipe = Recipe(LINEAR)
    with pytest.raises(ValueError, match="infinite or not a number"):
        _trainer(recipe, X, X, np.array([np.nan]))
    trainer = _trainer(recipe, X, X, np.array([1.0]))
    with pytest.raises(ValueError, match="infinite or not a number"):
        trainer.set_theta(np.array([np.inf]))
