"""The bare command ends well on every machine: with a display, without one, and with half of one."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground import __main__, display
from playground.display import MissingLibrary

PATIENCE = 60.0
COMMAND = [sys.executable, "-m", "playground"]


def _environment(root: Path, **variables: str) -> dict[str, str]:
    """The variables of this process without its display."""
    here = {name: value for name, value in os.environ.items() if name not in _OF_DISPLAYS}
    return {**here, "PYTHONPATH": str(root), **variables}


_OF_DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":5977"}, "DISPLAY is :5977, but no X server answers there"),
        ({"QT_QPA_PLATFORM": "xcb"}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
    ],
)
def test_without_a_display_it_trains_and_leaves_a_picture(
    root: Path, tmp_path: Path, variables: dict[str, str], reason: str
) -> None:
    run = subprocess.run(
        [*COMMAND, "twice"],
        cwd=tmp_path,
        env=_environment(root, **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"There is no display: {reason}." in run.stdout
    assert "Training twice here instead" in run.stdout
    assert "steps/s" in run.stderr  # the progress bar
    assert "propagateSizeHints" not in run.stderr
    picture = tmp_path / "playground.png"
    assert str(picture) in run.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_missing_library_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    def refuse(_environment: object) -> None:
        raise MissingLibrary("the system lacks libxcb-cursor.so.0")

    monkeypatch.setattr(display, "platform_for", refuse)
    monkeypatch.setattr(sys, "argv", ["playground"])
    assert __main__.main() == 1
    assert capsys.readouterr().err == "error: the system lacks libxcb-cursor.so.0\n"


@pytest.mark.parametrize("arguments", [["selftest"], ["screenshot", "xor", "-o", "x.png"]])
def test_a_library_missing_off_screen_is_told_too(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def refuse() -> None:
        raise MissingLibrary("the system lacks libEGL.so.1")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(display, "require_libraries", refuse)
    monkeypatch.setattr(sys, "argv", ["playground", *arguments])
    assert __main__.main() == 1
    assert capsys.readouterr().err == "error: the system lacks libEGL.so.1\n"


def test_opens_a_real_window_that_can_be_closed(root: Path, x_display: str) -> None:
    """The whole program on a real X display, with Qt's real xcb plugin."""
    tool = shutil.which("xdotool")
    if tool is None:
        pytest.skip("xdotool is not installed, so the real window is not tried")
    environment = _environment(root, DISPLAY=x_display)
    with subprocess.Popen(COMMAND, cwd=root, env=environment, stderr=subprocess.PIPE, text=True) as program:
        try:
            search = [tool, "search", "--onlyvisible", "--pid", str(program.pid)]
            found: list[str] = []
            deadline = time.monotonic() + PATIENCE
            while not found and program.poll() is None and time.monotonic() < deadline:
                time.sleep(0.1)
                found = subprocess.run(
                    search, env=environment, capture_output=True, text=True, check=False
                ).stdout.split()
            if found:
                window = found[-1]
                subprocess.run([tool, "windowfocus", "--sync", window, "key", "ctrl+q"], env=environment, check=True)
            _output, errors = program.communicate(timeout=PATIENCE)
        finally:
            program.kill()
    assert errors == ""
    assert found
    assert program.returncode == 0
