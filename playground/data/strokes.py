"""Edits of a dataset while drawing. Each gives the new dataset and the edit that takes it back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.data.dataset import Dataset, read_only

Indices = NDArray[np.intp]


def _indices(values: object) -> Indices:
    indices = np.array(values, dtype=np.intp).reshape(-1)
    indices.flags.writeable = False
    return indices


def _in_range(indices: Indices, n_samples: int) -> None:
    if indices.size and (indices.min() < 0 or indices.max() >= n_samples):
        raise IndexError(f"there are {n_samples} samples, from 0 to {n_samples - 1}")
    if np.unique(indices).size != indices.size:
        raise ValueError("a sample is named twice")


@dataclass(frozen=True, eq=False)
class AddSamples:
    """Put samples in.

    Attributes
    ----------
    positions : (k,) int array
        Where they stand afterwards, ascending: the places in the dataset that results.
    inputs, targets : (k, n_inputs) and (k, n_outputs) arrays
    """

    positions: Indices
    inputs: Array
    targets: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "positions", _indices(self.positions))
        object.__setattr__(self, "inputs", read_only(self.inputs))
        object.__setattr__(self, "targets", read_only(self.targets))
        if not len(self.positions) == len(self.inputs) == len(self.targets):
            raise ValueError("as many positions as inputs and targets are wanted")
        if (np.diff(self.positions) <= 0).any():
            raise ValueError("positions must ascend")

    @classmethod
    def at_end(cls, dataset: Dataset, inputs: Array, targets: Array) -> "AddSamples":
        """Put the samples behind those there are."""
        return cls(dataset.n_samples + np.arange(len(inputs)), inputs, targets)

    def apply(self, dataset: Dataset) -> tuple[Dataset, "Edit"]:
        """The dataset with the samples in it, and the edit that takes them out."""
        total = dataset.n_samples + len(self.positions)
        _in_range(self.positions, total)
        is_new = np.zeros(total, dtype=bool)
        is_new[self.positions] = True
        inputs, targets = np.empty((total, dataset.n_inputs)), np.empty((total, dataset.n_outputs))
        inputs[is_new], targets[is_new] = self.inputs, self.targets
        inputs[~is_new], targets[~is_new] = dataset.inputs, dataset.targets
        return Dataset(dataset.name, inputs, targets), RemoveSamples(self.positions)


@dataclass(frozen=True, eq=False)
class RemoveSamples:
    """Take the samples at ``indices`` out."""

    indices: Indices

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", _indices(np.sort(_indices(self.indices))))

    def apply(self, dataset: Dataset) -> tuple[Dataset, "Edit"]:
        """The dataset without them, and the edit that puts them back where they were."""
        _in_range(self.indices, dataset.n_samples)
        inverse = AddSamples(self.indices, dataset.inputs[self.indices], dataset.targets[self.indices])
        inputs = np.delete(dataset.inputs, self.indices, axis=0)
        return Dataset(dataset.name, inputs, np.delete(dataset.targets, self.indices, axis=0)), inverse


@dataclass(frozen=True, eq=False)
class MoveSamples:
    """Give the samples at ``indices`` other inputs and targets."""

    indices: Indices
    inputs: Array
    targets: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", _indices(self.indices))
        object.__setattr__(self, "inputs", read_only(self.inputs))
        object.__setattr__(self, "targets", read_only(self.targets))

    def apply(self, dataset: Dataset) -> tuple[Dataset, "Edit"]:
        """The dataset with the new values, and the edit that brings the old ones back."""
        _in_range(self.indices, dataset.n_samples)
        inverse = MoveSamples(self.indices, dataset.inputs[self.indices], dataset.targets[self.indices])
        inputs, targets = dataset.inputs.copy(), dataset.targets.copy()
        inputs[self.indices], targets[self.indices] = self.inputs, self.targets
        return Dataset(dataset.name, inputs, targets), inverse


Edit = AddSamples | RemoveSamples | MoveSamples
"""Any one edit: ``edit.apply(dataset) -> (dataset, inverse)``."""
