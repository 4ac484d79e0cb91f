"""What of the network can be selected, and how the keyboard goes from one thing to the next."""

from typing import Final, Literal

import numpy as np

from playground.core.network import Network
from playground.explain.target import Target
from playground.views.geometry import Box
from playground.views.network_places import NetworkLayout
from playground.views.network_probe import Hit, UnitHit

Direction = Literal["left", "right", "up", "down"]

_STRAIGHT: Final = 2.5
"""How much farther something counts for being away from the straight way."""
_NEARLY: Final = 1.0


def target_of(hit: Hit | None) -> Target:
    """Return what is explained when something of the picture is selected; nothing stands for the cost."""
    if hit is None:
        return Target()
    if isinstance(hit, UnitHit):
        return Target("unit", hit.layer, hit.index)
    return Target("parameter", index=hit.index)


def hit_of(network: Network, target: Target) -> Hit | None:
    """Return what of the picture a target is; None for the cost, and for what is not in this network."""
    if target.kind == "unit" and target.layer <= network.depth and target.unit < network.layers[target.layer]:
        return UnitHit(target.layer, target.unit)
    if target.kind == "parameter" and target.index < network.n_parameters:
        return network.parameters[target.index]
    return None


def hit_of_key(network: Network, key: str) -> Hit | None:
    """Return what of the picture a key of the equations stands for: "w:12", "a:2:0", "z:2:0", "delta:2:0"."""
    kind, *numbers = key.split(":")
    if kind == "w":
        return hit_of(network, Target("parameter", index=int(numbers[0])))
    if kind in ("a", "z", "delta"):
        return hit_of(network, Target("unit", layer=int(numbers[0]), unit=int(numbers[1])))
    return None


def keys_of(hit: Hit | None) -> frozenset[str]:
    """Return the keys of all symbols in the equations that stand for something of the picture."""
    if hit is None:
        return frozenset()
    if isinstance(hit, UnitHit):
        return frozenset(f"{kind}:{hit.layer}:{hit.index}" for kind in ("a", "z", "delta"))
    return frozenset({f"w:{hit.index}"})


def place_of(layout: NetworkLayout, hit: Hit) -> Box:
    """Return where in the picture something stands: a unit, a bias' number, a weight's number or cell."""
    if isinstance(hit, UnitHit):
        return layout.columns[hit.layer].units[hit.index].box
    target = layout.columns[hit.layer].units[hit.target]
    if hit.source is None:
        box = target.box
        return target.bias or Box.around(box.centre_x, box.bottom, 2.0, 2.0)
    connection = layout.connections[hit.layer - 1]
    units = layout.columns[hit.layer].units
    if connection.matrix is not None:
        box, rows = connection.matrix, len(layout.columns[hit.layer - 1].units)
        width, height = box.width / len(units), box.height / rows
        return Box(box.x + hit.target * width, box.y + hit.source * height, width, height)
    edge = connection.edges[hit.source * len(units) + hit.target]
    return edge.label or Box.around(*edge.curve.point(0.5), 2.0, 2.0)


def all_hits(network: Network) -> list[Hit]:
    """Return everything that can be selected, from left to right: weights and biases before the units they lead to."""
    hits: list[Hit] = [UnitHit(0, index) for index in range(network.n_inputs)]
    for layer in range(1, network.depth + 1):
        stop = (network.bias_slices if network.biases else network.weight_slices)[layer - 1].stop
        hits += network.parameters[network.weight_slices[layer - 1].start : stop]
        hits += [UnitHit(layer, index) for index in range(network.layers[layer])]
    return hits


def following(network: Network, hit: Hit | None, by: int) -> Hit:
    """Return the next thing, or with ``by=-1`` the one before; after the last comes the first."""
    hits = all_hits(network)
    if hit is None:
        return hits[0 if by > 0 else -1]
    return hits[(hits.index(hit) + by) % len(hits)]


def neighbour(network: Network, layout: NetworkLayout, hit: Hit | None, direction: Direction) -> Hit | None:
    """Return the nearest thing in a direction; None where there is none."""
    hits = all_hits(network)
    if hit is None:
        return hits[0]
    boxes = [place_of(layout, other) for other in hits]
    middles = np.array([(box.centre_x, box.centre_y) for box in boxes])
    away = middles - middles[hits.index(hit)]
    along, across = (away[:, 0], away[:, 1]) if direction in ("left", "right") else (away[:, 1], away[:, 0])
    along = -along if direction in ("left", "up") else along
    distance = along + _STRAIGHT * np.abs(across)
    distance[along < _NEARLY] = np.inf
    nearest = int(distance.argmin())
    return hits[nearest] if np.isfinite(distance[nearest]) else None
