"""Training in the terminal: the progress bar, Ctrl+C, and one clear line for a file that cannot be written."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from playground.experiment.build import build
from playground.experiment.experiment import Experiment
from playground.experiment.supervised import StopFlag, supervised
from playground.experiment.training_run import CostListener, RunResult, TrainingRun


class OutputError(Exception):
    """A file cannot be written; the text is the line people read."""


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

    def train(stop_flag: StopFlag) -> RunResult:
        with _bar(steps, show=show_bar or (sys.stderr is not None and sys.stderr.isatty())) as on_steps:
            return TrainingRun(built, on_costs, on_steps, stop_flag).run(steps)

    return supervised(train)


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
        raise OutputError(f"{option} {path}: it cannot be written ({reason}); {remedy}") from error
