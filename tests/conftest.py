"""What all tests share: off-screen, folders of their own, and nothing left behind."""

import gc
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ.pop("QT_SCALE_FACTOR", None)

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

ROOT = Path(__file__).parents[1]
PATIENCE = 5.0
"""Seconds that something may need to end after a test; only what does not end waits so long."""

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="module", autouse=True)
def no_search_among_what_stays() -> None:
    """What was there before a module is no garbage and no timer of its tests: searching it took half of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture
def x_display() -> Iterator[str]:
    """The name of a new virtual X display; skips the test where Xvfb is not installed."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed, so no real X display is tried")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()  # empty if it could not start
    try:
        if not number:
            pytest.skip("Xvfb is installed, but does not start here")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, state and caches go into the test's own folder, never to the person's who runs it."""
    for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path / "config"))


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a window or a running timer behind."""
    threads_before = set(threading.enumerate())
    windows_before = _windows()
    yield
    for thread in threading.enumerate():
        if thread.name == "kernel-loader":
            thread.join(120)  # compiling cannot be interrupted, only waited for
    left = _those_that_stay(lambda: _threads(set(threading.enumerate()) - threads_before))
    if QApplication.instance() is not None and {"qapp", "qtbot"} & set(request.fixturenames):
        left += [f"window {window!r}" for window in _those_that_stay(lambda: _windows() - windows_before)]
        left += _those_that_stay(lambda: _running_in_qt() - _told)
        _told.update(left)
    if left:
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


def _threads(threads: Iterable[threading.Thread]) -> list[str]:
    return [f"thread {thread.name}" for thread in threads if type(thread).__name__ != "TMonitor"]  # tqdm's own


def _those_that_stay(look: Callable[[], Iterable]) -> list:
    """What is still there when it had time to go: deletions asked for happen, garbage goes, threads end."""
    deadline = time.monotonic() + PATIENCE
    while (found := list(look())) and time.monotonic() < deadline:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
        gc.collect()
        time.sleep(0.01)
    return found


def _windows() -> set:
    """All windows but menus: pyqtgraph gives every plot some that it never takes back."""
    windows = QApplication.topLevelWidgets() if QApplication.instance() is not None else []
    return {window for window in windows if not isinstance(window, QMenu)}


_told: set[str] = set()
"""A timer that was left running is the fault of one test, not of all that follow."""


def _running_in_qt() -> set[str]:
    """The QThreads and QTimers at work; Python's own list of objects knows them all."""
    alive = [thing for thing in gc.get_objects() if issubclass(type(thing), QTimer | QThread) and isValid(thing)]
    running = [thing for thing in alive if (thing.isActive() if isinstance(thing, QTimer) else thing.isRunning())]
    return {f"{thing!r} of {thing.parent()!r}" for thing in running if thing is not QThread.currentThread()}
