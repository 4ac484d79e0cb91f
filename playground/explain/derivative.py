"""The numbers of the derivative by one parameter: exact, and as the method in use has it."""

from functools import cached_property

import numpy as np

from playground.core.activations import Array
from playground.core.difference_quotient import DifferenceQuotient, quotient_at
from playground.core.gradients import mean_gradient
from playground.core.network import Parameter
from playground.core.optimizers import OPTIMIZERS
from playground.explain.moment import ExplainedMoment


class Derivative:
    """The derivative of the cost of the batch by one parameter."""

    def __init__(self, moment: ExplainedMoment, parameter: Parameter) -> None:
        self._moment = moment
        self.parameter = parameter

    @cached_property
    def exact(self) -> float:
        """By the chain rule, to the bits of the reference."""
        moment = self._moment
        with np.errstate(all="ignore"):
            return float(mean_gradient(moment.objective, moment.theta, moment.exact)[self.parameter.index])

    @cached_property
    def used(self) -> float:
        """By the recipe's method, to the bits of the reference; of the differences only this quotient is computed."""
        moment = self._moment
        if moment.by_differences:
            return self.quotient.value
        if not moment.by_layer_rule:
            return self.exact
        with np.errstate(all="ignore"):
            return float(mean_gradient(moment.objective, moment.theta, moment.seen)[self.parameter.index])

    @cached_property
    def penalty(self) -> float | None:
        """The penalty's part; None without a penalty or for a bias."""
        penalty, index = self._moment.objective.penalty, self.parameter.index
        if self.parameter.source is None or not (penalty.l1 or penalty.l2):
            return None
        return float(penalty.gradient(self._moment.theta[index : index + 1])[0])

    @cached_property
    def quotient(self) -> DifferenceQuotient:
        """The difference quotient."""
        moment, recipe = self._moment, self._moment.recipe
        samples = moment.inputs, moment.targets
        central = recipe.gradient == "central-difference"
        return quotient_at(
            moment.objective, moment.theta, *samples, self.parameter.index, recipe.epsilon, central=central
        )

    @cached_property
    def deltas(self) -> Array:
        """Each sample's δ of the unit the parameter belongs to."""
        return self._moment.seen.grad_z[self.parameter.layer - 1][:, self.parameter.target]

    @cached_property
    def sources(self) -> Array | None:
        """What each sample sends into the weight; None for a bias."""
        if self.parameter.source is None:
            return None
        return self._moment.seen.a[self.parameter.layer - 1][:, self.parameter.source]

    @cached_property
    def terms(self) -> Array:
        """Each sample's share, tᵢ."""
        with np.errstate(all="ignore"):
            return self.deltas if self.sources is None else np.asarray(self.deltas * self.sources)

    def change(self, gradient: float) -> float:
        """What the next step adds to the parameter, if this is its derivative."""
        state, here = self._moment.state, slice(self.parameter.index, self.parameter.index + 1)
        settings = self._moment.recipe.optimizer
        theta, slots = state.theta[here], state.optimizer_state[:, here]
        with np.errstate(all="ignore"):
            update = OPTIMIZERS[settings.name].update
            after = update(settings, theta, np.array([gradient]), slots, state.optimizer_step + 1)[0]
            return float((after - theta)[0])
