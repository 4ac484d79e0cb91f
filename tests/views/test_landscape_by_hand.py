"""The landscape while a hand changes parameters."""

import pytest

from playground.explain.target import Target
from playground.views import landscape_plot
from playground.views.landscape_plot import LandscapePlot
from playground.views.numbers import format_number
from playground.worker.messages import RunState
from tests.views.probing import Questions, finest, shown


@pytest.fixture
def panel(qtbot, session, theme):
    return shown(qtbot, LandscapePlot(session, theme))


def test_a_change_by_hand_tells_prediction_and_truth(qtbot, session, panel):
    finest(qtbot, panel)
    start = session.snapshot
    across, up = panel.indices
    panel._on_drag_began()
    panel._set_point((start.theta[across] + 0.01, start.theta[up] - 0.02))
    predicted = 0.01 * start.gradient[across] - 0.02 * start.gradient[up]
    qtbot.waitUntil(lambda: "predicted" in panel.words.whole and "…" not in panel.words.whole)
    real = session.snapshot.cost - start.cost
    assert f"predicted Σ g·δ = {format_number(predicted, 4, signed=True)}" in panel.words.whole
    assert f"real change = {format_number(real, 4, signed=True)}" in panel.words.whole
    session.by_hand.end()


def test_a_hand_that_moves_the_two_moves_the_point_alone(qtbot, session, panel, monkeypatch):
    finest(qtbot, panel)
    qtbot.wait(200)  # it has its shape now
    found = finest(qtbot, panel)
    across = panel.indices[0]
    session.by_hand.begin("change by hand")
    with monkeypatch.context() as patch:
        patch.setattr(landscape_plot, "_REST_MS", 60_000)  # the hand does not rest, however slow the machine
        asked = Questions(session, patch)
        value = session.by_hand.value(across) + 0.25
        session.by_hand.set(across, value)
        qtbot.waitUntil(lambda: panel.view.landscape.point[0] == value)
        shown = panel.view.landscape
        assert shown.costs is found.costs
        assert shown.cost == session.snapshot.cost
        assert shown.slopes[0] == session.snapshot.gradient[across]
        assert "landscape" not in asked.keys
        before = session.snapshot
        session.by_hand.set(8, session.by_hand.value(8) + 0.1)  # now all costs are others
        assert asked.keys.count("landscape") == 1, "asked for at once, not when the truth is there"
        assert session.snapshot is before
        qtbot.waitUntil(lambda: panel.view.landscape.theta[8] == session.by_hand.value(8))
        qtbot.wait(60)
        assert asked.keys.count("landscape") == 1
        far = found.x[-1] + 1.0
        session.by_hand.begin("change by hand")
        session.by_hand.set(across, far)  # outside of what is known
        qtbot.waitUntil(lambda: panel.view.landscape.point[0] == far)
        session.by_hand.set(across, value)
        qtbot.waitUntil(lambda: panel.view.landscape.point[0] == value)
    session.by_hand.set(8, session.by_hand.value(8) + 0.1)
    session.by_hand.end()
    qtbot.waitUntil(lambda: panel.view.landscape.theta[8] == session.snapshot.theta[8])
    qtbot.waitUntil(lambda: panel.view.landscape.costs is not found.costs)
    assert finest(qtbot, panel).point[0] == value


def test_after_a_hand_that_paused_and_let_go_the_landscape_is_fine_again(qtbot, session, panel):
    finest(qtbot, panel)
    session.by_hand.begin("change by hand")
    session.by_hand.set(8, session.by_hand.value(8) + 0.1)
    qtbot.waitUntil(lambda: panel.view.landscape.theta[8] == session.by_hand.value(8))
    qtbot.wait(400)
    session.by_hand.end()
    assert finest(qtbot, panel).theta[8] == session.by_hand.value(8)


def test_costs_of_another_order_or_range_are_not_taken_for_the_present_ones(qtbot, session, panel):
    finest(qtbot, panel)
    order, measured = panel._measured
    assert panel._move(session.snapshot)
    panel._measured = order - 1, measured
    assert not panel._move(session.snapshot)
    panel._measured, panel._zoom = (order, measured), ((0.0, 1.0), (0.0, 1.0))
    assert not panel._move(session.snapshot)


def test_values_leave_the_lines_while_a_hand_moves_them_and_come_back(qtbot, session, panel):
    finest(qtbot, panel)

    def written() -> bool:
        return any(label.isVisible() for label in panel.view._levels)

    assert written()
    session.by_hand.set(panel.indices[0], session.by_hand.value(panel.indices[0]) + 0.1)
    qtbot.waitUntil(lambda: not written())
    qtbot.waitUntil(written)


def test_the_landscape_follows_a_hand_on_another_weight_during_a_run(qtbot, session, panel, monkeypatch):
    finest(qtbot, panel)
    session.set_speed(200.0)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 2)
    session.by_hand.begin("change by hand")
    session.by_hand.set(8, 3.0)
    qtbot.waitUntil(lambda: panel.view.landscape.theta[8] > 2.5)
    asked = Questions(session, monkeypatch)
    seen = panel.view.landscape
    qtbot.waitUntil(lambda: panel.view.landscape is not seen)  # the run goes on although the hand rests
    assert "landscape" in asked.keys
    session.by_hand.end()
    session.pause()
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)
    assert finest(qtbot, panel).theta[8] == session.snapshot.theta[8]


def test_axes_chosen_here_stay_when_another_weight_is_selected(qtbot, session, panel):
    session.selection.choose(Target("parameter", index=5))
    assert panel.indices[0] == 5
    panel.choices[0].setCurrentIndex(2)
    panel.choices[0].chosen.emit(2)
    session.selection.choose(Target("parameter", index=8))
    assert panel.indices == (2, panel.indices[1])
    assert 8 not in panel.indices
    session.open_example("xor")
    session.selection.choose(Target("parameter", index=8))
    assert panel.indices[0] == 8
