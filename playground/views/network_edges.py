"""The weights in the network's picture: bundles of curves with their numbers, and matrix pictures."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.core.network import Network
from playground.views.geometry import Box
from playground.views.network_chips import WIDER, Chip, chip_number, draw_chip, fitting, widened
from playground.views.network_emphasis import Emphasis, Texts
from playground.views.network_items import (
    Inks,
    draw_ghost,
    draw_missing,
    draw_ring,
    edge_path,
    edge_pen,
    edge_widths,
    rectangle,
)
from playground.views.network_layers import EVERYTHING, Choice
from playground.views.network_places import Connection
from playground.views.response_images import Floats, as_image, thinned

_LARGEST_MATRIX: Final = 256
"""Rows and columns of a matrix picture at most; what is finer is left out."""
_CASED_UP_TO: Final = 30
"""So many edges between two layers have a thin rim of the ground's colour, so that crossings can be followed."""
_RIM: Final = 3.0
_SEEN_FROM: Final = 0.5
"""Pixels that an edge must grow or shrink by for its ghost to be seen."""


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
        ends = np.array([(edge.curve.y0, edge.curve.y1) for edge in connection.edges]).reshape(-1, 2)
        self._tops, self._bottoms = ends.min(axis=1), ends.max(axis=1)

    def order(self, theta: Floats | None, emphasis: Emphasis, view: Box) -> list[int]:
        """Return the edges in ``view`` from the lowest to the uppermost; a matrix is its first edge.

        Thin ones lie over strong ones, so that none is buried; then come those that are meant, then those marked.
        """
        connection, first = self._connection, self._weights.start
        if connection.matrix is not None:
            return [0] if connection.matrix.overlaps(view) else []
        if not connection.edges or connection.edges[0].curve.x0 > view.right or connection.edges[0].curve.x1 < view.x:
            return []
        if theta is None:
            return list(range(len(self._paths)))
        widths = edge_widths(theta[self._weights], connection.widest)
        every = np.argsort(-widths, kind="stable")
        order: list[int] = every[self._are_in(view)[every]].tolist()
        if not emphasis.dims and not emphasis.ringed:
            return order

        def rank(place: int) -> tuple[bool, bool]:
            meant = not emphasis.dims or first + place in emphasis.parameters
            return meant, meant and first + place in emphasis.ringed

        return sorted(order, key=rank)

    def parted(self, order: list[int], moving: Choice) -> tuple[list[int], list[int], list[int]]:
        """Part an order into the edges below what moves, those that move with all between them, and those above."""
        if self._connection.matrix is not None:
            return ([], order, []) if moving.takes(self._weights) else (order, [], [])
        at = [number for number, place in enumerate(order) if self._weights.start + place in moving]
        if not at:
            return order, [], []
        return order[: at[0]], order[at[0] : at[-1] + 1], order[at[-1] + 1 :]

    def paint(self, painter: QPainter, theta: Floats | None, emphasis: Emphasis, places: Sequence[int]) -> None:
        """Draw curves, the first of ``places`` lowest, or the matrix; without theta the bare lines."""
        if not places:
            return
        if self._connection.matrix is not None:
            self._paint_matrix(painter, self._connection.matrix, theta, emphasis)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if theta is None:
            painter.setPen(QPen(self._inks.line, 1.5))
            for place in places:
                painter.drawPath(self._paths[place])
        else:
            self._paint_edges(painter, theta, emphasis, places)

    def _paint_edges(self, painter: QPainter, theta: Floats, emphasis: Emphasis, places: Sequence[int]) -> None:
        inks, paths = self._inks, self._paths
        first = self._weights.start
        weights = theta[self._weights][list(places)]
        widths: list[float] = edge_widths(weights, self._connection.widest).tolist()
        strong = inks.table.colors(weights)
        faint = inks.faint_table.colors(weights) if emphasis.dims else strong
        cased = len(paths) <= _CASED_UP_TO
        meant: dict[int, float] = {}
        for number, (place, width) in enumerate(zip(places, widths, strict=True)):
            is_meant = not emphasis.dims or first + place in emphasis.parameters
            if first + place in emphasis.ringed:  # also where it is not what is meant: then only its outline shows
                self._paint_rim(painter, place, width)
            elif is_meant and cased:
                painter.setPen(edge_pen(inks.panel, width + _RIM, missing=False))
                painter.drawPath(paths[place])
            color = (strong if is_meant else faint)[number]
            painter.setPen(edge_pen(color, width, missing=math.isnan(weights[number])))
            painter.drawPath(paths[place])
            if is_meant:
                meant[place] = width
        if emphasis.part is not None and emphasis.part.ghosts:
            self._paint_ghosts(painter, emphasis.part.ghosts, meant)

    def _paint_rim(self, painter: QPainter, place: int, width: float) -> None:
        """Draw the accent's outline around an edge."""
        for color, wider in ((self._inks.accent, 2 * _RIM), (self._inks.panel, _RIM)):
            painter.setPen(edge_pen(color, width + wider, missing=False))
            painter.drawPath(self._paths[place])

    def _paint_ghosts(self, painter: QPainter, ghosts: Mapping[int, float], widths: Mapping[int, float]) -> None:
        """Draw how wide edges will be, where that is to be seen."""
        first = self._weights.start
        new = {place: ghosts[first + place] for place in widths if first + place in ghosts}
        future = edge_widths(np.array(list(new.values())), self._connection.widest)
        for place, width in zip(new, future.tolist(), strict=True):
            if abs(width - widths[place]) > _SEEN_FROM:
                draw_ghost(painter, self._inks, self._paths[place], width)

    def _are_in(self, view: Box) -> np.ndarray[Any, np.dtype[np.bool_]]:
        around = _RIM + self._connection.widest
        return np.asarray((self._bottoms > view.y - around) & (self._tops < view.bottom + around))

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

    def paint_numbers(
        self, painter: QPainter, theta: Floats, emphasis: Emphasis, view: Box, chosen: Choice = EVERYTHING
    ) -> None:
        """Draw the chosen numbers that have a place."""
        inks = self._inks
        part, scale = emphasis.part, self._connection.text_scale
        seconds = {} if part is None else part.numbers
        two_lines = self._has_room_for_two_lines(seconds)
        for place, edge in enumerate(self._connection.edges):
            index = self._weights.start + place
            if index not in chosen:
                continue
            box = edge.label
            if box is None and index in emphasis.ringed:
                box = Box.around(*edge.curve.point(0.5), 56.0 * scale, inks.chip_height * scale)
            if box is None or not box.overlaps(view):
                continue
            texts = seconds.get(index, ())
            second = fitting(inks, texts, (WIDER if two_lines else 1.1) * box.width / scale)
            quiet = emphasis.dims and index not in emphasis.parameters
            if quiet and part is None:
                continue
            leader = _leader(box, edge.curve.point(0.5))
            if leader is not None:
                painter.setPen(QPen(inks.line, 1.0))
                painter.drawLine(leader)
            text, marked = chip_number(float(theta[index])), index in emphasis.ringed
            if second and two_lines:
                wide = widened(box)
                above = leader is not None and box.bottom < edge.curve.point(0.5)[1]  # it must not grow over units
                box = replace(wide, y=box.bottom - wide.height) if above else wide
                chip = Chip(text, below=second, marked=marked)
            else:  # of two numbers the newer one counts
                chip = Chip(second or text, marked=marked, quiet=quiet, small=bool(second))
            draw_chip(painter, inks, box, chip, scale)

    def _has_room_for_two_lines(self, seconds: Mapping[int, Texts]) -> bool:
        """Whether the numbers that have a second line do not meet others then."""
        labels = [edge.label for edge in self._connection.edges]
        taller = [
            widened(box)
            for place, box in enumerate(labels)
            if box is not None and self._weights.start + place in seconds
        ]
        return not any(one.overlaps(other) for one, other in combinations(taller, 2))


def _leader(label: Box, edge: tuple[float, float]) -> QLineF | None:
    """Return the line from a number to its edge, where the number does not lie on it."""
    x, y = edge
    if not label.x <= x <= label.right or label.contains(x, y):
        return None
    return QLineF(QPointF(x, label.bottom if y > label.bottom else label.y), QPointF(x, y))
