"""Bad input, the window's commands, and the process itself: streams, signals, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground import cli
from playground.experiment.examples import example_path
from playground.experiment.experiment_file import load
from playground.headless import train_headless
from tests.cli.shared import ROOT, posix, start_process, step_of

# ---- bad input


@pytest.mark.parametrize(
    "command", [("train", "--steps", "5", "--json"), ("gradient",), ("screenshot", "-o", "p.png"), ()]
)
def test_a_bad_experiment_is_told_in_one_line(playground, write_changed, command):
    path = write_changed("xor", model={"layers": [2, 0, 1]})
    head, tail = command[:1], command[1:]
    for bad, expected in (
        (path, f"{path}: $.model.layers[1]: 0 units; give 1 to 4096 units"),
        ("none", "none: there is no such file and no such example; give an existing file"),
        (path.parent, f"{path.parent}: this is a folder"),
    ):
        code, output, errors = playground(*head, bad, *tail)
        assert (code, output) == (1, "")
        assert errors.startswith(f"error: {expected}")
        assert errors.count("\n") == 1


@pytest.mark.parametrize("option", ["--csv", "--plot", "--save"])
@pytest.mark.parametrize(
    ("target", "reason"),
    [("none/f.png", "No such file or directory"), ("folder.png", "Is a directory"), ("taken/x.png", "")],
)
def test_an_unwritable_output_is_told_before_training(playground, tmp_path, monkeypatch, option, target, reason):
    (tmp_path / "taken").write_text("")
    (tmp_path / "folder.png").mkdir()
    monkeypatch.setattr(cli, "train_headless", lambda *_arguments, **_options: pytest.fail("it trained"))
    code, output, errors = playground("train", "xor", "--steps", 5, option, target)
    assert (code, output) == (1, "")
    assert errors.startswith(f"error: {option} {target}: it cannot be written (")
    assert reason in errors
    assert errors.count("\n") == 1


def test_a_picture_that_cannot_be_written_is_told_before_a_window_is_made(playground):
    code, _output, errors = playground("screenshot", "xor", "-o", "none/p.png")
    assert code == 1
    assert errors.startswith("error: -o none/p.png: it cannot be written (No such file or directory); give a file in")


@posix
def test_a_full_disk_is_told_in_one_line(playground):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    code, _output, errors = playground("train", "xor", "--steps", 5, "--csv", "/dev/full")
    assert code == 1
    assert errors.startswith("error: --csv /dev/full: it cannot be written (No space left on device)")


@pytest.mark.parametrize("option", ["--csv", "--plot", "--save"])
def test_an_output_in_a_folder_one_may_not_enter_is_told(playground, monkeypatch, option):
    real = Path.exists

    def refuse(path):
        if "closed" in path.parts:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "exists", refuse)
    monkeypatch.setattr(Path, "is_dir", refuse)
    code, output, errors = playground("train", "xor", "--steps", 5, option, "closed/f.png")
    assert (code, output) == (1, "")
    assert errors.startswith(f"error: {option} closed/f.png: it cannot be written (Permission denied)")
    assert errors.count("\n") == 1


@posix
@pytest.mark.parametrize(
    "arguments", [("train", "twice", "--steps", "1", "--json"), ("gradient", "twice"), ("examples",), ("--version",)]
)
def test_an_output_that_cannot_be_printed_is_told_in_one_line(arguments):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        running = start_process(*arguments, stdout=full, buffered=True)
        _output, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert errors.startswith("error: the output cannot be written (No space left on device); send it to a place")
    assert errors.count("\n") == 1


def test_too_little_memory_is_told_in_one_line(playground, monkeypatch):
    def refuse(*_arguments, **_options):
        raise MemoryError

    monkeypatch.setattr(cli, "train_headless", refuse)
    code, _output, errors = playground("train", "xor", "--steps", 5)
    assert code == 1
    assert errors.startswith("error: there is not enough memory for this; give a smaller network")


def test_progress_that_could_not_be_read_again_is_refused_before_training(playground, write_changed, monkeypatch):
    model = {"layers": [2, 2000, 2000, 1], "activations": ["tanh", "tanh", "sigmoid"]}
    path = write_changed("xor", model=model, training={"optimizer": {"name": "adam"}})
    monkeypatch.setattr(cli, "train_headless", lambda *_arguments, **_options: pytest.fail("it trained"))
    code, _output, errors = playground("train", path, "--steps", 5, "--save", "huge.playground")
    assert code == 1
    assert errors.startswith("error: --save huge.playground: it cannot be written (it would have some 240 MB, and at ")
    assert errors.endswith("leave --save out or train a smaller network\n")


# ---- the window


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [((), None), (("xor",), "xor"), (("./train",), "./train"), (("--", "train"), "train"), (("XOR",), "xor")],
)
def test_without_a_command_the_window_opens(playground, window, tmp_path, arguments, opened):
    (tmp_path / "train").write_bytes(example_path("and").read_bytes())
    assert playground(*arguments)[0] == 0
    assert window.open_window.calls == [(opened,)]


def test_a_bad_experiment_opens_no_window(playground, window):
    assert playground("none")[0] == 1
    assert window.open_window.calls == []


def test_screenshot_passes_on_what_was_asked_for(playground, window):
    assert playground("screenshot", "and", "-o", "p.png")[0] == 0
    playground("screenshot", "xor", "-o", "q.png", "--steps", "50", "--size", "1024x700", "--theme", "dark")
    first, second = window.screenshot.calls
    assert first == (load(example_path("and")), Path("p.png"), 0, (1440, 900), "light")
    assert second == (load(example_path("xor")), Path("q.png"), 50, (1024, 700), "dark")


def test_selftest_passes_its_code_on(playground, window):
    window.selftest.code = 1
    assert playground("selftest")[0] == 1


def test_the_file_written_is_named(playground, tmp_path, window):
    assert playground("screenshot", "and", "-o", "p.png") == (0, "", "wrote p.png\n")
    window.screenshot.code = 1
    assert playground("screenshot", "and", "-o", "p.png") == (1, "", "")
    _code, output, errors = playground("train", "xor", "--steps", 5, "--csv", "c.csv", "--save", "s.playground")
    assert errors == "wrote c.csv\nwrote s.playground\n"
    assert output.startswith("XOR: step 5")
    (tmp_path / "c.csv").unlink()
    assert playground("train", "xor", "--steps", 5, "--csv", "c.csv", "--json")[2] == ""


# ---- the process


def test_a_bar_is_shown_where_it_was_asked_for(capsys):
    result = train_headless(load(example_path("xor")), 500, show_bar=True)
    assert result.state.step == 500
    assert "500/500" in capsys.readouterr().err


def test_compiling_is_announced_where_the_bar_is_shown(tmp_path):
    script = """
