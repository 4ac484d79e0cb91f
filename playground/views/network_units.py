"""One layer of units in the network's picture: thumbnails of their responses, names, biases, the way to the targets."""

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.core.network import Network, Parameter
from playground.views.geometry import Box
from playground.views.network_emphasis import Emphasis
from playground.views.network_items import (
    Inks,
    SymbolText,
    chip_number,
    draw_chip,
    draw_curve,
    draw_missing,
    draw_name,
    draw_ring,
    draw_unit,
    rectangle,
)
from playground.views.network_names import Symbol, parameter_symbol, target_symbol, unit_symbol
from playground.views.network_places import Column, Style, UnitPlace
from playground.views.response_images import Floats, Pixels, Ranges, as_image, thinned, thumbnails
from playground.worker.messages import Snapshot

_STRIP_BELOW: Final = 2.5
"""Units smaller than this on screen are drawn as one strip for the whole layer."""
_CURVE_FROM: Final = 15.0
_MARKS_FROM: Final = 12.0
"""Units at least this large have a mark for a bias without a number."""
_FULL_MARK_AT: Final = 3.0


class UnitColumn:
    """A layer of units, drawn from a snapshot.

    Parameters
    ----------
    network : Network
    column : Column
        Where they are.
    inks : Inks
    """

    def __init__(self, network: Network, column: Column, inks: Inks) -> None:
        self._network, self._column, self._inks = network, column, inks
        self._first_response = sum(network.layers[: column.layer])
        self._names: list[SymbolText] = []
        self._biases: list[SymbolText] = []
        self._targets: list[SymbolText] = []
        if column.style is not Style.BARE:
            self._write()
        self._pixels: list[Pixels] = []
        self._curves: Floats | None = None
        self._missing: list[bool] = []
        self._first = 0

    def _write(self) -> None:
        """Make the names ready that stand in this column."""
        inks, network, layer = self._inks, self._network, self._column.layer
        for unit in self._column.units:
            name = unit_symbol(network, layer, unit.index)
            self._names.append(SymbolText(name, inks.name_font, inks.name_index_font))
            if unit.bias is not None:
                bias = parameter_symbol(network, Parameter(0, layer, None, unit.index))
                bias = Symbol(bias.base, "" if self._column.style is Style.FULL else bias.sub)
                self._biases.append(SymbolText(bias, inks.chip_font, inks.chip_index_font))
            if unit.target is not None:
                target = target_symbol(network, unit.index)
                self._targets.append(SymbolText(target, inks.name_font, inks.name_index_font))

    def look_at(self, snapshot: Snapshot, scaled_to: Ranges, view: Box, device_zoom: float) -> None:
        """Make the pictures of a snapshot's responses, of the units in view.

        Parameters
        ----------
        snapshot : Snapshot
        scaled_to : Ranges
            What the ends of the scale stand for, for all units of the network.
        view : Box
        device_zoom : float
            Device pixels for a pixel of the layout.
        """
        units, grid = self._in(view), snapshot.grid
        side = self._column.units[0].box.width * device_zoom
        self._pixels, self._curves, self._missing = [], None, []
        if side < _STRIP_BELOW or not units:
            return
        self._first = units[0].index
        place = slice(self._first_response + self._first, self._first_response + self._first + len(units))
        responses = snapshot.responses[:, place]
        their = Ranges(scaled_to.centre[place], scaled_to.half[place])
        if len(grid.axes) == 1 and side >= _CURVE_FROM:
            kept = thinned(grid.resolution, max(8, int(side / 1.5)))
            self._curves = their.normalised(responses[kept])
        self._pixels = thumbnails(responses, grid, their, max(2, int(side)), self._inks.table)
        self._missing = [bool(np.isnan(response).any()) for response in responses.T]

    def forget(self) -> None:
        """Have no pictures any more."""
        self._pixels, self._curves, self._missing = [], None, []

    def _in(self, view: Box) -> tuple[UnitPlace, ...]:
        """Return the units that are seen, and their neighbours, whose texts may be."""
        units, box = self._column.units, self._column.units[0].box
        if box.x - box.width > view.right or self._column.outlet + box.width < view.x:
            return ()
        pitch = (units[-1].box.y - box.y) / max(1, len(units) - 1)
        if not pitch:
            return units
        first = max(0, int((view.y - box.y) / pitch) - 2)
        last = max(0, int((view.bottom - box.y) / pitch) + 3)
        return units[first:last]

    def paint(self, painter: QPainter, emphasis: Emphasis, view: Box, zoom: float) -> None:
        """Draw the units; ``zoom`` is pixels of the widget for a pixel of the layout."""
        inks, column = self._inks, self._column
        on_screen = column.units[0].box.width * zoom
        if on_screen < _STRIP_BELOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.secondary)
            first, last = column.units[0].box, column.units[-1].box
            painter.drawRect(QRectF(first.x, first.y, first.width, last.bottom - first.y))
            return
        for unit in self._in(view):
            self._paint_stub(painter, unit)
            box, image, place = rectangle(unit.box), None, unit.index - self._first
            if self._pixels:
                image = as_image(self._pixels[place])
                if self._missing[place]:
                    draw_missing(painter, inks, box)
            draw_unit(painter, inks, box, image, on_screen)
            if self._curves is not None:
                draw_curve(painter, inks, box, self._curves[:, place])
            if (unit.layer, unit.index) in emphasis.units:
                draw_ring(painter, inks, box)
            if unit.name is not None:
                draw_name(painter, inks.text, unit.name, self._names[unit.index], column.text_scale, left=False)

    def _paint_stub(self, painter: QPainter, unit: UnitPlace) -> None:
        """Draw the line from an output to its target."""
        if unit.target is not None:
            scale, y = self._column.text_scale, unit.box.centre_y
            painter.setPen(QPen(self._inks.secondary, 1.2 * scale))
            painter.drawLine(QLineF(unit.box.right, y, unit.target.x - 6 * scale, y))
            draw_name(painter, self._inks.text, unit.target, self._targets[unit.index], scale, left=True)

    def paint_numbers(self, painter: QPainter, theta: Floats, emphasis: Emphasis, view: Box) -> None:
        """Draw the biases, as numbers or, without room, as marks."""
        column = self._column
        if column.layer == 0 or not self._network.biases:
            return
        biases = theta[self._network.bias_slices[column.layer - 1]]
        if column.style is Style.BARE:
            self._paint_marks(painter, biases, view)
            return
        first = self._network.bias_slices[column.layer - 1].start
        for unit in self._in(view):
            assert unit.bias is not None
            draw_chip(
                painter,
                self._inks,
                unit.bias,
                chip_number(float(biases[unit.index])),
                self._biases[unit.index],
                column.text_scale,
                marked=first + unit.index in emphasis.ringed,
                filled=column.style is Style.SIDE,
            )

    def _paint_marks(self, painter: QPainter, biases: Floats, view: Box) -> None:
        """Draw a bar below each unit, from its middle to its side."""
        width = self._column.units[0].box.width
        if width < _MARKS_FROM:
            return
        lengths = (np.nan_to_num(np.clip(biases / _FULL_MARK_AT, -1.0, 1.0)) * width / 2).tolist()
        colors = self._inks.table.colors(biases)
        painter.setPen(Qt.PenStyle.NoPen)
        for unit in self._in(view):
            length, x = lengths[unit.index], unit.box.centre_x
            painter.setBrush(colors[unit.index])
            painter.drawRect(QRectF(min(x, x + length), unit.box.bottom + 1.5, abs(length), 2.5))
