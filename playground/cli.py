"""The command line. What it prints and how it ends are contracts that scripts rely on.

Exit codes: 0 fine, 1 bad input, 2 wrong usage, 3 training diverged, 130 stopped with Ctrl+C. Nothing here needs Qt:
the window, the screenshot and the self-test are handed in.
"""

import argparse
import contextlib
import difflib
import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from playground import __version__
from playground.argument_types import picture, positive, refuse_shared_files, size, steps
from playground.core.activations import Array
from playground.core.gradients import GRADIENTS
from playground.core.trainer import Interrupted, Trainer
from playground.experiment.atomic_file import refuse_unwritable
from playground.experiment.build import build, with_progress
from playground.experiment.check import ExperimentError
from playground.experiment.examples import examples, find, spelt
from playground.experiment.experiment import Experiment
from playground.experiment.experiment_file import load, save
from playground.experiment.supervised import Abandoned, StopFlag, supervised
from playground.experiment.training_run import CostListener, RunResult
from playground.experiment.wording import shown
from playground.export import reports
from playground.export.pictures import write_cost_picture
from playground.export.tables import cost_table
from playground.headless import (
    OutputError,
    note,
    note_written,
    prepare_kernel,
    refuse_too_large,
    say,
    silence_output,
    train_headless,
    writing,
)
from playground.resources import MissingResourceError

OK, BAD_INPUT, USAGE, DIVERGED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 130, 141


@dataclass(frozen=True)
class WindowCommands:
    """The commands that need Qt. They are handed in from above, so that nothing here can load it."""

    open_window: Callable[[str | None], int]
    screenshot: Callable[[Experiment, Path, int, tuple[int, int], str], int]
    selftest: Callable[[], int]


def main(argv: Sequence[str] | None, window: WindowCommands) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv : sequence of str or None
        The arguments without the program's name; those of the process if None.
    window : WindowCommands
        What opens and draws windows.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every sign
    try:
        code = _dispatch(arguments, window)
        say()
    except (ExperimentError, OutputError, MissingResourceError) as error:
        return _fail(str(error))
    except MemoryError:
        return _fail("there is not enough memory for this; give a smaller network or fewer samples")
    except BrokenPipeError:
        silence_output()
        return BROKEN_PIPE
    except (KeyboardInterrupt, Interrupted):
        return INTERRUPTED
    except Abandoned:
        _leave_at_once()
    return code


def _leave_at_once() -> NoReturn:
    """End the process although another thread is at work that cannot be stopped, such as the compiler."""
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _fail(message: str) -> int:
    note(f"error: {message}")
    return BAD_INPUT


def _dispatch(arguments: list[str], window: WindowCommands) -> int:
    try:
        return _run(arguments, window)
    except SystemExit as leaving:  # argparse, after --help or wrong usage
        return leaving.code if isinstance(leaving.code, int) else USAGE


def _run(arguments: list[str], window: WindowCommands) -> int:
    if arguments and arguments[0] in _COMMANDS:
        command = _COMMANDS[arguments[0]]
        parser = argparse.ArgumentParser(
            prog=f"playground {arguments[0]}", description=command.help, epilog=command.notes, allow_abbrev=False
        )
        command.add_arguments(parser)
        parser.set_defaults(window=window)
        return command.run(parser.parse_args(arguments[1:]), parser)
    return _window(arguments, window)


# ---- the window


