"""The finite-difference lab: the numbers are those of the computation, the words are true at every ε."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.core.gradients import central_difference, forward_difference
from playground.data.strokes import RemoveSamples
from playground.session.selection import Target
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
    assert f"quotient = {format_number(expected)}" in panel.words.whole
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
