"""The network's picture made ready for one layout: what stays is built once, what lives is drawn from a snapshot."""

from itertools import pairwise

from PySide6.QtGui import QPainter

from playground.core.network import Network
from playground.views.geometry import Box
from playground.views.network_chips import widened
from playground.views.network_edges import Bundle
from playground.views.network_emphasis import Emphasis
from playground.views.network_items import Inks
from playground.views.network_layers import EVERYTHING, Choice, StillLayers
from playground.views.network_places import NetworkLayout, Style
from playground.views.network_units import UnitColumn
from playground.views.response_images import Floats, ranges
from playground.worker.messages import Snapshot


class NetworkScene:
    """Draws one network in one layout.

    Parameters
    ----------
    network : Network
    layout : NetworkLayout
    inks : Inks
    target_range : (float, float)
        Smallest and largest target of the data, the scale of unbounded outputs.
    paper_letters : bool
        Whether inputs and target are called as in the paper's one neuron.
    """

    def __init__(
        self,
        network: Network,
        layout: NetworkLayout,
        inks: Inks,
        target_range: tuple[float, float],
        *,
        paper_letters: bool = False,
    ) -> None:
        self.network = network
        self._target_range = target_range
        self._ground = inks.panel
        self._bundles = [Bundle(network, connection, inks) for connection in layout.connections]
        self._columns = [
            UnitColumn(network, column, inks, room, layout.width, paper_letters=paper_letters)
            for column, room in zip(layout.columns, rooms(layout), strict=True)
        ]
        self._seen: tuple[int, float, Box] | None = None
        self._still = StillLayers()

    def paint(
        self,
        painter: QPainter,
        snapshot: Snapshot | None,
        emphasis: Emphasis,
        *,
        view: Box,
        zoom: float,
        ratio: float,
    ) -> None:
        """Draw everything with the painter in the layout's coordinates.

        Parameters
        ----------
        painter : QPainter
        snapshot : Snapshot or None
            The moment to show; None draws the bare diagram.
        emphasis : Emphasis
        view : Box
            The part of the layout that is seen; nothing else is drawn.
        zoom : float
            Pixels of the widget for a pixel of the layout.
        ratio : float
            Device pixels for a pixel of the widget.
        """
        self._look_at(snapshot, view, zoom * ratio)
        theta = None if snapshot is None else snapshot.theta
        moving = self._still.look_at(theta) if emphasis.part is None else None
        self._paint_edges(painter, theta, emphasis, (view, zoom), moving)
        for column in self._columns:
            column.paint_pictures(painter, view, zoom)
        self._paint_words(painter, theta, emphasis, (view, zoom), moving)

    def _paint_edges(
        self,
        painter: QPainter,
        theta: Floats | None,
        emphasis: Emphasis,
        seen: tuple[Box, float],
        moving: Choice | None,
    ) -> None:
        """Draw the ground and the edges on it; of those that a hand leaves alone a picture is kept, in two parts."""

        def draw(painter: QPainter, orders: list[list[int]]) -> None:
            for bundle, places in zip(self._bundles, orders, strict=True):
                bundle.paint(painter, theta, emphasis, places)

        orders = [bundle.order(theta, emphasis, seen[0]) for bundle in self._bundles]
        if moving is None:
            painter.save()
            painter.resetTransform()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # whole pixels, as a kept layer covers them
            painter.fillRect(painter.viewport(), self._ground)
            painter.restore()
            draw(painter, orders)
            return
        parts = [bundle.parted(order, moving) for bundle, order in zip(self._bundles, orders, strict=True)]
        below, live, above = ([part[which] for part in parts] for which in range(3))
        key = emphasis, seen
        self._still.paint(painter, "below", (key, below), lambda apart: draw(apart, below), self._ground)
        draw(painter, live)
        if any(above):
            self._still.paint(painter, "above", (key, above), lambda apart: draw(apart, above))

    def _paint_words(
        self,
        painter: QPainter,
        theta: Floats | None,
        emphasis: Emphasis,
        seen: tuple[Box, float],
        moving: Choice | None,
    ) -> None:
        """Draw names, and the numbers of weights and biases, kept in the same way."""
        view, zoom = seen

        def draw_names(painter: QPainter) -> None:
            for column in self._columns:
                column.paint_names(painter, emphasis, view, zoom)

        def draw_numbers(painter: QPainter, chosen: Choice) -> None:
            if theta is not None:
                for bundle in self._bundles:
                    bundle.paint_numbers(painter, theta, emphasis, view, chosen)
                for column in self._columns:
                    column.paint_numbers(painter, theta, emphasis, view, chosen)

        def draw_still(painter: QPainter) -> None:
            draw_names(painter)
            draw_numbers(painter, EVERYTHING if moving is None else moving.rest)

        if moving is None:
            draw_still(painter)
            return
        self._still.paint(painter, "words", (emphasis, seen), draw_still)
        draw_numbers(painter, moving)

    def _look_at(self, snapshot: Snapshot | None, view: Box, device_zoom: float) -> None:
        """Make the pictures of a new snapshot's responses; the same one again is not looked at twice."""
        if snapshot is None:
            self._seen = None
            for column in self._columns:
                column.forget()
            return
        seen = (snapshot.number, device_zoom, view)
        if seen != self._seen:
            self._seen = seen
            scaled_to = ranges(self.network, snapshot.grid, snapshot.responses, self._target_range)
            for column in self._columns:
                column.look_at(snapshot, scaled_to, view, device_zoom)


def rooms(layout: NetworkLayout) -> list[float]:
    """Return how wide the texts of each column may be: to the middle between it and its nearest neighbour.

    Less where numbers of edges stand beside the names: these may get wider and higher.

    Parameters
    ----------
    layout : NetworkLayout

    Returns
    -------
    list of float
        One width for each column, in pixels of the layout.
    """
    middles = [column.units[0].box.centre_x for column in layout.columns]
    gaps = [after - before for before, after in pairwise(middles)]
    ends = [2.0 * middles[0], 2.0 * (layout.width - middles[-1])]
    rooms = [min(left, right) for left, right in pairwise([ends[0], *gaps, ends[1]])]
    for place, column in enumerate(layout.columns):
        names = [unit.name for unit in column.units if unit.name is not None and column.style is Style.FULL]
        near = [edge.label for found in layout.connections[max(0, place - 1) : place + 1] for edge in found.edges]
        for label in (widened(label) for label in near if label is not None):
            if any(label.y < name.bottom and label.bottom > name.y for name in names):
                rooms[place] = min(rooms[place], 2.0 * (abs(label.centre_x - middles[place]) - label.width / 2))
    return [room - 8.0 for room in rooms]
