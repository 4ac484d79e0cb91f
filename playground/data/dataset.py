"""A dataset: named samples that nobody can change in place."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from playground.core.activations import Array


def read_only(values: ArrayLike) -> Array:
    """Two-dimensional float64 array that cannot be written to; copied unless it already is one."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"a table of numbers is wanted (2 dimensions), {array.ndim} given")
    if array.flags.writeable or array.base is not None or not array.flags.c_contiguous:
        array = np.array(array, order="C")
        array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples with their targets, read-only.

    Parameters
    ----------
    name : str
        What people read, such as ``xor``.
    inputs : (n_samples, n_inputs) array
    targets : (n_samples, n_outputs) array

    Raises
    ------
    ValueError
        If the two are not tables with the same number of rows.
    """

    name: str
    inputs: Array
    targets: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", read_only(self.inputs))
        object.__setattr__(self, "targets", read_only(self.targets))
        if len(self.inputs) != len(self.targets):
            raise ValueError(f"{len(self.inputs)} rows of inputs but {len(self.targets)} rows of targets")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dataset):
            return NotImplemented
        return (
            self.name == other.name
            and np.array_equal(self.inputs, other.inputs)
            and np.array_equal(self.targets, other.targets)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays inside: equal by value, so not hashable

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return int(self.inputs.shape[0])

    @property
    def n_inputs(self) -> int:
        """Features of a sample."""
        return int(self.inputs.shape[1])

    @property
    def n_outputs(self) -> int:
        """Numbers in a target."""
        return int(self.targets.shape[1])

    @cached_property
    def is_classes(self) -> bool:
        """Whether every target is 0 or 1, so that samples belong to classes."""
        return bool(np.isin(self.targets, (0.0, 1.0)).all())

    def target_range(self) -> tuple[float, float]:
        """Smallest and largest target; (0, 1) without samples."""
        if self.targets.size == 0:
            return 0.0, 1.0
        return float(self.targets.min()), float(self.targets.max())

    def split(self, test_fraction: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw which samples are kept for testing.

        Every sample gets a random number from its place alone, and the smallest ones go to the test set. So a sample
        added at the end while drawing moves at most one other sample between the two sets.

        Returns
        -------
        train_indices, test_indices : int arrays, ascending
        """
        n_test = int(np.floor(test_fraction * self.n_samples + 0.5))
        lots = np.random.default_rng(seed).random(self.n_samples)
        order = np.argsort(lots, kind="stable")
        return np.sort(order[n_test:]), np.sort(order[:n_test])
