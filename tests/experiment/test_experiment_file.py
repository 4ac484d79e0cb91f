"""The experiment file: a round trip keeps every bit, and the text is what people expect."""

import json
import os
import stat

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.experiment.experiment import Experiment, InlineData, StopRule, TrainingSpec, Uniform
from playground.experiment.experiment_file import ExperimentError, dumps, load, loads, save
from tests.experiment.strategies import experiments

MINIMAL = """
{
  "format": "gradient-playground", "version": 1,
  "model": {"kind": "mlp", "layers": [2, 2, 1], "activations": ["sigmoid", "sigmoid"], "biases": true},
  "dataset": {"source": "inline", "name": "xor", "inputs": [[0,0],[0,1],[1,0],[1,1]], "targets": [[0],[1],[1],[0]]}
}
"""


def arrays(experiment: Experiment) -> bytes:
    data = experiment.dataset
    return data.inputs.tobytes() + data.targets.tobytes() if isinstance(data, InlineData) else b""


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(experiments())
def test_a_round_trip_gives_an_equal_experiment_to_the_last_bit(experiment):
    text = dumps(experiment)
    again = loads(text)
    assert again == experiment
    assert arrays(again) == arrays(experiment)  # equality alone would not tell 0 from -0
    assert dumps(again) == text


def test_what_is_left_out_has_the_documented_defaults():
    experiment = loads(MINIMAL)
    assert experiment.initial == Uniform(-1.0, 1.0, 0)
    assert experiment.split.test_fraction == 0.0
    assert experiment.training == TrainingSpec()
    assert experiment.training.optimizer.learning_rate == 1.0
    assert experiment.progress is None
    assert (experiment.title, experiment.notes) == ("", "")


def test_the_tables_are_read_only_floats():
    dataset = loads(MINIMAL).dataset
    assert isinstance(dataset, InlineData)
    assert dataset.inputs.dtype == np.float64
    assert not dataset.inputs.flags.writeable


def test_the_text_is_plain_json_with_a_row_on_a_line():
    text = dumps(loads(MINIMAL))
    fields = json.loads(text)
    assert list(fields) == [
        "format", "version", "title", "notes", "model", "initial", "dataset", "split", "training",
    ]  # fmt: skip
    assert "      [0.0, 1.0],\n" in text
    assert fields["training"] == {
        "cost": "mse",
        "gradient": "backpropagation",
        "epsilon": 0.001,
        "optimizer": {"name": "gradient-descent", "learning_rate": 1.0},
        "batch_size": None,
        "shuffle_seed": 0,
        "penalty": {"l1": 0.0, "l2": 0.0},
    }


def test_a_stop_rule_is_written_when_there_is_one():
    experiment = loads(MINIMAL)
    training = msgspec.structs.replace(experiment.training, stop=StopRule(cost=0.01))
    text = dumps(msgspec.structs.replace(experiment, training=training))
    assert json.loads(text)["training"]["stop"] == {"step": None, "cost": 0.01}
    assert loads(text).training.stop == StopRule(cost=0.01)


def test_a_number_that_is_not_finite_is_not_written():
    experiment = msgspec.structs.replace(
        loads(MINIMAL), dataset=InlineData("x", np.array([[np.nan]]), np.zeros((1, 1)))
    )
    with pytest.raises(ValueError, match="not finite"):
        dumps(experiment)


def test_a_byte_order_mark_is_no_obstacle():
    assert loads(MINIMAL.encode("utf-8-sig")) == loads("\ufeff" + MINIMAL) == loads(MINIMAL)


def test_save_and_load(tmp_path):
    path = tmp_path / "mine.playground"
    save(loads(MINIMAL), path)
    assert load(path) == loads(MINIMAL)
    assert os.listdir(tmp_path) == ["mine.playground"]  # noqa: PTH208  # hidden files too


def test_any_file_name_is_read(tmp_path):
    path = tmp_path / "experiment.json"
    path.write_text(MINIMAL)
    assert load(str(path)) == loads(MINIMAL)


def test_letters_of_all_languages_survive(tmp_path):
    experiment = msgspec.structs.replace(loads(MINIMAL), title="Übung η → 学习")
    path = tmp_path / "titled.playground"
    save(experiment, path)
    assert load(path).title == "Übung η → 学习"
    assert "Übung η → 学习" in path.read_text(encoding="utf-8")


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "mine.playground"
    path.write_text("old")

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        save(loads(MINIMAL), path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["mine.playground"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are other there")
def test_a_saved_file_keeps_the_permissions_it_had(tmp_path):
    path = tmp_path / "mine.playground"
    path.write_text("old")
    path.chmod(0o640)
    save(loads(MINIMAL), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_saving_through_a_link_keeps_the_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    save(loads(MINIMAL), link)
    assert link.is_symlink()
    assert load(target) == loads(MINIMAL)


@given(st.text(max_size=30))
def test_any_text_at_all_is_refused_in_one_line(text):
    with pytest.raises(ExperimentError) as caught:  # thirty letters make no experiment
        loads(text, "f")
    assert str(caught.value).startswith("f: ")
    assert len(str(caught.value).splitlines()) == 1
