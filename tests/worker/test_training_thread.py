"""The training thread: what a run, a step and a pause do, and that every way to cut a run gives the same bits."""

import math
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.core.costs import Penalty
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.optimizers import OptimizerSettings
from playground.core.trainer import Recipe, Trainer, TrainingState
from playground.data.dataset import Dataset
from playground.data.input_grid import input_grid
from playground.experiment.experiment import StopRule
from playground.worker.interrupt import Interrupt
from playground.worker.messages import Order, RunState, Samples, Snapshot, Start
from playground.worker.training_thread import TrainingThread

XOR = Dataset("xor", np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]]))
NETWORK = Network((2, 2, 1), ("sigmoid", "sigmoid"))
THETA = np.random.default_rng(3).uniform(-1, 1, NETWORK.n_parameters)


def recipe(learning_rate: float = 1.0) -> Recipe:
    return Recipe(Objective(NETWORK, penalty=Penalty()), optimizer=OptimizerSettings(learning_rate=learning_rate))


def order(number: int, used: Recipe, stop: StopRule | None = None, *, goes_on: bool = False) -> Order:
    none = np.empty((0, 2)), np.empty((0, 1))
    start = None if goes_on else Start(TrainingState.start(used, THETA))
    samples = Samples(XOR.inputs, XOR.targets, *none, classes=True)
    return Order(number, used, samples, input_grid(XOR), stop or StopRule(), start)


class Watcher:
    """Keeps every snapshot and acknowledges it at once, as the session does."""

    def __init__(self, thread: TrainingThread) -> None:
        self.seen: list[Snapshot] = []
        self._thread = thread
        thread.snapshot_ready.connect(self.take)

    def take(self, snapshot: Snapshot) -> None:
        self.seen.append(snapshot)
        self._thread.acknowledge(snapshot.number)

    @property
    def last(self) -> Snapshot:
        return self.seen[-1]


@pytest.fixture
def thread(qapp: QApplication) -> Iterator[TrainingThread]:
    thread = TrainingThread()
    yield thread
    thread.close()
    for loader in threading.enumerate():
        if loader.name == "kernel-loader":
            loader.join(60)


@pytest.fixture
def watcher(thread: TrainingThread) -> Watcher:
    return Watcher(thread)


def loaded(qtbot: QtBot, thread: TrainingThread, watcher: Watcher, first: Order) -> None:
    thread.send(first)
    thread.load_kernel()
    qtbot.waitUntil(lambda: bool(watcher.seen) and watcher.last.run_state is RunState.IDLE, timeout=60_000)


def reference(used: Recipe, steps: int) -> np.ndarray:
    trainer = Trainer(used, XOR.inputs, XOR.targets, TrainingState.start(used, THETA))
    trainer.advance(steps)
    return trainer.theta


def test_first_snapshot_comes_before_the_kernel(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    thread.send(order(1, recipe()))
    qtbot.waitUntil(lambda: bool(watcher.seen))
    assert watcher.last.run_state is RunState.LOADING
    assert watcher.last.step == 0
    assert watcher.last.responses.shape == (50 * 50, 5)
    assert math.isfinite(watcher.last.cost)


def test_run_asked_before_the_kernel_is_there_starts_by_itself(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher
) -> None:
    thread.send(order(1, recipe()))
    thread.run(7)
    qtbot.waitUntil(lambda: bool(watcher.seen) and watcher.last.run_state is RunState.WAITING)
    thread.load_kernel()
    qtbot.waitUntil(lambda: watcher.last.step == 7, timeout=60_000)
    assert watcher.last.run_state is RunState.IDLE
    np.testing.assert_array_equal(watcher.last.theta, reference(recipe(), 7))


def test_single_steps_pauses_and_a_run_give_the_same_bits(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher
) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe(), StopRule(step=2_000)))
    for steps in (1, 1, 1):
        thread.run(steps)
    qtbot.waitUntil(lambda: watcher.last.step == 3)
    thread.run(math.inf)
    thread.pause()
    thread.run(math.inf)
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.FINISHED, timeout=10_000)
    assert watcher.last.step == 2_000
    np.testing.assert_array_equal(watcher.last.theta, reference(recipe(), 2_000))


