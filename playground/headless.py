"""Working in the terminal: what is said there, the progress bar, Ctrl+C, and one line for what cannot be written."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playground.core.optimizers import OPTIMIZERS
from playground.core.trainer import load_kernel
from playground.experiment.atomic_file import is_stream
from playground.experiment.build import build
from playground.experiment.check import optimizer_name
from playground.experiment.experiment import Experiment
from playground.experiment.experiment_file import MAX_BYTES
from playground.experiment.supervised import StopFlag, supervised
from playground.experiment.training_run import CostListener, RunResult, TrainingRun

_BYTES_OF_NUMBER = 20  # in a file, more or less


class OutputError(Exception):
    """Something cannot be written; the text is the line people read."""


def train_headless(
    experiment: Experiment, steps: int, *, on_costs: CostListener | None = None, show_bar: bool = False
) -> RunResult:
    """Train without a window, with a progress bar on standard error if that is a terminal.

    Parameters
    ----------
    experiment : Experiment
    steps : int
        How many to take, from the experiment's progress on.
    on_costs : callable, optional
        Is told the cost of every step.
    show_bar : bool
        Show the bar wherever standard error goes.
    """
    built = build(experiment)
    show = show_bar or _at_terminal()

    def train(stop_flag: StopFlag) -> RunResult:
        prepare_kernel(show=show)  # before the bar begins to measure the rate
        with _bar(steps, show=show) as on_steps:
            return TrainingRun(built, on_costs, on_steps, stop_flag).run(steps)

    return supervised(train)


def prepare_kernel(*, show: bool = False) -> None:
    """Load the kernel; if that means to compile it, say so on standard error if that is a terminal or ``show``."""
    if not (show or _at_terminal()):
        load_kernel()
        return
    from numba.core import event

    told: list[object] = []

    def on_start(_listener: object, _event: object) -> None:
        if not told:
            note("compiling the kernel (first time only) …")
        told.append(_event)

    # Numba tells a listener about each function that was not in its cache.
    methods = {"on_start": on_start, "on_end": lambda _listener, _event: None}
    listener: Any = type("Listener", (event.Listener,), methods)()
    with event.install_listener("numba:compile", listener):
        load_kernel()


def _at_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextlib.contextmanager
def _bar(steps: int, *, show: bool) -> Iterator[Callable[[int, float], None] | None]:
    if not show:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=steps, unit=" steps", unit_scale=True, file=sys.stderr, dynamic_ncols=True) as bar:

        def on_steps(taken: int, cost: float) -> None:
            bar.set_postfix_str(f"cost {cost:.4g}", refresh=False)
            bar.update(taken)

        yield on_steps


# ---- what is written


def say(text: str = "") -> None:
    """Print a text, if there is one, and whatever else waits for standard output.

    Raises
    ------
    OutputError
        If it cannot be written, as on a full disk.
    """
    try:
        if text:
            print(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        remedy = "send it to a place that has room and that you may write to"
        raise OutputError(f"the output cannot be written ({error.strerror}); {remedy}") from error


def note(text: str) -> None:
    """Print a text on standard error; there is nobody to tell if that cannot be written."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def silence_output() -> None:
    """Standard output is gone; the interpreter must not try to flush it again."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note_written(path: Path) -> None:
    """Say that a file was written."""
    if not is_stream(path):
        note(f"wrote {path}")


def refuse_too_large(experiment: Experiment) -> None:
    """Find out before hours of work that nobody could read the file they lead to.

    Raises
    ------
    OSError
        If the experiment with its progress would be too large.
    """
    optimizer = OPTIMIZERS[optimizer_name(experiment.training.optimizer)]
    n_bytes = experiment.model.network.n_parameters * (1 + len(optimizer.slots)) * _BYTES_OF_NUMBER
    if n_bytes > MAX_BYTES:
        problem = f"it would have some {n_bytes // 10**6:,} MB, and at most {MAX_BYTES // 10**6} MB can be read again"
        raise OSError(errno.EFBIG, problem)


@contextlib.contextmanager
def writing(option: str, path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into one clear line."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "give a file in a folder that exists and that you may write to"
        if error.errno == errno.EFBIG:
            remedy = f"leave {option} out or train a smaller network"
        raise OutputError(f"{option} {path}: it cannot be written ({reason}); {remedy}") from error
