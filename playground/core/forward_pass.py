"""Activations of all units for many inputs, by the compiled kernel: what pictures of a network are made from."""

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.advance import Interrupted
from playground.core.gradients import Objective
from playground.core.kernel_memory import KernelMemory, load_kernel
from playground.core.recipe import Recipe

_KEPT = 3


class ForwardPass:
    """Feeds the same inputs forward again and again, at other parameters each time.

    Parameters
    ----------
    objective : Objective
        Its network; the cost only says what the kernel computes besides.
    inputs : (n_samples, n_inputs) array
        At least one sample.
    """

    def __init__(self, objective: Objective, inputs: Array) -> None:
        network = objective.network
        rows = np.hstack([inputs, np.zeros((len(inputs), network.n_outputs))], dtype=np.float64)
        self.inputs = inputs
        self._layers = network.layers
        self._cost = np.empty(1)
        self._memory = KernelMemory(Recipe(Objective(network, objective.cost)), rows, keeps_all=True)

    def activations(self, theta: Array, stop_flag: NDArray[np.int64]) -> Array:
        """Feed the inputs forward (grad.tex, "Feed-Forward").

        Returns
        -------
        (n_samples, n_inputs + n_units) array
            Inputs and activations of all units, layer by layer; those of one unit lie together in memory.

        Raises
        ------
        Interrupted
            If the stop flag is raised.
        """
        memory, kernels = self._memory, load_kernel()
        memory.theta(0)[:] = theta
        if memory.run(kernels.COST_ONLY, self._cost, stop_flag) == kernels.INTERRUPTED:
            raise Interrupted
        units = np.empty((sum(self._layers), len(self.inputs)))
        np.copyto(units[: self._layers[0]], self.inputs.T)
        first = self._layers[0]
        for layer, n_units in enumerate(self._layers[1:]):
            units[first : first + n_units] = memory.activations(layer)
            first += n_units
        return units.T


class ForwardPasses:
    """Keeps the passes of the last few arrays of inputs, as long as these are the same objects."""

    def __init__(self, objective: Objective) -> None:
        self._objective = objective
        self._kept: list[ForwardPass] = []

    def over(self, inputs: Array) -> ForwardPass:
        """Return the pass of these inputs."""
        found = next((forward for forward in self._kept if forward.inputs is inputs), None)
        if found is None:
            found = ForwardPass(self._objective, inputs)
        self._kept = [found, *(forward for forward in self._kept if forward is not found)][:_KEPT]
        return found
