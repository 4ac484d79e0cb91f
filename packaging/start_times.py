"""How long the program takes to show its window and to be ready to train, frozen and from the checkout.

The program writes both moments into its log; they are counted from the start of the process. All starts are on an X
display of their own, with settings of their own.
"""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

STARTS = 7
PATIENCE = 60.0
SLOWEST_WINDOW = 1.5
"""Times the window of the checkout."""
FIRST_KERNEL, LATER_KERNEL = 6.0, 1.5
"""Seconds."""
ROOT = Path(__file__).parents[1]
_LINE = re.compile(r"^(\S+ \S+),(\d{3}) INFO playground: (the window is painted|the kernel is ready)$", re.MULTILINE)


@contextmanager
def x_display() -> Iterator[str]:
    """The name of a new virtual X display."""
    program = shutil.which("Xvfb")
    if program is None:
        raise RuntimeError("Xvfb is needed; on Debian and Ubuntu: sudo apt install xvfb")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def moments(command: list[str], home: Path, display: str | None = None) -> tuple[float, float]:
    """Start the program once, on an X display or off-screen, and end it when it is ready.

    Returns
    -------
    painted, ready : float
        Seconds from the start of the process.
    """
    log = home / ".local" / "state" / "gradient-playground" / "playground.log"
    log.unlink(missing_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    if display is not None:
        environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    began = time.time()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as program:
        try:
            found: dict[str, float] = {}
            while len(found) < 2 and time.time() < began + PATIENCE and program.poll() is None:
                time.sleep(0.02)
                text = log.read_text(encoding="utf-8") if log.is_file() else ""
                found = {what: _seconds(when, milli) - began for when, milli, what in _LINE.findall(text)}
        finally:
            program.terminate()
    if len(found) < 2:
        raise RuntimeError(f"{' '.join(command)} did not say that it was ready: {found}")
    return found["the window is painted"], found["the kernel is ready"]


def _seconds(when: str, milli: str) -> float:
    return datetime.strptime(when, "%Y-%m-%d %H:%M:%S").timestamp() + int(milli) / 1000  # noqa: DTZ007 - local time


def compare(program: Path, source: list[str], folder: Path, without_code: Path) -> str:
    """Measure the frozen program and the checkout in turn, and say what was found.

    Raises
    ------
    RuntimeError
        If the frozen program is slower than was asked for.
    """
    frozen, checkout = [], []
    with x_display() as display:
        very_first = moments([str(program)], _home(folder), display)
        home = _home(folder)
        for _ in range(STARTS + 1):  # the first of each warms up
            frozen.append(moments([str(program)], home, display))
            checkout.append(moments(source, home, display))
        home = _home(folder)
        compiling = moments([str(without_code)], home, display)
        kept = moments([str(without_code)], home, display)
    window, kernel = (statistics.median(each[index] for each in frozen[1:]) for index in (0, 1))
    window_source, kernel_source = (statistics.median(each[index] for each in checkout[1:]) for index in (0, 1))
    told = (
        f"window after {window:.2f} s (checkout {window_source:.2f} s, ratio {window / window_source:.2f}), "
        f"kernel after {kernel:.2f} s (checkout {kernel_source:.2f} s), medians of {STARTS}; "
        f"very first start: window {very_first[0]:.2f} s, kernel {very_first[1]:.2f} s; "
        f"without the code it brings: window {compiling[0]:.2f} s, kernel {compiling[1]:.2f} s, then {kept[1]:.2f} s"
    )
    if window > SLOWEST_WINDOW * window_source or very_first[1] > FIRST_KERNEL or kernel > LATER_KERNEL:
        raise RuntimeError(f"too slow: {told}")
    return told


def _home(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix="home-", dir=folder))
