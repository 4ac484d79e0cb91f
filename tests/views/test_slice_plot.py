"""The Slice tab: what is drawn is what the step does, and the words are true."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from playground.data.strokes import RemoveSamples
from playground.experiment.experiment import GradientDescent
from playground.explain.target import Target
from playground.views.slice_plot import SlicePlot
from playground.worker.messages import RunState
from playground.worker.slice_probes import UpdateSlice, WeightSlice
from tests.views.probing import Questions, is_painted, shown, steps


@pytest.fixture
def panel(qtbot, session, theme):
    return shown(qtbot, SlicePlot(session, theme))


def result(qtbot, panel, kind=UpdateSlice):
    qtbot.waitUntil(lambda: isinstance(panel._result, kind))
    return panel._result


def test_the_step_is_marked_with_what_it_does(qtbot, session, panel):
    found = result(qtbot, panel)
    steps(qtbot, session, 1)
    assert session.snapshot.cost == pytest.approx(found.cost_after, rel=1e-12)
    assert "η = 1.00" in panel.words.whole
    assert any(mark.label.startswith("step") for mark in panel.view.picture.marks)
    assert is_painted(panel)


def test_another_learning_rate_moves_the_mark(qtbot, session, panel):
    result(qtbot, panel)
    session.change_training("η", optimizer=GradientDescent(learning_rate=0.25))
    qtbot.waitUntil(lambda: panel._result.learning_rate == 0.25)
    assert "η = 0.250" in panel.words.whole


def test_a_step_that_is_too_long_is_told(qtbot, session, panel):
    result(qtbot, panel)
    session.change_training("η", optimizer=GradientDescent(learning_rate=1e4))
    qtbot.waitUntil(lambda: panel._result.learning_rate == 1e4)
    found = panel._result
    verb = "raises" if found.cost_after > found.outlook.here else "lowers"
    assert verb in panel.words.whole


def test_one_weight_follows_the_selection(qtbot, session, panel):
    panel.kinds.buttons["weight"].click()
    assert result(qtbot, panel, WeightSlice).index == 0
    session.selection.choose(Target("parameter", index=5))
    qtbot.waitUntil(lambda: panel._result is not None and panel._result.index == 5)
    found = panel._result
    assert found.slope == pytest.approx(session.snapshot.gradient[5])
    assert panel.choice.currentIndex() == 5
    panel.choice.activated.emit(2)
    assert session.selection.target == Target("parameter", index=2)


def test_a_tab_that_nobody_sees_asks_nothing_and_catches_up(qtbot, session, theme, monkeypatch):
    asked = Questions(session, monkeypatch)
    panel = SlicePlot(session, theme)
    qtbot.addWidget(panel)
    steps(qtbot, session, 3)
    assert asked.keys == []
    shown(qtbot, panel)
    assert result(qtbot, panel) is not None
    assert set(asked.keys) == {"slice"}


def test_it_is_live_while_running(qtbot, session, panel):
    result(qtbot, panel)
    session.run()
    seen = set()

    def is_live():
        seen.add(panel._result.outlook.here)
        return len(seen) > 3

    qtbot.waitUntil(is_live, timeout=10_000)
    session.pause()
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)
    qtbot.waitUntil(lambda: panel._result.outlook.here == pytest.approx(session.snapshot.cost, rel=1e-12))


def test_without_samples_it_says_so_and_comes_back(qtbot, session, panel):
    result(qtbot, panel)
    session.drawing.draw(RemoveSamples(np.arange(4)))
    assert "no samples" in panel.hint.text()
    assert panel.view.picture is None
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: panel.view.picture is not None)
    assert not panel.hint.isVisible()


def test_the_mouse_reads_the_cost(qtbot, session, panel):
    found = result(qtbot, panel)
    panel.view.hovered.emit(found.learning_rate, QPoint(100, 50))
    assert dict(panel.card.readout.rows)["cost"]
    panel.view.hovered.emit(None, QPoint())
    assert panel.card.readout is None


def test_both_palettes(qtbot, session, theme, panel):
    result(qtbot, panel)
    theme.set_mode("dark")
    assert is_painted(panel)
    theme.set_mode("light")


# ---- near and far ----


def test_a_step_that_could_not_be_seen_is_looked_at_from_near(qtbot, session, panel):
    found = result(qtbot, panel)
    steps(qtbot, session, 800)
    qtbot.waitUntil(lambda: panel._result is not None and panel._result.near)
    found = panel._result
    assert panel.reach.key == "near"
    assert found.learning_rates[-1] == 4 * found.learning_rate
    picture = panel.view.picture
    here, after = picture.dots[:2]
    assert (here.x, after.x) == (0.0, found.learning_rate)
    left, right = panel.view.plotItem.vb.viewRange()[0]
    assert (after.x - here.x) / (right - left) > 0.2
    panel.reach.buttons["far"].click()
    qtbot.waitUntil(lambda: not panel._result.near)
    assert panel._result.learning_rates[-1] > 100 * found.learning_rate


def test_the_tangent_begins_at_the_current_point(qtbot, panel):
    result(qtbot, panel)
    assert panel.view.picture.straights[0].begin == 0.0


def test_zero_but_for_rounding_is_called_so(qtbot, session, panel):
    session.open_example("twice")
    found = result(qtbot, panel)
    assert 0.0 <= found.outlook.best_cost < 1e-18
    assert "is 0, up to rounding at η = 0.0833" in panel.words.whole
    assert "from η = 0.167" in panel.words.whole


def test_a_line_that_never_rises_is_told_for_good(qtbot, session, panel):
    steps(qtbot, session, 800)
    qtbot.waitUntil(lambda: panel._result is not None and panel._result.outlook.settled)
    assert "no step along this line raises the cost" in panel.words.whole


def test_the_plot_never_moves(qtbot, session, panel):
    places = set()
    for rate in (1e-3, 1.0, 1e4, 1e9):
        session.change_training("η", optimizer=GradientDescent(learning_rate=rate))
        qtbot.waitUntil(lambda rate=rate: panel._result is not None and panel._result.learning_rate == rate)
        panel.grab()
        places.add(panel.view.geometry().getRect())
    assert len(places) == 1


@pytest.mark.parametrize("value", [1e9, 1e120, 1e160])
def test_after_a_divergence_words_and_picture_are_true(qtbot, session, panel, value):
    session.open_example("twice")
    session.set_parameters(np.full(1, value))
    qtbot.waitUntil(lambda: panel._result is not None and panel._result.outlook.here > 1e17)
    assert "NaN" not in panel.words.whole
    assert panel.hint.isVisible() == (value >= 1e160) == (panel.view.picture is None)
    panel.show_weight()
    qtbot.waitUntil(lambda: isinstance(panel._result, WeightSlice))
    if value < 1e120:
        low, high = panel.view.plotItem.vb.viewRange()[0]
        assert low < 0.6 * value < 1.4 * value < high
    assert is_painted(panel)
