"""The weights in the network's picture: bundles of curves with their numbers, and matrix pictures."""

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.core.network import Network
from playground.views.geometry import Box
from playground.views.network_emphasis import Emphasis
from playground.views.network_items import (
    Inks,
    chip_number,
    draw_chip,
    draw_missing,
    draw_ring,
    edge_path,
    edge_pen,
    edge_widths,
    rectangle,
)
from playground.views.network_places import Connection
from playground.views.response_images import Floats, as_image, thinned

_LARGEST_MATRIX: Final = 256
"""Rows and columns of a matrix picture at most; what is finer is left out."""
_CASED_UP_TO: Final = 30
"""So many edges between two layers have a thin rim of the ground's colour, so that crossings can be followed."""
_RIM: Final = 3.0


class Bundle:
    """All weights between two layers, drawn from theta.

    Parameters
    ----------
    network : Network
    connection : Connection
        Where they are.
    inks : Inks
    """

    def __init__(self, network: Network, connection: Connection, inks: Inks) -> None:
        self._connection, self._inks = connection, inks
        self._weights = network.weight_slices[connection.layer - 1]
        self._sources, self._targets = network.layers[connection.layer - 1 : connection.layer + 1]
        self._paths = [edge_path(edge.curve) for edge in connection.edges]
        self._heights = [
            (min(edge.curve.y0, edge.curve.y1), max(edge.curve.y0, edge.curve.y1)) for edge in connection.edges
        ]

    def paint(self, painter: QPainter, theta: Floats | None, emphasis: Emphasis, view: Box) -> None:
        """Draw the curves or the matrix, as far as they are in ``view``; without theta the bare lines."""
        if self._connection.matrix is not None:
            if self._connection.matrix.overlaps(view):
                self._paint_matrix(painter, self._connection.matrix, theta, emphasis)
        elif self._connection.edges:
            curve = self._connection.edges[0].curve
            if curve.x0 <= view.right and curve.x1 >= view.x:
                self._paint_edges(painter, theta, emphasis, view)

    def _paint_edges(self, painter: QPainter, theta: Floats | None, emphasis: Emphasis, view: Box) -> None:
        inks, paths = self._inks, self._paths
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if theta is None:
            painter.setPen(QPen(inks.line, 1.5))
            for path in paths:
                painter.drawPath(path)
            return
        weights, first = theta[self._weights], self._weights.start
        widths = edge_widths(weights, self._connection.widest)
        missing = np.isnan(weights).tolist()
        # Thin ones last, so that none is buried under a strong one.
        order = [place for place in np.argsort(-widths, kind="stable").tolist() if self._is_in(view, place)]
        if emphasis.dims:
            faint = inks.faint_table.colors(weights)
            for place in order:
                if first + place not in emphasis.parameters:
                    painter.setPen(edge_pen(faint[place], widths[place], missing=missing[place]))
                    painter.drawPath(paths[place])
            order = [place for place in order if first + place in emphasis.parameters]
        colors = inks.table.colors(weights)
        cased = len(paths) <= _CASED_UP_TO
        # What is marked comes last, over all others.
        for place in sorted(order, key=lambda place: first + place in emphasis.ringed):
            marked = first + place in emphasis.ringed
            if marked:
                painter.setPen(edge_pen(inks.accent, widths[place] + 2 * _RIM, missing=False))
                painter.drawPath(paths[place])
            if cased or marked:
                painter.setPen(edge_pen(inks.panel, widths[place] + _RIM, missing=False))
                painter.drawPath(paths[place])
            painter.setPen(edge_pen(colors[place], widths[place], missing=missing[place]))
            painter.drawPath(paths[place])

    def _is_in(self, view: Box, place: int) -> bool:
        top, bottom = self._heights[place]
        return bottom > view.y - _RIM - self._connection.widest and top < view.bottom + _RIM + self._connection.widest

    def _paint_matrix(self, painter: QPainter, place: Box, theta: Floats | None, emphasis: Emphasis) -> None:
        inks, box = self._inks, rectangle(place)
        if theta is not None:
            matrix = theta[self._weights].reshape(self._sources, self._targets)
            rows, columns = thinned(self._sources, _LARGEST_MATRIX), thinned(self._targets, _LARGEST_MATRIX)
            if (len(rows), len(columns)) != matrix.shape:
                matrix = matrix[np.ix_(rows, columns)]
            if np.isnan(matrix).any():
                draw_missing(painter, inks, box)
            pixels = inks.table.pixels(matrix)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(box, as_image(pixels))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.setPen(QPen(inks.line if theta is None else inks.rim, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        width, height = box.width() / self._targets, box.height() / self._sources
        for index in emphasis.ringed:
            if self._weights.start <= index < self._weights.stop:
                source, target = divmod(index - self._weights.start, self._targets)
                cell = QRectF(box.x() + target * width, box.y() + source * height, width, height)
                draw_ring(painter, inks, cell, radius=1.0)

    def paint_numbers(self, painter: QPainter, theta: Floats, emphasis: Emphasis, view: Box) -> None:
        """Draw the numbers that have a place."""
        inks = self._inks
        for place, edge in enumerate(self._connection.edges):
            if edge.label is None:
                return
            index = self._weights.start + place
            if (emphasis.dims and index not in emphasis.parameters) or not edge.label.overlaps(view):
                continue
            leader = _leader(edge.label, edge.curve.point(0.5))
            if leader is not None:
                painter.setPen(QPen(inks.line, 1.0))
                painter.drawLine(leader)
            text, marked = chip_number(float(theta[index])), index in emphasis.ringed
            draw_chip(painter, inks, edge.label, text, None, self._connection.text_scale, marked=marked)


def _leader(label: Box, edge: tuple[float, float]) -> QLineF | None:
    """Return the line from a number to its edge, where the number does not lie on it."""
    x, y = edge
    if not label.x <= x <= label.right or label.contains(x, y):
        return None
    return QLineF(QPointF(x, label.bottom if y > label.bottom else label.y), QPointF(x, y))