def _window(arguments: list[str], window: WindowCommands) -> int:
    lines = [f"  {name:12} {command.help}" for name, command in _COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="playground",
        usage="playground [EXPERIMENT]\n       playground COMMAND …",
        description="Opens the window. EXPERIMENT is a file or the name of an example.",
        epilog="commands:\n" + "\n".join(lines) + "\n\nplayground COMMAND --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("experiment", metavar="EXPERIMENT", nargs="*", help="what to open (the example xor)")
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    given = parser.parse_args(arguments).experiment
    if len(given) > 1:
        near = difflib.get_close_matches(given[0], _COMMANDS, n=1)
        parser.error(f"there is no command {given[0]}; {f'did you mean {near[0]}?' if near else 'see --help'}")
    if given:
        load(find(given[0]))  # what cannot be used is told here, before a window opens
    return window.open_window(spelt(given[0]) if given else None)


# ---- train


def _add_train(parser: argparse.ArgumentParser) -> None:
    _add_experiment(parser)
    parser.add_argument("--steps", metavar="N", type=steps, required=True, help="how many steps to take")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object and nothing else")
    parser.add_argument("--csv", metavar="F", type=Path, help="write step, cost and test_cost of every step")
    parser.add_argument("--plot", metavar="F.png", type=picture, help="write a picture of the cost curve")
    parser.add_argument("--save", metavar="F", type=Path, help="write the experiment with its progress, to go on from")


def _train(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    path = find(options.experiment)
    given = {option: getattr(options, option) for option in ("csv", "plot", "save")}
    outputs = {f"--{option}": output for option, output in given.items() if output is not None}
    refuse_shared_files(path, outputs, parser)
    experiment = load(path)
    for option, output in outputs.items():
        with writing(option, output):
            refuse_unwritable(output)
            if option == "--save":
                refuse_too_large(experiment)
    with contextlib.ExitStack() as stack:
        listener: CostListener | None = None
        if options.csv is not None:
            stack.enter_context(writing("--csv", options.csv))
            listener = stack.enter_context(cost_table(options.csv)).append
        result = train_headless(experiment, options.steps, on_costs=listener)
    title = _title(experiment, path)
    if options.plot is not None:
        with writing("--plot", options.plot):
            write_cost_picture(result.curve, reports.headline(result, title), options.plot)
    if options.save is not None:
        with writing("--save", options.save):
            save(with_progress(experiment, result.state), options.save)
    for output in () if options.json else outputs.values():
        note_written(output)
    return _tell(result, experiment, title, as_json=options.json)


def _title(experiment: Experiment, path: Path) -> str:
    return shown(experiment.title or path.name)


def _tell(result: RunResult, experiment: Experiment, title: str, *, as_json: bool) -> int:
    network = experiment.model.network
    if result.interrupted:
        note(f"interrupted at step {result.state.step:,}")
        return INTERRUPTED
    say(reports.train_json(result, network) if as_json else reports.train_text(result, network, title))
    if result.divergence is not None:
        note(reports.divergence_text(result))
        return DIVERGED
    return OK


# ---- gradient


def _add_gradient(parser: argparse.ArgumentParser) -> None:
    _add_experiment(parser)
    names = ", ".join(GRADIENTS)
    parser.add_argument("--method", metavar="M", choices=list(GRADIENTS), help=f"one of {names} (the file's)")
    parser.add_argument("--epsilon", metavar="E", type=positive, help="nudge of the difference methods (the file's)")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object and nothing else")


def _gradient(options: argparse.Namespace, _parser: argparse.ArgumentParser) -> int:
    path = find(options.experiment)
    experiment = load(path)
    built = build(experiment)

    def differentiate(stop_flag: StopFlag) -> tuple[Array, float]:
        prepare_kernel()
        trainer = Trainer(built.recipe, built.train_inputs, built.train_targets, built.state, stop_flag)
        return trainer.gradient(options.method, options.epsilon, interruptible=True), trainer.cost()

    gradient, cost = supervised(differentiate)
    if options.json:
        say(reports.gradient_json(cost, gradient, built.network))
    else:
        method = GRADIENTS[options.method or experiment.training.gradient]
        epsilon = (options.epsilon or experiment.training.epsilon) if method.uses_epsilon else None
        if options.epsilon is not None and epsilon is None:
            note(f"note: {method.name} has no use for --epsilon")
        how = method.name if epsilon is None else f"{method.name}, ε = {reports.number(epsilon)}"
        say(reports.gradient_text(cost, gradient, built.network, _title(experiment, path), how))
    if not (math.isfinite(cost) and np.isfinite(gradient).all()):
        note("diverged: not every number here is finite; start with smaller parameters")
        return DIVERGED
    return OK


# ---- screenshot, examples, self-test


def _add_screenshot(parser: argparse.ArgumentParser) -> None:
    _add_experiment(parser)
    parser.add_argument("-o", dest="output", metavar="F.png", type=picture, required=True, help="the picture to write")
    parser.add_argument("--steps", metavar="N", type=steps, default=0, help="how many steps to take first (0)")
    parser.add_argument(
        "--size", metavar="WxH", type=size, default=(1440, 900), help="size of the window in pixels (1440x900)"
    )
    parser.add_argument("--theme", choices=["light", "dark"], default="light", help="colours of the window (light)")


def _screenshot(options: argparse.Namespace, _parser: argparse.ArgumentParser) -> int:
    experiment = load(find(options.experiment))
    with writing("-o", options.output):
        refuse_unwritable(options.output)
    window: WindowCommands = options.window
    code = window.screenshot(experiment, options.output, options.steps, options.size, options.theme)
    if code in (OK, DIVERGED):
        note_written(options.output)
    return code


def _add_examples(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help='print a list of {"name", "title"}')


def _examples(options: argparse.Namespace, _parser: argparse.ArgumentParser) -> int:
    found = examples()
    if options.json:
        say(json.dumps([{"name": example.name, "title": example.title} for example in found]))
    else:
        width = max(len(example.name) for example in found)
        say("\n".join(f"{example.name:{width}}  {example.title}" for example in found))
    return OK


def _selftest(options: argparse.Namespace, _parser: argparse.ArgumentParser) -> int:
    window: WindowCommands = options.window
    return window.selftest()


# ---- arguments


def _add_experiment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("experiment", metavar="EXPERIMENT", help="a file or the name of an example")


@dataclass(frozen=True)
class _Command:
    """One command: what it does, its arguments, and what runs it."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], Any]
    run: Callable[[argparse.Namespace, argparse.ArgumentParser], int]
    notes: str = ""


_COMMANDS = {
    "train": _Command(
        "trains an experiment without a window",
        _add_train,
        _train,
        "A file with progress is trained on from there: steps in the result is where the printed parameters stand, "
        "counted from step 0 of the first run. A stop rule in the file is not used. Exit code 3 if training diverged.",
    ),
    "gradient": _Command(
        "prints the derivatives of the cost",
        _add_gradient,
        _gradient,
        "They are taken over all training samples, at the parameters the file starts with or has come to.",
    ),
    "screenshot": _Command("writes a picture of the window", _add_screenshot, _screenshot),
    "examples": _Command("lists the examples", _add_examples, _examples),
    "selftest": _Command("trains, saves, loads and compares in a window off-screen", lambda _parser: None, _selftest),
}
