"""Probes: answered between slices of training, whether it runs or not; newer questions replace older ones."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.core.cost_meter import CostMeter
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.optimizers import OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.data.input_grid import input_grid
from playground.experiment.experiment import StopRule
from playground.worker.interrupt import Interrupt
from playground.worker.landscape_probes import LandscapeProbe
from playground.worker.messages import Order, RunState, Samples, Start
from playground.worker.probes import Moment, ProbeAnswer, ProbeDesk, Request
from playground.worker.slice_probes import UpdateSliceProbe, WeightSliceProbe
from playground.worker.training_thread import TrainingThread
from tests.worker.test_training_thread import NETWORK, THETA, XOR, Watcher, order, recipe

NONE = np.empty((0, 2)), np.empty((0, 1))


def moment(number=1, used=None, compiled=True):
    used = used or recipe()
    samples = Samples(XOR.inputs, XOR.targets, *NONE, classes=True)
    meter = CostMeter(used.objective, XOR.inputs, XOR.targets, compiled=compiled)
    return Moment(number, used, samples, TrainingState.start(used, THETA), np.zeros(THETA.size), meter)


@dataclass(frozen=True)
class Count:
    """Answers 1, 2, … with breaths between."""

    to: int
    breaths: int = 1

    def answers(self, _moment: Moment) -> Iterator[int | None]:
        for number in range(1, self.to + 1):
            for _ in range(self.breaths):
                yield None
            yield number


@dataclass(frozen=True)
class Trouble:
    def answers(self, _moment: Moment) -> Iterator[int | None]:
        yield None
        raise RuntimeError("no")


class Desk(ProbeDesk):
    def __init__(self, interrupt=None):
        self.number = 1
        super().__init__(lambda: moment(self.number), interrupt or Interrupt())

    def answers(self, turns=100):
        return [(answer.key, answer.result, answer.final) for _ in range(turns) for answer in self.work()]


# ---- the desk, without a thread ----


def test_the_last_answer_is_final_and_no_other():
    desk = Desk()
    desk.take(Request("a", Count(3), 1))
    assert desk.answers() == [("a", 1, False), ("a", 2, False), ("a", 3, True)]
    assert not desk.is_ready(1)


def test_a_probe_without_answers_ends():
    desk = Desk()
    desk.take(Request("a", Count(0), 1))
    assert desk.answers() == []


def test_a_newer_request_replaces_the_older_one_of_its_key():
    desk = Desk()
    desk.take(Request("a", Count(2), 1))
    desk.take(Request("b", Count(1), 1))
    desk.take(Request("a", Count(1), 1))
    assert desk.answers() == [("b", 1, True), ("a", 1, True)]


def test_while_a_message_waits_one_breath_is_all():
    interrupt = Interrupt()
    interrupt.ask()
    desk = Desk(interrupt)
    desk.take(Request("a", Count(1, breaths=3), 1))
    for _ in range(3):
        assert list(desk.work()) == []
    assert [answer.result for answer in desk.work()] == [1]


def test_a_request_waits_for_its_order_and_is_dropped_by_the_next():
    desk = Desk()
    desk.take(Request("a", Count(1), 2))
    assert (desk.is_ready(1), desk.answers()) == (False, [])
    desk.number = 2
    desk.take(Request("b", Count(1), 1))
    desk.drop_older(2)
    assert desk.answers() == [("a", 1, True)]


def test_a_probe_that_fails_is_dropped():
    desk = Desk()
    desk.take(Request("a", Trouble(), 1))
    desk.take(Request("b", Count(1), 1))
    with pytest.raises(RuntimeError):
        list(desk.work())
    assert desk.answers() == [("b", 1, True)]


# ---- on the thread ----


class Asked:
    """Asks the thread and keeps its answers."""

    def __init__(self, thread: TrainingThread) -> None:
        self.seen: list[ProbeAnswer] = []
        self._thread = thread
        thread.probe_answered.connect(self.seen.append)

    def ask(self, key, probe, number=1):
        self._thread.ask(Request(key, probe, number))


@pytest.fixture
def thread(qapp: QApplication) -> Iterator[TrainingThread]:
    thread = TrainingThread()
    yield thread
    thread.close()
    for loader in threading.enumerate():
        if loader.name == "kernel-loader":
            loader.join(60)


@pytest.fixture
def asked(thread: TrainingThread) -> Asked:
    return Asked(thread)


@pytest.fixture
def watcher(thread: TrainingThread) -> Watcher:
    return Watcher(thread)


def loaded(qtbot: QtBot, thread: TrainingThread, watcher: Watcher) -> None:
    thread.load_kernel()
    qtbot.waitUntil(lambda: bool(watcher.seen) and watcher.last.run_state is RunState.IDLE, timeout=60_000)


def test_it_answers_before_the_kernel_is_loaded_and_after(qtbot, thread, watcher, asked):
    thread.send(order(1, recipe()))
    asked.ask("slice", WeightSliceProbe(0))
    qtbot.waitUntil(lambda: len(asked.seen) == 1)
    before = asked.seen[0].result
    loaded(qtbot, thread, watcher)
    asked.ask("slice", WeightSliceProbe(0))
    qtbot.waitUntil(lambda: len(asked.seen) == 2)
    np.testing.assert_allclose(asked.seen[1].result.costs, before.costs, rtol=1e-12)


def test_it_answers_while_it_runs_and_the_run_goes_on(qtbot, thread, watcher, asked):
    thread.send(order(1, recipe()))
    loaded(qtbot, thread, watcher)
    thread.run(np.inf)
    qtbot.waitUntil(lambda: watcher.last.step > 1000)
    asked.ask("landscape", LandscapeProbe((0, 1), resolutions=(5, 30)))
    qtbot.waitUntil(lambda: len(asked.seen) == 2)
    first, final = asked.seen
    assert (first.final, final.final) == (False, True)
    assert first.step == final.step >= 1000
    qtbot.waitUntil(lambda: watcher.last.step > final.step)
    thread.pause()
    qtbot.waitUntil(lambda: watcher.last.run_state is RunState.IDLE)
    path = final.result.path
    np.testing.assert_array_equal(path[0], THETA[[0, 1]])
    assert 100 < len(path) <= 2001
    assert tuple(path[-1]) == final.result.point


def test_probes_change_no_bit_of_a_run(qtbot, thread, watcher, asked):
    thread.send(order(1, recipe()))
    loaded(qtbot, thread, watcher)
    thread.run(5000)
    for _ in range(5):
        asked.ask("landscape", LandscapeProbe((0, 1), resolutions=(9,)))
        asked.ask("slice", UpdateSliceProbe())
    qtbot.waitUntil(lambda: watcher.last.step == 5000)
    from tests.worker.test_training_thread import reference

    np.testing.assert_array_equal(watcher.last.theta, reference(recipe(), 5000))


def test_the_path_goes_with_a_restart_and_stays_with_a_setting(qtbot, thread, watcher, asked):
    thread.send(order(1, recipe()))
    loaded(qtbot, thread, watcher)
    thread.run(50)
    qtbot.waitUntil(lambda: watcher.last.step == 50)
    thread.send(order(2, recipe(0.5), goes_on=True))
    asked.ask("a", LandscapeProbe((0, 1), resolutions=(3,)), 2)
    qtbot.waitUntil(lambda: len(asked.seen) == 1)
    assert len(asked.seen[0].result.path) == 52
    thread.send(order(3, recipe()))
    asked.ask("a", LandscapeProbe((0, 1), resolutions=(3,)), 3)
    qtbot.waitUntil(lambda: len(asked.seen) == 2)
    assert len(asked.seen[1].result.path) == 2


def test_what_was_asked_of_another_network_is_dropped(qtbot, thread, watcher, asked):
    thread.send(order(1, recipe()))
    asked.ask("slice", WeightSliceProbe(8), 1)
    small = Network((2, 1), ("sigmoid",))
    used = Recipe(Objective(small))
    samples = Samples(XOR.inputs, XOR.targets, *NONE, classes=True)
    start = Start(TrainingState.start(used, np.zeros(3)))
    thread.send(Order(2, used, samples, input_grid(XOR), StopRule(), start))
    asked.ask("other", WeightSliceProbe(2), 2)
    qtbot.waitUntil(lambda: any(answer.key == "other" for answer in asked.seen))
    assert all(answer.order == 2 for answer in asked.seen if answer.key == "other")


def test_an_error_in_a_probe_is_told_and_others_are_answered(qtbot, thread, watcher, asked):
    failures: list[str] = []
    thread.failed.connect(failures.append)
    thread.send(order(1, recipe()))
    asked.ask("bad", Trouble())
    asked.ask("good", Count(1))
    qtbot.waitUntil(lambda: bool(failures) and bool(asked.seen))
    assert "RuntimeError" in failures[0]


@pytest.mark.parametrize("with_kernel", [False, True])
def test_parameters_set_by_hand_keep_step_and_state(qtbot, thread, watcher, with_kernel):
    used = Recipe(Objective(NETWORK), optimizer=OptimizerSettings("momentum", learning_rate=0.5))
    thread.send(order(1, used))
    steps = 0
    if with_kernel:
        loaded(qtbot, thread, watcher)
        steps = 20
        thread.run(steps)
    qtbot.waitUntil(lambda: bool(watcher.seen) and watcher.last.step == steps)
    state, curve = watcher.last.state, watcher.last.curve
    theta = np.linspace(-1, 1, THETA.size)
    thread.set_parameters(theta)
    thread.set_parameters(np.zeros(3))  # of another network: too late
    qtbot.waitUntil(lambda: np.array_equal(watcher.last.theta, theta))
    now = watcher.last.state
    assert (now.step, now.optimizer_step) == (state.step, state.optimizer_step)
    np.testing.assert_array_equal(now.optimizer_state, state.optimizer_state)
    np.testing.assert_array_equal(watcher.last.curve.steps, curve.steps)
