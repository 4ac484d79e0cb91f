"""A batch that is gone over in several blocks is explained as in one."""

import numpy as np
import pytest
from hypothesis import given, settings

from playground.core.gradients import GRADIENTS, Objective
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.explain.equations import Target, explain, explanation_of
from playground.explain.moment import ExplainedMoment
from tests.core.strategies import Problem, problems, set_rows


@given(problems((5, 33)))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("method", GRADIENTS)
def test_three_blocks_are_as_one(method: str, problem: Problem) -> None:
    recipe = Recipe(problem.objective, method, epsilon=1e-2)
    network, n = problem.network, len(problem.inputs)
    state, samples = TrainingState.start(recipe, problem.theta), (problem.inputs, problem.targets)
    used = GRADIENTS[method].gradient(problem.objective, problem.theta, *samples, 1e-2)
    rows = -(-n // 3)
    for target in (Target(), Target("unit", 1), Target("unit", network.depth), Target("unit"), Target("parameter")):
        whole = explain(recipe, state, *samples, target, n - 1)
        with pytest.MonkeyPatch.context() as patch:
            set_rows(patch, rows)
            work = list(explanation_of(ExplainedMoment(recipe, state, samples, target, n - 1)))
            cut = explain(recipe, state, *samples, target, n - 1)
        assert len(work) > 3
        assert not any(work)
        np.testing.assert_allclose(cut.table.rows, whole.table.rows, rtol=1e-12, atol=1e-13)
        tolerance = 1e-12 if "difference" not in method else 1e-10
        for (label, value), (wanted_label, wanted) in zip(cut.table.foot, whole.table.foot, strict=True):
            assert label == wanted_label
            assert value == pytest.approx(wanted, rel=tolerance, abs=tolerance)
        assert [line.latex[:10] for line in cut.lines] == [line.latex[:10] for line in whole.lines]
        assert cut.links == whole.links
        if target.kind == "parameter":
            assert cut.table.foot[-1][1] == pytest.approx(used[0], rel=tolerance, abs=tolerance)


def test_a_hundred_thousand_samples_are_gone_over_in_pieces() -> None:
    network = Network((2, 32, 32, 1), ("tanh", "tanh", "sigmoid"))
    recipe = Recipe(Objective(network), batch_size=99_999)
    rng = np.random.default_rng(1)
    inputs, theta = rng.normal(size=(100_000, 2)), rng.normal(size=network.n_parameters) / 5
    data = inputs, inputs[:, :1] ** 2
    moment = ExplainedMoment(recipe, TrainingState.start(recipe, theta), data, Target("parameter", index=100), 7)
    assert len(list(explanation_of(moment))) > 60 + 40
    assert moment.batch.term.shape == (99_999,)
