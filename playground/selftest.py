"""The self-test: opens the real window off-screen, trains, saves, loads and compares with golden numbers."""

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from playground.app import go_off_screen, memory_settings, playground, wait_for_steps
from playground.experiment.experiment_file import load
from playground.worker.messages import RunState

STEPS = 1_000
GOLDEN_COST = 0.005249731181912
"""Cost of the example ``xor`` after so many steps, written down when the formulas had been checked by hand."""
TOLERANCE = 1e-9
"""Machines differ in their last bits (fused multiply-add), not in more."""


class SelfTestError(AssertionError):
    """Something does not work on this machine; the text says what."""


def _check(fact: bool, text: str) -> None:
    if not fact:
        raise SelfTestError(text)
    print(f"ok  {text}")


def selftest() -> int:
    """Run it and print a line for each thing that works.

    Returns
    -------
    int
        0 if all is well, 1 if not.
    """
    go_off_screen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _run(Path(folder))
    except SelfTestError as error:
        print(f"NOT {error}")
        return 1
    print("The self-test passed.")
    return 0


def _run(folder: Path) -> None:
    with playground(memory_settings(folder), "light") as built:
        session, window = built.session, built.window
        window.resize(1440, 900)
        window.show()
        QApplication.processEvents()
        _check(window.isVisible(), "the window opens")
        session.set_speed(None)
        built.thread.load_kernel()
        session.take_steps(STEPS)
        wait_for_steps(session, STEPS)
        seen = session.snapshot
        assert seen is not None
        _check(seen.step == STEPS, f"the compiled kernel takes {STEPS:,} steps")
        off = abs(seen.cost - GOLDEN_COST)
        _check(off <= TOLERANCE, f"the cost is {seen.cost:.12f}, as it should be")
        path = folder / "self-test.playground"
        _check(session.save(path), "the experiment is saved")
        progress = load(path).progress
        _check(progress is not None and progress.step == STEPS, "what was saved can be loaded, with its progress")
        _check(session.open(path), "the window opens the saved file")
        wait_for_steps(session, STEPS)
        again = session.snapshot
        assert again is not None
        _check(bool((again.theta == seen.theta).all()), "its parameters are the same to the last bit")
        _check(session.run_state is RunState.IDLE, "it is ready to go on")
        picture = window.grab()
        _check(not picture.isNull() and picture.save(str(folder / "window.png")), "the window paints itself")
