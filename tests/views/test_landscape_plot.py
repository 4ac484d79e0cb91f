"""The Landscape tab: exact costs around the current point, the path, and a point that sets two parameters."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.data.strokes import RemoveSamples
from playground.explain.target import Target
from playground.views.landscape_arrow import arrow_tip, label_place
from playground.views.landscape_picture import level_text
from playground.views.landscape_plot import LandscapePlot
from playground.views.numbers import format_number
from tests.views.probing import Questions, finest, is_painted, pixel, shown, steps

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def panel(qtbot, session, theme):
    return shown(qtbot, LandscapePlot(session, theme))


def mouse(view, kind, place, button=LEFT, buttons=LEFT):
    event = QMouseEvent(
        kind,
        QPointF(place),
        view.viewport().mapToGlobal(QPointF(place)),
        button,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_it_refines_to_the_exact_costs(qtbot, session, panel):
    found = finest(qtbot, panel)
    theta = session.snapshot.theta.copy()
    theta[list(panel.indices)] = found.x[10], found.y[80]
    value = session.built.recipe.objective.value(theta, session.dataset.inputs, session.dataset.targets)
    assert found.costs[80, 10] == pytest.approx(value, rel=1e-12)
    assert found.cost == pytest.approx(session.snapshot.cost)
    assert is_painted(panel)


def test_both_axes_have_one_scale(qtbot, panel):
    def is_true_to_scale():
        found = finest(qtbot, panel)
        across, up = found.x[-1] - found.x[0], found.y[-1] - found.y[0]
        return across / up == pytest.approx(panel.view.aspect, rel=0.02)

    qtbot.waitUntil(is_true_to_scale)


def test_the_path_of_the_run_ends_at_the_point(qtbot, session, panel):
    steps(qtbot, session, 500)
    qtbot.waitUntil(lambda: len(panel.view.landscape.path) > 200 if panel.view.landscape else False)
    qtbot.waitUntil(lambda: np.allclose(panel.view.landscape.point, session.snapshot.theta[list(panel.indices)]))
    found = panel.view.landscape
    np.testing.assert_allclose(found.path[-1], found.point)
    inside = (found.x[0] <= found.path[:, 0]) & (found.path[:, 0] <= found.x[-1])
    assert inside.all()


def test_dragging_sets_both_weights_and_is_one_undo_step(qtbot, session, panel):
    found = finest(qtbot, panel)
    before = session.snapshot.theta.copy()
    view = panel.view
    start = pixel(view, *found.point)
    mouse(view, QEvent.Type.MouseButtonPress, start)
    assert view.is_held
    for way in (10, 20, 30):
        mouse(view, QEvent.Type.MouseMove, start + type(start)(way, -way // 2), NONE)
        assert view._arrow.isVisible()
    slopes = view.landscape.slopes
    qtbot.waitUntil(lambda: view.landscape.slopes != slopes)  # the arrow turns while the point is held
    mouse(view, QEvent.Type.MouseButtonRelease, start + type(start)(30, -15), LEFT, NONE)
    assert not view.is_held
    indices = list(panel.indices)
    qtbot.waitUntil(lambda: session.snapshot.theta[indices[0]] > before[indices[0]])
    qtbot.waitUntil(lambda: session.snapshot.theta[indices[1]] > before[indices[1]])
    others = [index for index in range(before.size) if index not in indices]
    np.testing.assert_array_equal(session.snapshot.theta[others], before[others])
    assert session.undo_stack.count() == 1
    qtbot.waitUntil(lambda: np.allclose(panel.view.landscape.point, session.snapshot.theta[indices]))
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before))


def test_escape_takes_the_drag_back(qtbot, session, panel):
    found = finest(qtbot, panel)
    before = session.snapshot.theta.copy()
    view = panel.view
    start = pixel(view, *found.point)
    mouse(view, QEvent.Type.MouseButtonPress, start)
    mouse(view, QEvent.Type.MouseMove, start + type(start)(25, 10), NONE)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before))
    assert session.undo_stack.count() == 0


def test_two_parameters_can_be_chosen_and_are_never_the_same(qtbot, session, panel):
    finest(qtbot, panel)
    session.selection.choose(Target("parameter", index=6))
    assert panel.indices[0] == 6
    panel.choices[1].setCurrentIndex(6)
    panel.choices[1].activated.emit(6)
    assert sorted(panel.indices) == [1, 6]
    qtbot.waitUntil(lambda: panel.view.landscape is not None and panel.view.landscape.indices == panel.indices)


def test_hovering_reads_values_and_levels(qtbot, panel):
    found = finest(qtbot, panel)
    line = found.lines[len(found.lines) // 2]
    place = pixel(panel.view, *line[len(line) // 2, :2])
    mouse(panel.view, QEvent.Type.MouseMove, place, NONE, NONE)
    rows = dict(panel.card.readout.rows)
    assert {"cost about", "line of cost"} <= rows.keys()


def test_a_network_of_one_parameter_has_no_landscape(qtbot, session, panel):
    session.open_example("twice")
    assert panel.alone.isVisible()
    assert not panel.view.isVisible()
    assert not panel.choices[0].isVisible()
    with qtbot.waitSignal(panel.slice_wanted):
        panel.slice_button.click()
    session.open_example("xor")
    finest(qtbot, panel)
    assert panel.view.isVisible()


def test_a_hidden_tab_asks_nothing(qtbot, session, theme, monkeypatch):
    asked = Questions(session, monkeypatch)
    panel = LandscapePlot(session, theme)
    qtbot.addWidget(panel)
    steps(qtbot, session, 2)
    assert asked.keys == []


def test_without_samples_it_says_so(qtbot, session, panel):
    finest(qtbot, panel)
    session.drawing.draw(RemoveSamples(np.arange(4)))
    assert "no samples" in panel.hint.text()
    session.undo_stack.undo()
    finest(qtbot, panel)


def test_costs_beyond_all_numbers_are_hatched_and_told(qtbot, session, panel):
    found = finest(qtbot, panel)
    costs = found.costs.copy()
    costs[:20] = np.inf
    panel.view.show_landscape(replace(found, costs=costs))
    panel._show_words()
    assert "beyond all numbers" in panel.words.whole
    assert is_painted(panel)


# ---- scale, zoom, keys ----


def wheel(view, place, notches):
    event = QWheelEvent(
        QPointF(place),
        view.viewport().mapToGlobal(QPointF(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        NONE,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_legend_tells_the_costs_at_the_ends_of_the_colours(qtbot, panel):
    found = finest(qtbot, panel)
    assert panel.legend.texts == (format_number(found.costs.min(), 2), format_number(found.costs.max(), 2))


def test_the_wheel_zooms_around_the_mouse_and_fit_shows_all_again(qtbot, session, panel):
    found = finest(qtbot, panel)
    before = found.x[-1] - found.x[0]
    place = pixel(panel.view, found.x[70], found.y[60])
    at = panel.view.plotItem.vb.mapSceneToView(panel.view.mapToScene(place))
    wheel(panel.view, place, 4)

    def is_closer():
        now = panel.view.landscape
        return now.x.size == 100 and now.x[-1] - now.x[0] < 0.5 * before

    qtbot.waitUntil(is_closer)
    again = panel.view.plotItem.vb.mapSceneToView(panel.view.mapToScene(place))
    assert (again.x(), again.y()) == pytest.approx((at.x(), at.y()))
    steps(qtbot, session, 3)
    assert is_closer()  # a run does not move what was chosen
    for show_all in (panel.fit_button.click, lambda: double_click(panel.view, pixel(panel.view, at.x(), at.y()))):
        show_all()
        qtbot.waitUntil(lambda: panel.view.landscape.x[-1] - panel.view.landscape.x[0] >= 0.9 * before)
        wheel(panel.view, place, 4)
        qtbot.waitUntil(is_closer)


def double_click(view, place):
    mouse(view, QEvent.Type.MouseButtonDblClick, place)


def test_arrow_keys_move_the_point_as_one_undo_step(qtbot, session, panel):
    finest(qtbot, panel)
    before = session.snapshot.theta.copy()
    panel.view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(panel.view, key)
    across, up = panel.indices
    qtbot.waitUntil(lambda: session.snapshot.theta[up] > before[up])
    assert session.snapshot.theta[across] - before[across] == pytest.approx(
        2 * (session.snapshot.theta[up] - before[up])
    )
    assert session.undo_stack.count() == 1
    assert session.snapshot.step == 0
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before))


def test_arrow_keys_are_not_the_windows(panel):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    panel.view.show_landscape(None)
    QApplication.sendEvent(panel.view, event)
    assert not event.isAccepted()


def test_values_are_written_on_lines_while_the_run_stands_still(qtbot, session, panel):
    found = finest(qtbot, panel)
    written = [label.text() for label in panel.view._levels if label.isVisible()]
    assert written
    assert set(written) <= {level_text(level) for level in found.levels}
    panel.view.set_still(False)
    panel.view.show_landscape(found)
    assert not any(label.isVisible() for label in panel.view._levels)


@pytest.mark.parametrize(("level", "text"), [(0.2, "0.2"), (300.0, "300"), (1e-5, "1·10⁻⁵"), (0.0, "0")])
def test_levels_are_round(level, text):
    assert level_text(level) == text


@pytest.mark.parametrize("angle", np.linspace(0.0, 6.0, 9).tolist())
@pytest.mark.parametrize("start", [(30.0, 30.0), (150.0, 20.0), (290.0, 70.0)])
def test_arrow_and_label_stay_in_the_picture_and_apart(angle, start):
    room, size = QRectF(0, 0, 300, 90), QSizeF(34, 18)
    begin, way = QPointF(*start), (np.cos(angle), np.sin(angle))
    tip = arrow_tip(begin, way, room)
    if tip is None:
        assert not room.adjusted(25, 25, -25, -25).contains(begin)
        return
    assert room.contains(tip)
    middle = label_place(begin, tip, size, room)
    box = QRectF(middle.x() - 17, middle.y() - 9, 34, 18)
    for share in np.linspace(0.3, 1.0, 20):
        assert not box.contains(begin + (tip - begin) * share)
