"""What of the network is meant at present: under the mouse, selected, or part of a step."""

from dataclasses import dataclass

UnitKey = tuple[int, int]
"""A unit: its layer (0 are the inputs) and its number from 0."""


@dataclass(frozen=True)
class Emphasis:
    """What is meant at present. With ``dims`` all other edges step back.

    Attributes
    ----------
    units : frozenset of UnitKey
        Units with a ring.
    parameters : frozenset of int
        Indices of parameters that stay strong.
    ringed : frozenset of int
        Indices of parameters whose number, edge or cell is marked.
    dims : bool
        Whether the other edges step back.
    """

    units: frozenset[UnitKey] = frozenset()
    parameters: frozenset[int] = frozenset()
    ringed: frozenset[int] = frozenset()
    dims: bool = False
