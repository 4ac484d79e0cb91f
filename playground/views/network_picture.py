"""The widget with the network's picture: paints it live, in the middle of a step too, and tells what is meant."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.core.network import Network, Parameter
from playground.core.notation import parameter_symbol, unit_symbol
from playground.core.paper_letters import text_in_paper_letters
from playground.core.stages import Stage
from playground.explain.target import Target
from playground.session.by_hand import ByHand, HandReading
from playground.views.hand_patience import HandPatience
from playground.views.network_emphasis import Emphasis
from playground.views.network_hands import Hands, hand_readout
from playground.views.network_items import Inks
from playground.views.network_layout import lay_out
from playground.views.network_part import part_emphasis, part_rows, with_hover
from playground.views.network_places import NetworkLayout, TextSizes
from playground.views.network_probe import REACH, Hit, Probe, emphasis, readout, rule_readout
from playground.views.network_scene import NetworkScene
from playground.views.network_targets import hit_of, hit_of_key, place_of
from playground.views.network_viewport import Viewport
from playground.views.readout_card import Readout, ReadoutCard
from playground.views.theme import Theme
from playground.worker.messages import Snapshot

_MEASURED_UNITS: Final = 12
"""Names of the first and last few units of a layer are measured; those between are no longer."""


class NetworkPicture(QWidget):
    """A network, live; `NetworkDiagram` adds what mouse and keys do.

    Parameters
    ----------
    theme : Theme
    by_hand : ByHand or None
        Where changes by hand go; None for a picture that changes nothing.

    Signals
    -------
    told : Readout or None
        What there is to say about what is selected, or about what was just changed by hand.
    """

    told = Signal(object)

    def __init__(self, theme: Theme, by_hand: ByHand | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inks = Inks(theme)
        self._network: Network | None = None
        self._target_range = (0.0, 1.0)
        self._paper_letters = False
        self._snapshot: Snapshot | None = None
        self._layout: NetworkLayout | None = None
        self._scene: NetworkScene | None = None
        self._probe: Probe | None = None
        self._viewport = Viewport()
        self._hover: Hit | None = None
        self._selected: Hit | None = None
        self._pointed: Hit | None = None
        self._seen: Sequence[Stage] = ()
        self._part: Emphasis | None = None
        self._mouse = QPoint()
        self._ringed_focus = False
        self._card = ReadoutCard(theme, self)
        self.hands = None if by_hand is None else Hands(by_hand, theme, self)
        self._patience = HandPatience(self._tell, self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Network")
        theme.changed.connect(self._on_theme_changed)
        if by_hand is not None:
            by_hand.changed.connect(self._patience.hear)

    # ---- what is shown

    def show_network(self, network: Network, target_range: tuple[float, float]) -> None:
        """Show another network, at first without numbers; the same one again only takes the new range of targets."""
        if network != self._network:
            self._network, self._snapshot = network, None
            self._hover = self._selected = self._pointed = None
            self._seen, self._part = (), None
            self._card.tell(None)
            self._viewport.fit()
            if self.hands is not None:
                self.hands.show_network(network)
        self._target_range = target_range
        sizes = " – ".join(map(str, network.layers))
        self.setAccessibleDescription(f"Layers of {sizes} units, {network.n_parameters} parameters")
        self._scene = None
        self.update()

    def show_letters(self, paper: bool) -> None:
        """Call inputs and target as the paper's one neuron does, or as everywhere else."""
        if paper != self._paper_letters:
            self._paper_letters = paper
            self._scene = None
            self._tell()
            self.update()

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show another moment of the run."""
        self._snapshot = snapshot
        self._patience.stop()
        self._tell()
        self.update()

    def show_target(self, target: Target) -> None:
        """Ring what is selected, wherever it was selected."""
        hit = None if self._network is None else hit_of(self._network, target)
        if hit != self._selected:
            self._selected = hit
            self._tell()
            self.update()

    def show_part(self, seen: Sequence[Stage], targets: Sequence[float]) -> None:
        """Light up the newest of the parts of a step seen so far; none of them shows the network as it is."""
        self._seen = seen
        theta = None if self._snapshot is None else self._snapshot.theta
        self._part = None
        if seen and self._network is not None and theta is not None:
            self._part = part_emphasis(self._network, seen, targets, theta)
        self._tell()
        self.update()

    def point_at(self, key: str | None) -> None:
        """Ring what a key of the equations stands for, such as "w:12" or "a:2:0"; None rings nothing any more."""
        pointed = None if self._network is None or key is None else hit_of_key(self._network, key)
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    @property
    def selected(self) -> Hit | None:
        """The unit, weight or bias that is selected."""
        return self._selected

    @property
    def zoom(self) -> float:
        """How much the picture is enlarged; 1 fits."""
        return self._viewport.zoom

    def fit(self) -> None:
        """Show all of it, as large as it goes."""
        self._viewport.fit()
        self._after_zoom()

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom, keeping the point ``about`` of the widget (by default its middle) where it is."""
        self._viewport.zoom_by(factor, about)
        self._after_zoom()

    def _after_zoom(self) -> None:
        self._scene = None
        self._after_pan()

    def _after_pan(self) -> None:
        self._card.tell(None)
        self._hover = None
        if self.hands is not None:
            self.hands.editor.close_editor()
        self.update()

    def _prepare(self) -> NetworkScene | None:
        if self._scene is None and self._network is not None:
            growth = self._viewport.growth
            self._layout = lay_out(
                self._network.layers,
                self.width() / growth,
                self.height() / growth,
                biases=self._network.biases,
                text=self._text_sizes(self._network),
                zoom=self.zoom,
            )
            self._scene = NetworkScene(
                self._network, self._layout, self._inks, self._target_range, paper_letters=self._paper_letters
            )
            self._probe = Probe(self._network, self._layout)
        return self._scene

    def _text_sizes(self, network: Network) -> TextSizes:
        names, biases = [], []
        for layer, units in enumerate(network.layers):
            for index in {*range(min(units, _MEASURED_UNITS)), units - 1}:
                names.append(unit_symbol(network, layer, index))
                if layer > 0:
                    biases.append(parameter_symbol(network, Parameter(0, layer, None, index)))
        return self._inks.text_sizes(biases if network.biases else [], names)

    def sizeHint(self) -> QSize:
        """Room for a small network with all its numbers."""
        return QSize(self._theme.px(700), self._theme.px(340))

    def minimumSizeHint(self) -> QSize:
        """Room to recognise a small network."""
        return QSize(self._theme.px(240), self._theme.px(140))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the network at the present moment."""
        painter = QPainter(self)
        scene = self._prepare()
        if scene is None:
            painter.fillRect(self.rect(), self._inks.panel)
            return
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing | hints.SmoothPixmapTransform)
        painter.setTransform(self._viewport.transform, combine=True)
        meant = emphasis(scene.network, self._hover or self._pointed, self._selected)
        if self._part is not None:
            meant = with_hover(self._part, meant)
        view, ratio = self._viewport.box, self.devicePixelRatioF()
        scene.paint(painter, self._snapshot, meant, view=view, zoom=self._viewport.scale, ratio=ratio)
        if self._ringed_focus:
            painter.resetTransform()
            painter.setPen(QPen(self._inks.accent, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)

    # ---- telling

    def _at(self, position: QPointF) -> Hit | None:
        if self._prepare() is None or self._probe is None:
            return None
        there = self._viewport.to_layout(position)
        return self._probe.at(there.x(), there.y(), REACH / self._viewport.scale)

    def _place(self, hit: Hit) -> QRect:
        """Return where in the widget something stands."""
        self._prepare()
        assert self._layout is not None
        box, scale = place_of(self._layout, hit), self._viewport.scale
        corner = self._viewport.to_widget(box.x, box.y)
        return QRect(corner.toPoint(), QSizeF(box.width * scale, box.height * scale).toSize())

    def _tell(self) -> None:
        """Tell about what is selected, and let the card tell about what is under the mouse."""
        self.told.emit(self._written(self._about_selected()))
        meant, network = self._hover, self._network
        busy = self.hands is not None and (self.hands.editor.isVisible() or self.hands.is_dragging)
        if self.hands is not None and isinstance(meant, Parameter) and self.hands.by_hand.reading is not None:
            busy = busy or meant.index in self.hands.by_hand.reading.after  # the strip below tells the same
        if meant is None or network is None or busy:
            self._card.tell(None)
            return
        told = readout(network, self._snapshot, meant)
        if self._seen:
            new = part_rows(self._seen, meant)
            told = Readout(told.title, told.remark, new + tuple(row for row in told.rows if row[0] not in dict(new)))
        self._card.tell(self._written(told), self._mouse)

    def _written(self, readout: Readout | None) -> Readout | None:
        """Write what is told in the letters that are in use."""
        if readout is None or not self._paper_letters:
            return readout
        return readout.rewritten(text_in_paper_letters)

    def _about_selected(self) -> Readout | None:
        network, selected = self._network, self._selected
        if network is None:
            return None
        reading = None if self.hands is None else self.hands.by_hand.reading
        if reading is not None and self._is_about(reading, selected):
            return hand_readout(network, reading, self._snapshot)
        if selected is None:
            return rule_readout(network, self._snapshot)
        return readout(network, self._snapshot, selected)

    def _is_about(self, reading: HandReading, selected: Hit | None) -> bool:
        """Whether a change by hand is what the user looks at."""
        assert self.hands is not None
        chosen = isinstance(selected, Parameter) and selected.index in reading.after
        return chosen or selected is None or self.hands.by_hand.is_open

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._viewport.resize(QSizeF(self.size()))
        self._after_zoom()
        super().resizeEvent(event)

    def _on_theme_changed(self, _palette: object) -> None:
        self._inks = Inks(self._theme)
        self._scene = None
        self.update()
