"""Single keys run the training, but an input field keeps its own."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.views.shortcuts import KeyKeeper

KEYS = {"Space": Qt.Key.Key_Space, "Right": Qt.Key.Key_Right, "R": Qt.Key.Key_R, "N": Qt.Key.Key_N}


class Window(QWidget):
    """A window with shortcuts on single keys and one of each kind of input."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.line, self.spin, self.combo = QLineEdit("abc"), QSpinBox(), QComboBox()
        self.slider, self.check, self.button = QSlider(Qt.Orientation.Horizontal), QCheckBox("x"), QPushButton("y")
        self.other = QLabel("z")
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.addItems(["one", "two", "red"])
        self.table = QTableWidget(2, 2)
        layout = QVBoxLayout(self)
        for widget in (self.line, self.spin, self.combo, self.slider, self.check, self.button, self.other, self.table):
            layout.addWidget(widget)
        for name in KEYS:
            QShortcut(QKeySequence(name), self, lambda name=name: self.pressed.append(name))
        self.keeper = KeyKeeper(app, self)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    window = Window(qapp)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: qapp.activeWindow() is window)
    yield window
    window.keeper.deleteLater()


def press_all(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    for key in KEYS.values():
        qtbot.keyClick(widget, key)


def test_elsewhere_they_are_shortcuts(window: Window, qtbot: QtBot):
    press_all(qtbot, window.other)
    assert window.pressed == list(KEYS)


def test_a_table_keeps_what_goes_from_row_to_row(window: Window, qtbot: QtBot):
    window.table.setCurrentCell(0, 0)
    press_all(qtbot, window.table)
    assert window.pressed == list(KEYS)
    qtbot.keyClick(window.table, Qt.Key.Key_Down)
    assert window.table.currentRow() == 1


@pytest.mark.parametrize("name", ["line", "spin", "combo"])
def test_a_field_that_is_typed_into_keeps_them_all(window: Window, qtbot: QtBot, name: str):
    press_all(qtbot, getattr(window, name))
    assert window.pressed == []


def test_a_line_gets_what_is_typed(window: Window, qtbot: QtBot):
    window.line.clear()
    press_all(qtbot, window.line)
    assert window.line.text().lower() == " rn"


def test_what_was_entered_leaves_its_keys_to_the_window_until_something_is_typed(window: Window, qtbot: QtBot):
    window.line.setFocus()
    qtbot.keyClicks(window.line, "2")
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    press_all(qtbot, window.line)
    assert window.pressed == list(KEYS)
    assert window.line.hasFocus(), "Tab goes on from here"
    qtbot.keyClicks(window.line, "3")
    press_all(qtbot, window.line)
    assert window.pressed == list(KEYS)
    assert window.line.text().lower().endswith(" rn")
    window.line.setProperty("invalid", True)
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    press_all(qtbot, window.line)
    assert window.pressed == list(KEYS), "what is wrong is still being typed"
    window.line.setProperty("invalid", False)
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    qtbot.mouseClick(window.line, Qt.MouseButton.LeftButton)
    press_all(qtbot, window.line)
    assert window.pressed == list(KEYS)


def test_a_slider_keeps_its_arrows_only(window: Window, qtbot: QtBot):
    press_all(qtbot, window.slider)
    assert window.pressed == ["Space", "R", "N"]
    assert window.slider.value() == 1


def test_a_check_box_keeps_space(window: Window, qtbot: QtBot):
    press_all(qtbot, window.check)
    assert window.check.isChecked()
    assert window.pressed == ["Right", "R", "N"]


def test_a_clicked_button_leaves_space_to_run(window: Window, qtbot: QtBot):
    pushed: list[bool] = []
    window.button.clicked.connect(lambda: pushed.append(True))
    here = window.button.geometry().center()
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here)
    assert window.button.hasFocus()
    for key in KEYS.values():
        qtbot.keyClick(window.button, key)
    assert window.pressed == list(KEYS)
    assert len(pushed) == 1


def test_a_button_reached_with_tab_is_pressed_with_space(window: Window, qtbot: QtBot):
    pushed: list[bool] = []
    window.button.clicked.connect(lambda: pushed.append(True))
    press_all(qtbot, window.button)
    assert "Space" not in window.pressed
    assert len(pushed) == 1


def test_a_field_that_is_deleted_while_it_is_watched_does_no_harm(window: Window, qtbot: QtBot):
    extra = QLineEdit(window)
    extra.show()
    extra.setFocus()
    extra.deleteLater()
    del extra
    qtbot.wait(1)
    press_all(qtbot, window.other)
    assert window.pressed == list(KEYS)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_chooses_in_an_open_list(window: Window, qtbot: QtBot, key: Qt.Key):
    window.combo.setFocus()
    window.combo.showPopup()
    view = window.combo.view()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, key)
    assert not view.isVisible()
    assert window.combo.currentText() == "two"
    assert window.pressed == []
