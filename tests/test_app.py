"""The window as a process: it opens, trains, closes while training or compiling, and makes pictures of itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from playground import app
from playground.app import QUIET_MS, Afterwards, memory_settings, playground, screenshot, wait_for_steps
from playground.experiment.examples import example_names, example_path
from playground.experiment.experiment_file import load
from playground.selftest import selftest
from playground.views.late_tabs import LateTabs
from playground.worker.messages import RunState

CLOSE_WHILE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground import app
from playground.session.session import Session
from playground.worker.messages import RunState

when = sys.argv[1]
first_show = app.MainWindow.show

def close_when_ready(window):
    session = window._session
    if when == "loading" or (session.run_state is RunState.RUNNING and session.snapshot.step > 1000):
        window.close()
    else:
        QTimer.singleShot(20, window, lambda: close_when_ready(window))

def show(window):
    first_show(window)
    window._session.set_speed(None)
    window._session.run()
    QTimer.singleShot(60, window, lambda: close_when_ready(window))

app.MainWindow.show = show
sys.exit(app.open_window(None))
"""


@pytest.mark.parametrize("when", ["loading", "training"])
def test_closing_ends_the_process_well(when: str, root: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(root), "HOME": str(tmp_path)}
    if when == "loading":  # nothing cached: the kernel has to be compiled, which takes long
        environment["NUMBA_CACHE_DIR"] = str(tmp_path / "cache")
    done = subprocess.run(
        [sys.executable, "-c", CLOSE_WHILE, when],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", example_names())
def test_every_example_opens_in_the_window_and_trains(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    with playground(memory_settings(tmp_path), "light") as built:
        built.window.show()
        built.thread.load_kernel()
        built.open(name)
        built.session.take_steps(20)
        wait_for_steps(built.session, 20)
        assert built.session.snapshot is not None
        assert built.session.snapshot.step == 20
        assert built.session.run_state is RunState.IDLE
        assert load(example_path(name)).title in built.window.windowTitle()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screenshot_is_a_picture_of_the_size_asked_for(qtbot: QtBot, tmp_path: Path, theme: str) -> None:
    picture = tmp_path / "window.png"
    assert screenshot(load(example_path("xor")), picture, 30, (1100, 720), theme) == 0
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 720)
    corner = image.pixelColor(3, 719 - 60)
    assert (corner.lightness() > 128) == (theme == "light")


def test_screenshot_to_a_folder_that_is_not_there_is_an_error(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screenshot(load(example_path("xor")), tmp_path / "no" / "x.png", 0, (1024, 700), "light") == 1
    assert "x.png" in capsys.readouterr().err


def test_selftest_passes(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    assert selftest() == 0
    assert "passed" in capsys.readouterr().out


def test_what_the_start_left_out_comes_afterwards(qtbot: QtBot, tmp_path: Path) -> None:
    with playground(memory_settings(tmp_path), "light") as built:
        built.window.show()
        afterwards = Afterwards(built)
        qtbot.wait(3 * QUIET_MS)
        late = built.window.late
        assert not any(panel.is_made for panel in (late.slice, late.landscape, late.difference)), "no kernel yet"
        built.thread.load_kernel()
        qtbot.waitUntil(lambda: late.difference.is_made, timeout=60_000)
        assert late.slice.is_made
        assert late.landscape.is_made
        assert built.window.workspace.tabs.front is built.window.cost_plot
        qtbot.waitUntil(lambda: not afterwards.is_busy)


def test_a_start_without_a_kernel_is_over_some_time(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[bool] = []
    monkeypatch.setattr(app, "LONGEST_START_MS", 10)
    monkeypatch.setattr(app, "settle", lambda *, keep=True: settled.append(keep))
    with playground(memory_settings(tmp_path), "light") as built:
        Afterwards(built)
        qtbot.waitUntil(lambda: settled == [False])


def test_a_tab_that_cannot_be_made_is_tried_once(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def fail(_late: LateTabs) -> bool:
        tried.append("tried")
        raise OSError("no room")

    with playground(memory_settings(tmp_path), "light") as built, qtbot.captureExceptions() as errors:
        built.thread.load_kernel()
        qtbot.waitUntil(lambda: built.session.run_state is RunState.IDLE, timeout=60_000)
        monkeypatch.setattr(LateTabs, "make_one", fail)
        afterwards = Afterwards(built)
        qtbot.waitUntil(lambda: bool(tried))
        qtbot.wait(3 * QUIET_MS)
        assert not afterwards.is_busy
    assert len(tried) == len(errors) == 1
