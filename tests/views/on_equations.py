"""The Equations panel on the screen, what it is told to look at, and what it says."""

from pytestqt.qtbot import QtBot

from playground.explain.target import Target
from playground.session.session import Session
from playground.views.equations_panel import EquationsPanel
from playground.views.theme import Theme
from playground.worker.messages import RunState


def shown(qtbot: QtBot, session: Session, theme: Theme) -> EquationsPanel:
    """The panel with its first explanation."""
    panel = EquationsPanel(session, theme)
    qtbot.addWidget(panel)
    panel.resize(412, 335)
    panel.show()
    qtbot.waitUntil(lambda: panel.explanation is not None, timeout=30_000)
    return panel


def look_at(qtbot: QtBot, panel: EquationsPanel, target: Target) -> None:
    """Choose something and wait until it is explained."""
    panel._explanation = None
    panel._session.selection.choose(target)
    panel._ask()
    qtbot.waitUntil(lambda: panel.explanation is not None, timeout=30_000)


def settled(qtbot: QtBot, panel: EquationsPanel) -> None:
    """Wait until nothing is on its way any more."""
    qtbot.waitUntil(lambda: panel._session.is_up_to_date and panel._session.run_state is RunState.IDLE)
    qtbot.waitUntil(lambda: not panel._waits and panel.formula.is_typeset, timeout=30_000)


def used(panel: EquationsPanel) -> float:
    """The gradient at the foot of the table."""
    table = panel.explanation.table
    return float(table.foot[-1][1])
