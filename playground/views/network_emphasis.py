"""What of the network is meant at present: under the mouse, selected, or part of a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field

UnitKey = tuple[int, int]
"""A unit: its layer (0 are the inputs) and its number from 0."""
Texts = tuple[str, ...]
"""One thing written in several ways, the longest first."""


@dataclass(frozen=True)
class PartMarks:
    """What a part of a step writes into the picture.

    Attributes
    ----------
    units : frozenset of UnitKey
        Units that do not step back.
    names : mapping of UnitKey to str
        What follows a unit's name, such as "= 0.973".
    values : mapping of UnitKey to texts
        What stands on a unit, such as "∂ −0.162"; then shorter ways to write it, for where there is little room.
    numbers : mapping of int to texts
        The second line of a parameter's number, such as "∂ −0.0026"; then shorter ways to write it.
    ghosts : mapping of int to float
        New values of parameters.
    targets : mapping of UnitKey to str
        What follows the "y" beside an output.
    """

    units: frozenset[UnitKey] = frozenset()
    names: Mapping[UnitKey, str] = field(default_factory=dict)
    values: Mapping[UnitKey, Texts] = field(default_factory=dict)
    numbers: Mapping[int, Texts] = field(default_factory=dict)
    ghosts: Mapping[int, float] = field(default_factory=dict)
    targets: Mapping[UnitKey, str] = field(default_factory=dict)


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
    part : PartMarks or None
        The part of a step that is looked at: the other units and numbers step back, too.
    """

    units: frozenset[UnitKey] = frozenset()
    parameters: frozenset[int] = frozenset()
    ringed: frozenset[int] = frozenset()
    dims: bool = False
    part: PartMarks | None = None
