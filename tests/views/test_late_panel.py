"""A panel that is made when it is first seen."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.views.late_panel import LatePanel
from playground.views.panel import Panel
from playground.views.tab_card import TabCard
from playground.views.theme import Theme


class Maker:
    """Makes a panel, and counts."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.made: list[Panel] = []

    def __call__(self) -> Panel:
        panel = Panel("Late", self.theme)
        panel.set_info("at the right")
        panel.body.addWidget(QLabel("below"))
        self.made.append(panel)
        return panel


@pytest.fixture
def maker(theme: Theme) -> Maker:
    return Maker(theme)


@pytest.fixture
def card(qtbot: QtBot, theme: Theme, maker: Maker) -> TabCard:
    card = TabCard(theme)
    card.set_panels([Panel("First", theme), LatePanel("Late", maker, theme)])
    qtbot.addWidget(card)
    card.resize(400, 300)
    card.show()
    return card


def test_it_is_made_when_it_is_first_seen_and_only_then(card: TabCard, maker: Maker):
    assert not maker.made
    first, late = card.panels()
    for panel in (late, first, late):
        card.show_panel(panel)
    assert len(maker.made) == 1
    assert maker.made[0].isVisible()
    assert card.front is late


def test_it_is_made_for_who_asks_for_it(maker: Maker, theme: Theme, qtbot: QtBot):
    late = LatePanel("Late", maker, theme)
    qtbot.addWidget(late)
    assert late.panel is late.panel is maker.made[0]
    assert not late.isVisible()


def test_it_fills_its_place_and_looks_as_it_would_by_itself(card: TabCard, maker: Maker, theme: Theme, qtbot: QtBot):
    late = card.panels()[1]
    card.show_panel(late)
    qtbot.wait(20)
    assert maker.made[0].geometry() == late.rect()
    other = TabCard(theme)
    qtbot.addWidget(other)
    other.set_panels([Panel("First", theme), Maker(theme)()])
    other.resize(400, 300)
    other.show()
    other.show_panel(other.panels()[1])
    qtbot.wait(20)
    assert maker.made[0].grab().toImage() == other.panels()[1].grab().toImage()


def test_taken_out_of_the_tabs_it_has_its_title_again(card: TabCard, maker: Maker, qtbot: QtBot):
    late = card.panels()[1]
    card.show_panel(late)
    card.set_panels([card.panels()[0]])
    assert maker.made[0].title_label.text() == "Late"
    qtbot.addWidget(late)
