"""Files that cannot be read at all: one line that names the file and says what to do."""

from pathlib import Path
from typing import Any

import pytest

from playground.experiment.experiment_file import ExperimentError, load

GOOD: dict[str, Any] = {
    "format": "gradient-playground",
    "version": 1,
    "title": "XOR",
    "notes": "",
    "model": {"kind": "mlp", "layers": [2, 2, 1], "activations": ["sigmoid", "sigmoid"], "biases": True},
    "initial": {"scheme": "uniform", "low": -1.0, "high": 1.0, "seed": 0},
    "dataset": {
        "source": "inline",
        "name": "xor",
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
        "targets": [[0], [1], [1], [0]],
    },
    "split": {"test_fraction": 0.0, "seed": 0},
    "training": {
        "cost": "mse",
        "gradient": "backpropagation",
        "epsilon": 0.001,
        "optimizer": {"name": "gradient-descent", "learning_rate": 1.0},
        "batch_size": None,
        "shuffle_seed": 0,
        "penalty": {"l1": 0.0, "l2": 0.0},
    },
}


def line_of(path) -> str:
    with pytest.raises(ExperimentError) as caught:
        load(path)
    return str(caught.value)


def test_a_missing_file(tmp_path):
    path = tmp_path / "none"
    assert line_of(path) == f"{path}: there is no such file; give an existing experiment file"


def test_a_folder(tmp_path):
    assert line_of(tmp_path) == f"{tmp_path}: this is a folder; give an experiment file in it"


def test_a_folder_where_the_system_only_says_that_it_may_not_be_read(tmp_path, monkeypatch):
    refuse_to_open(monkeypatch, PermissionError(13, "Permission denied"))
    assert "this is a folder" in line_of(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    path.write_text("{}")
    refuse_to_open(monkeypatch, PermissionError(13, "Permission denied"))
    assert line_of(path) == f"{path}: it may not be read; give yourself the right to read it"


def test_a_file_on_a_broken_disk(tmp_path, monkeypatch):
    refuse_to_open(monkeypatch, OSError(5, "Input/output error"))
    assert "it cannot be read (Input/output error)" in line_of(tmp_path / "x")


def test_a_name_no_file_can_have():
    assert "it cannot be read" in line_of("a\0b")


def refuse_to_open(monkeypatch, error):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr(Path, "open", fail)
