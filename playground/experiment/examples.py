"""The experiments shipped with the program."""

from dataclasses import dataclass
from pathlib import Path

from playground.experiment.check import ExperimentError
from playground.experiment.experiment_file import SUFFIX, load
from playground.experiment.wording import did_you_mean
from playground.resources import resource_path

OPENING = "xor"
"""The example the window opens with."""

_NAMES = ("twice", "or", "and", "nand", "xor-one-neuron", "two-neurons", "chain", "xor", "spiral")


@dataclass(frozen=True)
class Example:
    """One example: its name on the command line, its title and its notes."""

    name: str
    title: str
    notes: str


def example_names() -> tuple[str, ...]:
    """Names of all examples, from the simplest to the largest."""
    return _NAMES


def example_path(name: str) -> Path:
    """File of an example."""
    return resource_path("examples", f"{name}{SUFFIX}")


def examples() -> list[Example]:
    """All examples with what their files say about them."""
    found = []
    for name in _NAMES:
        experiment = load(example_path(name))
        found.append(Example(name, experiment.title, experiment.notes))
    return found


def find(name_or_path: str | Path) -> Path:
    """The file meant by the name of a file or of an example; a file in the way wins.

    Raises
    ------
    ExperimentError
        If there is neither.
    """
    path = Path(name_or_path)
    if path.exists() and not (path.is_dir() and str(name_or_path) in _NAMES):
        return path
    if str(name_or_path) in _NAMES:
        return example_path(str(name_or_path))
    remedy = did_you_mean(str(name_or_path), _NAMES)
    raise ExperimentError(
        "", "there is no such file and no such example", f"give an existing file; {remedy}", str(name_or_path)
    )


def is_example(name: str) -> bool:
    """Whether an example has this name."""
    return name in _NAMES
