"""What is trained now and how far it is: the experiment, its run on the training thread, the newest snapshot."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from playground.core.activations import Array
from playground.core.network import Network
from playground.data.dataset import Dataset
from playground.data.input_grid import InputGrid, input_grid
from playground.experiment.build import Built, build
from playground.experiment.experiment import Experiment
from playground.worker.messages import Order, RunState, Samples, Snapshot, Start
from playground.worker.probes import Probe, ProbeAnswer, Request
from playground.worker.training_thread import TrainingThread

MOST_RESPONSE_PRODUCTS = 100_000_000
USUAL_RESOLUTION = 50
OPENING_SPEED = 200.0
"""Steps a second the window opens with: slow enough to watch XOR being learnt."""


@dataclass(frozen=True)
class Banner:
    """One quiet sentence for the user; ``undo`` offers to take back what it tells."""

    text: str
    kind: Literal["info", "warning", "error"] = "info"
    undo: bool = False


class Run(QObject):
    """One experiment and its run on the training thread. `Session` adds what changes it.

    Signals
    -------
    experiment_changed : Experiment
    dataset_changed : Dataset
    network_changed : Network
    grid_changed : InputGrid
    snapshot_changed : Snapshot
    run_state_changed : RunState
    speed_changed : float or None
    banner_posted : Banner
    probe_answered : ProbeAnswer
    """

    experiment_changed = Signal(object)
    dataset_changed = Signal(object)
    network_changed = Signal(object)
    grid_changed = Signal(object)
    snapshot_changed = Signal(object)
    run_state_changed = Signal(object)
    speed_changed = Signal(object)
    banner_posted = Signal(object)
    probe_answered = Signal(object)

    def __init__(self, thread: TrainingThread, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        thread.snapshot_ready.connect(self._on_snapshot)
        thread.failed.connect(self._on_failed)
        thread.kernel_failed.connect(self._on_kernel_failed)
        thread.state_changed.connect(self._on_state)
        self._kernel_problem = ""
        thread.probe_answered.connect(self._on_probe_answered)
        self._asked: dict[str, Probe] = {}
        self._order_number = 1
        self._start_order = 0
        self._snapshot: Snapshot | None = None
        self._run_state = RunState.LOADING
        self._speed: float | None = OPENING_SPEED
        thread.set_speed(self._speed)
        self._experiment = experiment
        self._built = build(experiment)
        self._grid = input_grid(self._built.dataset, resolution=_resolution(self._built.network))
        self._last_start = Start(self._built.state)
        self._send(self._last_start)

    @property
    def experiment(self) -> Experiment:
        """All settings; its ``progress`` is always None, how far the run is stands in `snapshot`."""
        return self._experiment

    @property
    def network(self) -> Network:
        """The network being trained."""
        return self._built.network

    @property
    def built(self) -> Built:
        """What follows from the experiment: network, recipe, samples."""
        return self._built

    @property
    def dataset(self) -> Dataset:
        """All samples, those for training and those for testing."""
        return self._built.dataset

    @property
    def train_indices(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Which samples are trained with."""
        return self._built.train_indices

    @property
    def test_indices(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Which samples are kept for testing."""
        return self._built.test_indices

    @property
    def grid(self) -> InputGrid:
        """The inputs at which responses are shown."""
        return self._grid

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest moment of the run; None until the training thread has answered for the first time."""
        return self._snapshot

    @property
    def is_up_to_date(self) -> bool:
        """Whether `snapshot` shows what was asked last."""
        return self._snapshot is not None and self._snapshot.order == self._order_number

    @property
    def run_state(self) -> RunState:
        """What the training thread is doing."""
        return self._run_state

    @property
    def speed(self) -> float | None:
        """Steps a second, None for unlimited."""
        return self._speed

    # Training

    def run(self) -> None:
        """Train until paused, diverged or stopped by the stop rule."""
        self._start_steps(math.inf)

    def step_once(self) -> None:
        """Take one step."""
        self.take_steps(1)

    def take_steps(self, steps: int) -> None:
        """Take so many steps as fast as it goes, whatever the stop rule says."""
        if steps > 0:
            self._start_steps(steps)

    def pause(self) -> None:
        """Stop after the last whole step."""
        self._thread.pause()

    def toggle_run(self) -> None:
        """Run, or pause what runs."""
        if self._run_state in (RunState.RUNNING, RunState.WAITING):
            self.pause()
        else:
            self.run()

    def may_step(self) -> bool:
        """Whether a step can be taken; if not, a banner tells why."""
        if not len(self.train_indices):
            self.post("There is nothing to learn from yet: put some samples on the prediction plot.")
        elif self._kernel_problem:
            self.post(self._kernel_problem, "error")
        elif self._run_state is RunState.DIVERGED and self.is_up_to_date:
            self.post("This run has diverged. Lower the learning rate, then Reset (R) and run again.", "warning")
        else:
            return True
        return False

    def _start_steps(self, steps: float) -> None:
        if self.may_step():
            self._thread.run(steps)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Limit the speed of a run; None for as fast as it goes."""
        self._speed = steps_per_second
        self._thread.set_speed(steps_per_second)
        self.speed_changed.emit(steps_per_second)

    def set_parameters(self, theta: Array) -> None:
        """Go on from these parameters, all finite; not undoable by itself. Step, optimizer state and curve stay."""
        parameters = np.array(theta, dtype=np.float64)
        if parameters.shape != (self.network.n_parameters,) or not np.isfinite(parameters).all():
            raise ValueError(f"{self.network.n_parameters} finite parameters are wanted")
        parameters.flags.writeable = False
        self._thread.set_parameters(parameters)

    def change_parameters(self, values: Mapping[int, float]) -> None:
        """Go on with these values, all finite, at these places in theta, and the others as the run has them by then."""
        if not all(0 <= index < self.network.n_parameters and math.isfinite(values[index]) for index in values):
            raise ValueError("finite parameters of this network are wanted")
        self._thread.change_parameters(tuple(values.items()))

    # Probes

    def ask(self, key: str, probe: Probe) -> None:
        """Ask the training thread something; `probe_answered` brings the answers, coarse to fine.

        A newer probe of the same key replaces an older one; another experiment or setting drops it.
        """
        self._asked[key] = probe
        self._thread.ask(Request(key, probe, self._order_number))

    def _on_probe_answered(self, answer: ProbeAnswer) -> None:
        if answer.order == self._order_number and self._asked.get(answer.key) is answer.probe:
            self.probe_answered.emit(answer)

    # Taking another experiment

    def take(self, experiment: Experiment, built: Built, start: Start | None) -> None:
        """Train this from now on, from ``start`` or going on from where the run is."""
        self._order_number += 1  # what views ask when they are told of the change belongs to it already
        old_experiment, old = self._experiment, self._built
        self._experiment, self._built = experiment, built
        grid = self._fitting_grid(new_data=old_experiment.dataset.name != experiment.dataset.name)
        grid_changed, self._grid = grid is not self._grid, grid
        same_cost = (
            experiment.training.cost == old_experiment.training.cost
            and experiment.training.penalty == old_experiment.training.penalty
        )
        if built.network != old.network:
            self._snapshot = None
            self.network_changed.emit(built.network)
        if grid_changed:
            self.grid_changed.emit(grid)
        if built.dataset is not old.dataset or experiment.split != old_experiment.split:
            self.dataset_changed.emit(built.dataset)
        self.experiment_changed.emit(experiment)
        self._send(start, keep_curve=same_cost)

    def _fitting_grid(self, *, new_data: bool) -> InputGrid:
        dataset, grid = self.dataset, self._grid
        same_inputs = grid.fixed.size == dataset.n_inputs
        same_size = grid.resolution == input_grid(dataset, grid.axes, _resolution(self.network)).resolution
        if same_inputs and same_size and not new_data and grid.covers(dataset):
            return grid
        return input_grid(dataset, grid.axes if same_inputs else (0, 1), _resolution(self.network))

    def set_grid_axes(self, axes: tuple[int, ...]) -> None:
        """Show the responses over other features; the others stay at their mean."""
        if axes != self._grid.axes:
            self._grid = input_grid(self.dataset, axes, _resolution(self.network))
            self._order_number += 1
            self.grid_changed.emit(self._grid)
            self._send(None)

    # The training thread

    def post(self, text: str, kind: Literal["info", "warning", "error"] = "info", *, undo: bool = False) -> None:
        """Tell the user something, quietly."""
        self.banner_posted.emit(Banner(text, kind, undo))

    def here(self) -> Start:
        """Where the run is: to be saved, or to come back to. What was asked for counts, if it is not seen yet."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.order < self._start_order:
            return self._last_start
        return Start(snapshot.state.for_recipe(self._built.recipe, snapshot.recipe), snapshot.curve)

    def _send(self, start: Start | None, *, keep_curve: bool = True) -> None:
        if start is not None:
            self._start_order, self._last_start = self._order_number, start
        built, experiment = self._built, self._experiment
        samples = Samples(
            built.train_inputs,
            built.train_targets,
            built.test_inputs,
            built.test_targets,
            built.dataset.is_classes,
        )
        self._thread.send(
            Order(self._order_number, built.recipe, samples, self._grid, experiment.training.stop, start, keep_curve)
        )

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        # after this turn of the event loop, when the views have painted what they are shown
        QTimer.singleShot(0, self, lambda: self._thread.acknowledge(snapshot.number))
        if snapshot.order != self._order_number:
            return
        self._snapshot = snapshot
        self._set_run_state(snapshot.run_state)
        self.snapshot_changed.emit(snapshot)

    def _on_state(self, fact: tuple[int, RunState]) -> None:
        number, state = fact
        if number == self._order_number:
            self._set_run_state(state)

    def _set_run_state(self, state: RunState) -> None:
        if state is not self._run_state:
            self._run_state = state
            self.run_state_changed.emit(state)

    def _on_failed(self, details: str) -> None:
        self._set_run_state(RunState.IDLE)
        last_line = details.strip().splitlines()[-1]
        self.post(f"Training stopped because of an error in the program: {last_line}", "error")

    def _on_kernel_failed(self, details: str) -> None:
        self._kernel_problem = f"The compiled kernel could not be loaded, nothing can be trained: {details}"
        self._thread.pause()
        self.post(self._kernel_problem, "error")


def _resolution(network: Network) -> int | None:
    """Points along each axis of the responses' grid: fewer for very large networks, None for the usual number."""
    affordable = int(np.sqrt(MOST_RESPONSE_PRODUCTS / network.n_parameters))
    return max(12, affordable) if affordable < USUAL_RESOLUTION else None
