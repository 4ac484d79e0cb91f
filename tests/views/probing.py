"""Waiting for what the training thread answers, and a mouse over a plot."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.session.session import Session
from playground.views.landscape_plot import LandscapePlot
from playground.views.panel import Panel
from playground.views.plot_style import StyledPlot
from playground.worker.landscape_probes import Landscape
from playground.worker.probes import Probe

PanelT = TypeVar("PanelT", bound=Panel)


def shown(qtbot: QtBot, panel: PanelT) -> PanelT:
    """Show it in the size it has in the window."""
    qtbot.addWidget(panel)
    panel.resize(690, 340)
    panel.show()
    panel.grab()
    return panel


def steps(qtbot: QtBot, session: Session, count: int) -> None:
    """Take steps and wait for them."""
    session.take_steps(count)
    qtbot.waitUntil(lambda: session.snapshot.step >= count, timeout=20_000)


def pixel(view: StyledPlot, x: float, y: float) -> QPoint:
    """Where a point of the plot is in its widget."""
    return QPoint(view.mapFromScene(view.plotItem.vb.mapViewToScene(QPointF(x, y))))


class Questions:
    """Keeps the keys of all that is asked of a session from now on."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keys: list[str] = []
        self._ask = session.ask
        monkeypatch.setattr(session, "ask", self._note)

    def _note(self, key: str, probe: Probe) -> None:
        self.keys.append(key)
        self._ask(key, probe)


def is_painted(widget: QWidget) -> bool:
    """Whether a picture of it can be taken that is not all of one colour."""
    image = widget.grab().toImage()
    colors = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    return len(colors) > 3


def finest(qtbot: QtBot, panel: LandscapePlot) -> Landscape:
    """Wait for the landscape in all its detail."""
    qtbot.waitUntil(lambda: panel.view.landscape is not None and panel.view.landscape.x.size == 100, timeout=20_000)
    landscape: Landscape | None = panel.view.landscape
    assert landscape is not None
    return landscape
