"""Symbols of a formula are links: by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from playground.views.linked_formula import LinkedFormula
from playground.views.theme import Theme
from playground.views.typesetting import Typesetter
from tests.views.test_formula import TERM, ink, shown


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> LinkedFormula:
    typesetter = Typesetter()
    view = LinkedFormula(theme, typesetter, ink)
    typesetter.setParent(view)
    qtbot.addWidget(view)
    view.resize(360, 200)
    view.show()
    return view


def test_symbols_can_be_pointed_at_and_clicked(qtbot: QtBot, view: LinkedFormula):
    shown(qtbot, view, TERM)
    row = view._lines[0].layout.rows[0]
    place = next(part for part in row.parts if part.token.key == "w:6")
    at = QPoint(round(place.x + place.width / 2), round(view._lines[0].top + row.baseline - 4))
    assert view.key_at(QPointF(at)) == "w:6"
    pointed: list[object] = []
    view.key_pointed.connect(pointed.append)
    qtbot.mouseMove(view, at)
    assert pointed == ["w:6"]
    assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    with qtbot.waitSignal(view.key_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == ["w:6"]
    qtbot.mouseMove(view, QPoint(1, view.height() - 1))
    assert pointed[-1] is None


def test_the_keyboard_goes_from_symbol_to_symbol_and_follows(qtbot: QtBot, view: LinkedFormula):
    shown(qtbot, view, TERM)
    pointed: list[object] = []
    view.key_pointed.connect(pointed.append)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert pointed == ["a:2:0", "y:0", "w:6", "a:2:0"], "each thing once, then from the beginning"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.key_clicked) as clicked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert clicked.args == ["w:6"]
    with qtbot.waitSignal(view.back_requested):
        qtbot.keyClick(view, Qt.Key.Key_Backspace)
    view.clearFocus()
    assert pointed[-1] is None


def test_without_links_the_keys_do_nothing(qtbot: QtBot, view: LinkedFormula):
    view.show_lines([])
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not view.pointed
