"""The reference block by block is the reference; of one block to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core import blocks
from playground.core.blocks import cost_by_blocks, exact_part, finished, gradient_by_blocks
from playground.core.difference_quotient import difference_quotient
from playground.core.gradients import LAYER_FACTOR, backpropagation, layer_rule, with_penalty
from playground.core.network import Network
from tests.core.strategies import Problem, problems, set_rows


def gradients_of(problem: Problem) -> list[tuple[np.ndarray, np.ndarray]]:
    """By blocks and by the reference: the chain rule, the layer rule, and the layer rule without its factors."""
    objective, theta, samples = problem.objective, problem.theta, (problem.inputs, problem.targets)
    exact = finished(gradient_by_blocks(objective, theta, *samples))
    rule = finished(gradient_by_blocks(objective, theta, *samples, LAYER_FACTOR))
    return [
        (with_penalty(objective, theta, exact), backpropagation(objective, theta, *samples)),
        (with_penalty(objective, theta, rule), layer_rule(objective, theta, *samples)),
        (exact_part(problem.network, rule), exact),
    ]


@given(problems())
@settings(max_examples=60, deadline=None)
def test_one_block_has_the_bits_of_the_reference(problem: Problem) -> None:
    samples = problem.inputs, problem.targets
    cost = finished(cost_by_blocks(problem.objective, problem.theta, *samples))
    assert cost == problem.objective.value(problem.theta, *samples)
    for found, wanted in gradients_of(problem):
        np.testing.assert_array_equal(found, wanted)


@given(problems((2, 3, 5, 33)), st.sampled_from([1, 2, 4, 7]))
@settings(max_examples=60, deadline=None)
def test_many_blocks_are_the_reference(problem: Problem, rows: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        set_rows(patch, rows)
        samples = problem.inputs, problem.targets
        assert len(list(blocks.blocks(problem.network, len(problem.inputs)))) == -(-len(problem.inputs) // rows)
        cost = finished(cost_by_blocks(problem.objective, problem.theta, *samples))
        assert cost == pytest.approx(problem.objective.value(problem.theta, *samples), rel=1e-12)
        for found, wanted in gradients_of(problem):
            np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-14)


def in_float32(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32)


@given(problems((5,)))
@settings(max_examples=20, deadline=None)
def test_it_yields_before_every_block_and_keeps_the_precision(problem: Problem) -> None:
    theta, inputs, targets = map(in_float32, (problem.theta, problem.inputs, problem.targets))
    yields: list[None] = []
    with pytest.MonkeyPatch.context() as patch:
        set_rows(patch, 1)
        work = gradient_by_blocks(problem.objective, theta, inputs, targets)
        gradient = finished(work, between=lambda: yields.append(None))
        quotient = finished(difference_quotient(problem.objective, theta, (inputs, targets), 0, 0.5, central=True))
    assert len(yields) == 5
    assert gradient.dtype == np.float32
    assert quotient.value == np.float32(quotient.value)


def test_a_block_has_some_samples_however_large_the_network() -> None:
    assert list(blocks.blocks(Network((3000, 3000), ("linear",)), 9)) == [slice(0, 8), slice(8, 9)]
    assert not list(blocks.blocks(Network((1, 1), ("linear",)), 0))
