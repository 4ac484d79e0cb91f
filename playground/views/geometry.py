"""Boxes and curves: what a picture is laid out with. No Qt."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Box:
    """A rectangle: its upper left corner and size, y growing downwards."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, centre_x: float, centre_y: float, width: float, height: float) -> "Box":
        """Return the box of that size around a point."""
        return cls(centre_x - width / 2, centre_y - height / 2, width, height)

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    @property
    def centre_x(self) -> float:
        """Its middle from left to right."""
        return self.x + self.width / 2

    @property
    def centre_y(self) -> float:
        """Its middle from top to bottom."""
        return self.y + self.height / 2

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point is inside, or at most ``margin`` outside."""
        return self.x - margin <= x <= self.right + margin and self.y - margin <= y <= self.bottom + margin

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether two boxes have a point in common, or come closer than ``gap``."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )


@dataclass(frozen=True)
class Curve:
    """A cubic from left to right that leaves and arrives level, its two control points half-way."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Where both control points are from left to right."""
        return (self.x0 + self.x1) / 2

    def point(self, t: float) -> tuple[float, float]:
        """Return the point at ``t`` in 0 … 1."""
        along = 1.5 * t * (1.0 - t) + t**3
        across = t * t * (3.0 - 2.0 * t)
        return self.x0 + (self.x1 - self.x0) * along, self.y0 + (self.y1 - self.y0) * across

    @cached_property
    def samples(self) -> Floats:
        """Points along the curve, (25, 2): enough to measure distances by."""
        t = np.linspace(0.0, 1.0, 25)
        along = 1.5 * t * (1.0 - t) + t**3
        across = t * t * (3.0 - 2.0 * t)
        return np.column_stack((self.x0 + (self.x1 - self.x0) * along, self.y0 + (self.y1 - self.y0) * across))
