"""Starts the program: the window where there is a display, else the next best thing; or a headless command."""

import faulthandler
import os
import sys
from pathlib import Path

# Before NumPy is imported: with more threads OpenBLAS keeps both cores busy waiting for the smallest product.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from playground import cli, display
from playground.experiment.examples import OPENING, find
from playground.experiment.experiment import Experiment
from playground.experiment.experiment_file import load
from playground.headless import train_headless
from playground.quick_start import quick_start

PICTURE = Path("playground.png")
STEPS_WITHOUT_DISPLAY = 20_000
SIZE = (1440, 900)


def main() -> int:
    """Run what the command line asks for and return the exit code."""
    sys.setswitchinterval(1e-3)  # the window must not wait 5 ms for the thread that trains
    if sys.__stderr__ is not None:  # an executable without a console has none
        faulthandler.enable(sys.__stderr__)
    return cli.main(sys.argv[1:], cli.WindowCommands(_open_window, _screenshot, _selftest))


def _open_window(experiment: str | None) -> int:
    """Show the window, if Qt can; importing it comes after asking, because Qt aborts where it cannot."""
    no_display = ""
    try:
        platform = display.platform_for(os.environ)
    except display.NoDisplay as reason:
        no_display = str(reason)
    except display.MissingLibrary as error:
        return _fail(str(error))
    if no_display:
        return _without_display(experiment or OPENING, no_display)
    if platform is not None:
        os.environ["QT_QPA_PLATFORM"] = platform
    with quick_start():
        from playground.app import open_window

        return open_window(experiment)


def _without_display(name: str, reason: str) -> int:
    """Train in the terminal and leave a picture of the window."""
    print(f"There is no display: {reason}.\nTraining {name} here instead, {STEPS_WITHOUT_DISPLAY:,} steps.", flush=True)
    experiment = load(find(name))
    result = train_headless(experiment, STEPS_WITHOUT_DISPLAY, show_bar=True)
    if result.interrupted:
        return cli.INTERRUPTED
    print(f"The cost is {result.cost:.6g} after {result.state.step:,} steps.", flush=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # even if another was asked for: it has no display
    code = _screenshot(experiment, PICTURE, STEPS_WITHOUT_DISPLAY, SIZE, "light")
    if code:
        return code
    print(f"A picture of the window is in {PICTURE.resolve()}")
    return cli.OK if result.divergence is None else cli.DIVERGED


def _screenshot(experiment: Experiment, output: Path, steps: int, size: tuple[int, int], theme: str) -> int:
    try:
        _prepare_off_screen()
    except display.MissingLibrary as error:
        return _fail(str(error))
    from playground.app import screenshot

    return screenshot(experiment, output, steps, size, theme)


def _selftest() -> int:
    try:
        _prepare_off_screen()
    except display.MissingLibrary as error:
        return _fail(str(error))
    from playground.selftest import selftest

    return selftest()


def _prepare_off_screen() -> None:
    display.require_libraries()
    from playground.error_reporting import hush_off_screen

    hush_off_screen()


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
