"""The Landscape tab: exact costs around the current point, the path, and a point that sets two parameters."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.data.strokes import RemoveSamples
from playground.session.selection import Target
from playground.views.landscape_plot import LandscapePlot
from tests.views.probing import Questions, is_painted, pixel, shown, steps

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def panel(qtbot, session, theme):
    return shown(qtbot, LandscapePlot(session, theme))


def finest(qtbot, panel):
    qtbot.waitUntil(lambda: panel.view.landscape is not None and panel.view.landscape.x.size == 100, timeout=20_000)
    return panel.view.landscape


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
