"""The cost plot: what it draws, what it tells under the mouse, and what it says has happened."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.core.cost_history import CostHistory
from playground.core.models import MODELS
from playground.data.generators import GALLERY
from playground.data.strokes import RemoveSamples
from playground.experiment.build import gallery_spec
from playground.experiment.experiment import GradientDescent, PenaltySpec, Split, StopRule
from playground.experiment.fitting import spec_of
from playground.views.cost_lines import cost_lines
from playground.views.cost_plot import CostPlot
from playground.views.numbers import format_number
from playground.worker.messages import RunState
from tests.views.hands import on_screen

ENTRIES = {entry.key: entry for entry in GALLERY}


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
    steps, _ = plot.view.line.points()
    assert steps[0] == 0
    assert steps[-1] == 1203
    assert plot.view.end_label.text().replace(",", "").startswith(f"{session.snapshot.cost:.3g}"[:5])


def test_the_axis_of_costs_is_logarithmic_or_not(qtbot, plot, session, take):
    take(200)
    assert plot.view.line.points()[1][-1] == pytest.approx(np.log10(session.snapshot.cost))
    qtbot.mouseClick(plot.scale_buttons["linear"], Qt.MouseButton.LeftButton)
    assert plot.view.line.points()[1][-1] == pytest.approx(session.snapshot.cost)
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
        boxes = [on_screen(label).adjusted(1, 1, -1, -1) for label in (plot.view.end_label, plot.view.test_label)]
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
    dot = plot.view.mouse_dot
    assert dot.isVisible()
    assert dot.pos().x() == 40
    assert dot.pos().y() == pytest.approx(plot.view.line.points()[1][40])
    hover(plot, QPoint(3, 3))
    assert plot.card.readout is None
    assert not plot.view.mouse_line.isVisible()


def read_steps(plot):
    return [int(word.replace(",", "")) for word in plot.card.readout.title.split() if word[0].isdigit()]


def test_reading_stays_under_the_mouse_while_the_axes_move(plot, take):
    take(90)
    place = place_of(plot, 30)
    hover(plot, place)
    assert read_steps(plot) == [30]
    take(1000)
    under = plot.view.step_at(place)
    assert under > 300
    assert read_steps(plot)[0] == pytest.approx(under, abs=1)
    assert plot.view.mouse_line.value() == pytest.approx(under, abs=1)
    plot.resize(500, 330)
    under = plot.view.step_at(place)
    assert read_steps(plot)[0] == pytest.approx(under, abs=1)
    plot.resize(200, 330)
    assert plot.card.readout is None
    assert not plot.view.mouse_line.isVisible()


@pytest.mark.parametrize("step", [3, 300, 650])
def test_the_card_does_not_cover_the_curve(plot, take, step):
    take(700)
    hover(plot, place_of(plot, step))
    card = plot.card.geometry()
    x, y = plot.view._in_pixels(plot.view.line)
    origin = plot.view.plotItem.vb.sceneBoundingRect().topLeft()
    assert not any(
        card.contains(round(left + origin.x()), round(top + origin.y())) for left, top in zip(x, y, strict=True)
    )


def test_the_penalty_is_told_apart_at_the_newest_step(plot, session, take):
    session.change_training("change the penalty", penalty=PenaltySpec(l2=0.01))
    take(50)
    hover(plot, place_of(plot, 50))
    assert dict(plot.card.readout.rows)["of it penalty"] == format_number(session.snapshot.penalty)
    hover(plot, place_of(plot, 20))
    assert "of it penalty" not in dict(plot.card.readout.rows)


def test_a_curve_whose_beginning_is_not_kept_says_so(plot, session, take):
    take(40)
    assert not plot.view.start_label.isVisible()
    session.change_training("change the cost", cost="cross-entropy")
    take(40)
    assert plot.view.start_label.isVisible()
    assert plot.view.start_label.text() == "curve begins at step 40"


def test_nothing_of_the_last_picture_is_left(qtbot, plot):
    regions = []

    class Watch(QObject):
        def eventFilter(self, _watched, event):
            if event.type() == QEvent.Type.Paint:
                regions.append(event.region().boundingRect())
            return False

    watch = Watch()
    viewport = plot.view.viewport()
    viewport.installEventFilter(watch)
    for cost in (1.578, 1.39):
        regions.clear()
        lines = cost_lines(CostHistory().curve(), 0, cost, None)
        plot.view.show_lines(lines, diverged=False)
        qtbot.waitUntil(lambda: bool(regions))
        assert viewport.rect() in regions
    viewport.removeEventFilter(watch)


def test_lines_are_as_wide_on_a_finer_screen(plot, monkeypatch):
    def widths():
        view = plot.view
        pens = view.line.pen(), view.axis("left").tickPen(), view.mouse_dot.pen()
        return np.array([pen.widthF() for pen in pens])

    coarse = widths()
    monkeypatch.setattr(plot.view, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(plot.view, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert widths() == pytest.approx(2 * coarse)


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
    assert plot.view.line.points()[0][-1] == 0
    plot.show()
    qtbot.waitUntil(lambda: plot.view.line.points()[0][-1] == 20)


def test_both_palettes(plot, theme, take):
    take(10)
    for mode in ("dark", "light"):
        theme.set_mode(mode)
        assert plot.view.line.pen().color().name() == theme.palette.accent


def test_the_axes_are_fitted_anew_to_another_width(plot, take):
    take(100)
    view = plot.view.plotItem.vb

    def rooms() -> list[float]:
        """Pixels left and right of the curve."""
        (left, right), width = view.viewRange()[0], view.width()
        return [(0.0 - left) / (right - left) * width, (right - 100.0) / (right - left) * width]

    wide = rooms()
    plot.resize(420, 330)
    plot.grab()
    assert view.width() < 420
    assert rooms() == pytest.approx(wide, abs=0.5)
