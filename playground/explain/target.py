"""What can be explained."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Target:
    """One thing that can be explained.

    Attributes
    ----------
    kind : {"cost", "unit", "parameter"}
    layer : int
        Of a unit: 0 for an input, 1 … m else.
    unit : int
        Of a unit, from 0.
    index : int
        Of a parameter: its place in theta.
    """

    kind: Literal["cost", "unit", "parameter"] = "cost"
    layer: int = 0
    unit: int = 0
    index: int = 0
