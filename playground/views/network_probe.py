"""What of the network's picture is under the mouse, and what is to be told about it."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from playground.core.network import Network, Parameter
from playground.core.notation import parameter_symbol, unit_symbol
from playground.views.geometry import Curve
from playground.views.network_emphasis import Emphasis
from playground.views.network_places import Connection, NetworkLayout
from playground.views.numbers import format_number
from playground.views.readout_card import Readout
from playground.worker.messages import Snapshot

REACH: Final = 7.0
"""Pixels beside an edge that still count as on it: the wide invisible stroke that takes the mouse."""

_DIMS_FROM: Final = 3
"""With fewer parameters than this nothing steps back: there is nothing to tell apart."""
_T: Final = np.linspace(0.0, 1.0, 65)
_ALONG: Final = 1.5 * _T * (1.0 - _T) + _T**3


@dataclass(frozen=True)
class UnitHit:
    """A unit: ``layer`` 0 are the inputs."""

    layer: int
    index: int


Hit = UnitHit | Parameter


class Probe:
    """Finds what is at a point of a layout.

    Parameters
    ----------
    network : Network
    layout : NetworkLayout
    """

    def __init__(self, network: Network, layout: NetworkLayout) -> None:
        self._network, self._layout = network, layout
        self._ends = [
            np.array([(edge.curve.y0, edge.curve.y1) for edge in connection.edges]).reshape(-1, 2)
            for connection in layout.connections
        ]

    def at(self, x: float, y: float, reach: float = REACH) -> Hit | None:
        """Return the unit, bias or weight at a point, the nearest within ``reach``."""
        return self._unit_or_bias(x, y) or self._label(x, y) or self._edge_or_cell(x, y, reach)

    def _unit_or_bias(self, x: float, y: float) -> Hit | None:
        for column in self._layout.columns:
            for unit in column.units:
                if unit.box.contains(x, y) or (unit.name is not None and unit.name.contains(x, y)):
                    return UnitHit(unit.layer, unit.index)
                if unit.bias is not None and unit.bias.contains(x, y):
                    index = self._network.bias_slices[unit.layer - 1].start + unit.index
                    return Parameter(index, unit.layer, None, unit.index)
        return None

    def _label(self, x: float, y: float) -> Hit | None:
        for connection in self._layout.connections:
            for edge in connection.edges:
                if edge.label is not None and edge.label.contains(x, y):
                    return self._weight(connection.layer, edge.source, edge.target)
        return None

    def _edge_or_cell(self, x: float, y: float, reach: float) -> Hit | None:
        for connection, ends in zip(self._layout.connections, self._ends, strict=True):
            if connection.matrix is not None:
                hit = self._cell(connection, x, y)
                if hit is not None:
                    return hit
            elif len(ends):
                place = _nearest(connection.edges[0].curve, ends, x, y, reach + connection.widest / 2)
                if place is not None:
                    edge = connection.edges[place]
                    return self._weight(connection.layer, edge.source, edge.target)
        return None

    def _cell(self, connection: Connection, x: float, y: float) -> Hit | None:
        box = connection.matrix
        assert box is not None
        if not box.contains(x, y):
            return None
        sources, targets = self._network.layers[connection.layer - 1 : connection.layer + 1]
        source = min(sources - 1, int((y - box.y) / box.height * sources))
        target = min(targets - 1, int((x - box.x) / box.width * targets))
        return self._weight(connection.layer, source, target)

    def _weight(self, layer: int, source: int, target: int) -> Parameter:
        start = self._network.weight_slices[layer - 1].start
        return Parameter(start + source * self._network.layers[layer] + target, layer, source, target)


def _nearest(first: Curve, ends: np.ndarray[Any, np.dtype[np.float64]], x: float, y: float, reach: float) -> int | None:
    """Return which curve of a bundle passes a point closest. They all begin and end at the same two places across."""
    if not first.x0 <= x <= first.x1 or first.x1 <= first.x0:
        return None
    t = float(np.interp((x - first.x0) / (first.x1 - first.x0), _ALONG, _T))
    rise = ends[:, 1] - ends[:, 0]
    heights = ends[:, 0] + rise * t * t * (3.0 - 2.0 * t)
    slopes = rise * 6.0 * t * (1.0 - t) / ((first.x1 - first.x0) * (1.5 - 3.0 * t + 3.0 * t * t))
    distances = np.abs(heights - y) / np.sqrt(1.0 + slopes**2)
    place = int(distances.argmin())
    return place if distances[place] <= reach else None


def emphasis(network: Network, hover: Hit | None, selected: Hit | None) -> Emphasis:
    """Return what is meant by what is under the mouse and what is selected.

    A unit means its bias and all weights into and out of it; a parameter means itself and the units at its ends.
    """
    ringed = frozenset({selected.index}) if isinstance(selected, Parameter) else frozenset[int]()
    chosen = {(selected.layer, selected.index)} if isinstance(selected, UnitHit) else set()
    if hover is None:
        return Emphasis(units=frozenset(chosen), ringed=ringed)
    if isinstance(hover, UnitHit):
        around = _parameters_of(network, hover)
        units = frozenset({(hover.layer, hover.index), *chosen})
        return Emphasis(units, around | ringed, ringed, len(around) >= _DIMS_FROM)
    ends = {(hover.layer, hover.target), *chosen}
    if hover.source is not None:
        ends.add((hover.layer - 1, hover.source))
    meant = ringed | {hover.index}
    return Emphasis(frozenset(ends), meant, meant, network.n_parameters >= _DIMS_FROM)


def _parameters_of(network: Network, unit: UnitHit) -> frozenset[int]:
    found: list[int] = []
    if unit.layer > 0:
        n_units, into = network.layers[unit.layer], network.weight_slices[unit.layer - 1]
        found += range(into.start + unit.index, into.stop, n_units)
        if network.biases:
            found.append(network.bias_slices[unit.layer - 1].start + unit.index)
    if unit.layer < network.depth:
        first = network.weight_slices[unit.layer].start + unit.index * network.layers[unit.layer + 1]
        found += range(first, first + network.layers[unit.layer + 1])
    return frozenset(found)


def readout(network: Network, snapshot: Snapshot | None, hit: Hit) -> Readout:
    """Tell about a unit or a parameter: name, value, derivative of the cost, last change."""
    if isinstance(hit, UnitHit):
        return _unit_readout(network, snapshot, hit)
    symbol = parameter_symbol(network, hit)
    target = unit_symbol(network, hit.layer, hit.target).plain
    if hit.source is None:
        remark = f"bias of {target}"
    else:
        remark = f"weight from {unit_symbol(network, hit.layer - 1, hit.source).plain} to {target}"
    return Readout(symbol.plain, remark, _parameter_rows(network, snapshot, hit, "value"))


def _unit_readout(network: Network, snapshot: Snapshot | None, hit: UnitHit) -> Readout:
    name = unit_symbol(network, hit.layer, hit.index).plain
    responses = None
    if snapshot is not None:
        column = sum(network.layers[: hit.layer]) + hit.index
        responses = snapshot.responses[:, column]
    rows = []
    if hit.layer == 0:
        remark = f"input {hit.index + 1} of {network.n_inputs}" if network.n_inputs > 1 else "input"
        if snapshot is not None and hit.index not in snapshot.grid.axes:
            remark += ", kept at its mean"
    else:
        kind = "output" if hit.layer == network.depth else "unit"
        remark = f"{kind} {hit.index + 1} of layer {hit.layer} · {network.activations[hit.layer - 1]}"
    if responses is not None:
        low, high = float(responses.min()), float(responses.max())
        rows.append(("in the picture", f"{_short(low)} … {_short(high)}" if low != high else _short(low)))
    if hit.layer > 0 and network.biases:
        bias = Parameter(network.bias_slices[hit.layer - 1].start + hit.index, hit.layer, None, hit.index)
        rows += _parameter_rows(network, snapshot, bias, f"bias {parameter_symbol(network, bias).plain}")
    return Readout(name, remark, tuple(rows))


def _parameter_rows(
    network: Network, snapshot: Snapshot | None, parameter: Parameter, label: str
) -> tuple[tuple[str, str], ...]:
    """Value, derivative, last change; what the derivative is, where the training does not use it as it is."""
    if snapshot is None:
        return ()
    index, recipe = parameter.index, snapshot.recipe
    derivative = f"∂C/∂{parameter_symbol(network, parameter).plain}"
    if recipe.batch_size is not None:
        derivative += ", all samples"
    rows = [(label, _precise(snapshot.theta[index]))]
    if recipe.gradient == "backpropagation":
        rows.append((derivative, _precise(snapshot.gradient[index])))
    else:
        rows.append((f"exact {derivative}", _precise(snapshot.gradient[index])))
    if recipe.gradient == "layer-rule":
        rows.append(("by the layer rule", f"× {2 ** (network.depth - parameter.layer)}"))
    return (*rows, ("last change", _precise(snapshot.last_change[index])))


def _precise(value: float) -> str:
    return format_number(float(value), 5, signed=True)


def _short(value: float) -> str:
    return format_number(value, 3)
