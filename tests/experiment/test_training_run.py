"""A run without a window: same bits as the trainer, every cost told once."""

import msgspec
import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from playground.core.gradients import GRADIENTS
from playground.core.network import Network
from playground.core.trainer import Divergence, Trainer
from playground.data.generators import FIXED
from playground.experiment import experiment as ex
from playground.experiment.build import build, inline_spec, with_progress
from playground.experiment.training_run import TrainingRun, parameter_at

replace = msgspec.structs.replace
MLP = ex.ModelSpec("mlp", (2, 3, 1), ("tanh", "sigmoid"), biases=True)
LINEAR = ex.ModelSpec("linear", (1, 1), ("linear",), biases=False)


def experiment(**changes) -> ex.Experiment:
    fields = {"model": MLP, "dataset": inline_spec(FIXED["xor"]()), **changes}
    return ex.Experiment(format="gradient-playground", version=1, **fields)


class Rows:
    """Collects what a run tells."""

    def __init__(self):
        self.steps, self.costs, self.tests = [], [], []

    def __call__(self, first_step, costs, test_costs):
        self.steps += range(first_step, first_step + len(costs))
        self.costs += costs.tolist()
        self.tests += test_costs.tolist()


CASES = [
    experiment(),
    experiment(training=ex.TrainingSpec(batch_size=2)),
    experiment(split=ex.Split(0.25)),
    experiment(split=ex.Split(0.25), training=ex.TrainingSpec(batch_size=2, penalty=ex.PenaltySpec(0.01, 0.1))),
]


@pytest.mark.parametrize("given", CASES)
@pytest.mark.parametrize("steps", [0, 1, 7, 700])
def test_each_step_has_its_full_cost_once(given, steps):
    rows = Rows()
    built = build(given)
    result = TrainingRun(built, rows).run(steps)
    assert rows.steps == list(range(steps + 1))
    assert len(rows.tests) == (steps + 1 if given.split.test_fraction else 0)
    assert (rows.costs[0], rows.costs[-1]) == (result.first_cost, result.cost)
    trainer = Trainer(built.recipe, built.train_inputs, built.train_targets, built.state)
    for step in range(min(steps, 7) + 1):
        assert rows.costs[step] == trainer.cost()
        if rows.tests:
            assert rows.tests[step] == trainer.cost_of(built.test_inputs, built.test_targets)
        trainer.advance(1)


@pytest.mark.parametrize("given", CASES)
def test_listening_does_not_change_the_result(given):
    one, other = TrainingRun(build(given)).run(300), TrainingRun(build(given), Rows()).run(300)
    assert np.array_equal(one.state.theta, other.state.theta)
    assert (one.cost, one.test_cost) == (other.cost, other.test_cost)
    assert one.state.step == 300


def test_the_cost_is_that_of_the_numpy_reference():
    built = build(CASES[0])
    result = TrainingRun(built).run(25)
    theta = np.array(built.theta0)
    method = GRADIENTS["backpropagation"]
    for _ in range(25):
        theta -= method.gradient(built.recipe.objective, theta, built.train_inputs, built.train_targets, 0.0)
    assert np.allclose(result.state.theta, theta, rtol=1e-10)
    cost = built.recipe.objective.value(theta, built.train_inputs, built.train_targets)
    assert result.cost == pytest.approx(cost, rel=1e-10)


def test_going_on_counts_from_where_it_was():
    rows = Rows()
    given = with_progress(CASES[0], TrainingRun(build(CASES[0])).run(20).state)
    result = TrainingRun(build(given), rows).run(5)
    assert result.state.step == 25
    assert rows.steps == [20, 21, 22, 23, 24, 25]
    assert result.curve.steps[0] == 20


def test_the_curve_has_all_its_lines():
    curve = TrainingRun(build(CASES[3])).run(100).curve
    assert curve.batched
    assert curve.full_steps[[0, -1]].tolist() == [0, 100]
    assert curve.test_steps[[0, -1]].tolist() == [0, 100]
    curve = TrainingRun(build(CASES[0])).run(100).curve
    assert not curve.batched
    assert curve.steps.tolist() == list(range(101))


