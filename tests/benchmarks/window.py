"""The window: under load, at its start, at its end. Off-screen, each measurement in a process of its own."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))  # whose stopwatch reads the log, too
import start_times

from tests.benchmarks.table import Table, verdict

STARTS = 7
CLOSES = 5
FRAME_BOUND_MS = 33.0
SHARE_BOUND = 0.9
PAUSE_BOUND_MS = 50.0
LANDSCAPE_BOUND_MS = 100.0
GAP_BOUND_MS = 50.0
HAND_BOUND_MS = 16.0
START_BOUND_SECONDS = 1.0
CLOSE_BOUND_SECONDS = 1.0
PATIENCE_SECONDS = 120


def run(markdown: bool) -> None:
    """Measure and print the table."""
    print("Window: XOR at unlimited speed, all views visible, 1440×900, off-screen\n", flush=True)
    table = Table(["", "measured", "bound", "result"], [57, 12, 6, 12], markdown)
    with tempfile.TemporaryDirectory() as folder:
        _load_rows(table, Path(folder))
        _hand_rows(table, Path(folder))
        started = [_until_painted(Path(folder)) for _ in range(STARTS + 1)][1:]  # the first one warms up
        seconds = statistics.median(started)
        table.row(
            [
                f"start of the process to the painted window ({STARTS} runs)",
                f"{seconds:.2f} s",
                f"{START_BOUND_SECONDS:.1f} s",
                verdict(seconds <= START_BOUND_SECONDS),
            ]
        )
        _close_row(table, "closed while it trains: process gone after", "training", Path(folder))
        _close_row(table, "closed while the kernel compiles", "loading", Path(folder), cold=True)
    print()


def _load_rows(table: Table, folder: Path) -> None:
    done = _child(["tests.benchmarks.window_load"], _environment(folder))
    found: dict[str, float] = json.loads(done.stdout)
    p99, share = found["frame_p99"], found["steps_per_second"] / found["bare_steps_per_second"]
    table.row(["frames per second", f"{found['frames_per_second']:.1f}", "", ""])
    table.row(["frame interval, p99", f"{p99:.1f} ms", f"{FRAME_BOUND_MS:.0f} ms", verdict(p99 <= FRAME_BOUND_MS)])
    beat, longest = found["heartbeat_p99"], found["heartbeat_longest"]
    table.row(["window's thread busy, p99 (1 ms timer)", f"{beat:.1f} ms", "33 ms", verdict(beat <= FRAME_BOUND_MS)])
    table.row(["window's thread busy, longest", f"{longest:.1f} ms", "", ""])
    table.row(["steps per second", f"{found['steps_per_second']:,.0f}", "", ""])
    table.row(["steps per second of the bare kernel", f"{found['bare_steps_per_second']:,.0f}", "", ""])
    table.row(["share of the bare kernel", f"{share:.1%}", f"{SHARE_BOUND:.0%}", verdict(share >= SHARE_BOUND)])
    pause = found["pause_p99"]
    table.row(["Pause asked to shown, median", f"{found['pause_median']:.1f} ms", "", ""])
    table.row(
        ["Pause asked to shown, p99", f"{pause:.1f} ms", f"{PAUSE_BOUND_MS:.0f} ms", verdict(pause <= PAUSE_BOUND_MS)]
    )
    asked, gap = found["landscape_median"], found["landscape_beat"]
    table.row(
        [
            "Landscape of 100 × 100 costs, asked to painted, median",
            f"{asked:.1f} ms",
            f"{LANDSCAPE_BOUND_MS:.0f} ms",
            verdict(asked <= LANDSCAPE_BOUND_MS),
        ]
    )
    table.row(["the same, longest", f"{found['landscape_longest']:.1f} ms", "", ""])
    table.row(
        [
            "window's thread busy in a run with Landscape, longest",
            f"{gap:.1f} ms",
            f"{GAP_BOUND_MS:.0f} ms",
            verdict(gap <= GAP_BOUND_MS),
        ]
    )


def _hand_rows(table: Table, folder: Path) -> None:
    done = _child(["tests.benchmarks.window_hands"], _environment(folder))
    found: dict[str, float] = json.loads(done.stdout)
    for what, milliseconds in found.items():
        table.row(
            [
                f"change by hand to painted, median: {what} in front",
                f"{milliseconds:.1f} ms",
                f"{HAND_BOUND_MS:.0f} ms",
                verdict(milliseconds <= HAND_BOUND_MS),
            ]
        )


def _close_row(table: Table, title: str, when: str, folder: Path, *, cold: bool = False) -> None:
    endings = [_ending(when, folder, cold=cold) for _ in range(CLOSES)]
    seconds = max(seconds for seconds, _ in endings)
    codes = sorted({code for _, code in endings})
    told = "exit " + ", ".join(map(str, codes))
    reached = seconds <= CLOSE_BOUND_SECONDS and codes == [0]
    table.row([title, f"{seconds:.2f} s", f"{CLOSE_BOUND_SECONDS:.1f} s", f"{verdict(reached)}, {told}"])


def _until_painted(folder: Path) -> float:
    """Start the program as a person does; seconds until its log says that the window is painted."""
    painted, _ready = start_times.moments([sys.executable, "-m", "playground"], folder)
    return painted


def _ending(when: str, folder: Path, *, cold: bool = False) -> tuple[float, int]:
    """Run the program once.

    Returns
    -------
    until_gone : float
        Seconds from the moment it tells to the end of the process.
    exit_code : int
    """
    with tempfile.TemporaryDirectory() as cache:
        environment = _environment(folder) | ({"NUMBA_CACHE_DIR": cache} if cold else {})
        done = _child(["tests.benchmarks.window_child", when], environment)
        ended = time.monotonic()
    return ended - float(done.stdout.split()[-1]), done.returncode


def _child(module: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a module; a window that reports errors is not worth measuring."""
    command = [sys.executable, "-m", *module]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=PATIENCE_SECONDS
    )
    if "Traceback" in done.stderr or not done.stdout:
        sys.exit(f"{' '.join(module)} failed:\n{done.stderr}")
    return done


def _environment(folder: Path) -> dict[str, str]:
    """Off-screen, with settings of its own instead of the user's, without Qt's remarks on what off-screen lacks.

    Python may keep its bytecode, as it does for a user, whatever is set here.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "OPENBLAS_NUM_THREADS": "1",  # as the program sets it
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder),
        "QT_LOGGING_RULES": "default.warning=false",
    }
