"""The strip below the network: what is selected, what a hand has changed, the formula of a part."""

import pytest

from playground.explain.target import Target
from playground.session.session import Session
from playground.views.network_canvas import NetworkCanvas
from playground.views.network_hands import hand_readout
from playground.views.numbers import format_number
from tests.views.on_the_network import picture


def test_the_strip_tells_of_what_is_selected_between_steps(canvas: NetworkCanvas, session: Session):
    assert "Click an edge" in canvas.strip.accessibleDescription()
    session.selection.choose(Target("parameter", index=6))
    assert canvas.strip.readout.title == "w₁⁽²⁾"
    picture(canvas)
    session.selection.choose(Target("unit", layer=1, unit=0))
    assert canvas.strip.readout.title == "h₁"
    picture(canvas)


def test_of_two_parameters_changed_at_once_the_prediction_is_their_sum(session: Session):
    session.by_hand.begin("move")
    session.by_hand.set_all({0: 1.0, 6: -2.0})
    reading = session.by_hand.reading
    assert reading is not None
    told = dict(hand_readout(session.network, reading, session.snapshot).rows)
    session.by_hand.cancel()
    slopes, theta = session.snapshot.gradient, session.snapshot.theta
    expected = slopes[0] * (1.0 - theta[0]) + slopes[6] * (-2.0 - theta[6])
    assert told["predicted Σ g·δ"] == format_number(expected, 4, signed=True)
    assert {"δ of w₁₁⁽¹⁾", "δ of w₁⁽²⁾", "g = ∂C/∂w₁₁⁽¹⁾", "g = ∂C/∂w₁⁽²⁾"} <= set(told)


@pytest.mark.parametrize("width", [300, 450, 640, 1200])
def test_the_strip_never_leaves_out_the_result(canvas: NetworkCanvas, width: int):
    strip = canvas.strip
    strip.setFixedWidth(width)
    formula = "∂C/∂w₁₁⁽¹⁾ = " + " + ".join(["0.1234·(−2.345)"] * 6) + " = −0.03471  (exact: −0.0086775)"
    strip.show_part(formula, "By the layer rule it is 4 times the exact derivative, and this is said in many words.")
    for note in (strip.note, ""):
        strip.show_part(formula, note)
        _, lines = strip._lines(strip._chunks())
        assert len(lines) <= 3
        assert any(line[-1].words[-1].text == "(exact: −0.0086775)" for line in lines)
        picture(canvas)
