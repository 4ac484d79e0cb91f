"""What the tabs of the cost's landscape share: which parameter, a row of choices, a legend."""

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from playground.core.network import Network
from playground.core.notation import parameter_symbol
from playground.explain.target import Target
from playground.session.session import Session
from playground.views.panel import Choice
from playground.views.theme import Colors, Theme

Ink = Literal["accent", "negative", "secondary", "text"]
DASHES: Final = (4.0, 3.0)


def ink(colors: Colors, name: Ink) -> QColor:
    """The colour of a line."""
    return QColor(colors.negative_mark if name == "negative" else str(getattr(colors, name)))


def name_of(network: Network, index: int) -> str:
    """A parameter's name."""
    return parameter_symbol(network, network.parameters[index]).plain


class SelectedParameter(QObject):
    """The parameter that is selected, else the one selected last, else the first.

    Signals
    -------
    changed : int
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._index = session.selection.parameter
        session.selection.changed.connect(self._follow)
        session.network_changed.connect(self._follow)

    @property
    def index(self) -> int:
        """Its place in theta."""
        return self._index

    def choose(self, index: int) -> None:
        """Select it everywhere."""
        self._session.selection.choose(Target("parameter", index=index))

    def _follow(self, _fact: object = None) -> None:
        index = self._session.selection.parameter
        if index != self._index:
            self._index = index
            self.changed.emit(index)


class ParameterChoice(Choice):
    """A combo box of all parameters.

    Signals
    -------
    chosen : int
    """

    chosen = Signal(object)

    def __init__(self, session: Session, theme: Theme, name: str) -> None:
        super().__init__()
        self._session = session
        self._network: Network | None = None
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(78))
        self.setMaxVisibleItems(16)
        self.activated.connect(self.chosen.emit)
        session.network_changed.connect(self._fill)
        self._fill()

    def _fill(self, _network: object = None) -> None:
        network = self._session.network
        if network == self._network:
            return
        self._network = network
        self.blockSignals(True)
        self.clear()
        self.addItems([parameter_symbol(network, parameter).plain for parameter in network.parameters])
        self.blockSignals(False)

    def show_index(self, index: int) -> None:
        """Show this parameter."""
        self._fill()
        if index != self.currentIndex():
            self.setCurrentIndex(index)


class Segments(QWidget):
    """Buttons side by side of which one is down.

    Signals
    -------
    chosen : str
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, entries: Sequence[tuple[str, str, str]], name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for key, text, tip in entries:
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setProperty("role", "flat")
            button.setFont(theme.font(12))
            button.clicked.connect(lambda _on, key=key: self._choose(key))
            self._group.addButton(button)
            self.buttons[key] = button
            row.addWidget(button)
        self._key = entries[0][0]
        self.buttons[self._key].setChecked(True)
        theme.changed.connect(self._recolor)
        self._recolor(theme.palette)

    @property
    def key(self) -> str:
        """The one that is down."""
        return self._key

    def set_key(self, key: str) -> None:
        """Put one down."""
        self.buttons[key].setChecked(True)
        self._choose(key)

    def show_key(self, key: str) -> None:
        """Show one as down without having it chosen."""
        self.buttons[key].setChecked(True)
        self._key = key

    def _choose(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self.chosen.emit(key)

    def _recolor(self, colors: Colors) -> None:
        self.setStyleSheet(f"QToolButton:checked {{ background: {colors.accent_soft}; color: {colors.accent}; }}")


class LegendKey(QWidget):
    """One entry of a legend: a stroke or a mark at the upper edge as in the plot, and its name."""

    def __init__(
        self, theme: Theme, text: str, color: Ink, *, width: float = 2.0, dashed: bool = False, mark: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._color: Ink = color
        self._width, self._dashed, self._mark = width, dashed, mark
        self.setAccessibleName(text)
        self.setFont(theme.font(11))
        theme.changed.connect(self.update)

    def set_text(self, text: str) -> None:
        """Name it differently."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for stroke and name."""
        metrics = self.fontMetrics()
        return QSize(self._theme.px(20) + metrics.horizontalAdvance(self._text), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """The stroke at least."""
        return QSize(self._theme.px(20), self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        if self.width() < self.sizeHint().width():
            return  # half a name helps nobody
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = ink(self._theme.palette, self._color)
        pen = QPen(color, self._width)
        if self._dashed:
            pen.setDashPattern(list(DASHES))
        middle = round(self.height() / 2)
        if self._mark:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            left = self._theme.px(3)
            corners = [QPointF(left, middle - 4), QPointF(left + 10, middle - 4), QPointF(left + 5, middle + 5)]
            painter.drawPolygon(QPolygonF(corners))
        else:
            painter.setPen(pen)
            painter.drawLine(0, middle, self._theme.px(14), middle)
        painter.setPen(QColor(self._theme.palette.secondary))
        painter.setFont(self._theme.font(11))
        box = self.rect().adjusted(self._theme.px(19), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)


class LegendOver(QWidget):
    """A plot with its legend above it, which can be left out.

    Parameters
    ----------
    theme : Theme
    view : QWidget
        The plot.
    keys : sequence of LegendKey
    """

    def __init__(self, theme: Theme, view: QWidget, keys: Sequence[LegendKey]) -> None:
        super().__init__()
        self.legend = QWidget()
        self.legend.setLayout(row_of(theme, *keys, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.legend)
        column.addWidget(view, 1)


def row_of(theme: Theme, *widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is the room between left and right."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
