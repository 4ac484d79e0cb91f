"""The strip below the network: what is selected, what a hand has changed, the formula of a part."""

import pytest
from pytestqt.qtbot import QtBot

from playground.explain.target import Target
from playground.session.session import Session
from playground.views.network_canvas import NetworkCanvas
from playground.views.network_hands import TOO_FAR, hand_readout
from playground.views.network_strip import _pieces
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


@pytest.mark.parametrize(("far", "is_rough"), [(1e-4, False), (30.0, True)])
def test_a_long_way_is_told_to_be_too_far_for_the_slope(
    session: Session,
    qtbot: QtBot,
    far: float,
    is_rough: bool,
):
    session.by_hand.begin("move")
    session.by_hand.set(6, session.by_hand.value(6) + far)
    qtbot.waitUntil(lambda: session.by_hand.reading.real is not None)
    reading = session.by_hand.reading
    assert reading is not None
    told = hand_readout(session.network, reading, session.snapshot)
    session.by_hand.cancel()
    assert (TOO_FAR in dict(told.rows)) == is_rough
    assert (told.rows[-1][0] == TOO_FAR) == is_rough, "the first to give way where there is no room"


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
        cut = [line for line in lines if line[-1].words[-1].text == "…"]
        assert all(strip._width_of(line, strip._lines(strip._chunks())[0]) <= width for line in cut)
        picture(canvas)


def test_a_formula_is_broken_between_its_statements(canvas: NetworkCanvas):
    strip = canvas.strip
    strip.setFixedWidth(480)
    strip.show_part(
        "∂C/∂w = 1/4·Σᵢ tᵢ = 0.001821;  tᵢ = 2(a − y)·a(1 − a)·h₁ = 2(0.4959 − 0)·0.4959(1 − 0.4959)·0.6443 = 0.1597"
    )
    _, lines = strip._lines(strip._chunks())
    assert [line[0].words[0].text for line in lines] == ["∂C/∂w", "tᵢ"]
    assert not any(word.text.startswith("− 0") for line in lines for chunk in line for word in chunk.words)


def test_where_there_is_no_room_for_the_numbers_symbols_and_result_stay(canvas: NetworkCanvas):
    strip = canvas.strip
    strip.setFixedWidth(420)
    symbols, numbers = "(a − y)·w·" * 6 + "x", "0.4959·0.1234·" * 5 + "1"
    strip.show_part(
        f"∂C/∂w = 1/4·Σᵢ tᵢ = 0.001821;  tᵢ = {symbols} = {numbers} = 0.1597", "The error times what came in."
    )
    _, lines = strip._lines(strip._chunks())
    told = [" ".join(word.text for chunk in line for word in chunk.words) for line in lines]
    assert told == ["∂C/∂w = 1/4·Σᵢ tᵢ = 0.001821;", f"tᵢ = {symbols} = 0.1597", "The error times what came in."]
    strip.setFixedWidth(200)
    _, lines = strip._lines(strip._chunks())
    told = [" ".join(word.text for chunk in line for word in chunk.words) for line in lines]
    assert not any(line.startswith("tᵢ = 0.1597") for line in told), "the symbols are not left out"


@pytest.mark.parametrize(
    "formula",
    [
        "C = 1/4·Σᵢ tᵢ = −0.03109;  t₁ = 2(a − y)·(1 − a₁⁽²⁾²)·h₁ = 2(−0.4 − 1)·(1 − (−0.3964)²)·0.6407 = 0.001587",
        "a₁ = exp(z₁)/(exp(z₁) + exp(z₂)) = exp(−2.5)/(exp(−2.5) + exp(1.085)) = 0.02596",
    ],
)
def test_no_bracket_is_broken(formula: str):
    for piece in _pieces(formula):
        assert piece.count("(") == piece.count(")")
    assert "".join(_pieces(formula)).replace(" ", "") == formula.replace(" ", "")
    long = "C = 1/4·(" + " + ".join(["0.1234"] * 12) + ") = 0.3"
    assert len(_pieces(long)) > 10


def test_statements_stand_apart_only_where_that_takes_no_more_lines(canvas: NetworkCanvas):
    strip = canvas.strip
    short, long = "z = 0.1·0.2 = 0.02", " + ".join(["0.1234·0.5678"] * 8)
    strip.show_part(f"{short};  a = {long}")
    strip.setFixedWidth(round(1.15 * strip._metrics("medium", 12.0).horizontalAdvance(long)))
    assert len(strip._lines(strip._chunks())[1]) == 2
    strip.show_part(f"{short};  b = {long} + {long[:40]}")
    _, lines = strip._lines(strip._chunks())
    assert len(lines) == 2
    assert len(lines[0]) > 3, "the first statement shares its line"


def test_the_layer_rule_is_told_layer_by_layer(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    session.open_example("chain")
    session.change_training("method", gradient="layer-rule")
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.by_the_rule is not None)
    depth = session.network.depth
    told = canvas.strip.readout
    assert told is not None
    assert told.title == "Layer rule"
    factors = [f"×{2 ** (depth - layer)}" for layer in range(1, depth + 1)]
    assert [value.split(":")[0] for _, value in told.rows] == factors
    session.selection.choose(Target("parameter", index=0))
    told = canvas.strip.readout
    assert told is not None
    rows = dict(told.rows)
    assert rows["exact ∂C/∂w⁽¹⁾"] != rows[f"by the layer rule, ×{2 ** (depth - 1)}"]
