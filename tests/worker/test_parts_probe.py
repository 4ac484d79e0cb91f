"""The question for parts of a step."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.core import step_numbers
from playground.core.difference_quotient import difference_quotient
from playground.core.gradients import GRADIENTS, Objective
from playground.core.network import Network
from playground.core.optimizers import OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.core.stages import Stage, stages
from playground.explain.target import Target
from playground.worker.messages import Samples
from playground.worker.parts_probe import PartsProbe
from playground.worker.probes import Moment
from tests.core.strategies import set_rows

NETWORK = Network((2, 3, 1), ("tanh", "sigmoid"))
RNG = np.random.default_rng(4)
INPUTS, TARGETS = RNG.normal(size=(7, 2)), RNG.integers(0, 2, (7, 1)).astype(float)
THETA = RNG.normal(size=NETWORK.n_parameters)
PLACES = np.arange(7)


def moment(rows: int = 7, network: Network = NETWORK, **settings: Any) -> Moment:
    recipe = Recipe(Objective(network), **settings)
    samples = Samples(INPUTS[:rows], TARGETS[:rows], INPUTS[:0], TARGETS[:0], classes=True)
    theta = np.resize(THETA, network.n_parameters)
    return Moment(1, recipe, samples, TrainingState.start(recipe, theta), np.zeros_like(theta))


def asked(probe: PartsProbe, at: Moment) -> list[Stage]:
    return [answer for answer in probe.answers(at) if answer is not None]


@pytest.mark.parametrize("method", GRADIENTS)
@pytest.mark.parametrize("batch_size", [None, 3])
def test_any_parts_in_any_order_are_those_of_the_step(method: str, batch_size: int | None) -> None:
    at = moment(gradient=method, batch_size=batch_size)
    whole = list(stages(at.recipe, at.state, INPUTS, TARGETS, 2))
    assert asked(PartsProbe(1, 1000, 2, PLACES), moment(gradient=method, batch_size=batch_size)) == whole
    for number in (len(whole), 3, 1, 2):
        assert asked(PartsProbe(number, number, 2, PLACES), at) == [whole[number - 1]]


def test_no_samples_no_answer() -> None:
    assert not list(PartsProbe(1, 2, 0, PLACES).answers(moment(0)))


def test_no_answer_where_the_data_have_changed_meanwhile() -> None:
    assert not list(PartsProbe(1, 2, 0, PLACES[:3]).answers(moment()))


def test_samples_are_called_by_their_place_in_the_dataset() -> None:
    (stage,) = asked(PartsProbe(1, 1, 2, PLACES * 10), moment())
    assert stage.caption.startswith("Sample 21: ")


@pytest.mark.parametrize("method", GRADIENTS)
def test_a_sample_that_is_not_in_the_batch_is_told_of(method: str) -> None:
    at = moment(gradient=method, batch_size=2, shuffle_seed=1)
    told = [asked(PartsProbe(1, 1000, sample, PLACES), at) for sample in range(7)]
    for sample, parts in enumerate(told):
        shown = {part.sample for part in parts}
        noted = [part for part in parts if f"Sample {sample + 1} is not in the batch" in part.note]
        updates = [part for part in parts if part.kind in ("optimizer", "update")]
        assert len(noted) == (0 if shown == {sample} else len(parts) - len(updates))
    assert sum({part.sample for part in parts} == {sample} for sample, parts in enumerate(told)) == 2


def test_the_formula_is_that_of_what_is_looked_at() -> None:
    at = moment(gradient="layer-rule", optimizer=OptimizerSettings("adam"))
    first, of_weight, of_unit = (
        asked(PartsProbe(1, 1000, 0, PLACES, target), at)
        for target in (Target(), Target("parameter", index=5), Target("unit", layer=1, unit=2))
    )
    assert [part.unit_values for part in first] == [part.unit_values for part in of_weight]
    assert first[0].formula.startswith("z₁⁽¹⁾")
    for parts in (of_weight, of_unit):
        assert parts[0].formula.startswith("z₃⁽¹⁾")
    name = {part.kind: part.formula.split()[0] for part in of_weight}
    assert name["gradient"] == "∂C⁽¹⁾/∂w₂₃⁽¹⁾"
    assert name["update"] == "w₂₃⁽¹⁾"
    assert all(part.formula.startswith("w₂₃⁽¹⁾:") for part in of_weight if part.kind == "optimizer")


def test_costs_are_measured_once_whichever_sample_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    real = difference_quotient

    def counted(*arguments, **options):
        taken.append(arguments[3])
        return real(*arguments, **options)

    monkeypatch.setattr(step_numbers, "difference_quotient", counted)
    at = moment(gradient="central-difference")
    for sample in (0, 0, 5):
        asked(PartsProbe(1, 10, sample, PLACES), at)
    assert taken == [0, 1, 2]
    later = replace(at, state=replace(at.state, theta=THETA + 1.0))
    asked(PartsProbe(4, 4, 0, PLACES), later)
    assert taken == [0, 1, 2, 0]


def test_it_breathes_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    set_rows(monkeypatch, 3)
    answers = list(PartsProbe(1, 5, 0, PLACES).answers(moment()))
    assert answers.count(None) >= 3 + 3 + 5
    assert [answer.number for answer in answers if answer is not None] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("method", ["layer-rule", "forward-difference"])
def test_a_hundred_thousand_samples_are_answered_in_pieces(method: str) -> None:
    network = Network((2, 32, 32, 1), ("tanh", "tanh", "sigmoid"))
    recipe = Recipe(Objective(network), method)
    inputs = RNG.normal(size=(100_000, 2))
    targets = (inputs[:, :1] > 0).astype(float)
    samples = Samples(inputs, targets, inputs[:0], targets[:0], classes=True)
    theta = RNG.normal(size=network.n_parameters) / 5
    at = Moment(1, recipe, samples, TrainingState.start(recipe, theta), np.zeros_like(theta))
    answers = list(PartsProbe(4, 6, 77_777, np.arange(100_000)).answers(at))
    assert answers.count(None) > 2 * 60
    assert [answer.number for answer in answers if answer is not None] == [4, 5, 6]
    assert answers[-1].sample == 77_777
