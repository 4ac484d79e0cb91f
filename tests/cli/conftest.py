"""A command line to be called from tests."""

import json

import pytest

from playground import cli
from playground.experiment.examples import example_path
from tests.cli.shared import Recorder


@pytest.fixture
def window():
    return cli.WindowCommands(Recorder(), Recorder(), Recorder())


@pytest.fixture
def playground(capsys, monkeypatch, tmp_path, window):
    """Run a command in a folder of its own: ``code, output, errors = playground("train", …)``."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = cli.main([str(argument) for argument in arguments], window)
        streams = capsys.readouterr()
        return code, streams.out, streams.err

    return run


@pytest.fixture
def write_changed(tmp_path):
    """Write an example with some fields changed: ``path = write_changed("twice", training={…})``."""

    def write(name, **changes):
        fields = json.loads(example_path(name).read_text(encoding="utf-8"))
        for key, value in changes.items():
            fields[key] = {**fields.get(key, {}), **value} if isinstance(value, dict) else value
        path = tmp_path / "changed.playground"
        path.write_text(json.dumps(fields))
        return path

    return write
