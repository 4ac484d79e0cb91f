"""Mini-batches: which samples a step sees. The readable reference of the shuffle in the compiled kernel.

The order of an epoch depends on ``(seed, epoch)`` alone, so a run that is taken up in the middle of an epoch goes on
exactly as it would have. An epoch has ``ceil(n_samples / batch_size)`` steps; its last batch may be smaller and never
takes samples of the next epoch.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.core.blocks import finished

Indices = NDArray[np.int64]

_MASK = (1 << 64) - 1
_LOW = (1 << 32) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_DRAWS: Final = 2048
"""So many samples are put in order between two yields: some 2 ms."""


def _mix(value: int) -> int:
    """Scramble 64 bits (the output function of splitmix64: Steele, Lea and Flood 2014)."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


@dataclass
class _SplitMix:
    """splitmix64, a generator of random numbers whose whole state is one counter."""

    state: int

    def below(self, bound: int) -> int:
        """Draw from 0 … bound - 1 without bias (Lemire 2019, on the upper 32 bits)."""
        while True:
            self.state = (self.state + _GOLDEN) & _MASK
            product = (_mix(self.state) >> 32) * bound
            if (product & _LOW) >= ((1 << 32) - bound) % bound:
                return product >> 32


def epoch_order(seed: int, epoch: int, n_samples: int) -> Indices:
    """Order in which an epoch sees the samples.

    Parameters
    ----------
    seed : int
        The shuffle seed, ≥ 0; only its lowest 64 bits count.
    epoch : int
        Counted from 0.
    n_samples : int
        Below 2³².

    Returns
    -------
    (n_samples,) array of int
        A permutation of 0 … n_samples - 1.
    """
    return np.array(finished(_order_by_pieces(seed, epoch, n_samples)), dtype=np.int64)


def _order_by_pieces(seed: int, epoch: int, n_samples: int) -> Generator[None, None, list[int]]:
    random = _SplitMix(_mix((_mix(seed & _MASK) + epoch) & _MASK))
    order = list(range(n_samples))
    for last in range(n_samples - 1, 0, -1):
        if last % _DRAWS == 0:
            yield
        other = random.below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def steps_per_epoch(n_samples: int, batch_size: int | None) -> int:
    """Number of steps that see every sample once."""
    return 1 if is_full_batch(n_samples, batch_size) else -(-n_samples // int(batch_size or 1))


def is_full_batch(n_samples: int, batch_size: int | None) -> bool:
    """Whether every step sees all samples, in their own order."""
    return batch_size is None or batch_size >= n_samples


def batch_by_pieces(seed: int, step: int, n_samples: int, batch_size: int | None) -> Generator[None, None, Indices]:
    """Find the samples that the step after ``step`` steps sees; yields while it is at work."""
    if batch_size is None or batch_size >= n_samples:
        return np.arange(n_samples)
    epoch, place = divmod(step, steps_per_epoch(n_samples, batch_size))
    order = yield from _order_by_pieces(seed, epoch, n_samples)
    return np.array(order[place * batch_size : (place + 1) * batch_size], dtype=np.int64)


def batch_indices(seed: int, step: int, n_samples: int, batch_size: int | None) -> Indices:
    """Find the samples that the step after ``step`` steps sees, at once."""
    return finished(batch_by_pieces(seed, step, n_samples, batch_size))
