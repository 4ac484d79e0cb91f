"""The cost plot: its lines lose nothing, its axes stay put, and its words say what happened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.core.cost_history import CostHistory
from playground.core.models import MODELS
from playground.data.generators import GALLERY
from playground.data.strokes import RemoveSamples
from playground.experiment.build import gallery_spec
from playground.experiment.experiment import GradientDescent, Split, StopRule
from playground.experiment.fitting import spec_of
from playground.views.cost_lines import MOST_POINTS, cost_lines, cost_range, moment_at, plotted, step_range
from playground.views.cost_plot import CostPlot
from playground.worker.messages import RunState

ENTRIES = {entry.key: entry for entry in GALLERY}


def history(costs):
    noted = CostHistory()
    noted.append(0, np.asarray(costs, dtype=float))
    return noted


# ---- lines and axes, without a window ----


@given(st.integers(1, 30_000), st.integers(0, 29_999), st.floats(2.0, 1e6))
def test_no_spike_is_lost_and_lines_stay_short(n_steps, place, spike):
    costs = np.linspace(1.0, 0.5, n_steps)
    costs[place % n_steps] = spike
    lines = cost_lines(history(costs).curve(), n_steps, 0.5, None)
    assert lines.band_costs.max() == spike
    assert len(lines.steps) <= MOST_POINTS + 1
    assert len(lines.band_steps) <= 2 * MOST_POINTS


@given(st.integers(1, 5_000))
def test_the_line_ends_at_the_present_step_and_cost(n_steps):
    lines = cost_lines(history(np.linspace(1.0, 0.5, n_steps)).curve(), n_steps, 0.25, 0.75)
    assert (lines.steps[-1], lines.costs[-1]) == (n_steps, 0.25)
    assert (lines.test_steps[-1], lines.test_costs[-1]) == (n_steps, 0.75)
    assert (np.diff(lines.steps) > 0).all()


def test_with_mini_batches_the_line_is_the_cost_over_all_samples():
    noted = history([1.0, 3.0, 0.5, 2.0])
    noted.note_full(0, 1.5)
    noted.note_full(2, 1.25)
    lines = cost_lines(noted.curve(), 4, 1.0, None)
    assert lines.steps.tolist() == [0, 2, 4]
    assert lines.costs.tolist() == [1.5, 1.25, 1.0]
    assert lines.band_costs.max() == 3.0


def test_steps_before_and_after_mini_batches_are_not_lost():
    noted = history(np.arange(10.0, 0.0, -1.0))
    noted.note_full(4, 6.0)
    noted.note_full(5, 5.0)
    lines = cost_lines(noted.curve(), 10, 0.5, None)
    assert lines.steps.tolist() == [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]


@given(st.lists(st.floats(0, 1e308) | st.just(np.inf) | st.just(np.nan), min_size=1, max_size=50), st.booleans())
def test_what_is_plotted_is_finite_or_a_gap(costs, log):
    shown = plotted(np.array(costs), log)
    assert (np.isfinite(shown) | np.isnan(costs)).all()
    assert np.abs(shown[np.isfinite(shown)]).max(initial=0) <= 1e15


@given(st.floats(0, 1e306), st.floats(0, 1e306), st.booleans())
def test_the_axis_of_costs_holds_all_costs(one, other, log):
    low, high = sorted((one, other))
    bottom, top = cost_range(low, high, log)
    shown = plotted(np.array([low, high]), log)
    assert bottom <= shown[0] <= shown[1] <= top
    assert bottom < top


@given(st.integers(0, 10**9))
def test_the_axis_of_steps_holds_all_steps_without_much_waste(step):
    start, end = step_range(0.0, float(step))
    assert start == 0.0
    assert step <= end <= max(10, 1.7 * step)


def test_the_axis_of_steps_jumps_only_now_and_then():
    ends = {step_range(0.0, float(step))[1] for step in range(1, 100_001)}
    assert len(ends) <= 30


@given(st.integers(2, 20_000), st.floats(0, 1))
def test_reading_tells_the_costs_of_the_steps_under_the_mouse(n_steps, share):
    costs = np.cos(np.arange(n_steps)) + 2.0
    at = share * (n_steps - 1)
    moment = moment_at(history(costs).curve(), at, n_steps, 0.1, None)
    assert moment.first <= round(at) <= moment.last
    assert moment.low == costs[moment.first : moment.last + 1].min()
    assert moment.high == costs[moment.first : moment.last + 1].max()


def test_reading_outside_the_curve_tells_nothing():
    curve = history(np.ones(100)).curve()
    assert moment_at(curve, -3.0, 100, 1.0, None) is None
    assert moment_at(curve, 150.0, 100, 1.0, None) is None
    assert moment_at(curve, 100.4, 100, 0.5, 0.7).test == 0.7


# ---- the panel ----


@pytest.fixture
def plot(qtbot, session, theme):
    plot = CostPlot(session, theme)
    qtbot.addWidget(plot)
    plot.resize(770, 330)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


@pytest.fixture
def take(qtbot, session):
    """Take steps and wait until they are shown."""

    def take(steps):
        wanted = session.snapshot.step + steps
        session.take_steps(steps)
        qtbot.waitUntil(
            lambda: (
                session.snapshot is not None
                and (session.snapshot.step >= wanted or session.run_state is RunState.DIVERGED)
            ),
            timeout=20_000,
        )

    return take


@pytest.fixture
def settle(qtbot, session):
    """Wait until the training thread has answered the last change."""

    def settle(step=0):
        qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == step, timeout=20_000)

    return settle


def hover(plot, place):
    viewport = plot.view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(viewport.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def place_of(plot, step):
    view = plot.view.plotItem.vb
    return plot.view.mapFromScene(view.mapViewToScene(QPointF(step, view.viewRange()[1][0])) - QPointF(0, 50))


def test_before_the_first_step_it_says_what_to_do(plot, take):
    assert "Run or take a step" in plot.hint.text()
    assert plot.hint.isVisible()
    take(1)
    assert not plot.hint.isVisible()


def test_it_draws_every_step_and_writes_the_last_cost(plot, session, take):
    take(1203)
    steps, _ = plot.view.line.getData()
    assert steps[0] == 0
    assert steps[-1] == 1203
    assert plot.view.end_label.toPlainText().replace(",", "").startswith(f"{session.snapshot.cost:.3g}"[:5])


def test_the_axis_of_costs_is_logarithmic_or_not(qtbot, plot, session, take):
    take(200)
    assert plot.view.line.getData()[1][-1] == pytest.approx(np.log10(session.snapshot.cost))
    qtbot.mouseClick(plot.scale_buttons["linear"], Qt.MouseButton.LeftButton)
    assert plot.view.line.getData()[1][-1] == pytest.approx(session.snapshot.cost)
    assert plot.view.axis("left").labelText == "cost"
    qtbot.mouseClick(plot.scale_buttons["log"], Qt.MouseButton.LeftButton)
    assert plot.view.axis("left").labelText == "cost (log)"


def test_test_samples_get_a_line_of_their_own(plot, session, take, settle):
    session.choose_dataset(gallery_spec(ENTRIES["circle"]))
    session.change_split(Split(0.3))
    settle()
    take(50)
    assert plot.keys["test"].isVisible()
    assert plot.view.test_label.isVisible()
    assert not plot.keys["batches"].isVisible()
    session.change_training("change the batch", batch_size=10)
    take(50)
    assert plot.keys["batches"].isVisible()


def test_the_numbers_at_the_ends_never_overlap(plot, session, take, settle):
    session.choose_dataset(gallery_spec(ENTRIES["circle"]))
    session.change_split(Split(0.3))
    settle()
    for size in ((770, 330), (400, 240), (300, 200)):
        plot.resize(*size)
        take(60)
        boxes = [
            label.sceneBoundingRect().adjusted(1, 1, -1, -1) for label in (plot.view.end_label, plot.view.test_label)
        ]
        assert not boxes[0].intersects(boxes[1])


def test_the_bound_of_the_stop_rule_is_marked(plot, session, take):
    session.change_training("change when to stop", stop=StopRule(cost=0.01))
    take(10)
    assert plot.view.bound_line.isVisible()
    assert plot.view.bound_line.value() == pytest.approx(-2.0)
    session.change_training("change when to stop", stop=StopRule())
    take(10)
    assert not plot.view.bound_line.isVisible()


def test_reading_under_the_mouse(plot, take):
    take(100)
    hover(plot, place_of(plot, 40))
    assert plot.card.readout.title == "step 40"
    assert [name for name, _ in plot.card.readout.rows] == ["cost"]
    assert plot.view.mouse_line.isVisible()
    hover(plot, QPoint(3, 3))
    assert plot.card.readout is None
    assert not plot.view.mouse_line.isVisible()


def test_a_run_that_diverges_is_explained(plot, session, take, settle):
    session.change_model(spec_of("linear", MODELS["linear"].default))
    session.change_training("change the learning rate", optimizer=GradientDescent(10.0))
    settle()
    take(10_000)
    assert plot.trouble.text().startswith(f"Diverged at step {session.snapshot.divergence.step:,}: ")
    assert "w" in plot.trouble.text()
    assert "smaller learning rate" in plot.trouble.text()
    session.reset()
    settle()
    assert not plot.trouble.isVisible()


def test_without_samples_there_is_no_cost(qtbot, plot, session, take):
    take(5)
    session.drawing.draw(RemoveSamples(np.arange(4)))
    qtbot.waitUntil(lambda: "no samples" in plot.hint.text())
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: "no samples" not in plot.hint.text())


def test_behind_another_tab_it_waits_and_catches_up(qtbot, plot, take):
    plot.hide()
    take(20)
    assert plot.view.line.getData()[0][-1] == 0
    plot.show()
    qtbot.waitUntil(lambda: plot.view.line.getData()[0][-1] == 20)


def test_both_palettes(plot, theme, take):
    take(10)
    for mode in ("dark", "light"):
        theme.set_mode(mode)
        assert plot.view.line.opts["pen"].color().name() == theme.palette.accent
