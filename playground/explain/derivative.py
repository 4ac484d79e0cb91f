"""The derivative by one parameter: exact, and as the method in use has it."""

import numpy as np

from playground.core.network import Parameter
from playground.core.optimizers import OPTIMIZERS
from playground.explain.moment import ExplainedMoment


class Derivative:
    """The derivative of the cost of the batch by one parameter.

    Attributes
    ----------
    penalty : float or None
        The penalty's part; None without a penalty or for a bias.
    exact : float
        By the chain rule, to the bits of the reference where one block holds the batch.
    used : float
        By the recipe's method, likewise; of the differences only this quotient is computed.
    """

    def __init__(self, moment: ExplainedMoment, parameter: Parameter) -> None:
        self._moment = moment
        self.parameter = parameter
        index = parameter.index
        penalty = moment.objective.penalty.gradient(moment.theta[index : index + 1])[0]
        self.penalty = float(penalty) if parameter.source is not None and moment.objective.has_penalty else None
        of_data, extra = float(moment.batch.gradient[index]), self.penalty or 0.0
        factor = moment.layer_factor ** (moment.network.depth - parameter.layer)
        self.exact = of_data / factor + extra  # the factor is a power of 2 and costs no digit
        self.used = of_data + extra if moment.quotient is None else moment.quotient.value

    def change(self, gradient: float) -> float:
        """What the next step adds to the parameter, if this is its derivative."""
        state, here = self._moment.state, slice(self.parameter.index, self.parameter.index + 1)
        settings = self._moment.recipe.optimizer
        theta, slots = state.theta[here], state.optimizer_state[:, here]
        with np.errstate(all="ignore"):
            update = OPTIMIZERS[settings.name].update
            after = update(settings, theta, np.array([gradient]), slots, state.optimizer_step + 1)[0]
            return float((after - theta)[0])
