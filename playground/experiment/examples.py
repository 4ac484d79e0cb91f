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
_ALL = f"the examples are: {', '.join(_NAMES)}"


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
    """The file meant by the name of a file or of an example; a file in the way wins, capitals do not matter.

    Raises
    ------
    ExperimentError
        If there is neither.
    """
    given = str(name_or_path)
    if not given:
        raise ExperimentError("", "the name is empty", f"give a file; {_ALL}")
    path = Path(given)
    name = given.lower()
    try:
        if path.exists() and not (path.is_dir() and name in _NAMES):
            return path
    except OSError as error:  # too long for a name, or in a folder one may not enter
        problem = f"it cannot be read ({error.strerror})"
        raise ExperimentError("", problem, f"give a file that you may read; {_ALL}", given) from None
    if name in _NAMES:
        return example_path(name)
    remedy = did_you_mean(name, _NAMES, "the examples are:")
    raise ExperimentError("", "there is no such file and no such example", f"give an existing file; {remedy}", given)


def spelt(name_or_path: str) -> str:
    """The name as its example spells it, if `find` takes it for one; else what was given."""
    name = name_or_path.lower()
    return name if name in _NAMES and find(name_or_path) == example_path(name) else name_or_path


def is_example(name: str) -> bool:
    """Whether an example has this name."""
    return name in _NAMES
