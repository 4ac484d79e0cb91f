"""One part of a training step as it is shown, and how all of them are made when they are looked at."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, overload

import numpy as np

from playground.core.blocks import finished

Kind = Literal[
    "forward", "cost", "backward", "gradient", "optimizer", "update", "base-cost", "nudge", "nudged-cost", "quotient"
]
Unit = tuple[int, int]
Valued = tuple[str, float]


@dataclass(frozen=True)
class Stage:
    """One part of a step.

    Attributes
    ----------
    kind : str
        What is done: "forward", "cost", "backward", "gradient", "optimizer", "update", "base-cost", "nudge",
        "nudged-cost" or "quotient".
    layer : int or None
        The layer it is about, 1 … m.
    units : tuple of (layer, unit)
        Units that light up.
    parameters : tuple of int
        Places in theta that light up.
    caption : str
        One plain sentence.
    formula : str
        Plain text with numbers put in.
    unit_values : dict
        (layer, unit) → (symbol, value), everything known by now.
    parameter_values : dict
        Place in theta → (symbol, value), everything known by now.
    number, total : int
        Which part, from 1, of how many; 0 until it has its place among them.
    sample : int
        The sample whose values are shown: its row among the given ones.
    note : str
        What has to be said besides: saturation, a gradient of 0, numbers that are not finite.
    about : (layer, unit), int or None
        What the formula is about: a unit, a parameter's place in theta, or the cost.
    """

    kind: Kind
    layer: int | None
    units: tuple[Unit, ...]
    parameters: tuple[int, ...]
    caption: str
    formula: str
    unit_values: Mapping[Unit, Valued] = field(default_factory=dict)
    parameter_values: Mapping[int, Valued] = field(default_factory=dict)
    number: int = 0
    total: int = 0
    sample: int = 0
    note: str = ""
    about: Unit | int | None = None


Preparation = Generator[None, None, None]


def _nothing() -> Preparation:
    yield from ()


@dataclass(frozen=True)
class Part:
    """How a stage comes about.

    Attributes
    ----------
    make : callable
        Makes it at once, not yet numbered.
    prepare : callable
        Begins a generator that computes what ``make`` needs, and yields after some milliseconds each.
    """

    make: Callable[[], Stage]
    prepare: Callable[[], Preparation] = _nothing


class Parts(Protocol):
    """Some of the parts of a step, one after the other; there may be very many."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> Part: ...


class Stages(Sequence[Stage]):
    """Stages that are made when they are looked at, and numbered.

    Parameters
    ----------
    to_gradient, update : Parts
        Everything up to the gradient, and what comes after it.
    sample : int
        The sample whose values are shown.
    remark : str
        What is noted of all parts up to the gradient.
    """

    def __init__(self, to_gradient: Parts, update: Parts, sample: int, remark: str = "") -> None:
        self._to_gradient, self._update = to_gradient, update
        self._sample, self._remark = sample, remark
        self._newest: Stage | None = None

    def __len__(self) -> int:
        return len(self._to_gradient) + len(self._update)

    @overload
    def __getitem__(self, place: int) -> Stage: ...
    @overload
    def __getitem__(self, place: slice) -> list[Stage]: ...
    def __getitem__(self, place: int | slice) -> Stage | list[Stage]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return finished(self.part(range(len(self))[place]))

    def part(self, place: int) -> Generator[None, None, Stage]:
        """Make one stage, counted from 0; yields while it is at work."""
        if self._newest is None or self._newest.number != place + 1:
            before = len(self._to_gradient)
            part = self._to_gradient[place] if place < before else self._update[place - before]
            yield from part.prepare()
            yield
            with np.errstate(all="ignore"):
                made = part.make()
            note = " ".join(filter(None, (made.note, self._remark if place < before else "")))
            self._newest = replace(made, number=place + 1, total=len(self), sample=self._sample, note=note)
        return self._newest
