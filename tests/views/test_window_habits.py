"""Small things a person is used to from other windows."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.explain.target import Target
from playground.session.session import Session
from playground.views.main_window import MainWindow
from playground.views.theme import Theme
from playground.views.workspace import MIDDLE
from playground.worker.messages import RunState


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot, session: Session, theme: Theme, settings: QSettings) -> MainWindow:
    window = MainWindow(session, theme, settings)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window


def test_esc_puts_the_drawing_tool_away(window: MainWindow, qtbot: QtBot):
    for place in (window.transport.run_button, window.prediction_plot.view, window.data_panel.tool_row.buttons["put"]):
        window.tools.set_tool("erase")
        place.setFocus()
        qtbot.keyClick(place, Qt.Key.Key_Escape)
        assert window.tools.tool == "look"


def test_a_click_beside_a_field_takes_the_keyboard_from_it(window: MainWindow, qtbot: QtBot):
    for place in (window.cost_plot, window.training_panel):
        window.training_panel.rate.setFocus()
        here = place.mapTo(window, QPoint(place.width() // 2, place.height() - 6))
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here)
        assert not window.training_panel.rate.hasFocus()


def test_a_low_window_begins_with_what_fits(session: Session, theme: Theme, settings: QSettings, qtbot: QtBot):
    for folded in (True, False):
        window = MainWindow(session, theme, settings)
        qtbot.addWidget(window)
        window.resize(1024, 700)
        window.show()
        assert window.data_panel.is_collapsed == folded
        assert not window.model_panel.is_collapsed
        assert not window.training_panel.is_collapsed
        for panel in (window.data_panel, window.model_panel):
            panel.set_collapsed(False)
        window.close()


def test_the_tabs_stand_on_the_line_of_the_header(window: MainWindow, qtbot: QtBot):
    for size in ((1440, 900), (1024, 700)):
        window.resize(*size)
        qtbot.wait(20)
        card = window.workspace.tabs
        header = card.panels()[0].header.geometry().translated(card.panels()[0].pos())
        tabs = card.tabs.geometry()
        beside = abs(tabs.center().y() - header.center().y()) <= 1
        above = tabs.bottom() < header.top()  # where both do not fit beside one another
        assert beside if size[0] == 1440 else beside or above


def test_no_tab_moves_a_column_or_is_squeezed(window: MainWindow, qtbot: QtBot):
    for size in ((1440, 900), (1024, 700)):
        window.resize(*size)
        widths = set()
        for name in MIDDLE:
            window.workspace.bring_forward(name)
            qtbot.wait(20)
            front = window.workspace.tabs.front
            assert front is not None
            assert front.height() >= front.minimumSizeHint().height()
            assert front.width() >= front.minimumSizeHint().width()
            widths.add((window.workspace.left.width(), window.workspace.tabs.width(), window.prediction_plot.width()))
        assert len(widths) == 1


def test_the_lab_tells_its_count_in_full_at_the_usual_size(window: MainWindow, qtbot: QtBot):
    window.workspace.bring_forward("difference")
    lab = window.difference_lab
    qtbot.waitUntil(lambda: "P + 1 = 10 evaluations" in lab.price.text())
    assert "chain rule: 1 forward + 1 backward pass" in lab.price.text()
    assert lab.price.fontMetrics().horizontalAdvance(lab.price.text()) <= lab.price.width()
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: lab.price.width() < 500)
    assert "10 costs" in lab.price.text()
    assert lab.price.fontMetrics().horizontalAdvance(lab.price.text()) <= lab.price.width()
    assert "P + 1 = 10" in lab.price.toolTip()
    assert lab.view.height() > 120


def test_one_parameter_is_shown_in_slice(window: MainWindow, session: Session, qtbot: QtBot):
    session.open_example("twice")
    window.workspace.bring_forward("landscape")
    qtbot.mouseClick(window.landscape_plot.slice_button, Qt.MouseButton.LeftButton)
    assert window.slice_plot.isVisible()
    assert window.slice_plot.kinds.key == "weight"
    assert not window.slice_plot.reach.isVisible()


def test_the_arrow_keys_are_the_landscapes_while_it_has_the_keyboard(
    window: MainWindow, session: Session, qtbot: QtBot
):
    window.workspace.bring_forward("landscape")
    view = window.landscape_plot.view
    qtbot.waitUntil(lambda: view.landscape is not None)
    view.setFocus()
    before = session.snapshot.theta[0]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: session.snapshot.theta[0] > before)
    assert session.snapshot.step == 0


def test_equations_and_network_light_each_other_up(qtbot: QtBot, window: MainWindow, session: Session):
    diagram, formula = window.network_canvas.diagram, window.equations_panel.formula
    plain = diagram.grab().toImage()
    window.equations_panel.pointed.emit("w:6")
    assert diagram.grab().toImage() != plain
    window.equations_panel.pointed.emit(None)
    assert diagram.grab().toImage() == plain
    diagram.pointed.emit(frozenset({"w:6"}))
    assert formula.pointed == {"w:6"}


def test_the_papers_letters_are_the_same_everywhere(qtbot: QtBot, window: MainWindow, session: Session):
    session.open_example("and")
    qtbot.waitUntil(lambda: session.snapshot is not None)
    network, prediction = window.network_canvas, window.prediction_plot
    plain = network.diagram.grab().toImage()
    assert prediction.view.axis_names == ("x₁", "x₂")
    session.selection.choose(Target("parameter", index=1))
    assert network.strip.readout.remark == "weight from x₂ to a"
    session.selection.choose_paper_letters(True)
    assert network.strip.readout.remark == "weight from y to a"
    assert prediction.view.axis_names == ("x", "y")
    assert network.diagram.grab().toImage() != plain
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert "y·w₂" in network.strip.text
    session.selection.choose_paper_letters(False)
    assert "x₂·w₂" in network.strip.text


def test_a_tab_that_is_seen_for_the_first_time_moves_no_column(qtbot: QtBot, window: MainWindow):
    window.resize(1024, 700)
    workspace = window.workspace
    sizes = []
    for name in ("cost", "slice", "landscape", "difference", "cost"):
        workspace.bring_forward(name)
        qtbot.wait(30)
        sizes.append(workspace.columns.sizes())
    assert all(size == sizes[0] for size in sizes)


def test_the_late_tabs_are_named_as_they_name_themselves(window: MainWindow):
    names = [window.workspace.tabs.tabs.tabText(place) for place in range(1, 4)]
    assert names == [window.slice_plot.title, window.landscape_plot.title, window.difference_lab.title]


def test_tab_comes_to_what_was_made_late_where_it_is(window: MainWindow):
    window.workspace.bring_forward("landscape")
    order: list[QWidget] = []
    widget = window.workspace.tabs.tabs.nextInFocusChain()
    while widget is not None and widget is not window.workspace.tabs.tabs:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    first = next(place for place, widget in enumerate(order) if window.landscape_plot.isAncestorOf(widget))
    below = next(place for place, widget in enumerate(order) if window.equations_panel.isAncestorOf(widget))
    assert first < below


def test_late_tabs_do_not_count_as_folded_up(window: MainWindow, settings: QSettings):
    while window.late.make_one():
        pass
    window.workspace.save(settings)
    assert not {"slice", "landscape", "difference"} & set(str(settings.value("panels/collapsed")).split(","))


def test_a_late_tab_shows_the_parameter_that_was_selected_before(window: MainWindow, session: Session):
    session.selection.choose(Target("parameter", index=5))
    session.selection.choose(Target())
    assert window.slice_plot.parameter.index == 5


def test_a_landscape_made_during_a_run_has_no_values_on_its_lines(window: MainWindow, session: Session, qtbot: QtBot):
    session.run()
    qtbot.waitUntil(lambda: session.run_state is RunState.RUNNING)
    window.workspace.bring_forward("landscape")
    qtbot.waitUntil(lambda: window.landscape_plot.view.landscape is not None)
    assert not any(label.isVisible() for label in window.landscape_plot.view._levels)
    session.pause()
    qtbot.waitUntil(lambda: any(label.isVisible() for label in window.landscape_plot.view._levels))


def test_late_tabs_follow_the_view_menu_and_the_theme(window: MainWindow, theme: Theme, qtbot: QtBot):
    window.menus.panels["slice"].setChecked(False)
    assert window.slice_plot.title_label.text() == "Slice"
    window.menus.panels["slice"].setChecked(True)
    assert window.workspace.tabs.front is window.late.slice
    assert window.slice_plot.isVisible()
    theme.set_mode("dark")
    qtbot.wait(20)
    assert window.slice_plot.view.backgroundBrush().color().name() == theme.palette.panel
