"""Tabs in the header of a card, or above it."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.views.panel import Panel
from playground.views.tab_card import TabCard
from playground.views.theme import Theme


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> TabCard:
    card = TabCard(theme)
    panels = [Panel(name, theme) for name in ("Cost", "Finite difference", "Equations")]
    for panel in panels:
        panel.header.addWidget(QLabel("something at the right"))
        panel.body.addWidget(QLabel("below"))
    card.set_panels(panels)
    qtbot.addWidget(card)
    card.show()
    return card


def box(card: TabCard, label: QWidget | None) -> QRect:
    assert label is not None
    return QRect(label.mapTo(card, QPoint(0, 0)), label.size())


@pytest.mark.parametrize("width", [700, 420, 330])
def test_tabs_never_cover_the_header(card: TabCard, width: int):
    for size in (900, width):
        card.resize(size, 200)
        card.grab()
    for panel in card.panels():
        card.show_panel(panel)
        card.grab()
        beside = panel.header.itemAt(2).widget()
        assert not box(card, beside).intersects(card.tabs.geometry())
        below = panel.body.itemAt(0).widget()
        assert not box(card, below).intersects(card.tabs.geometry())
        assert card.tabs.geometry().right() < card.width()


def test_with_room_the_tabs_stand_in_the_header(card: TabCard):
    for width in (900, 330, 900):
        card.resize(width, 200)
        QApplication.processEvents()
        beside = card.panels()[0].header.itemAt(2).widget()
        apart = box(card, beside).center().y() - card.tabs.geometry().center().y()
        assert abs(apart) <= 2 if width == 900 else apart > 10


def test_only_what_does_not_fit_beside_the_tabs_stands_below_them(card: TabCard, qtbot: QtBot):
    holder = QWidget()
    qtbot.addWidget(holder)
    card.setParent(holder)  # a window would not become narrower than its header
    holder.resize(400, 300)
    holder.show()
    card.show()
    slim = Panel("Slim", card._theme)
    slim.body.addWidget(QLabel("below"))
    card.set_panels([*card.panels()[:2], slim])
    card.resize(330, 200)
    fronts = []
    card.front_changed.connect(fronts.append)
    tops = {}
    for panel in card.panels():
        card.show_panel(panel)
        QApplication.processEvents()
        content = panel.body.itemAt(0).widget()
        assert not box(card, content).intersects(card.tabs.geometry())
        tops[panel.title] = box(card, content).top()
    assert tops["Slim"] < tops["Cost"] - 15
    assert fronts[-1] is slim
    card.setParent(None)  # each of them is taken down by itself