def test_stop_below_a_cost_stops_at_the_first_step_below(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher
) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe(), StopRule(cost=0.2)))
    thread.run(math.inf)
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.FINISHED, timeout=20_000)
    step = watcher.last.step
    assert watcher.last.cost < 0.2
    before = Recipe(recipe().objective, optimizer=recipe().optimizer)
    assert before.objective.value(reference(before, step - 1), XOR.inputs, XOR.targets) >= 0.2
    thread.run(math.inf)  # asked for more: goes on although the bound is met
    qtbot.waitUntil(lambda: watcher.last.step > step)
    thread.pause()
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.IDLE)


def test_other_learning_rate_lets_the_run_go_on(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe()))
    thread.run(10)
    qtbot.waitUntil(lambda: watcher.last.step == 10)
    thread.send(order(2, recipe(0.25), goes_on=True))
    thread.run(5)
    qtbot.waitUntil(lambda: watcher.last.step == 15)
    trainer = Trainer(recipe(), XOR.inputs, XOR.targets, TrainingState.start(recipe(), THETA))
    trainer.advance(10)
    trainer.change(recipe(0.25))
    trainer.advance(5)
    np.testing.assert_array_equal(watcher.last.theta, trainer.theta)
    assert watcher.last.curve.steps[0] == 0


def test_divergence_is_told_and_leaves_the_last_finite_state(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher
) -> None:
    linear = Recipe(Objective(Network((2, 1), ("linear",))), optimizer=OptimizerSettings(learning_rate=1e3))
    start = Start(TrainingState.start(linear, np.ones(3)))
    none = np.empty((0, 2)), np.empty((0, 1))
    samples = Samples(XOR.inputs, XOR.targets, *none, classes=True)
    loaded(qtbot, thread, watcher, Order(1, linear, samples, input_grid(XOR), StopRule(), start))
    thread.run(math.inf)
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.DIVERGED, timeout=10_000)
    last = watcher.last
    assert last.divergence is not None
    assert last.divergence.step == last.step + 1
    assert np.isfinite(last.theta).all()
    assert math.isfinite(last.cost)


def test_snapshots_wait_for_the_acknowledgement(qtbot: QtBot, thread: TrainingThread) -> None:
    seen: list[Snapshot] = []
    thread.snapshot_ready.connect(seen.append)
    thread.send(order(1, recipe()))
    thread.load_kernel()
    thread.run(math.inf)
    qtbot.wait(300)
    assert len(seen) == 1
    thread.acknowledge(seen[0].number)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=60_000)
    qtbot.wait(100)
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("method", "epsilon"),
    [
        ("backpropagation", 1e-3),
        ("layer-rule", 1e-3),
        ("forward-difference", 0.5),
        ("forward-difference", 1e-16),
        ("central-difference", 0.1),
    ],
)
def test_the_next_step_does_what_the_snapshot_says(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher, method: str, epsilon: float
) -> None:
    loaded(qtbot, thread, watcher, order(1, replace(recipe(4.0), gradient=method, epsilon=epsilon)))
    thread.run(1)  # from now on the kernel says what the kernel does, also where the quotient is mere noise
    qtbot.waitUntil(lambda: watcher.last.step == 1)
    before = watcher.last
    thread.run(1)
    qtbot.waitUntil(lambda: watcher.last.step == 2)
    assert before.next_change is not None
    assert watcher.last.cost - before.cost == pytest.approx(before.next_change, abs=1e-14)
    assert np.linalg.norm(watcher.last.last_change) == pytest.approx(before.step_length)


def test_what_crosses_is_read_only(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe()))
    thread.run(3)
    qtbot.waitUntil(lambda: watcher.last.step == 3)
    last = watcher.last
    for array in (last.theta, last.gradient, last.last_change, last.responses, last.curve.low, last.curve.steps):
        assert not array.flags.writeable


