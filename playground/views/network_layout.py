"""Where everything of the network's picture goes: units, edges, names, numbers. Pure geometry, no Qt.

Layers are columns from left to right, as in the paper's diagrams. Lengths are pixels at zoom 1; a zoom only enlarges
the picture, but what had no room for its text at zoom 1 may get it then.
"""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Final

from playground.views.geometry import Box, Curve
from playground.views.label_places import place_labels
from playground.views.network_columns import columns
from playground.views.network_places import Column, Connection, EdgePlace, NetworkLayout, TextSizes, UnitPlace

LARGEST_BUNDLE: Final = 256
"""More edges than this between two layers become a matrix picture."""
LARGEST_PICTURE: Final = 520
"""More curves than this in the whole picture, and the largest connections become matrix pictures, too."""

_WIDEST_EDGE: Final = 10.0
_PORT_PITCH: Final = 13.0
_PORT_SHARE: Final = 0.56
"""Share of a unit's side that its edges are spread over."""
_MOST_OBSTACLES: Final = 200


def lay_out(
    layers: tuple[int, ...],
    width: float,
    height: float,
    *,
    biases: bool = True,
    text: TextSizes | None = None,
    zoom: float = 1.0,
) -> NetworkLayout:
    """Lay out a network in ``width`` × ``height``.

    Parameters
    ----------
    layers : tuple of int
        Units of every layer, the inputs first.
    width, height : float
        Room for the picture at zoom 1.
    biases : bool
        Whether units have biases to be shown.
    text : TextSizes, optional
        Room the texts take.
    zoom : float
        How much the picture is enlarged; texts that fit only then are as much smaller in the layout.
    """
    text = text or TextSizes()
    zoom = max(1.0, zoom)
    placed = columns(layers, width, height, biases=biases, text=text, zoom=zoom)
    return NetworkLayout(width, height, placed, _connections(placed, layers, text, zoom, height))


def matrix_layers(layers: tuple[int, ...]) -> set[int]:
    """Return the layers of weights that have too many edges for curves."""
    counts = {layer: before * after for layer, (before, after) in enumerate(pairwise(layers), start=1)}
    chosen = {layer for layer, count in counts.items() if count > LARGEST_BUNDLE}
    for layer in sorted(counts, key=lambda layer: -counts[layer]):
        if sum(count for other, count in counts.items() if other not in chosen) <= LARGEST_PICTURE:
            break
        chosen.add(layer)
    return chosen


def _connections(
    placed: tuple[Column, ...], layers: tuple[int, ...], text: TextSizes, zoom: float, height: float
) -> tuple[Connection, ...]:
    as_matrix = matrix_layers(layers)
    obstacles = [box for column in placed for unit in column.units[:_MOST_OBSTACLES] for box in unit.boxes]
    connections = []
    for layer, (before, after) in enumerate(pairwise(placed), start=1):
        if layer in as_matrix:
            connections.append(Connection(layer, matrix=_matrix_box(before, after)))
            continue
        curves = _curves(before, after)
        left, right = before.units[0].box.x, after.units[0].box.right
        reach = text.weight_width
        near = [box for box in obstacles if box.right > left - reach and box.x < right + reach]
        labels, scale = place_labels(list(curves.values()), near, text.weight_width, text.chip_height, height, zoom)
        obstacles += labels or []
        edges = tuple(
            EdgePlace(source, target, curve, labels[place] if labels else None)
            for place, ((source, target), curve) in enumerate(curves.items())
        )
        connections.append(Connection(layer, edges, None, _widest_edge(before, after), scale))
    if all(n == 1 for n in layers) and any(edge.label is None for found in connections for edge in found.edges):
        # In a chain too long for all its numbers, a few of them would say nothing.
        connections = [_without_numbers(connection) for connection in connections]
    return tuple(connections)


def _without_numbers(connection: Connection) -> Connection:
    return replace(connection, edges=tuple(replace(edge, label=None) for edge in connection.edges))


def _matrix_box(before: Column, after: Column) -> Box:
    """Return the matrix's place: as high as the taller of the two layers, so that rows stand level with its units."""
    left, right = before.outlet, after.units[0].box.x
    inset = min(10.0, 0.18 * (right - left))
    taller = max(before, after, key=lambda column: column.units[-1].box.bottom - column.units[0].box.y)
    top, bottom = taller.units[0].box.y, taller.units[-1].box.bottom
    return Box(left + inset, top, max(1.0, right - left - 2 * inset), bottom - top)


def _widest_edge(before: Column, after: Column) -> float:
    """Return the width of the strongest edges: 10 px where there is room, less where many meet at one unit."""
    widest = _WIDEST_EDGE
    for column, meeting in ((before, len(after.units)), (after, len(before.units))):
        widest = min(widest, 1.5 * column.units[0].box.height / meeting)
    crowd = max(len(before.units), len(after.units))
    return max(1.2, min(widest, 2.0 * _WIDEST_EDGE / math.pow(crowd, 0.75)))


def _curves(before: Column, after: Column) -> dict[tuple[int, int], Curve]:
    curves = {}
    for source in before.units:
        for target in after.units:
            start = source.box.centre_y + _port(_port_side(source), target.index, len(after.units))
            end = target.box.centre_y + _port(target.box.height, source.index, len(before.units))
            curves[source.index, target.index] = Curve(source.outlet, start, target.box.x, end)
    return curves


def _port_side(unit: UnitPlace) -> float:
    """Return the height that a unit's outgoing edges are spread over: its own, or that of the bias beside it."""
    beside = unit.bias is not None and unit.outlet > unit.box.right
    return unit.bias.height * 1.2 if unit.bias is not None and beside else unit.box.height


def _port(side: float, place: int, n: int) -> float:
    """Return how far from a side's middle the edge number ``place`` of ``n`` meets it: edges do not all meet in one."""
    spread = min(_PORT_SHARE * side, _PORT_PITCH * (n - 1))
    return spread * (place / (n - 1) - 0.5) if n > 1 else 0.0
