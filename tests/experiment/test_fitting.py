"""Models and data that do not fit each other bring along what fits, and say so."""

import msgspec
import pytest

from playground.core.models import MODELS
from playground.data.generators import FIXED, GALLERY
from playground.experiment.build import build, gallery_spec
from playground.experiment.examples import example_path
from playground.experiment.experiment import Experiment, GradientDescent
from playground.experiment.experiment_file import load
from playground.experiment.fitting import fits, is_out_of_reach, spec_of, with_dataset, with_model


@pytest.fixture
def xor() -> Experiment:
    return load(example_path("xor"))


def rate(experiment: Experiment) -> float:
    return experiment.training.optimizer.learning_rate


@pytest.mark.parametrize("kind", list(MODELS))
@pytest.mark.parametrize("entry", GALLERY, ids=lambda entry: entry.key)
def test_any_data_after_any_model_can_be_trained(xor: Experiment, kind: str, entry) -> None:
    changed = with_model(xor, FIXED["xor"](), spec_of(kind, MODELS[kind].default)).experiment
    changed = with_dataset(changed, gallery_spec(entry)).experiment
    assert fits(changed.model, build(changed).dataset)


def test_data_beyond_a_sigmoid_bring_a_linear_output_and_a_rate_that_suits_it(xor: Experiment) -> None:
    entry = next(entry for entry in GALLERY if entry.key == "plane")
    change = with_dataset(xor, gallery_spec(entry))
    assert change.experiment.model.activations == ("sigmoid", "linear")
    assert rate(change.experiment) < rate(xor)
    assert "learning rate" in change.told
    back = with_dataset(change.experiment, xor.dataset)
    assert back.experiment.model == xor.model
    assert rate(back.experiment) == rate(xor)


def test_a_learning_rate_of_ones_own_is_kept_for_sigmoid_outputs(xor: Experiment) -> None:
    optimizer = GradientDescent(learning_rate=0.2)
    own = msgspec.structs.replace(xor, training=msgspec.structs.replace(xor.training, optimizer=optimizer))
    entry = next(entry for entry in GALLERY if entry.key == "circle")
    assert rate(with_dataset(own, gallery_spec(entry)).experiment) == 0.2


def test_targets_out_of_reach_are_told(xor: Experiment) -> None:
    chain = with_model(xor, FIXED["xor"](), spec_of("chain", MODELS["chain"].default)).experiment
    change = with_dataset(chain, gallery_spec(next(entry for entry in GALLERY if entry.key == "twice")))
    assert is_out_of_reach(change.experiment.model, FIXED["twice"]())
    assert "cannot reach all targets, 0 to 8" in change.told


def test_banners_call_data_and_models_by_their_titles(xor: Experiment) -> None:
    entry = next(entry for entry in GALLERY if entry.key == "gaussians")
    assert f"“{entry.title}”" in with_dataset(xor, gallery_spec(entry)).told
    sine = next(entry for entry in GALLERY if entry.key == "sine")
    neuron = with_model(xor, FIXED["xor"](), spec_of("one-neuron", MODELS["one-neuron"].default)).experiment
    assert "Two neurons" in with_dataset(neuron, gallery_spec(sine)).told
