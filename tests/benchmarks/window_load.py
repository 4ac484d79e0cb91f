"""The window under load: XOR at unlimited speed with all views visible, measured from inside.

``python -m tests.benchmarks.window_load`` prints its measurements as one JSON object.
"""

import json
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer

from playground.app import Playground, memory_settings, playground
from playground.experiment.build import build
from playground.session.session import Session
from playground.worker.messages import RunState
from playground.worker.probes import ProbeAnswer
from tests.benchmarks.ours import Ours

SIZE = (1440, 900)
ROUNDS = 5
RUN_MS = 3000
BARE_SECONDS = 1.0
HEARTBEAT_MS = 5000
PAUSES = 100
LANDSCAPES = 15
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Measurements:
    """What was measured; times in milliseconds."""

    frames_per_second: float
    frame_p99: float
    heartbeat_p99: float
    heartbeat_longest: float
    steps_per_second: float
    bare_steps_per_second: float
    pause_median: float
    pause_p99: float
    landscape_median: float
    landscape_longest: float
    landscape_beat: float


class _Window(QObject):
    """The window with a stopwatch: notes when it repaints what a new snapshot has changed."""

    def __init__(self, built: Playground) -> None:
        super().__init__()
        self.session: Session = built.session
        self.frames: list[float] = []
        self.progress: list[tuple[float, int]] = []
        self.painted: Callable[[], None] | None = None
        self._painted_number = -1
        built.window.installEventFilter(self)
        self.session.snapshot_changed.connect(self._on_snapshot_changed)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """UpdateRequest: the window is about to paint everything that has changed."""
        if event.type() == QEvent.Type.UpdateRequest:
            snapshot = self.session.snapshot
            if snapshot is not None and snapshot.number != self._painted_number:
                self._painted_number = snapshot.number
                self.frames.append(time.perf_counter())
            if self.painted is not None:
                QTimer.singleShot(0, self.painted)  # runs when the painting is over
        return False

    def _on_snapshot_changed(self, _snapshot: object) -> None:
        snapshot = self.session.snapshot
        if snapshot is not None:
            self.progress.append((time.perf_counter(), snapshot.step))

    def run_for(self, milliseconds: int) -> None:
        """Train for a while, leaving the times in ``frames`` and ``progress``; ends paused."""
        self.session.run()
        self.wait_for(RunState.RUNNING)
        self.frames.clear()
        self.progress.clear()
        _sleep(milliseconds)
        self.session.pause()
        self.wait_for(RunState.IDLE)

    def pause(self) -> float:
        """Pause the run; seconds until the window has painted that it stands still."""
        loop = QEventLoop()

        def look() -> None:
            if self.session.run_state is RunState.IDLE:
                loop.quit()

        self.painted = look
        patience = _patience(loop)
        began = time.perf_counter()
        self.session.pause()
        loop.exec()
        seconds = time.perf_counter() - began
        self.painted = None
        return seconds if patience.isActive() else math.inf

    def wait_for(self, state: RunState) -> None:
        """Let the event loop run until the session says so."""
        if self.session.run_state is state:
            return
        loop = QEventLoop()

        def look(now: object) -> None:
            if now is state:
                loop.quit()

        patience = _patience(loop)
        self.session.run_state_changed.connect(look)
        loop.exec()
        self.session.run_state_changed.disconnect(look)
        if not patience.isActive():
            sys.exit(f"the window is {self.session.run_state.value}, not {state.value}")


def _sleep(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _patience(loop: QEventLoop) -> QTimer:
    timer = QTimer(loop)
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(PATIENCE_MS)
    return timer


def _percentile_99(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(0.99 * len(values)) - 1]


def _gaps(times: Sequence[float]) -> list[float]:
    return [after - before for before, after in pairwise(times)]


class _Bare:
    """The kernel alone on the same training, with nothing to show."""

    def __init__(self, session: Session) -> None:
        built = build(session.experiment)
        self._ours = Ours(built.recipe, built.train_inputs, built.train_targets, built.theta0)
        self._steps = 100_000
        self._steps = round(self._steps * BARE_SECONDS * self.steps_per_second() / self._steps)

    def steps_per_second(self) -> float:
        """Measure once more, from the start."""
        self._ours.start()
        began = time.perf_counter()
        self._ours.take(self._steps)
        return self._steps / (time.perf_counter() - began)


def _heartbeat(window: _Window) -> list[float]:
    """How long the window's thread does not answer while it trains: the gaps of a timer of 1 ms."""
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(1)
    window.run_for(HEARTBEAT_MS)
    timer.stop()
    return _gaps(beats)


def _pauses(window: _Window) -> list[float]:
    """Seconds until Pause is answered, asked at any moment of a run."""
    chance = random.Random(0)
    found = []
    for _ in range(PAUSES):
        window.session.run()
        window.wait_for(RunState.RUNNING)
        _sleep(50 + chance.randrange(50))
        found.append(window.pause())
    return found


def _landscapes(built: Playground) -> list[float]:
    """Seconds from the question to the painted picture of 100 × 100 costs, while the run stands still."""
    panel, found = built.window.landscape_plot, []
    for _ in range(LANDSCAPES + 1):
        loop = QEventLoop()

        def look(answer: ProbeAnswer, loop: QEventLoop = loop) -> None:
            if answer.final:
                built.window.repaint()
                loop.quit()

        panel.asker.answered.connect(look)
        patience = _patience(loop)
        began = time.perf_counter()
        panel.fit()
        loop.exec()
        found.append(time.perf_counter() - began if patience.isActive() else math.inf)
        panel.asker.answered.disconnect(look)
        _sleep(50)
    return found[1:]


def _measure(built: Playground, window: _Window) -> Measurements:
    window.wait_for(RunState.IDLE)
    window.run_for(1000)  # now everything is warm
    bare = _Bare(window.session)
    frames, rates, bare_rates = [], [], []
    for _ in range(ROUNDS):
        bare_rates.append(bare.steps_per_second())
        window.run_for(RUN_MS)
        frames += _gaps(window.frames)
        (began, first), (ended, last) = window.progress[0], window.progress[-1]
        rates.append((last - first) / (ended - began))
    beats = _heartbeat(window)
    pauses = _pauses(window)
    built.window.workspace.bring_forward("landscape")
    _sleep(500)
    landscapes = _landscapes(built)
    landscape_beats = _heartbeat(window)
    return Measurements(
        frames_per_second=1.0 / statistics.mean(frames),
        frame_p99=1e3 * _percentile_99(frames),
        heartbeat_p99=1e3 * _percentile_99(beats),
        heartbeat_longest=1e3 * max(beats),
        steps_per_second=statistics.median(rates),
        bare_steps_per_second=statistics.median(bare_rates),
        pause_median=1e3 * statistics.median(pauses),
        pause_p99=1e3 * _percentile_99(pauses),
        landscape_median=1e3 * statistics.median(landscapes),
        landscape_longest=1e3 * max(landscapes),
        landscape_beat=1e3 * max(landscape_beats),
    )


def main() -> None:
    """Open the window, measure, print."""
    sys.setswitchinterval(1e-3)  # as the program does
    with tempfile.TemporaryDirectory() as folder, playground(memory_settings(Path(folder)), "light") as built:
        built.window.resize(*SIZE)
        window = _Window(built)
        built.window.show()
        built.thread.load_kernel()
        built.session.set_speed(None)
        print(json.dumps(asdict(_measure(built, window))))


if __name__ == "__main__":
    main()