def test_limited_speed_is_kept(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe()))
    thread.set_speed(200.0)
    thread.run(math.inf)
    qtbot.wait(500)
    thread.pause()
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.IDLE)
    assert 20 <= watcher.last.step <= 130


def test_an_error_in_the_worker_travels_as_a_signal(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe()))
    with qtbot.waitSignal(thread.failed) as told:
        thread.run("nonsense")  # type: ignore[arg-type]
    assert "Traceback" in told.args[0]
    thread.run(2)
    qtbot.waitUntil(lambda: watcher.last.step == 2)


def test_closing_while_training_ends(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe()))
    thread.run(math.inf)
    qtbot.waitUntil(lambda: watcher.last.step > 100)
    thread.close()
    thread.close()


def test_interrupt_stays_up_while_a_message_is_on_its_way() -> None:
    interrupt = Interrupt()
    interrupt.ask()
    interrupt.ask()
    interrupt.answer()
    assert interrupt.flag[0] == 1
    interrupt.answer()
    assert interrupt.flag[0] == 0


def test_mini_batches_stop_at_the_first_epoch_below_the_bound(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher
) -> None:
    batched = replace(recipe(), batch_size=2, shuffle_seed=5)
    loaded(qtbot, thread, watcher, order(1, batched, StopRule(cost=0.13)))
    thread.run(math.inf)
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.FINISHED, timeout=20_000)
    assert watcher.last.step % 2 == 0
    trainer = Trainer(batched, XOR.inputs, XOR.targets, TrainingState.start(batched, THETA))
    while trainer.cost() >= 0.13:
        trainer.advance(2)
    assert watcher.last.step == trainer.step


def test_erasing_all_samples_while_the_kernel_loads_stops_the_wait(
    qtbot: QtBot, thread: TrainingThread, watcher: Watcher
) -> None:
    thread.send(order(1, recipe()))
    thread.run(math.inf)
    none = np.empty((0, 2)), np.empty((0, 1))
    thread.send(replace(order(2, recipe(), goes_on=True), samples=Samples(*none, *none, classes=True)))
    thread.load_kernel()
    qtbot.waitUntil(lambda: bool(watcher.seen) and watcher.last.run_state is RunState.IDLE, timeout=60_000)
    assert watcher.last.step == 0


def test_dragging_the_speed_takes_no_extra_steps(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    loaded(qtbot, thread, watcher, order(1, recipe()))
    thread.set_speed(0.5)
    thread.run(math.inf)
    qtbot.waitUntil(lambda: watcher.last.step == 1)
    for _ in range(20):
        thread.set_speed(0.5)
        qtbot.wait(5)
    assert watcher.last.step == 1
    thread.pause()
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.IDLE)


def test_many_samples_leave_pause_and_changes_quick(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    """A snapshot of so many samples takes long, and a step of finite differences even longer: messages come first."""
    random = np.random.default_rng(0)
    inputs, targets = random.normal(size=(200_000, 2)), random.random((200_000, 1))
    none = np.empty((0, 2)), np.empty((0, 1))
    many = Samples(inputs, targets, *none, classes=False)
    wide = Network((2, 32, 32, 1), ("tanh", "tanh", "sigmoid"))
    slow = Recipe(Objective(wide), gradient="central-difference")
    start = Start(TrainingState.start(slow, random.normal(size=wide.n_parameters)))
    loaded(qtbot, thread, watcher, Order(1, slow, many, input_grid(XOR), StopRule(), start))
    states: list[RunState] = []
    thread.state_changed.connect(lambda fact: states.append(fact[1]))
    thread.run(math.inf)
    qtbot.waitUntil(lambda: RunState.RUNNING in states)
    thread.send(Order(2, replace(slow, epsilon=1e-4), many, input_grid(XOR), StopRule(), None))
    thread.pause()
    qtbot.waitUntil(lambda: states[-1] is RunState.IDLE, timeout=5_000)
    qtbot.waitUntil(lambda: watcher.last.order == 2, timeout=20_000)
