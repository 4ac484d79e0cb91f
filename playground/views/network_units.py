"""One layer of units in the network's picture: thumbnails of their responses, names, biases, the way to the targets."""

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.core.network import Network, Parameter
from playground.core.notation import Symbol, parameter_symbol, target_symbol, unit_symbol
from playground.core.paper_letters import symbol_in_paper_letters
from playground.views.geometry import Box
from playground.views.network_chips import SECOND_LINE, Chip, chip_number, draw_chip, draw_value, fitting
from playground.views.network_emphasis import Emphasis, PartMarks
from playground.views.network_items import (
    Inks,
    SymbolText,
    UnitFrame,
    draw_curve,
    draw_empty_unit,
    draw_missing,
    draw_name,
    draw_ring,
    rectangle,
)
from playground.views.network_layers import EVERYTHING, Choice
from playground.views.network_places import Column, Style, UnitPlace
from playground.views.response_images import Floats, Ranges, thinned
from playground.views.thumbnails import Thumbnails
from playground.worker.messages import Snapshot

_STRIP_BELOW: Final = 2.5
"""Units smaller than this on screen are drawn as one strip for the whole layer."""
_ROUND_FROM: Final = 14.0
"""Units smaller than this on screen have neither rim nor round corners: nobody sees them."""
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
    room : float
        How wide the texts of a unit may be before they meet those of a neighbour.
    width : float
        Width of the whole picture.
    paper_letters : bool
        Whether inputs and target are called as in the paper's one neuron.
    """

    def __init__(
        self,
        network: Network,
        column: Column,
        inks: Inks,
        room: float,
        width: float,
        *,
        paper_letters: bool = False,
    ) -> None:
        self._network, self._column, self._inks = network, column, inks
        self._room, self._width = room, width
        self._letters = symbol_in_paper_letters if paper_letters else _as_it_is
        self._first_response = sum(network.layers[: column.layer])
        self._names: list[SymbolText] = []
        self._biases: list[SymbolText] = []
        self._targets: list[SymbolText] = []
        if column.style is not Style.BARE:
            self._write()
        self._has_room_for_two_lines = self._has_room()
        self._thumbnails = Thumbnails(inks.table)
        self._frame: UnitFrame | None = None
        self._curves: Floats | None = None
        self._first = 0

    def _has_room(self) -> bool:
        """Whether a bias with a second line meets no name of another unit."""
        names = [unit.name for unit in self._column.units if unit.name is not None]
        biases = [unit.bias for unit in self._column.units if unit.bias is not None]
        taller = [Box(box.x, box.y, box.width, SECOND_LINE * box.height) for box in biases]
        return self._column.style is Style.FULL and not any(box.overlaps(name) for box in taller for name in names)

    def _write(self) -> None:
        """Make the names ready that stand in this column."""
        inks, network, layer = self._inks, self._network, self._column.layer
        for unit in self._column.units:
            name = self._letters(unit_symbol(network, layer, unit.index))
            self._names.append(SymbolText(name, inks.name_font, inks.name_index_font))
            if unit.bias is not None:
                bias = parameter_symbol(network, Parameter(0, layer, None, unit.index))
                bias = Symbol(bias.base, "" if self._column.style is Style.FULL else bias.sub)
                self._biases.append(SymbolText(bias, inks.chip_font, inks.chip_index_font))
            if unit.target is not None:
                target = self._letters(target_symbol(network, unit.index))
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
        if side < _STRIP_BELOW or not units:
            self.forget()
            return
        first = units[0].index
        place = slice(self._first_response + first, self._first_response + first + len(units))
        responses, their = snapshot.responses[:, place], scaled_to.of(place)
        self._curves = None
        if len(grid.axes) == 1 and side >= _CURVE_FROM:
            kept = thinned(grid.resolution, max(8, int(side / 1.5)))
            self._curves = their.normalised(responses[kept])
        self._first = first
        self._thumbnails.look_at(responses, grid, their, max(2, int(side)))

    def forget(self) -> None:
        """Have no pictures any more."""
        self._curves = None
        self._thumbnails.forget()

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

    def paint_pictures(self, painter: QPainter, view: Box, zoom: float) -> None:
        """Draw the units without their names; ``zoom`` is pixels of the widget for a pixel of the layout."""
        inks, column = self._inks, self._column
        if self._is_strip(zoom):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.secondary)
            first, last = column.units[0].box, column.units[-1].box
            painter.drawRect(QRectF(first.x, first.y, first.width, last.bottom - first.y))
            return
        frame = self._frame_for(painter.deviceTransform().m11(), zoom)
        for unit in self._in(view):
            box, place = rectangle(unit.box), unit.index - self._first
            image = self._thumbnails.image(place)
            if self._thumbnails.has_holes(place):
                draw_missing(painter, inks, box)
            if image is None:
                draw_empty_unit(painter, inks, box)
            else:
                frame.draw(painter, box, image)
            if self._curves is not None:
                draw_curve(painter, inks, box, self._curves[:, place])

    def paint_names(self, painter: QPainter, emphasis: Emphasis, view: Box, zoom: float) -> None:
        """Draw the units' names, rings and ways to the targets, and in the middle of a step their values."""
        if self._is_strip(zoom):
            return
        for unit in self._in(view):
            self._paint_stub(painter, unit, emphasis.part)
            self._paint_texts(painter, unit, rectangle(unit.box), emphasis)

    def _frame_for(self, scale: float, zoom: float) -> UnitFrame:
        if self._frame is None or self._frame.scale != scale:
            box = self._column.units[0].box
            is_round = box.width * zoom >= _ROUND_FROM
            self._frame = UnitFrame(self._inks, box.width, box.height, scale, is_round=is_round)
        return self._frame

    def _is_strip(self, zoom: float) -> bool:
        return self._column.units[0].box.width * zoom < _STRIP_BELOW

    def _paint_texts(self, painter: QPainter, unit: UnitPlace, box: QRectF, emphasis: Emphasis) -> None:
        """Draw ring and name of a unit, and in the middle of a step its values, or a veil over it."""
        inks, scale, part = self._inks, self._column.text_scale, emphasis.part
        key = (unit.layer, unit.index)
        quiet = part is not None and key not in part.units
        if quiet:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.veil)
            painter.drawRect(box.adjusted(-1.0, -1.0, 1.0, 1.0))
        if key in emphasis.units:
            draw_ring(painter, inks, box)
        tail = self._tail(unit, part)
        if unit.name is not None:
            color, name = inks.quiet if quiet else inks.text, self._names[unit.index]
            draw_name(painter, color, unit.name, name, scale, left=False, tail=tail)
        if part is not None:
            if key in part.values:
                draw_value(painter, inks, unit.box, part.values[key], scale, inks.accent)
            elif not tail and key in part.names:
                color = inks.secondary if quiet else inks.text
                draw_value(painter, inks, unit.box, (part.names[key].removeprefix("= "),), scale, color)

    def _tail(self, unit: UnitPlace, part: PartMarks | None) -> str:
        """Return the value behind a unit's name, where there is room between the neighbours for it."""
        if part is None or unit.name is None or self._column.style is not Style.FULL:
            return ""
        tail = part.names.get((unit.layer, unit.index), "")
        name = self._names[unit.index]
        return tail if name.width + name.room_for(tail) <= self._room else ""

    def _paint_stub(self, painter: QPainter, unit: UnitPlace, part: PartMarks | None) -> None:
        """Draw the line from an output to its target."""
        if unit.target is None:
            return
        scale, y, place, name = self._column.text_scale, unit.box.centre_y, unit.target, self._targets[unit.index]
        tail = "" if part is None else part.targets.get((unit.layer, unit.index), "")
        if tail:  # the line gives way to the value
            needed = (name.width + name.room_for(tail)) * scale
            place = Box(min(place.x, self._width - needed - 2.0), place.y, needed, place.height)
        painter.setPen(QPen(self._inks.secondary, 1.2 * scale))
        painter.drawLine(QLineF(unit.box.right, y, max(unit.box.right, place.x - 6 * scale), y))
        draw_name(painter, self._inks.text, place, name, scale, left=True, tail=tail)

    def paint_numbers(
        self, painter: QPainter, theta: Floats, emphasis: Emphasis, view: Box, chosen: Choice = EVERYTHING
    ) -> None:
        """Draw the chosen biases, as numbers or, without room, as marks."""
        column = self._column
        if column.layer == 0 or not self._network.biases:
            return
        biases = theta[self._network.bias_slices[column.layer - 1]]
        if column.style is Style.BARE:
            if chosen.takes(self._network.bias_slices[column.layer - 1]):
                self._paint_marks(painter, biases, view)
            return
        first, part = self._network.bias_slices[column.layer - 1].start, emphasis.part
        for unit in self._in(view):
            assert unit.bias is not None
            index = first + unit.index
            if index not in chosen:
                continue
            text, symbol, box = chip_number(float(biases[unit.index])), self._biases[unit.index], unit.bias
            marked, scale, below = index in emphasis.ringed, column.text_scale, ""
            texts = () if part is None else part.numbers.get(index, ())
            if texts and self._has_room_for_two_lines:
                box = Box(box.x, box.y, box.width, SECOND_LINE * box.height)
                below = fitting(self._inks, texts, 1.2 * box.width / scale)
            elif texts:  # no room for two lines: the newer number counts
                text = fitting(self._inks, texts, box.width / scale - symbol.width - 8.0)
            chip = Chip(
                text,
                symbol,
                below,
                marked=marked,
                quiet=part is not None and index not in emphasis.parameters and not texts,
                filled=column.style is Style.SIDE,
                small=bool(texts) and not below,
            )
            draw_chip(painter, self._inks, box, chip, column.text_scale)

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


def _as_it_is(symbol: Symbol) -> Symbol:
    return symbol
