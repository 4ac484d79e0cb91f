"""The Network panel: the live picture of the network with its size and the scale of its weights."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.core.network import Network
from playground.session.session import Session
from playground.views.network_diagram import NetworkDiagram
from playground.views.network_names import size_text
from playground.views.numbers import MINUS, format_count
from playground.views.panel import Panel
from playground.views.scale import ScaleLegend
from playground.views.theme import Colors, Theme
from playground.worker.messages import Snapshot


class NetworkCanvas(Panel):
    """The network as the paper draws it, left to right, with everything in it live.

    Parameters
    ----------
    session : Session
    theme : Theme

    Attributes
    ----------
    diagram : NetworkDiagram
        The picture itself: ``fit()``, ``zoom_by(factor)``.
    parameter_selected : Signal
        A ``Parameter`` that was clicked, or None.
    """

    parameter_selected = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Network", theme, parent)
        self._session = session
        self._legend = ScaleLegend(theme.scale, f"w ≤ {MINUS}1", "w ≥ 1")
        self._legend.setFont(theme.font(11))
        self._legend.setToolTip("Colour of the weights. Edges grow wider with |w|, up to 5.")
        self.header.addSpacing(theme.px(6))
        self.header.addWidget(self._legend)
        self.diagram = NetworkDiagram(theme)
        self.body.addWidget(self.diagram, 1)
        self.recolor(theme.palette)
        self.diagram.parameter_selected.connect(self.parameter_selected)
        session.network_changed.connect(self._on_network_changed)
        session.dataset_changed.connect(self._on_dataset_changed)
        session.snapshot_changed.connect(self._on_snapshot_changed)
        self._on_network_changed(session.network)
        self._on_snapshot_changed(session.snapshot)

    def recolor(self, colors: Colors) -> None:
        """Take over another palette."""
        self._legend.set_scale(self.theme.scale, colors.secondary)

    def _on_network_changed(self, network: Network) -> None:
        parameters = "1 parameter" if network.n_parameters == 1 else f"{format_count(network.n_parameters)} parameters"
        self.set_info(f"{size_text(network)} · {parameters}")
        self.diagram.show_network(network, self._session.dataset.target_range())

    def _on_dataset_changed(self, _dataset: object) -> None:
        self.diagram.show_network(self._session.network, self._session.dataset.target_range())

    def _on_snapshot_changed(self, snapshot: Snapshot | None) -> None:
        self.diagram.show_snapshot(snapshot)
