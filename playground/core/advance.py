"""What comes of taking steps: how many stand, what they cost, and why there were not more."""

from dataclasses import dataclass

from playground.core.activations import Array


class Interrupted(Exception):
    """The stop flag was raised while something was measured."""


@dataclass(frozen=True)
class Divergence:
    """Why training cannot go on: something became infinite or not a number.

    Attributes
    ----------
    step : int
        The step that could not be finished, one more than the step of the state.
    parameter : str
        `Parameter.name` of the first parameter concerned; for a cost, the one that the step changed most.
    what : str
        ``"cost"``, ``"gradient"`` or ``"parameter"``. A gradient whose square is too large for the optimizer counts as
        ``"gradient"``.
    """

    step: int
    parameter: str
    what: str


@dataclass(frozen=True, eq=False)
class Advance:
    """What one call of `Trainer.advance` did.

    Attributes
    ----------
    steps : int
        Steps taken in this call that stand.
    costs : (steps,) array
        ``costs[i]`` is the (batch) cost at the parameters before the i-th of them.
    stopped : str
        Why there were not more: ``""``, ``"stop-cost"``, ``"interrupted"`` or ``"diverged"``.
    """

    steps: int
    costs: Array
    stopped: str = ""
