"""The Prediction panel: what it shows, what it tells, and drawing on it."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.data.dataset import Dataset
from playground.experiment.experiment import GeneratedData, InlineData, Split
from playground.session.session import Session
from playground.views.curve_range import CurveRange
from playground.views.drawing_tools import DrawingTools
from playground.views.prediction_plot import PredictionPlot
from playground.views.sample_marks import classes_of, marker_size
from playground.views.theme import Theme
from tests.views.hands import Hand, inline, on_screen, shown_panel


@pytest.fixture
def tools(qapp: QApplication) -> Iterator[DrawingTools]:
    tools = DrawingTools(qapp)
    yield tools
    tools.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, session: Session, theme: Theme, tools: DrawingTools) -> PredictionPlot:
    return shown_panel(qtbot, session, theme, tools)


@pytest.fixture
def hand(panel: PredictionPlot, qtbot: QtBot) -> Hand:
    return Hand(panel, qtbot)


def picture(panel: PredictionPlot) -> QImage:
    return QImage(panel.view.grab().toImage())


def told(panel: PredictionPlot) -> dict[str, str]:
    readout = panel._card.readout
    return {"title": readout.title, "remark": readout.remark, **dict(readout.rows)} if readout is not None else {}


# ---- what it shows ----


def test_the_plane_of_two_inputs_is_square_and_named(panel: PredictionPlot):
    frame = panel.view.frame()
    assert frame.width == pytest.approx(frame.height, abs=1.0)
    assert frame.x == pytest.approx(panel._grid.extent[0])
    assert panel.view.axis("bottom")._end_name.text() == "x₁"
    assert panel.view.axis("left")._end_name.text() == "x₂"


@pytest.mark.parametrize("size", [(371, 352), (300, 500), (700, 300), (200, 190)])
def test_it_stays_square_in_any_panel(panel: PredictionPlot, size: tuple[int, int]):
    panel.resize(*size)
    panel.grab()
    frame = panel.view.frame()
    assert frame.width == pytest.approx(frame.height, abs=1.0)


def test_the_picture_is_live(panel: PredictionPlot, session: Session, qtbot: QtBot):
    before = picture(panel)
    session.take_steps(500)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 500)
    assert picture(panel) != before


def test_the_heat_map_has_the_scales_colours(panel: PredictionPlot, session: Session):
    grid = session.grid
    ramp = np.tile(np.linspace(0.0, 1.0, grid.resolution), grid.resolution)
    panel.view.show_responses(grid, ramp, (0.0, 1.0))
    shown, frame = picture(panel), panel.view.frame()
    row = round(panel.view._box().center().y())
    left = round(panel.view._box().left())
    orange, blue = shown.pixelColor(left + 1, row), shown.pixelColor(left + round(frame.width) - 2, row)
    assert orange.red() > orange.blue() + 130
    assert blue.blue() > blue.red() + 130


def test_what_is_not_a_number_is_hatched(panel: PredictionPlot, session: Session):
    grid = session.grid
    panel.view.show_responses(grid, np.full(grid.resolution**2, np.nan), (0.0, 1.0))
    box, shown = panel.view._box(), picture(panel)
    colors = {shown.pixelColor(round(box.center().x()) + x, round(box.center().y())).name() for x in range(20)}
    assert len(colors) > 1
    assert all(abs(int(name[1:3], 16) - int(name[5:7], 16)) < 40 for name in colors)


def test_one_input_has_a_curve(panel: PredictionPlot, session: Session, qtbot: QtBot):
    session.open_example("twice")
    assert panel.view.axis("bottom")._end_name.text() == "x"
    assert panel.view.axis("left")._end_name.text() == "y"
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.grid == session.grid)
    x, y = panel.view._curve.getData()
    assert x.tolist() == pytest.approx(session.grid.coordinates(0).tolist())
    assert session.snapshot is not None
    assert y.tolist() == pytest.approx((x * session.snapshot.theta[0]).tolist())
    panel.view.show_responses(session.grid, np.full(len(x), 1e300), (0.0, 1.0))
    assert np.abs(panel.view._curve.getData()[1]).max() < 1e4
    picture(panel)


def test_the_plot_is_high_enough_for_the_curve(panel: PredictionPlot, session: Session):
    session.open_example("twice")
    grid, view = session.grid, panel.view
    low, high = grid.extent[1]
    span = high - low
    flat = np.ones(grid.resolution)
    view.show_responses(grid, flat * (low - 0.7 * span), (0.0, 1.0))
    assert view.frame().y[0] < low - 0.7 * span
    assert view.frame().y[1] == high
    assert not any(label.isVisible() for label in view.edge_labels)
    view.show_responses(grid, flat * (low + 0.5 * span), (0.0, 1.0))
    assert view.frame().y == (low, high)


def test_a_curve_far_outside_is_told_at_the_edge(panel: PredictionPlot, session: Session):
    session.open_example("twice")
    grid, view = session.grid, panel.view
    low, high = grid.extent[1]
    view.show_responses(grid, np.linspace(low, high + 100.0 * (high - low), grid.resolution), (0.0, 1.0))
    above, below = view.edge_labels
    assert above.isVisible()
    assert above.text().startswith("↑ ")
    assert view._box().adjusted(-1, -1, 1, 1).contains(on_screen(above))
    assert not below.isVisible()
    assert view.frame().y[1] == pytest.approx(high + (high - low))
    view.clear_responses()
    assert not above.isVisible()


def test_the_height_stays_while_drawing(panel: PredictionPlot, session: Session):
    session.open_example("twice")
    grid, view = session.grid, panel.view
    before = view.frame().y
    view.show_responses(grid, np.full(grid.resolution, before[1] + 1.0), (0.0, 1.0), may_rescale=False)
    assert view.frame().y == before
    assert view.edge_labels[0].isVisible()


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20), st.floats(-5, 5), st.floats(0.1, 10))
def test_the_height_holds_the_curve_up_to_three_spans(curve: list[float], low: float, span: float):
    shown = CurveRange((low, low + span))
    for value in curve:
        shown = shown.around(np.array([value]))
        bottom, top = shown.ends
        assert bottom <= low < low + span <= top
        assert top - bottom <= 3.0 * span * (1 + 1e-9)
        limited = np.clip(value, low - span, low + 2 * span)
        assert bottom - 1e-9 * span <= limited <= top + 1e-9 * span
        assert shown.around(np.array([value])) == shown


def test_the_height_does_not_follow_every_tremble():
    shown = CurveRange((0.0, 1.0)).around(np.array([-0.26]))
    assert shown.around(np.array([-0.24])) == shown
    assert shown.around(np.array([0.3])) == CurveRange((0.0, 1.0))
    assert shown.around(np.array([np.nan])) == shown


def test_more_inputs_are_chosen_in_pairs(panel: PredictionPlot, session: Session, qtbot: QtBot):
    session.choose_dataset(inline(4, 1))
    assert panel.choosers.x_box.isVisibleTo(panel)
    assert not panel.choosers.output_box.isVisibleTo(panel)
    assert panel.info.text() == "others at their mean"
    panel.choosers.x_box.setCurrentIndex(3)
    panel.choosers.x_box.activated.emit(3)
    assert session.grid.axes == (3, 1)
    panel.choosers.y_box.setCurrentIndex(3)
    panel.choosers.y_box.activated.emit(3)
    assert session.grid.axes == (1, 3)
    assert panel.view.axis("left")._end_name.text() == "x₄"
    assert (panel.choosers.x_box.currentIndex(), panel.choosers.y_box.currentIndex()) == (1, 3)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.grid == session.grid)


def test_one_of_several_outputs_is_chosen(panel: PredictionPlot, session: Session, qtbot: QtBot):
    session.choose_dataset(inline(2, 3))
    assert panel.choosers.output_box.count() == 3
    qtbot.waitUntil(lambda: session.snapshot is not None)
    first = picture(panel)
    panel.choosers.output_box.setCurrentIndex(2)
    panel.choosers.output_box.activated.emit(2)
    assert picture(panel) != first
    session.open_example("xor")
    assert not panel.choosers.output_box.isVisibleTo(panel)
    picture(panel)


def test_samples_kept_for_testing_look_different(panel: PredictionPlot, session: Session):
    session.choose_dataset(GeneratedData("circle", samples=40))
    before = picture(panel)
    session.change_split(Split(0.5, 0))
    assert len(panel.view._marks._testing.data) == 20
    assert picture(panel) != before
    assert panel._testing_key.isVisible()
    assert panel._testing_key.text == "20 for testing"
    session.change_split(Split(0.0, 0))
    assert not panel._testing_key.isVisible()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_value_near_the_middle_is_seen_on_the_map(panel: PredictionPlot, session: Session, theme: Theme, mode: str):
    theme.set_mode(mode)
    inputs, targets = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]), np.array([[-1.0], [0.0], [1.0]])
    session.choose_dataset(InlineData("values", inputs, targets))
    edge = panel.view._marks._training.opts["pen"].color()
    neutral = theme.scale.color(0.0)
    assert abs(edge.lightness() - neutral.lightness()) > 100


def test_thousands_of_samples_are_shown(panel: PredictionPlot, session: Session):
    session.choose_dataset(GeneratedData("gaussians", samples=5000))
    assert len(panel.view._marks._training.data) == 5000
    picture(panel)


@pytest.mark.parametrize(
    ("targets", "classes"),
    [([[0.0], [1.0]], [0, 1]), ([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]], [2, 0]), ([[0.5], [1.0]], None)],
)
def test_classes_are_known_by_their_targets(targets: list[list[float]], classes: list[int] | None):
    found = classes_of(Dataset("some", np.zeros((2, 1)), np.array(targets)))
    assert (found is None) if classes is None else (found is not None and found.tolist() == classes)


def test_many_samples_have_small_marks():
    assert marker_size(4) > marker_size(200) > marker_size(5000) > 3


def test_the_theme_changes_the_picture(panel: PredictionPlot, theme: Theme):
    before = picture(panel)
    theme.set_mode("dark")
    assert picture(panel) != before


# ---- what it tells ----


def test_hovering_tells_the_prediction(panel: PredictionPlot, session: Session, hand: Hand):
    hand.move(0.5, 0.5)
    here = told(panel)
    assert here["title"] == "Here"
    assert float(here["x₁"]) == pytest.approx(0.5, abs=0.01)
    assert float(here["prediction a"]) == pytest.approx(predicted(session, 0.5, 0.5), abs=0.01)


def predicted(session: Session, *inputs: float) -> float:
    assert session.snapshot is not None
    return float(session.network.forward(session.snapshot.theta, np.array([inputs]))[1][-1][0, 0])


def test_hovering_a_sample_tells_all_about_it(panel: PredictionPlot, session: Session, hand: Hand):
    hand.move(0.01, 0.99)
    here = told(panel)
    assert here["title"] == "Sample 2 of 4"
    assert here["target y"] == "1.000"
    answer = predicted(session, 0.0, 1.0)
    assert float(here["prediction a"]) == pytest.approx(answer, abs=1e-4)
    assert float(here["residual a − y"].replace("−", "-")) == pytest.approx(answer - 1.0, abs=1e-4)
    hand.panel.view.left.emit()
    assert told(panel) == {}


def test_a_click_without_a_tool_chooses_the_sample(qtbot: QtBot, session: Session, theme: Theme):
    panel = shown_panel(qtbot, session, theme, DrawingTools())
    hand = Hand(panel, qtbot)
    assert panel.view._choice.isVisible()
    before = panel.view._choice.path()
    hand.click(1.0, 0.0)
    inputs = session.dataset.inputs[session.selection.sample]
    assert tuple(inputs) == (1.0, 0.0)
    assert panel.view._choice.path() != before
    hand.click(0.5, 0.5)
    assert tuple(session.dataset.inputs[session.selection.sample]) == (1.0, 0.0)
