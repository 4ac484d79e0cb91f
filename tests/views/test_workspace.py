"""Where the panels stand."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from playground.views.panel import Panel
from playground.views.theme import Theme
from playground.views.workspace import BELOW, LEFT, MIDDLE, RIGHT, Workspace

NAMES = (*LEFT, "network", *MIDDLE, *RIGHT)
BEHIND = {*MIDDLE[1:], *BELOW[1:]}
"""Tabs that are not in front at first."""


class Desk:
    """A workspace with plain panels, in a window of its own."""

    def __init__(self, theme: Theme) -> None:
        self.panels = {name: Panel(name.title(), theme) for name in NAMES}
        for panel in self.panels.values():
            content = QLabel("x")
            content.setMinimumSize(120, 90)
            panel.body.addWidget(content)
        self.workspace = Workspace(self.panels, theme)
        self.workspace.restore(QSettings("none.ini", QSettings.Format.IniFormat))

    def show(self, width: int, height: int = 800) -> None:
        self.workspace.resize(width, height)
        self.workspace.show()
        QApplication.processEvents()

    def seen(self) -> set[str]:
        return {name for name, panel in self.panels.items() if panel.isVisible()}

    def left_edge(self, name: str) -> int:
        return self.panels[name].mapTo(self.workspace, QPoint(0, 0)).x()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    desk = Desk(theme)
    qtbot.addWidget(desk.workspace)
    return desk


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)


def test_a_wide_window_has_three_columns(desk: Desk):
    desk.show(1400)
    assert desk.seen() == set(NAMES) - BEHIND
    edges = [desk.left_edge(name) for name in ("data", "network", "prediction")]
    assert edges == sorted(set(edges))
    assert desk.left_edge("model") == desk.left_edge("data")
    assert not desk.workspace.is_narrow


def test_a_narrow_window_makes_the_right_column_tabs(desk: Desk):
    desk.show(720)
    assert desk.workspace.is_narrow
    tabs = desk.workspace.tabs
    assert [tabs.tabs.tabText(index) for index in range(tabs.tabs.count())] == [
        name.title() for name in (*MIDDLE, *RIGHT)
    ]
    assert "prediction" not in desk.seen()
    tabs.show_panel(desk.panels["prediction"])
    assert "prediction" in desk.seen()
    desk.show(1400)
    assert desk.seen() == set(NAMES) - BEHIND
    assert desk.panels["prediction"].title_label.text() == "Prediction"


@pytest.mark.parametrize("width", [620, 800, 1024, 1440, 2400])
def test_nothing_reaches_over_the_edge(desk: Desk, width: int):
    desk.show(max(width, desk.workspace.minimumSizeHint().width()), 600)
    for name in desk.seen():
        panel = desk.panels[name]
        box = panel.rect().translated(panel.mapTo(desk.workspace, QPoint(0, 0)))
        assert box.left() >= 10
        assert box.right() <= desk.workspace.width() - 10, name
        assert panel.width() >= panel.minimumSizeHint().width()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [720, 1400])
def test_every_panel_can_be_hidden_and_comes_back(desk: Desk, name: str, width: int):
    desk.show(width)
    desk.workspace.show_panel(name, False)
    assert not desk.workspace.is_shown(name)
    assert name not in desk.seen()
    desk.workspace.show_panel(name, True)
    QApplication.processEvents()
    assert name in desk.seen()


def test_a_column_without_panels_gives_its_room_away(desk: Desk):
    desk.show(1400)
    width = desk.panels["network"].width()
    for name in LEFT:
        desk.workspace.show_panel(name, False)
    QApplication.processEvents()
    assert desk.panels["network"].width() > width
    for name in ("network", *MIDDLE):
        desk.workspace.show_panel(name, False)
    QApplication.processEvents()
    assert desk.panels["prediction"].width() > 1300


def test_all_can_be_hidden(desk: Desk):
    desk.show(1400)
    for name in NAMES:
        desk.workspace.show_panel(name, False)
    assert desk.seen() == set()


def test_the_left_column_scrolls_rather_than_squeezes(desk: Desk):
    desk.show(1400, 300)
    assert desk.workspace.left.verticalScrollBar().maximum() > 0
    for name in LEFT:
        assert desk.panels[name].height() >= desk.panels[name].minimumSizeHint().height()


def test_what_is_hidden_folded_and_moved_is_remembered(desk: Desk, theme: Theme, qtbot: QtBot, settings: QSettings):
    desk.show(1400)
    desk.workspace.show_panel("equations", False)
    desk.panels["data"].set_collapsed(True)
    desk.workspace.columns.moveSplitter(420, 1)
    width = desk.panels["data"].width()
    assert width > 350
    desk.workspace.save(settings)
    other = Desk(theme)
    qtbot.addWidget(other.workspace)
    other.workspace.restore(settings)
    other.show(1400)
    assert other.seen() == set(NAMES) - BEHIND - {"equations"} | {"notes"}
    assert other.panels["data"].is_collapsed
    assert other.panels["data"].width() == width


def test_settings_from_elsewhere_do_no_harm(desk: Desk, settings: QSettings):
    settings.setValue("panels/hidden", "data,nonsense")
    settings.setValue("panels/collapsed", "network,model,?")
    settings.setValue("splitters/columns", b"rubbish")
    desk.workspace.restore(settings)
    desk.show(1400)
    assert desk.seen() == set(NAMES) - BEHIND - {"data"}
    assert not desk.panels["network"].is_collapsed
    assert desk.panels["model"].is_collapsed


def test_a_folded_last_panel_leaves_the_room_below_it_empty(desk: Desk):
    desk.show(1400)
    tall = desk.panels["training"].height()
    desk.panels["training"].set_collapsed(True)
    QApplication.processEvents()
    assert desk.panels["training"].height() < tall / 4


@pytest.mark.parametrize("name", ["slice", "landscape", "difference"])
def test_in_a_low_window_plots_in_front_get_more_height(desk: Desk, name: str):
    for height, grows in ((590, True), (860, False)):
        desk.show(1400, height)
        desk.workspace.bring_forward("cost")
        QApplication.processEvents()
        before = desk.workspace.tabs.height()
        desk.workspace.bring_forward(name)
        QApplication.processEvents()
        assert (desk.workspace.tabs.height() > before + 40) == grows
        assert desk.panels["network"].height() >= 190


def test_a_splitter_that_was_moved_stays_whatever_is_in_front(desk: Desk):
    desk.show(1400, 590)
    desk.workspace.middle.moveSplitter(300, 1)
    height = desk.workspace.tabs.height()
    desk.workspace.bring_forward("slice")
    QApplication.processEvents()
    assert desk.workspace.tabs.height() == height
