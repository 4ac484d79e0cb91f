"""A plain NumPy training loop in float64, as a competent user writes it."""

import numpy as np

from tests.benchmarks.cases import Case


class NumpyLoop:
    """Vectorised over the samples; a Python loop over layers and steps."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._is_sigmoid = [name == "sigmoid" for name in case.network.activations]
        self.start()

    def start(self) -> None:
        """Go back to the start parameters."""
        theta = self._case.theta.copy()
        self._weights = self._case.network.weights(theta)
        self._biases = self._case.network.biases_of(theta)

    def take(self, n_steps: int) -> None:
        """Take so many full-batch steps."""
        weights, biases, is_sigmoid = self._weights, self._biases, self._is_sigmoid
        inputs, targets, rate = self._case.inputs, self._case.targets, self._case.learning_rate
        scale = 2.0 / len(inputs)
        for _ in range(n_steps):
            a = [inputs]
            for layer, w in enumerate(weights):
                z = a[-1] @ w
                if biases:
                    z += biases[layer]
                a.append(1.0 / (1.0 + np.exp(-z)) if is_sigmoid[layer] else z)
            grad = scale * (a[-1] - targets)
            for layer in range(len(weights) - 1, -1, -1):
                w = weights[layer]
                if is_sigmoid[layer]:
                    grad *= a[layer + 1] * (1.0 - a[layer + 1])
                below = grad @ w.T if layer else grad
                w -= rate * (a[layer].T @ grad)
                if biases:
                    biases[layer] -= rate * grad.sum(axis=0)
                grad = below

    def cost(self) -> float:
        """Return the cost at the parameters it has now."""
        a = self._case.inputs
        for layer, w in enumerate(self._weights):
            z = a @ w + self._biases[layer] if self._biases else a @ w
            a = 1.0 / (1.0 + np.exp(-z)) if self._is_sigmoid[layer] else z
        return float(((a - self._case.targets) ** 2).sum(axis=1).mean())
