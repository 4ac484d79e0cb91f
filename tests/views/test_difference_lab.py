"""The finite-difference lab: the numbers are those of the computation, the words are true at every ε."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.core.gradients import central_difference, forward_difference
from playground.data.strokes import RemoveSamples
from playground.explain.target import Target
from playground.views.difference_lab import DifferenceLab
from playground.views.numbers import format_number
from tests.views.probing import Questions, is_painted, pixel, shown, steps


@pytest.fixture
def panel(qtbot, session, theme):
    panel = shown(qtbot, DifferenceLab(session, theme))
    qtbot.waitUntil(lambda: panel._secant is not None and panel._errors is not None and panel._times is not None)
    return panel


def secant(qtbot, panel, epsilon):
    """Choose an ε and wait for its secant."""
    panel._on_epsilon(epsilon)
    central = panel.methods.key == "central"

    def is_there():
        found = panel._secant
        wide = found.quotient.high[0] - found.value
        return wide == pytest.approx(epsilon, rel=0.3, abs=2e-16) and (found.quotient.low[0] != found.value) == (
            central and not found.quotient.lost
        )

    qtbot.waitUntil(is_there)
    return panel._secant


@pytest.mark.parametrize(("method", "reference"), [("forward", forward_difference), ("central", central_difference)])
def test_the_sentence_has_the_numbers_of_the_reference(qtbot, session, panel, method, reference):
    panel.methods.buttons[method].click()
    secant(qtbot, panel, 1e-3)
    data = session.dataset.inputs, session.dataset.targets
    expected = reference(session.built.recipe.objective, session.snapshot.theta, *data, 1e-3)[0]
    exact = session.snapshot.gradient[0]
    assert f"ε = {format_number(expected)}, exact" in panel.words.whole
    assert f"= {format_number(exact)}, difference" in panel.words.whole


def test_the_slider_goes_from_1_to_1e16(qtbot, panel):
    panel.slider.setFocus()
    assert panel.epsilon == 1.0
    qtbot.keyClick(panel.slider, Qt.Key.Key_Home)
    assert panel.epsilon == pytest.approx(1e-16)
    qtbot.keyClick(panel.slider, Qt.Key.Key_End)
    assert panel.epsilon == 1.0


def test_an_epsilon_that_is_too_small_is_told(qtbot, session, panel):
    session.by_hand.set(0, 50.0)
    qtbot.waitUntil(lambda: panel._secant.value == 50.0)
    panel._on_epsilon(1e-16)
    qtbot.waitUntil(lambda: panel._secant.quotient.lost)
    assert "So small" in panel.words.whole


def test_noise_is_called_noise(qtbot, panel):
    secant(qtbot, panel, 1e-15)
    difference = abs(panel._secant.quotient.value - panel._secant.exact)
    assert ("noise" in panel.words.whole) == (
        difference > 0.5 * abs(panel._secant.exact) and not panel._secant.quotient.flat
    )


def test_saturated_units_have_a_true_sentence(qtbot, session, panel):
    session.set_parameters(np.full(9, 800.0))
    qtbot.waitUntil(lambda: panel._secant.value == 800.0)
    assert panel._secant.exact == 0.0
    assert "does nothing here" in panel.words.whole
    assert is_painted(panel)


def test_count_and_times_are_told(panel):
    assert "P + 1 = 10" in panel.price.text()
    assert "chain rule: 1 forward + 1 backward pass" in panel.price.text()
    assert "one forward and one backward pass" in panel.price.toolTip()


def test_pressing_on_the_errors_chooses_epsilon(qtbot, panel):
    view = panel.errors_view
    low, high = view.plotItem.vb.viewRange()[1]
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=pixel(view, -8.0, (low + high) / 2))
    assert -8.3 < np.log10(panel.epsilon) < -7.7
    view.hovered.emit(1e-3, QPoint(20, 20))
    assert len(panel.errors_card.readout.rows) == 4


def test_zoomed_in_the_axis_is_the_change(qtbot, panel):
    secant(qtbot, panel, 1e-6)
    panel.zoom.click()
    qtbot.waitUntil(lambda: panel.view.picture.x[-1] == pytest.approx(3.0, rel=1e-3))
    assert panel.view.axis("bottom").name.endswith("/ ε")
    assert is_painted(panel)


def test_it_follows_the_selection_and_the_run(qtbot, session, panel):
    session.selection.choose(Target("parameter", index=7))
    qtbot.waitUntil(lambda: panel._secant is not None and panel._secant.index == 7)
    steps(qtbot, session, 20)
    qtbot.waitUntil(lambda: panel._secant.value == session.snapshot.theta[7])
    assert panel._secant.exact == pytest.approx(session.snapshot.gradient[7])


def test_another_network_lets_go_of_what_is_gone(qtbot, session, panel):
    session.selection.choose(Target("parameter", index=8))
    session.open_example("twice")
    qtbot.waitUntil(lambda: panel._secant is not None and panel._secant.index == 0)


def test_without_samples_it_says_so(qtbot, session, panel):
    session.drawing.draw(RemoveSamples(np.arange(4)))
    assert "no samples" in panel.hint.text()
    assert panel.words.whole == panel.price.text() == ""


def test_a_hidden_tab_asks_nothing(qtbot, session, theme, monkeypatch):
    asked = Questions(session, monkeypatch)
    panel = DifferenceLab(session, theme)
    qtbot.addWidget(panel)
    steps(qtbot, session, 2)
    assert asked.keys == []


def test_both_palettes(theme, panel):
    theme.set_mode("dark")
    assert is_painted(panel)
    theme.set_mode("light")


# ---- connected to the training ----


def test_it_opens_with_the_differences_of_the_training(qtbot, session, theme):
    session.change_training("differences", gradient="central-difference", epsilon=1e-4)
    panel = shown(qtbot, DifferenceLab(session, theme))
    assert (panel.methods.key, panel.epsilon) == ("central", 1e-4)
    assert panel.errors_view.training_epsilon == 1e-4
    assert panel.training_key.isVisible()
    session.change_training("differences", gradient="forward-difference", epsilon=0.01)
    assert (panel.methods.key, panel.epsilon) == ("forward", 0.01)
    session.change_training("chain rule", gradient="backpropagation")
    assert panel.errors_view.training_epsilon is None
    assert not panel.training_key.isVisible()


def test_use_in_training_is_one_undo_step(qtbot, session, panel):
    before = session.experiment.training
    panel.methods.buttons["central"].click()
    panel._on_epsilon(1e-5)
    qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    training = session.experiment.training
    assert (training.gradient, training.epsilon) == ("central-difference", 1e-5)
    assert session.undo_stack.count() == 1
    assert not panel.use.isEnabled()
    assert "already" in panel.use.toolTip()
    session.undo_stack.undo()
    assert session.experiment.training == before
    assert panel.use.isEnabled()


# ---- nothing moves, nothing is clipped ----


def test_no_plot_moves_while_epsilon_is_dragged(qtbot, session, panel):
    places = set()
    for method in ("forward", "central"):
        panel.methods.buttons[method].click()
        for power in range(0, -17, -2):
            secant(qtbot, panel, 10.0**power)
            panel.grab()
            places.add((panel.view.geometry().getRect(), panel.errors_view.geometry().getRect(), panel.slider.width()))
    assert len(places) == 1


@pytest.mark.parametrize("height", [320, 280, 240, 200])
def test_in_a_low_panel_there_is_one_plot_at_a_time(panel, height):
    panel.resize(460, height)
    panel.grab()
    both = panel.view.isVisible() and panel.errors_view.isVisible()
    assert both == (height > 262)
    assert panel.side.isVisible() != both
    assert panel.view.height() > 45
    if not both:
        panel.side.buttons["error"].click()
        panel.grab()
        assert panel.errors_view.isVisible()
        assert not panel.view.isVisible()
    assert panel.price.fontMetrics().horizontalAdvance(panel.price.text()) <= panel.price.width()


def test_the_name_of_an_axis_is_whole_or_not_there(panel):
    for height in (340, 220):
        panel.resize(690, height)
        panel.side.buttons["error"].click()
        panel.grab()
        axis = panel.errors_view.axis("left")
        assert axis.label.opacity() == 0.0 or axis.label.boundingRect().width() <= axis.size().height()


# ---- true words ----


def test_a_flat_relu_is_not_called_saturated(qtbot, session, panel):
    session.change_model(
        msgspec.structs.replace(session.experiment.model, activations=("relu", "sigmoid"), layers=(2, 2, 1))
    )
    qtbot.waitUntil(lambda: session.snapshot is not None)
    theta = np.zeros(9)
    theta[4:6] = -5.0
    session.set_parameters(theta)
    qtbot.waitUntil(lambda: panel._secant is not None and panel._secant.value == 0.0)
    secant(qtbot, panel, 1e-3)
    assert "Both costs are the very same number" in panel.words.whole
    assert "saturated" not in panel.words.whole


def test_twice_needs_no_small_epsilon_for_the_central_difference(qtbot, session, panel):
    session.open_example("twice")
    panel.methods.buttons["central"].click()
    qtbot.waitUntil(lambda: "quadratic" in panel.words.whole)
    assert "Every ε does" in panel.words.whole
    panel.methods.buttons["forward"].click()
    qtbot.waitUntil(lambda: "Best: ε ≈" in panel.words.whole)


def test_costs_that_are_too_large_are_told_in_words(qtbot, session, panel):
    session.open_example("twice")
    session.set_parameters(np.full(1, 1e140))
    qtbot.waitUntil(lambda: panel._secant is not None and panel._secant.value == 1e140)
    assert "too large to be drawn" in panel.hint.text()
    assert panel.view.picture is None
    assert "/ε = 0, " in panel.words.whole
    assert "straight line" not in panel.words.whole
    session.set_parameters(np.full(1, 2.5))
    qtbot.waitUntil(lambda: panel.view.picture is not None)
    assert not panel.hint.isVisible()
