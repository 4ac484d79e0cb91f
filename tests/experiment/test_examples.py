"""The examples shipped: they load, are written as we write, and train as their notes claim."""

from pathlib import Path

import numpy as np
import pytest

from playground.experiment.build import build
from playground.experiment.check import ExperimentError
from playground.experiment.examples import OPENING, example_names, example_path, examples, find, is_example, spelt
from playground.experiment.experiment import Uniform
from playground.experiment.experiment_file import SUFFIX, dumps, load
from playground.experiment.training_run import TrainingRun
from playground.resources import resource_path

NAMES = ("twice", "or", "and", "nand", "xor-one-neuron", "two-neurons", "chain", "xor", "spiral")


def cost_after(name, steps):
    return TrainingRun(build(load(example_path(name)))).run(steps).cost


def test_all_examples_are_there_and_no_other():
    assert example_names() == NAMES
    assert {path.name for path in resource_path("examples").iterdir()} == {f"{name}{SUFFIX}" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_title_and_notes_and_is_written_as_we_write(name):
    experiment = load(example_path(name))
    assert experiment.title
    assert 1 <= experiment.notes.count(". ") + 1 <= 4
    assert experiment.notes.endswith(".")
    assert experiment.progress is None
    assert example_path(name).read_text(encoding="utf-8") == dumps(experiment)


def test_titles_and_notes_are_listed():
    found = examples()
    assert tuple(example.name for example in found) == NAMES
    assert len({example.title for example in found}) == len(NAMES)


def test_the_opening_example_solves_xor_within_seconds():
    experiment = load(example_path(OPENING))
    assert experiment.model.layers == (2, 2, 1)
    assert set(experiment.model.activations) == {"sigmoid"}
    assert experiment.training.optimizer.learning_rate == 1.0
    assert isinstance(experiment.initial, Uniform)
    assert (experiment.initial.low, experiment.initial.high) == (-1.0, 1.0)
    assert cost_after("xor", 750) < 0.01


@pytest.mark.parametrize(
    ("name", "steps"), [("or", 350), ("and", 620), ("nand", 620), ("two-neurons", 300), ("chain", 550)]
)
def test_small_ones_get_below_a_hundredth_when_they_say(name, steps):
    assert cost_after(name, steps) < 0.01 < cost_after(name, steps // 2)


def test_twice_leaves_a_twenty_fifth_of_the_cost_with_every_step():
    costs = [cost_after("twice", steps) for steps in range(4)]
    assert np.allclose(np.divide(costs[1:], costs[:-1]), 0.04)
    assert cost_after("twice", 60) < 1e-28


def test_one_neuron_cannot_do_xor():
    assert cost_after("xor-one-neuron", 5_000) == pytest.approx(0.25, abs=1e-12)


def test_the_spiral_is_learned():
    built = build(load(example_path("spiral")))
    result = TrainingRun(built).run(1_000)
    assert result.cost < 0.01
    assert result.test_cost is not None
    assert result.test_cost < 0.1
    outputs = built.network.forward(result.state.theta, built.train_inputs)[1][-1]
    assert np.array_equal(outputs > 0.5, built.train_targets > 0.5)


def test_a_file_is_found_before_an_example_and_an_example_before_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find("xor") == example_path("xor")
    (tmp_path / "xor").mkdir()
    assert find("xor") == example_path("xor")
    (tmp_path / "and").write_text("mine")
    assert find("and").read_text() == "mine"
    assert find(tmp_path / "and") == tmp_path / "and"
    assert is_example("and")


def test_capitals_do_not_matter_in_the_name_of_an_example(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find("XOR") == find("Xor") == example_path("xor")
    assert (spelt("XOR"), spelt("Spiral"), spelt("My.Playground")) == ("xor", "spiral", "My.Playground")
    (tmp_path / "AND").write_text("mine")
    assert find("AND") == Path("AND")
    assert spelt("AND") == "AND"


def test_what_is_neither_is_refused_with_the_nearest_name():
    with pytest.raises(ExperimentError, match=r'^spirall: there is no such file .* did you mean "spiral"\?$'):
        find("spirall")
    with pytest.raises(ExperimentError, match="give an existing file; the examples are: twice, or, and"):
        find("/nowhere/at-all")
    assert not is_example("spirall")


def test_no_name_is_no_folder():
    with pytest.raises(ExperimentError, match=r"^the name is empty; give a file; the examples are: twice"):
        find("")


def test_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(
        ExperimentError, match=r"^aaa.*: it cannot be read \(.*\); give a file that you may read; the ex"
    ):
        find("a" * 300)


def test_a_file_in_a_folder_one_may_not_enter_is_refused(monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(ExperimentError, match=r"^closed/xor: it cannot be read \(Permission denied\)"):
        find("closed/xor")
