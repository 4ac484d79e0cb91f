"""What the tests of the command line share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.experiment.experiment_file import load

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="signals and devices are others there")


class Recorder:
    """Stands in for a function of the window."""

    def __init__(self):
        self.calls, self.code = [], 0

    def __call__(self, *arguments):
        self.calls.append(arguments)
        return self.code


def optimizer(learning_rate):
    return {"optimizer": {"name": "gradient-descent", "learning_rate": learning_rate}}


def step_of(path):
    progress = load(path).progress
    assert progress is not None
    return progress.step


def start_process(*arguments, buffered=False, **options):
    command = [sys.executable, "-m", "playground", *arguments]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if buffered:
        environment.pop("PYTHONUNBUFFERED", None)
    return subprocess.Popen(command, env=environment, **options)
