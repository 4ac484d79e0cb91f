"""The Cost panel: how the cost has come down, step by step."""

import math
from typing import Any, Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from playground.core.notation import parameter_symbol
from playground.session.session import Session
from playground.views.cost_lines import Moment, cost_lines, moment_at
from playground.views.cost_view import CostView
from playground.views.numbers import format_count, format_number
from playground.views.panel import write
from playground.views.plot_tab import NO_SAMPLES, PlotTab
from playground.views.readout_card import Readout
from playground.views.theme import Colors, Theme
from playground.worker.messages import Snapshot

_SCALES: Final = (
    ("log", "Every line of the grid is ten times the next: small costs are told apart too."),
    ("linear", "Costs as they are, from 0."),
)
_KEYS: Final = ("training", "batches", "test")


class _Key(QWidget):
    """One entry of the legend: a stroke as in the plot, and its name."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self.setAccessibleName(name)
        self.setFont(theme.font(11))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for stroke and name."""
        px = self._theme.px
        metrics = self.fontMetrics()
        return QSize(px(24) + metrics.horizontalAdvance(self._name), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """The same: a legend is not cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        colors = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(colors.secondary if self._name == "test" else colors.accent)
        pen = QPen(color, 1.3 if self._name == "test" else 2.0)
        if self._name == "test":
            pen.setDashPattern([4.0, 3.0])
        elif self._name == "batches":
            color.setAlpha(90)
            pen = QPen(color, 5.0)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(0, round(middle), self._theme.px(17), round(middle))
        painter.setPen(QColor(colors.secondary))
        painter.setFont(self._theme.font(11))
        box = self.rect().adjusted(self._theme.px(23), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._name)


class CostPlot(PlotTab):
    """Shows the cost of every step of the run, live.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Cost", CostView(theme), "Cost of every step", session, theme, parent)
        self._snapshot: Snapshot | None = None
        self._mouse: QPoint | None = None
        self._stale = True
        self.body.addWidget(self.view, 1)
        self._add_header()
        self.trouble = write(theme, "", "error", 12)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.body.insertWidget(0, self.trouble)
        self.view.refitted.connect(self._tell)
        self.follow()
        self._on_experiment(session.experiment)
        if session.snapshot is not None:
            self._on_snapshot(session.snapshot)

    def _add_header(self) -> None:
        px = self.theme.px
        self.keys = {name: _Key(self.theme, name) for name in _KEYS}
        for key in self.keys.values():
            self.header.addWidget(key)
        self._scale_box = QWidget()
        row = QHBoxLayout(self._scale_box)
        row.setContentsMargins(px(4), 0, 0, 0)
        row.setSpacing(px(2))
        self._scale_group = QButtonGroup(self)
        self.scale_buttons: dict[str, QToolButton] = {}
        for name, tip in _SCALES:
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setProperty("role", "flat")
            button.setFont(self.theme.font(11))
            button.setAccessibleName(f"{name} axis of costs")
            button.clicked.connect(lambda _on, log=name == "log": self.set_log(log))
            self._scale_group.addButton(button)
            self.scale_buttons[name] = button
            row.addWidget(button)
        self.scale_buttons["log"].setChecked(True)
        self.header.addWidget(self._scale_box)
        self.recolor(self.theme.palette)

    # ---- what is shown ----

    def set_log(self, log: bool) -> None:
        """Make the axis of costs logarithmic or linear."""
        self.scale_buttons["log" if log else "linear"].setChecked(True)
        self.view.set_log(log)
        self._refresh()

    def _on_experiment(self, experiment: Any) -> None:
        self.view.set_bound(experiment.training.stop.cost)
        self._refresh()

    def _on_network(self, network: Any) -> None:
        self._snapshot = None
        self._refresh()

    def _on_snapshot(self, snapshot: Any) -> None:
        self._snapshot = snapshot
        self._refresh()

    def _catch_up(self) -> None:
        if self._stale:
            QTimer.singleShot(0, self, self._refresh)

    def _refresh(self) -> None:
        """Draw the newest snapshot; not while nobody can see it."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        snapshot = self._snapshot
        if snapshot is None or math.isnan(snapshot.cost):
            self.view.clear_lines()
        else:
            lines = cost_lines(snapshot.curve, snapshot.step, snapshot.cost, snapshot.test_cost)
            self.view.show_lines(lines, diverged=snapshot.divergence is not None)
        self._show_words(snapshot)
        self._tell()

    def _show_words(self, snapshot: Snapshot | None) -> None:
        self.keys["batches"].setVisible(snapshot is not None and snapshot.curve.batched)
        self.keys["test"].setVisible(snapshot is not None and snapshot.test_cost is not None)
        hint = ""
        if snapshot is not None and math.isnan(snapshot.cost):
            hint = NO_SAMPLES
        elif snapshot is None or snapshot.step == 0:
            hint = "Run or take a step:\nthe cost of every step is drawn here."
        self.hint.say(hint)
        trouble = self._trouble(snapshot)
        if trouble != self.trouble.text():
            self.trouble.setText(trouble)
            self.trouble.setVisible(bool(trouble))

    def _trouble(self, snapshot: Snapshot | None) -> str:
        """What to say about a run that has diverged."""
        divergence = snapshot.divergence if snapshot is not None else None
        if divergence is None:
            return ""
        network = self._session.network
        names = {parameter.name: parameter_symbol(network, parameter).plain for parameter in network.parameters}
        which = names.get(divergence.parameter, divergence.parameter)
        what = {
            "parameter": f"{which} grew beyond all numbers",
            "gradient": f"the derivative by {which} grew beyond all numbers",
            "cost": f"the cost grew beyond all numbers; {which} had changed the most",
        }[divergence.what]
        return f"Diverged at step {format_count(divergence.step)}: {what}. Try a smaller learning rate, then Reset."

    # ---- reading ----

    def _on_hovered(self, *where: Any) -> None:
        (self._mouse,) = where
        self._tell()

    def _tell(self) -> None:
        """Tell the costs under the mouse, which stays while the curve and the axes move."""
        snapshot = self._snapshot
        place = self.view.mapFromGlobal(self._mouse) if self._mouse is not None else None
        at = self.view.step_at(place) if place is not None else None
        moment = None
        if snapshot is not None and at is not None and not math.isnan(snapshot.cost):
            moment = moment_at(snapshot.curve, at, snapshot.step, snapshot.cost, snapshot.test_cost)
        if snapshot is None or moment is None or at is None or place is None:
            self.view.show_mouse(None)
            self.card.tell(None)
            return
        self.view.show_mouse(float(min(max(round(at), moment.first), moment.last)))
        newest = moment.first == snapshot.step
        penalty = snapshot.penalty if newest else 0.0
        self.card.tell(_readout(moment, penalty), self.view.place_for_card(place))

    # ---- look ----

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._scale_box.setStyleSheet(f"QToolButton:checked {{ background: {colors.accent_soft}; }}")
        self._refresh()


def _readout(moment: Moment, penalty: float) -> Readout:
    if moment.first == moment.last:
        title = f"step {format_count(moment.first)}"
    else:
        title = f"steps {format_count(moment.first)} – {format_count(moment.last)}"
    costs = format_number(moment.low)
    if moment.high != moment.low:
        costs = f"{format_number(moment.low)} … {format_number(moment.high)}"
    rows = [("cost", costs)]
    if moment.full is not None:
        rows = [("cost", format_number(moment.full))]
        if moment.first != moment.last or moment.low != moment.full:
            rows.append(("batches", costs))
    if penalty:
        rows.append(("of it penalty", format_number(penalty)))
    if moment.test is not None:
        rows.append(("test", format_number(moment.test)))
    return Readout(title, rows=tuple(rows))
