"""The widget with the network's picture: paints it live, zooms, pans, tells what is under the mouse."""

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.core.network import Network, Parameter
from playground.views.geometry import Box
from playground.views.network_items import Inks
from playground.views.network_layout import lay_out
from playground.views.network_names import parameter_symbol, unit_symbol
from playground.views.network_places import TextSizes
from playground.views.network_probe import REACH, Hit, Probe, emphasis, readout
from playground.views.network_scene import NetworkScene
from playground.views.readout_card import ReadoutCard
from playground.views.theme import Theme
from playground.worker.messages import Snapshot

_LARGEST_ZOOM: Final = 40.0
_ZOOM_STEP: Final = 1.25
_WHEEL_NOTCH: Final = 120.0
_LARGEST_TEXT_GROWTH: Final = 1.3
_ORDINARY_SIZE: Final = (700.0, 340.0)
_MEASURED_UNITS: Final = 12
"""Names of the first and last few units of a layer are measured; those between are no longer."""


class NetworkDiagram(QWidget):
    """A network, live.

    The wheel zooms, a drag on empty ground pans, a double click or F fits. Clicking a weight or a bias selects it:
    its readout stays; clicking empty ground lets it go.

    Signals
    -------
    parameter_selected : Parameter or None
    """

    parameter_selected = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inks = Inks(theme)
        self._network: Network | None = None
        self._target_range = (0.0, 1.0)
        self._snapshot: Snapshot | None = None
        self._scene: NetworkScene | None = None
        self._probe: Probe | None = None
        self._zoom = 1.0
        self._origin = QPointF(0.0, 0.0)
        self._hover: Hit | None = None
        self._selected: Parameter | None = None
        self._mouse = QPoint()
        self._grip: tuple[QPointF, QPointF] | None = None
        self._dragged = False
        self._card = ReadoutCard(theme, self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Network")
        theme.changed.connect(self._on_theme_changed)

    # What is shown

    def show_network(self, network: Network, target_range: tuple[float, float]) -> None:
        """Show another network, at first without numbers; the same one again only takes the new range of targets."""
        if network != self._network:
            self._network, self._snapshot = network, None
            self._hover = None
            self._card.tell(None)
            self._select(None)
            self._zoom, self._origin = 1.0, QPointF(0.0, 0.0)
        self._target_range = target_range
        sizes = " – ".join(map(str, network.layers))
        self.setAccessibleDescription(f"Layers of {sizes} units, {network.n_parameters} parameters")
        self._scene = None
        self.update()

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show another moment of the run."""
        self._snapshot = snapshot
        if self._card.isVisible():
            self._tell()
        self.update()

    @property
    def selected(self) -> Parameter | None:
        """The weight or bias that was clicked last."""
        return self._selected

    @property
    def zoom(self) -> float:
        """How much the picture is enlarged; 1 fits."""
        return self._zoom

    def fit(self) -> None:
        """Show all of it, as large as it goes."""
        self._set_zoom(1.0, QPointF(0.0, 0.0))

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom, keeping the point ``about`` of the widget (by default its middle) where it is."""
        zoom = min(_LARGEST_ZOOM, max(1.0, self._zoom * factor))
        about = QPointF(self.width() / 2, self.height() / 2) if about is None else about
        self._set_zoom(zoom, about - (about - self._origin) * (zoom / self._zoom))

    def _set_zoom(self, zoom: float, origin: QPointF) -> None:
        # Never pan the picture out of sight: its sides stay at or beyond the widget's.
        slack_x, slack_y = self.width() * (zoom - 1.0), self.height() * (zoom - 1.0)
        self._origin = QPointF(min(0.0, max(-slack_x, origin.x())), min(0.0, max(-slack_y, origin.y())))
        if zoom != self._zoom:
            self._zoom = zoom
            self._scene = None
        self._card.tell(None)
        self._hover = None
        self.update()

    # Geometry

    def _text_growth(self) -> float:
        """Return how much larger everything is in a large window, text too."""
        width, height = _ORDINARY_SIZE
        return max(1.0, min(_LARGEST_TEXT_GROWTH, self.width() / width, self.height() / height))

    def _scale(self) -> float:
        return self._zoom * self._text_growth()

    def _prepare(self) -> NetworkScene | None:
        if self._scene is None and self._network is not None:
            growth = self._text_growth()
            layout = lay_out(
                self._network.layers,
                self.width() / growth,
                self.height() / growth,
                biases=self._network.biases,
                text=self._text_sizes(self._network),
                zoom=self._zoom,
            )
            self._scene = NetworkScene(self._network, layout, self._inks, self._target_range)
            self._probe = Probe(self._network, layout)
        return self._scene

    def _text_sizes(self, network: Network) -> TextSizes:
        names, biases = [], []
        for layer, units in enumerate(network.layers):
            for index in {*range(min(units, _MEASURED_UNITS)), units - 1}:
                names.append(unit_symbol(network, layer, index))
                if layer > 0:
                    biases.append(parameter_symbol(network, Parameter(0, layer, None, index)))
        return self._inks.text_sizes(biases if network.biases else [], names)

    def _transform(self) -> QTransform:
        scale = self._scale()
        return QTransform(scale, 0, 0, scale, self._origin.x(), self._origin.y())

    def sizeHint(self) -> QSize:
        """Room for a small network with all its numbers."""
        return QSize(self._theme.px(700), self._theme.px(340))

    def minimumSizeHint(self) -> QSize:
        """Room to recognise a small network."""
        return QSize(self._theme.px(240), self._theme.px(140))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the network at the present moment."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._inks.panel)
        scene = self._prepare()
        if scene is None:
            return
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setTransform(self._transform(), combine=True)
        scale = self._scale()
        view = Box(-self._origin.x() / scale, -self._origin.y() / scale, self.width() / scale, self.height() / scale)
        ratio = self.devicePixelRatioF()
        meant = emphasis(scene.network, self._hover, self._selected)
        scene.paint(painter, self._snapshot, meant, view=view, zoom=scale, ratio=ratio)

    # Mouse and keys

    def _at(self, position: QPointF) -> Hit | None:
        if self._prepare() is None or self._probe is None:
            return None
        point, _ = self._transform().inverted()
        there = point.map(position)
        return self._probe.at(there.x(), there.y(), REACH / self._scale())

    def _tell(self) -> None:
        meant = self._hover or self._selected
        if meant is None or self._network is None:
            self._card.tell(None)
        else:
            self._card.tell(readout(self._network, self._snapshot, meant), self._mouse)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or tell what is under the mouse."""
        if self._grip is not None:
            grabbed, origin = self._grip
            moved = event.position() - grabbed
            if self._dragged or moved.manhattanLength() > 3:
                self._dragged = True
                self._set_zoom(self._zoom, origin + moved)
            return
        hit = self._at(event.position())
        if hit != self._hover:
            self._hover = hit
            clickable = isinstance(hit, Parameter)
            self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
            self.update()
        if hit is not None:
            self._mouse = event.position().toPoint()
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a parameter, or take hold of the ground."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        hit = self._hover = self._at(event.position())
        self._dragged = False
        if isinstance(hit, Parameter):
            self._mouse = event.position().toPoint()
            self._select(hit)
        else:
            self._grip = (event.position(), QPointF(self._origin))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go; a click on empty ground lets go of the selection, too."""
        if self._grip is not None and not self._dragged and self._hover is None:
            self._select(None)
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit on a double click on empty ground."""
        if self._at(event.position()) is None:
            self.fit()

    def leaveEvent(self, _event: object) -> None:
        """Stop telling when the mouse leaves, but for what is selected."""
        self._hover = None
        self._tell()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        if notches:
            self.zoom_by(_ZOOM_STEP**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with + or − zooms, F fits, Esc lets go of the selection."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_ZOOM_STEP)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1.0 / _ZOOM_STEP)
        elif event.key() == Qt.Key.Key_F and not control:
            self.fit()
        elif event.key() == Qt.Key.Key_Escape and self._selected is not None:
            self._select(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._scene = None
        self._set_zoom(self._zoom, self._origin)
        super().resizeEvent(event)

    def _select(self, parameter: Parameter | None) -> None:
        if parameter != self._selected:
            self._selected = parameter
            self.parameter_selected.emit(parameter)
            self.update()
        self._tell()

    def _on_theme_changed(self, _palette: object) -> None:
        self._inks = Inks(self._theme)
        self._scene = None
        self.update()
