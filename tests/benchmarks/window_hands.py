"""Weights changed by hand: from the new value to the window that shows all it changes, measured from inside.

``python -m tests.benchmarks.window_hands`` prints the medians in milliseconds as one JSON object.
"""

import json
import math
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from playground.app import Playground, memory_settings, playground, wait_for_steps
from playground.experiment.examples import find
from playground.experiment.experiment import Experiment, GeneratedData
from playground.experiment.experiment_file import load
from playground.views.landscape_picture import LandscapePicture
from playground.worker.messages import RunState

SIZE = (1440, 900)
CHANGES = 60
WARM = 15
BETWEEN_MS = 20, 45  # not in step with what happens ten times a second
STEPS = 200
SAMPLES = 500
PATIENCE_MS = 5_000
EXAMPLES = {"xor": "xor", "2-8-8-1": "spiral"}
TABS = ("cost", "landscape")
OTHER = "landscape, all of it anew for a weight that is none of its axes"


class _Watch(QObject):
    """Waits until the window has painted a state, and the costs around it where the landscape is waited for."""

    def __init__(self, built: Playground, landscape: LandscapePicture | None = None) -> None:
        super().__init__()
        self._session = built.session
        self._landscape = landscape
        self._loop = QEventLoop()
        self._wanted: tuple[int, float] | None = None
        built.window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """UpdateRequest: the window is about to paint everything that has changed."""
        if event.type() == QEvent.Type.UpdateRequest and self._wanted is not None:
            index, value = self._wanted
            shown = self._session.snapshot if self._landscape is None else self._landscape.landscape
            if shown is not None and shown.theta[index] == value:
                self._wanted = None
                QTimer.singleShot(0, self._loop.quit)  # runs when the painting is over
        return False

    def change(self, index: int, value: float) -> float:
        """Change a parameter; seconds until that is painted."""
        self._wanted = index, value
        patience = QTimer(self._loop)
        patience.setSingleShot(True)
        patience.timeout.connect(self._loop.quit)
        patience.start(PATIENCE_MS)
        began = time.perf_counter()
        self._session.by_hand.set(index, value)
        self._loop.exec()
        return time.perf_counter() - began if patience.isActive() else math.inf


def _sleep(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _median(built: Playground, watch: _Watch, index: int = 0) -> float:
    """Drag one weight to and fro as a hand does; milliseconds of one change, in the median."""
    session = built.session
    assert session.snapshot is not None
    start = float(session.snapshot.theta[index])
    session.by_hand.begin("change by hand")
    found = []
    pauses = random.Random(1)
    for number in range(WARM + CHANGES):
        found.append(watch.change(index, start + 0.3 * math.sin(0.2 * (number + 1))))
        _sleep(pauses.randint(*BETWEEN_MS))
    session.by_hand.cancel()
    _sleep(100)
    return 1e3 * statistics.median(found[WARM:])


def _experiment(name: str) -> Experiment:
    """Return an example; those with generated data have 500 samples, 400 of them to train on."""
    experiment = load(find(name))
    dataset = experiment.dataset
    if isinstance(dataset, GeneratedData):
        experiment = replace(experiment, dataset=replace(dataset, samples=SAMPLES))
    return experiment


def measure(built: Playground) -> dict[str, float]:
    """Measure each example with each tab in front; Equations is in front on the right."""
    session = built.session
    watch = _Watch(built)
    found: dict[str, float] = {}
    for title, name in EXAMPLES.items():
        session.load(_experiment(name))
        session.take_steps(STEPS)
        wait_for_steps(session, STEPS)
        assert session.run_state is RunState.IDLE
        for tab in TABS:
            built.window.workspace.bring_forward(tab)
            _sleep(700)
            found[f"{title}, {tab}"] = _median(built, watch)
        picture = built.window.findChild(LandscapePicture)
        assert isinstance(picture, LandscapePicture)
        around = _Watch(built, picture)
        found[f"{title}, {OTHER}"] = _median(built, around, session.network.n_parameters - 1)
        built.window.removeEventFilter(around)
    return found


def main() -> None:
    """Open the window, measure, print."""
    sys.setswitchinterval(1e-3)  # as the program does
    with tempfile.TemporaryDirectory() as folder, playground(memory_settings(Path(folder)), "light") as built:
        built.window.resize(*SIZE)
        built.window.show()
        built.thread.load_kernel()
        print(json.dumps(measure(built)))


if __name__ == "__main__":
    main()