from playground.experiment.examples import find
from playground.experiment.experiment_file import load
from playground.headless import train_headless
for _ in range(2):
    train_headless(load(find("twice")), 5, show_bar=True)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path)}
    for times in (1, 0):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
        )
        assert done.stderr.count("compiling the kernel (first time only)") == times
        assert done.stderr.count("100%") == 2


def test_headless_commands_need_no_qt_and_write_nothing_else(tmp_path):
    script = (
        "import sys; from playground.__main__ import main; "
        "code = main(); "
        "print([m for m in sys.modules if m.startswith(('PySide', 'shiboken', 'pyqtgraph'))], file=sys.stderr); "
        "sys.exit(code)"
    )
    outputs = ["--csv", "c.csv", "--plot", "c.png", "--save", "c.playground"]
    done = subprocess.run(
        [sys.executable, "-c", script, "train", "xor", "--steps", "50", "--json", *outputs],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == "[]\n"
    assert json.loads(done.stdout)["steps"] == 50
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"c.csv", "c.png", "c.playground"}


@posix
def test_ctrl_c_ends_training_cleanly_and_keeps_what_was_reached(tmp_path):
    saved, table = tmp_path / "reached.playground", tmp_path / "costs.csv"
    outputs = ["--save", str(saved), "--csv", str(table)]
    running = start_process("train", "xor", "--steps", "1000000000000", "--json", *outputs, cwd=tmp_path)
    while not any(path.stat().st_size for path in tmp_path.glob(".costs*.part")):  # the first rows tell that it trains
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert output == ""
    step = step_of(saved)
    assert errors == f"interrupted at step {step:,}\n"
    with table.open() as rows:
        assert sum(1 for _row in rows) == step + 2  # the header, and every step from 0 on
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"reached.playground", "costs.csv"}


@posix
def test_a_reader_who_leaves_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    running = start_process("examples", stdout=writing)
    os.close(writing)
    _output, errors = running.communicate(timeout=30)
    assert running.returncode == cli.BROKEN_PIPE
    assert errors == ""
