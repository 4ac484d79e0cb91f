"""What the trainer promises: every step by the reference's rules, the same bits however the calls are cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.core.activations import Array
from playground.core.batches import batch_indices
from playground.core.costs import Penalty
from playground.core.gradients import GRADIENTS, Objective
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Trainer
from tests.core.strategies import Problem, optimizers, problems, recipes

XOR = Objective(Network((2, 2, 1), ("sigmoid", "sigmoid")))
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
START = np.array([0.8, -0.4, -0.6, 0.9, 0.1, -0.3, 0.7, -0.9, 0.2])
SOME = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def _trainer(recipe: Recipe, problem: Problem, state: TrainingState | None = None) -> Trainer:
    begin = TrainingState.start(recipe, problem.theta) if state is None else state
    return Trainer(recipe, problem.inputs, problem.targets, begin)


def _xor(recipe: Recipe | None = None, state: TrainingState | None = None) -> Trainer:
    chosen = Recipe(XOR) if recipe is None else recipe
    return Trainer(chosen, X, Y, TrainingState.start(chosen, START) if state is None else state)


def _bits(state: TrainingState) -> tuple[int, int, bytes, bytes]:
    return state.step, state.optimizer_step, state.theta.tobytes(), state.optimizer_state.tobytes()


@SOME
@given(data=st.data(), problem=problems())
def test_steps_follow_the_reference(data: st.DataObject, problem: Problem) -> None:
    recipe = data.draw(recipes(problem.objective, len(problem.inputs)))
    method = GRADIENTS[recipe.gradient]
    optimizer = OPTIMIZERS[recipe.optimizer.name]
    trainer = _trainer(recipe, problem)
    for step in range(4):
        state = trainer.state()
        batch = batch_indices(recipe.shuffle_seed, step, len(problem.inputs), recipe.batch_size)
        arguments = (recipe.objective, state.theta, problem.inputs[batch], problem.targets[batch])
        gradient = method.gradient(*arguments, recipe.epsilon)
        theta, slots = optimizer.update(
            recipe.optimizer, state.theta, gradient, state.optimizer_state, state.optimizer_step + 1
        )
        done = trainer.advance(1)
        assert (done.steps, done.stopped) == (1, "")
        cost = recipe.objective.value(*arguments[1:])
        assert done.costs[0] == pytest.approx(cost, rel=1e-13, abs=1e-15)
        # adam and rmsprop divide by the gradient's size: what is lost to rounding counts relative to it
        rounding = 3e-14 * max(1.0, cost) / recipe.epsilon if method.uses_epsilon else 1e-12
        size = np.abs(gradient) + recipe.optimizer.epsilon if optimizer.name in ("rmsprop", "adam") else np.ones(1)
        tolerance = np.minimum(100.0 * recipe.optimizer.learning_rate * rounding / size + 1e-14, 1.0)
        assert (np.abs(trainer.theta - theta) <= tolerance).all()
        np.testing.assert_allclose(
            trainer.state().optimizer_state, slots, rtol=1e-11, atol=100.0 * rounding * max(1.0, np.abs(gradient).max())
        )
        assert trainer.step == trainer.state().optimizer_step == step + 1


@SOME
@given(data=st.data(), problem=problems())
def test_single_steps_are_a_run_bit_for_bit(data: st.DataObject, problem: Problem) -> None:
    recipe = data.draw(recipes(problem.objective, len(problem.inputs)))
    n_steps = data.draw(st.integers(1, 25))
    cuts = sorted(data.draw(st.sets(st.integers(1, n_steps), max_size=6)) | {n_steps})
    run, singles, cut = (_trainer(recipe, problem) for _ in range(3))
    whole = run.advance(n_steps)
    single_costs = np.concatenate([singles.advance(1).costs for _ in range(n_steps)])
    cut_costs = np.concatenate([cut.advance(end - begin).costs for begin, end in pairwise([0, *cuts])])
    assert whole.steps == n_steps
    assert whole.costs.tobytes() == single_costs.tobytes() == cut_costs.tobytes()
    assert _bits(run.state()) == _bits(singles.state()) == _bits(cut.state())
    assert run.last_change.tobytes() == singles.last_change.tobytes()


@SOME
@given(data=st.data(), problem=problems())
def test_a_state_goes_on_bit_for_bit(data: st.DataObject, problem: Problem) -> None:
    """Also in the middle of an epoch, also when other things were asked for meanwhile."""
    recipe = data.draw(recipes(problem.objective, len(problem.inputs)))
    first, second = data.draw(st.integers(0, 12)), data.draw(st.integers(1, 12))
    undisturbed, disturbed = _trainer(recipe, problem), _trainer(recipe, problem)
    undisturbed.advance(first + second)
    disturbed.advance(first)
    resumed = _trainer(recipe, problem, disturbed.state())
    resumed.cost()
    resumed.gradient("central-difference", 0.1)
    resumed.cost_of(problem.inputs[:1], problem.targets[:1])
    resumed.advance(second)
    assert _bits(resumed.state()) == _bits(undisturbed.state())


def test_the_kernel_measures_as_it_trains() -> None:
    trainer = _xor()
    for _ in range(20):
        cost = trainer.cost()
        gradient = trainer.gradient()
        before = trainer.theta
        done = trainer.advance(1)
        assert done.costs[0] == cost
        np.testing.assert_allclose(trainer.last_change, -gradient, rtol=0, atol=1e-15)
        np.testing.assert_allclose(trainer.theta - before, trainer.last_change, atol=1e-16)


def test_xor_is_learnt() -> None:
    trainer = _xor()
    costs = trainer.advance(20_000).costs
    assert costs[0] > 0.2
    assert trainer.cost() < 0.01
    outputs = XOR.network.forward(trainer.theta, X)[1][-1]
    assert (outputs.round() == Y).all()


def test_a_bound_stops_before_the_first_step_with_a_cost_below() -> None:
    costs = _xor().advance(20_000).costs
    bound = 0.1
    expected = int(np.argmax(costs < bound))
    assert 0 < expected < 20_000
    for slice_size in (1, 7, 5000, 20_000):
        trainer = _xor()
        while (done := trainer.advance(slice_size, stop_below=bound)).stopped == "":
            pass
        assert done.stopped == "stop-cost"
        assert trainer.step == expected
        assert trainer.cost() < bound
        again = trainer.advance(5, stop_below=bound)
        assert (again.steps, again.stopped) == (0, "stop-cost")
        assert trainer.advance(5).steps == 5, "without the bound it goes on"


def test_mini_batches_ignore_the_bound() -> None:
    trainer = _xor(Recipe(XOR, batch_size=2))
    assert trainer.advance(100, stop_below=1e9).steps == 100


def test_changes_by_hand_keep_the_optimizer() -> None:
    recipe = Recipe(XOR, optimizer=OptimizerSettings("momentum", 0.1))
    trainer = _xor(recipe)
    trainer.advance(5)
    before = trainer.state()
    by_hand = before.theta + 0.25
    trainer.set_theta(by_hand)
    assert trainer.theta.tolist() == by_hand.tolist()
    assert trainer.step == 5
    assert trainer.last_change.tolist() == [0.0] * 9
    resumed = _xor(recipe, TrainingState(5, by_hand, before.optimizer_state, before.optimizer_step))
    trainer.advance(3)
    resumed.advance(3)
    assert _bits(trainer.state()) == _bits(resumed.state())
    with pytest.raises(ValueError, match="9 numbers wanted"):
        trainer.set_theta(np.zeros(8))


@SOME
@given(data=st.data(), problem=problems())
def test_other_settings_go_on_as_if_begun_from_there(data: st.DataObject, problem: Problem) -> None:
    objective = problem.objective
    old = data.draw(recipes(objective, len(problem.inputs)))
    penalty = data.draw(st.sampled_from([objective.penalty, Penalty(0.02, 0.03)]))
    new = data.draw(recipes(Objective(objective.network, objective.cost, penalty), len(problem.inputs)))
    changed = _trainer(old, problem)
    changed.advance(6)
    change_before = changed.last_change
    begun = _trainer(new, problem, changed.state().for_recipe(new, old))
    changed.change(new)
    assert changed.recipe == new
    assert changed.step == 6
    assert changed.last_change.tobytes() == change_before.tobytes()
    assert changed.state().optimizer_step == (6 if old.optimizer.name == new.optimizer.name else 0)
    done, wanted = changed.advance(6), begun.advance(6)
    assert done.costs.tobytes() == wanted.costs.tobytes()
    assert _bits(changed.state()) == _bits(begun.state())


def test_another_network_is_another_trainer() -> None:
    with pytest.raises(ValueError, match="another network"):
        _xor().change(Recipe(Objective(Network((2, 1), ("sigmoid",)))))


@given(chosen=optimizers(), batch_size=st.sampled_from([None, 1, 3]))
def test_other_samples_go_on_as_if_begun_from_there(chosen: OptimizerSettings, batch_size: int | None) -> None:
    recipe = Recipe(XOR, optimizer=chosen, batch_size=batch_size)
    trainer = _xor(recipe)
    trainer.advance(7)
    more, more_targets = np.vstack([X, X + 0.5]), np.vstack([Y, 1.0 - Y])
    begun = Trainer(recipe, more, more_targets, trainer.state())
    trainer.replace_data(more, more_targets)
    assert trainer.advance(9).costs.tobytes() == begun.advance(9).costs.tobytes()
    assert _bits(trainer.state()) == _bits(begun.state())


@given(problem=problems())
def test_cost_of_other_samples_has_no_penalty(problem: Problem) -> None:
    trainer = _trainer(Recipe(problem.objective), problem)
    others, targets = problem.inputs[::2] + 0.1, problem.targets[::2]
    for _ in range(2):
        expected = problem.objective.data_cost(trainer.theta, others, targets)
        assert trainer.cost_of(others, targets) == pytest.approx(expected, rel=1e-13, abs=1e-15)
        trainer.advance(1)
    assert np.isnan(trainer.cost_of(others[:0], targets[:0]))


def test_cost_of_follows_a_change_of_the_cost() -> None:
    trainer = _xor()
    squares = trainer.cost_of(X, Y)
    trainer.change(Recipe(Objective(XOR.network, "cross-entropy")))
    assert trainer.cost_of(X, Y) == trainer.cost()
    assert trainer.cost_of(X, Y) != squares


def test_everything_handed_out_is_read_only_and_stays() -> None:
    recipe = Recipe(XOR, optimizer=OptimizerSettings("adam"))
    trainer = _xor(recipe)
    trainer.advance(2)
    state = trainer.state()
    kept = _bits(state)
    arrays: list[Array] = [
        trainer.theta,
        trainer.last_change,
        trainer.gradient(),
        state.theta,
        state.optimizer_state,
    ]
    trainer.advance(2)
    assert _bits(state) == kept
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_inputs_that_do_not_fit_are_refused() -> None:
    recipe = Recipe(XOR)
    good = TrainingState.start(recipe, START)
    with pytest.raises(ValueError, match="2 inputs and 1 targets"):
        Trainer(recipe, X[:, :1], Y, good)
    with pytest.raises(ValueError, match="2 inputs and 1 targets"):
        Trainer(recipe, X, Y[:3], good)
    with pytest.raises(ValueError, match="no samples"):
        Trainer(recipe, X[:0], Y[:0], good)
    with pytest.raises(ValueError, match="9 numbers wanted"):
        Trainer(recipe, X, Y, TrainingState(0, START[:3], np.zeros((0, 3))))
    with pytest.raises(ValueError, match=r"optimizer state: shape \(0, 9\) wanted, \(1, 9\) given"):
        Trainer(recipe, X, Y, TrainingState(0, START, np.zeros((1, 9))))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"gradient": "guess"}, "no gradient method 'guess'"),
        ({"optimizer": OptimizerSettings("sgd")}, "no optimizer 'sgd'"),
        ({"batch_size": 0}, "at least one sample"),
    ],
)
def test_recipes_that_do_not_exist(fields: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Recipe(XOR, **fields)


def test_bias_correction_is_over_at_last() -> None:
    """Steps far beyond where 1 - β^t is 1: nothing overflows, nothing slows down."""
    recipe = Recipe(XOR, optimizer=OptimizerSettings("adam", 1e-3))
    state = TrainingState(10**15, START, np.full((2, 9), 1e-4), 10**15)
    trainer = _xor(recipe, state)
    trainer.advance(3)
    assert trainer.step == 10**15 + 3
    assert np.isfinite(trainer.theta).all()