def diverging(learning_rate, **training):
    optimizer = ex.GradientDescent(learning_rate)
    return experiment(
        model=LINEAR,
        dataset=inline_spec(FIXED["twice"]()),
        training=ex.TrainingSpec(optimizer=optimizer, **training),
    )


@pytest.mark.parametrize("batch_size", [None, 2])
def test_a_run_that_diverges_ends_at_the_last_finite_state(batch_size):
    rows = Rows()
    result = TrainingRun(build(diverging(0.9, batch_size=batch_size)), rows).run(10_000)
    assert result.divergence is not None
    assert result.divergence.step == result.state.step + 1
    assert result.divergence.parameter == "w_11^(1)"
    assert np.isfinite(result.state.theta).all()
    assert rows.steps == list(range(result.state.step + 1))
    assert not result.interrupted


def hidden(target=0.0, learning_rate=1.0):
    """Mini-batches of one sample; only the cost over all samples is not finite, for a huge one is among them."""
    data = ex.InlineData("huge", np.array([[1.0], [1e160]]), np.array([[target], [target]]))
    training = ex.TrainingSpec(optimizer=ex.GradientDescent(learning_rate), batch_size=1)
    return experiment(model=LINEAR, dataset=data, training=training)


@pytest.mark.parametrize("steps", [0, 1, 2, 1_000])
@pytest.mark.parametrize("listener", [None, Rows()])
def test_a_start_whose_cost_over_all_samples_is_not_finite_has_diverged(steps, listener):
    built = build(hidden())
    result = TrainingRun(built, listener).run(steps)
    assert result.divergence == Divergence(1, "w_11^(1)", "cost")
    assert result.state.step == 0
    assert result.state.theta.tolist() == built.theta0.tolist()


@pytest.mark.parametrize("steps", [1, 2, 7, 5_000])
def test_mini_batches_end_where_the_cost_over_all_samples_was_finite_last(steps):
    model = ex.ModelSpec("mlp", (2, 1), ("linear",), biases=False)
    inputs = np.array([[1.0, 0.0]] * 60 + [[0.0, 1.0], [1e154, 0.0]])  # large as soon as w_11 is not 0
    data = ex.InlineData("huge", inputs, np.array([[1.0]] * 61 + [[0.0]]))
    training = ex.TrainingSpec(optimizer=ex.GradientDescent(30.0), batch_size=1, shuffle_seed=2)
    given = experiment(model=model, dataset=data, training=training, initial=ex.Zeros())
    rows = Rows()
    results = [TrainingRun(build(given), listener).run(steps) for listener in (None, rows)]
    for result in results:
        assert result.divergence == Divergence(1, "w_11^(1)", "cost")
        assert np.isfinite(result.cost)
        assert result.state.step == 0
        assert result.curve.full_steps.tolist() == [0]
    assert rows.steps == [0]


@for_all(st.sampled_from([(2, 2, 1), (1, 1), (3, 11, 4, 2)]), st.booleans())
def test_a_parameter_is_found_by_its_place(layers, biases):
    network = Network(layers, ("tanh",) * (len(layers) - 1), biases)
    found = tuple(parameter_at(network, index) for index in range(network.n_parameters))
    assert found == network.parameters


def test_the_last_step_is_taken_back_when_its_cost_is_not_finite():
    result = TrainingRun(build(diverging(1e200))).run(1)
    assert result.divergence is not None
    assert (result.state.step, result.divergence.step) == (0, 1)
    assert np.isfinite(result.cost)


def test_a_raised_flag_ends_the_run_at_once():
    result = TrainingRun(build(CASES[0]), stop_flag=np.ones(1, dtype=np.int64)).run(1_000_000)
    assert result.interrupted
    assert result.state.step == 0


def test_progress_adds_up():
    taken = []
    TrainingRun(build(CASES[0]), on_steps=lambda steps, cost: taken.append((steps, cost))).run(1_000)
    assert sum(steps for steps, _cost in taken) == 1_000
    assert len(taken) > 100
    assert all(np.isfinite(cost) for _steps, cost in taken)
    taken.clear()
    TrainingRun(build(CASES[1]), Rows(), lambda steps, cost: taken.append((steps, cost))).run(10)
    assert sum(steps for steps, _cost in taken) == 10
