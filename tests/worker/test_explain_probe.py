"""The question where a number comes from."""

import numpy as np
import pytest

from playground.core.gradients import Objective, backpropagation
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.explain.equations import Explanation, Target
from playground.worker.explain_probe import ExplainProbe
from playground.worker.messages import Samples
from playground.worker.probes import Moment

NETWORK = Network((2, 3, 1), ("tanh", "sigmoid"))
RNG = np.random.default_rng(4)
INPUTS, TARGETS = RNG.normal(size=(7, 2)), RNG.integers(0, 2, (7, 1)).astype(float)
THETA = RNG.normal(size=NETWORK.n_parameters)
PLACES = np.array([0, 2, 3, 5, 6, 8, 9])


def moment(rows: int = 7, batch_size: int | None = None) -> Moment:
    recipe = Recipe(Objective(NETWORK), batch_size=batch_size)
    samples = Samples(INPUTS[:rows], TARGETS[:rows], INPUTS[:0], TARGETS[:0], classes=True)
    return Moment(1, recipe, samples, TrainingState.start(recipe, THETA), np.zeros_like(THETA))


def probe(sample: int = 5, places: np.ndarray = PLACES) -> ExplainProbe:
    return ExplainProbe(Target("parameter", index=4), sample, places)


def answer_of(asked: ExplainProbe, at: Moment) -> Explanation:
    """The one answer among the breaths."""
    (explanation,) = (answer for answer in asked.answers(at) if answer is not None)
    return explanation


def test_it_explains_the_gradient_at_this_moment():
    explanation = answer_of(probe(), moment())
    gradient = backpropagation(Objective(NETWORK), THETA, INPUTS, TARGETS)
    assert explanation.table.foot[-1][1] == pytest.approx(gradient[4], rel=1e-12)
    assert explanation.table.indices.tolist() == PLACES.tolist()


def test_the_sample_is_found_by_its_place_in_the_dataset():
    explanation = answer_of(probe(5), moment())
    assert probe(5).row == 3
    assert any("6" in line.plain.partition("=")[0].translate({0x2086: "6"}) for line in explanation.lines)


def test_a_sample_kept_for_testing_gives_way_to_the_first():
    assert probe(1).row == 0
    assert answer_of(probe(1), moment()).table.rows.shape[0] == 7


def test_with_batches_the_rows_are_those_of_the_next_step():
    explanation = answer_of(probe(), moment(batch_size=3))
    assert len(explanation.table.rows) == 3
    assert set(explanation.table.indices.tolist()) <= set(PLACES.tolist())


def test_no_samples_no_answer():
    assert not list(probe(places=PLACES[:0]).answers(moment(0)))


def test_no_answer_where_the_data_have_changed_meanwhile():
    assert not list(probe(places=PLACES[:3]).answers(moment()))


def test_one_sample():
    explanation = answer_of(probe(0, PLACES[:1]), moment(1))
    assert len(explanation.table.rows) == 1
