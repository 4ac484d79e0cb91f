"""Weights and biases changed by hand on the network's picture: dragged, by the wheel, by keys, typed."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.core.network import Network, Parameter
from playground.core.notation import parameter_symbol
from playground.session.by_hand import LARGEST, ByHand, HandReading
from playground.views.numbers import format_count, format_exact, format_number, parse_number
from playground.views.readout_card import Readout
from playground.views.theme import Theme
from playground.worker.messages import RunState, Snapshot

_PER_PIXEL: Final = 0.02
_PER_NOTCH: Final = 0.1
_PER_PAGE: Final = 1.0
_FINER: Final = 0.1
_LARGE: Final = 10.0
"""Larger parameters are changed in proportion."""
_DRAG_FROM: Final = 3.0
_STARTS: Final = frozenset("0123456789.,-+\u2212")

TOO_FAR: Final = "too far for g·δ: the slope changes on the way"

_KEYS: Final = {
    Qt.Key.Key_Up: _PER_NOTCH,
    Qt.Key.Key_Down: -_PER_NOTCH,
    Qt.Key.Key_PageUp: _PER_PAGE,
    Qt.Key.Key_PageDown: -_PER_PAGE,
}


class ValueEditor(QLineEdit):
    """A field over a number of the picture: Enter takes what was typed, Esc leaves it as it was.

    Signals
    -------
    entered : float
    closed
        Whether or not something was entered.
    """

    entered = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room = parent
        self._open = False
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFont(theme.font(12, "medium"))
        self.textEdited.connect(self._on_edited)
        self.hide()

    def open(self, place: QRect, value: float, typed: str, name: str) -> None:
        """Appear over ``place`` with the value selected, or with what was typed already."""
        shown = typed or format_exact(value)
        needed = self.fontMetrics().horizontalAdvance(shown) + self._theme.px(24)
        size = QSize(max(place.width(), self._theme.px(84), needed), max(place.height(), self._theme.px(26)))
        box = QRect(place.center() - QRect(0, 0, size.width(), size.height()).center(), size)
        room = self._room.rect()
        box.moveLeft(max(2, min(box.left(), room.right() - 2 - box.width())))
        box.moveTop(max(2, min(box.top(), room.bottom() - 2 - box.height())))
        self.setGeometry(box)
        self.setAccessibleName(name)
        self.setText(shown)
        if not typed:
            self.selectAll()
        self._mark("")
        self._open = True
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Go away without taking anything."""
        if self._open:
            self._open = False
            self.hide()
            self.closed.emit()

    def _enter(self) -> bool:
        try:
            value = _small_enough(parse_number(self.text()))
        except ValueError as error:
            self._mark(str(error))
            return False
        self.close_editor()
        self.entered.emit(value)
        return True

    def _mark(self, problem: str) -> None:
        if problem != self.toolTip():
            self.setToolTip(problem)
        self.setProperty("invalid", "true" if problem else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_edited(self, _text: str) -> None:
        self._mark("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the value, Esc does not; all other keys are the field's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who clicks elsewhere has entered what stands there, if it is a number."""
        super().focusOutEvent(event)
        if self._open and event.reason() is not Qt.FocusReason.PopupFocusReason and not self._enter():
            self.close_editor()


class Hands:
    """Turns what mouse and keys do with a parameter into changes by hand.

    Parameters
    ----------
    by_hand : ByHand
        Where changes go.
    theme : Theme
    widget : QWidget
        The picture; the field for typing appears in it.
    """

    def __init__(self, by_hand: ByHand, theme: Theme, widget: QWidget) -> None:
        self.by_hand = by_hand
        self._widget = widget
        self._network: Network | None = None
        self._held: Parameter | None = None
        self._edited: Parameter | None = None
        self._grip = QPointF()
        self._start = self._moved = 0.0
        self.editor = ValueEditor(theme, widget)
        self.editor.entered.connect(self._on_entered)
        self.editor.closed.connect(self._on_closed)

    def show_network(self, network: Network) -> None:
        """Work on another network."""
        self._network, self._held, self._edited = network, None, None
        self.editor.close_editor()

    @property
    def is_dragging(self) -> bool:
        """Whether a parameter is being dragged right now."""
        return self._held is not None and self.by_hand.is_open

    def grip(self, parameter: Parameter, position: QPointF) -> None:
        """Take hold of a parameter; nothing changes before the mouse moves."""
        self._held, self._grip = parameter, position

    def drag(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Change what is held: up is more. Returns whether something is held."""
        held = self._held
        if held is None:
            return False
        rise = self._grip.y() - position.y()
        if not self.by_hand.is_open:
            if abs(rise) < _DRAG_FROM:
                return True
            self.by_hand.begin(self._text(held))
            self._start, self._moved = self.by_hand.value(held.index), 0.0
        elif rise == 0.0:
            return True
        self._grip = position
        self._moved += rise * _PER_PIXEL * _rate(self._start + self._moved, modifiers)
        self._moved = min(LARGEST - self._start, max(-LARGEST - self._start, self._moved))
        self.by_hand.set(held.index, self._start + round(self._moved, 6))
        return True

    def release(self) -> None:
        """Let go."""
        if self.is_dragging:
            self.by_hand.end()
        self._held = None

    def cancel(self) -> bool:
        """Put back what is being dragged; returns whether something was."""
        dragging = self.is_dragging
        if dragging:
            self.by_hand.cancel()
        self._held = None
        return dragging

    def nudge(self, parameter: Parameter, change: float, modifiers: Qt.KeyboardModifier) -> None:
        """Change a parameter a little; quick repetitions are one undo step."""
        if self._held is not None:
            return
        value = self.by_hand.value(parameter.index)
        self.by_hand.begin(self._text(parameter), merge=True)
        self.by_hand.set(parameter.index, round(value + change * _rate(value, modifiers), 6))
        self.by_hand.end()

    def turn(self, parameter: Parameter, notches: float, modifiers: Qt.KeyboardModifier) -> None:
        """Change a parameter by notches of the wheel."""
        self.nudge(parameter, notches * _PER_NOTCH, modifiers)

    def press(self, parameter: Parameter, event: QKeyEvent, place: QRect) -> bool:
        """Do what a key means for the selected parameter; returns whether it means something."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in _KEYS:
            self.nudge(parameter, _KEYS[key], modifiers)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit(parameter, place)
        elif event.text() and event.text() in _STARTS:
            self.edit(parameter, place, event.text())
        else:
            return False
        return True

    def edit(self, parameter: Parameter, place: QRect, typed: str = "") -> None:
        """Open the field over the parameter's number."""
        self._held, self._edited = None, parameter
        self.editor.open(place, self.by_hand.value(parameter.index), typed, self._name(parameter))

    def _on_entered(self, value: float) -> None:
        if self._edited is not None and value != self.by_hand.value(self._edited.index):
            self.by_hand.begin(self._text(self._edited))
            self.by_hand.set(self._edited.index, value)
            self.by_hand.end()

    def _on_closed(self) -> None:
        self._widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, parameter: Parameter) -> str:
        assert self._network is not None
        return parameter_symbol(self._network, parameter).plain

    def _text(self, parameter: Parameter) -> str:
        return f"change {self._name(parameter)} by hand"


def _small_enough(value: float) -> float:
    if abs(value) > LARGEST:
        raise ValueError(f"By hand at most ±{format_count(int(LARGEST))}")
    return value


def _rate(value: float, modifiers: Qt.KeyboardModifier) -> float:
    """How much faster than usual a parameter is changed: large ones are faster, with Shift all are slower."""
    finer = _FINER if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
    return finer * (10.0 ** math.floor(math.log10(abs(value) / _LARGE)) if abs(value) >= _LARGE else 1.0)


def hand_readout(network: Network, reading: HandReading, snapshot: Snapshot | None) -> Readout:
    """Tell what a change by hand does: what the gradient predicts and what the cost really does.

    While a run goes on the change is soon history, so that where the parameter is by now is told, too.
    """
    names = {index: parameter_symbol(network, network.parameters[index]).plain for index in reading.after}
    rows: list[tuple[str, str]] = []
    for index, name in names.items():
        change = reading.after[index] - reading.before[index]
        of = f" of {name}" if len(names) > 1 else ""
        rows.append((f"δ{of}", _change(change)))
        rows.append((f"g = ∂C/∂{name}", _change(reading.slopes[index])))
    rows.append(("predicted Σ g·δ" if len(names) > 1 else "predicted g·δ", _change(reading.predicted)))
    rows.append(("real change of C", "…" if reading.real is None else _change(reading.real)))
    if snapshot is not None and snapshot.run_state is RunState.RUNNING and len(names) == 1:
        rows.append(("the run is on at", _value(float(snapshot.theta[next(iter(names))]))))
    if reading.is_far:
        rows.append((TOO_FAR, ""))
    moves = (f"{_value(reading.before[index])} → {_value(reading.after[index])}" for index in names)
    return Readout(", ".join(names.values()), ", ".join(moves), tuple(rows))


def _value(value: float) -> str:
    return format_number(value, 4, signed=True)


def _change(value: float) -> str:
    return "no samples, no cost" if math.isnan(value) else format_number(value, 4, signed=True)
