"""PyTorch and scikit-learn on the same cases, in float64, where they are installed.

They are a bench extra outside the lock: ``pip install torch==2.13.0 scikit-learn``.
"""

import warnings
from importlib import import_module
from typing import Any

import numpy as np

from tests.benchmarks.cases import Case
from tests.benchmarks.contestant import Absent


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise Absent(f"{name.partition('.')[0]} is not installed") from error


class Torch:
    """PyTorch in eager mode: Sequential, MSELoss (one output, so its mean is our cost) and optim.SGD."""

    def __init__(self, case: Case) -> None:
        self._torch = _module("torch")
        self._case = case
        self._inputs, self._targets = (self._torch.from_numpy(array) for array in (case.inputs, case.targets))
        self.start()

    def start(self) -> None:
        """Go back to the start parameters."""
        torch, network = self._torch, self._case.network
        theta = self._case.theta
        layers: list[Any] = []
        for index, weights in enumerate(network.weights(theta)):
            linear = torch.nn.Linear(*weights.shape, bias=network.biases, dtype=torch.float64)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(weights.T))
                if network.biases:
                    linear.bias.copy_(torch.from_numpy(network.biases_of(theta)[index]))
            layers.append(linear)
            if network.activations[index] == "sigmoid":
                layers.append(torch.nn.Sigmoid())
        self._model = torch.nn.Sequential(*layers)
        self._loss = torch.nn.MSELoss()
        self._optimizer = torch.optim.SGD(self._model.parameters(), lr=self._case.learning_rate)

    def take(self, n_steps: int) -> None:
        """Take so many full-batch steps."""
        for _ in range(n_steps):
            self._optimizer.zero_grad()
            self._loss(self._model(self._inputs), self._targets).backward()
            self._optimizer.step()

    def cost(self) -> float:
        """Return the cost at the parameters it has now."""
        with self._torch.no_grad():
            return float(self._loss(self._model(self._inputs), self._targets))


class ScikitLearn:
    """MLPClassifier, or MLPRegressor for linear outputs, with plain SGD and a batch of all samples.

    Its steps have the same size and kind but are not the same training: it minimises log loss (classifier) or half
    the squared error (regressor), always has biases and draws its own start. ``fit`` takes all steps in one call, so
    that its input checks count once; this is its fastest way.
    """

    def __init__(self, case: Case) -> None:
        self._networks = _module("sklearn.neural_network")
        self._case = case
        self.start()

    def start(self) -> None:
        """Begin anew."""
        network = self._case.network
        self._classifies = network.activations[-1] == "sigmoid"
        kind = self._networks.MLPClassifier if self._classifies else self._networks.MLPRegressor
        self._model = kind(
            hidden_layer_sizes=network.layers[1:-1],
            activation="logistic",
            solver="sgd",
            alpha=0.0,
            batch_size=self._case.n_samples,
            learning_rate_init=self._case.learning_rate,
            shuffle=False,
            random_state=0,
            tol=0.0,
            n_iter_no_change=np.iinfo(np.int32).max,
            momentum=0.0,
            nesterovs_momentum=False,
        )

    def take(self, n_steps: int) -> None:
        """Take so many full-batch steps."""
        self._model.set_params(max_iter=n_steps)
        targets = self._case.targets[:, 0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that it has not converged yet
            self._model.fit(self._case.inputs, targets.astype(np.int64) if self._classifies else targets)

    def cost(self) -> float:
        """NaN: its loss is not our cost."""
        return float("nan")
