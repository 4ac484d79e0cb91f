"""What the kernel works on: recipe and samples in the flat arrays that `playground.core.kernels` describes."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import ACTIVATIONS, Array
from playground.core.batches import is_full_batch
from playground.core.costs import COSTS
from playground.core.gradients import GRADIENTS
from playground.core.optimizers import OPTIMIZERS
from playground.core.recipe import Recipe

Ints = NDArray[np.int64]

_CACHE_LINE = 8  # numbers
_NEEDS_Z = frozenset({"sine", "softplus"})


def load_kernel() -> ModuleType:
    """Import the compiled kernel, on any thread; the very first time on a machine this compiles it."""
    program = getattr(sys, "_MEIPASS", None)  # the files of an executable
    if program is not None and "playground.core.kernels" not in sys.modules:
        from playground.core import kernel_code

        kernel_code.prepare(Path(program))
    from playground.core import kernels

    return kernels


class KernelMemory:
    """The kernel's arrays for one recipe and one set of samples.

    Parameters
    ----------
    recipe : Recipe
    rows : (n_samples, n_inputs + n_outputs) array
        Inputs and targets side by side.
    n_points : int
        How many parameter vectors there is room for: training takes two in turn, only the cost can be had of more.
    keeps_all : bool
        Whether `activations` can be read after the cost was taken, which needs room for those of all samples.
    """

    def __init__(self, recipe: Recipe, rows: Array, n_points: int = 2, *, keeps_all: bool = False) -> None:
        kernels = load_kernel()
        network = recipe.objective.network
        self._kernels = kernels
        self._recipe = recipe
        self._rows = rows
        self._n_points = n_points
        self._keeps_all = keeps_all
        self.full_batch = is_full_batch(len(rows), recipe.batch_size)
        self.n_slots = recipe.n_slots
        self.n_parameters = network.n_parameters
        self._padded = _round_up(self.n_parameters, kernels.LANES)
        self.progress: Ints = np.zeros(kernels.PROGRESS_SIZE, dtype=np.int64)
        self._order: Ints = np.zeros(0 if self.full_batch else len(rows), dtype=np.int64)
        self._plan: Ints = np.zeros(kernels.PLAN_SIZE + network.depth * kernels.LAYER_SIZE, dtype=np.int64)
        self._options: Array = np.zeros(kernels.OPTIONS_SIZE)
        self._write_sizes()
        self._write_layers()
        self._write_settings()
        self._numbers = _aligned_zeros(self._place_everything())
        self._write_constants()
        self._write_samples()

    def take_settings(self, recipe: Recipe) -> bool:
        """Go on with another recipe if everything keeps its place in memory; return whether it does."""
        old = self._recipe
        if (
            recipe.objective.network != old.objective.network
            or recipe.objective.cost != old.objective.cost
            or recipe.optimizer.name != old.optimizer.name
            or recipe.batch_size != old.batch_size
        ):
            return False
        self._recipe = recipe
        self._write_settings()
        return True

    def theta(self, buffer: int) -> Array:
        """Parameters in one of the two buffers, a view."""
        return self._view(self._kernels.THETA, self.n_parameters, buffer * self._padded)

    def points(self) -> Array:
        """All parameter vectors there is room for, a view of shape (n_points, n_parameters)."""
        size = self._n_points * self._padded
        return self._view(self._kernels.THETA, size).reshape(self._n_points, self._padded)[:, : self.n_parameters]

    def slots(self, buffer: int) -> Array:
        """State of the optimizer in one of the two buffers, a view of shape (n_slots, n_parameters)."""
        size = self.n_slots * self._padded
        whole = self._view(self._kernels.STATE, size, buffer * size)
        return whole.reshape(self.n_slots, self._padded)[:, : self.n_parameters]

    def gradient(self) -> Array:
        """The last gradient, a view."""
        return self._view(self._kernels.GRADIENT, self.n_parameters)

    def activations(self, layer: int) -> Array:
        """Activations of layer ``layer`` + 1 at the last cost, (n_units, n_samples), maybe a view."""
        kernels, n_units = self._kernels, self._recipe.objective.network.layers[layer + 1]
        n_blocks = int(self._plan[kernels.N_BLOCKS])
        shape = (n_blocks, n_units + 1, kernels.LANES)
        units = self._view(self._row(layer) + kernels.A, int(np.prod(shape))).reshape(shape)
        return units[:, :n_units].transpose(1, 0, 2).reshape(n_units, -1)[:, : len(self._rows)]

    def run(self, mode: int, costs: Array, flag: Ints) -> int:
        """Call the kernel."""
        self._plan[self._kernels.MODE] = mode
        arrays = (self._plan, self._options, self._numbers, self.progress, self._order)
        return int(self._kernels.run(*arrays, costs, flag))

    def set_method(self, method: str, epsilon: float) -> None:
        """Choose how the gradient is taken."""
        self._plan[self._kernels.METHOD] = GRADIENTS[method].code
        self._options[self._kernels.EPSILON] = epsilon

    def set_stop_below(self, bound: float | None) -> None:
        """Stop before the first step with a cost below the bound."""
        self._plan[self._kernels.STOPS_BELOW] = bound is not None
        self._options[self._kernels.STOP_BELOW] = 0.0 if bound is None else bound

    def _view(self, entry: int, size: int, offset: int = 0) -> Array:
        start = int(self._plan[entry]) + offset
        return self._numbers[start : start + size]

    def _write_sizes(self) -> None:
        kernels, plan = self._kernels, self._plan
        objective = self._recipe.objective
        network = objective.network
        n_samples, n_columns = self._rows.shape
        batch = n_samples if self.full_batch or self._recipe.batch_size is None else self._recipe.batch_size
        plan[kernels.DEPTH] = network.depth
        plan[kernels.N_PARAMETERS] = self.n_parameters
        plan[kernels.PADDED] = self._padded
        plan[kernels.N_SLOTS] = self.n_slots
        plan[kernels.N_COLUMNS] = n_columns + 1
        plan[kernels.TARGETS] = (network.n_inputs + 1) * kernels.LANES
        plan[kernels.BLOCK_SIZE] = (n_columns + 2) * kernels.LANES
        plan[kernels.N_SAMPLES] = n_samples
        plan[kernels.BATCH_SIZE] = batch
        plan[kernels.N_BLOCKS] = self._blocks_for(n_samples)
        small = max(1, kernels.MAX_TILE_WORK // self.n_parameters)
        plan[kernels.TILE_BLOCKS] = min(self._blocks_for(batch), kernels.MAX_TILE_BLOCKS, small)
        plan[kernels.FUSED] = objective.cost == "mse" and network.activations[-1] == "sigmoid" and network.n_outputs < 4
        if self._keeps_all:
            plan[kernels.TILE_BLOCKS] = plan[kernels.N_BLOCKS]

    def _write_layers(self) -> None:
        kernels, plan = self._kernels, self._plan
        network = self._recipe.objective.network
        for layer, name in enumerate(network.activations):
            row = self._row(layer)
            plan[row + kernels.FAN_IN] = network.layers[layer]
            plan[row + kernels.TERMS] = network.layers[layer] + network.biases
            plan[row + kernels.FAN_OUT] = network.layers[layer + 1]
            plan[row + kernels.WEIGHTS] = network.weight_slices[layer].start
            plan[row + kernels.ACTIVATION] = ACTIVATIONS[name].code

    def _write_settings(self) -> None:
        kernels, plan, options = self._kernels, self._plan, self._options
        recipe = self._recipe
        optimizer, penalty = recipe.optimizer, recipe.objective.penalty
        plan[kernels.COST] = COSTS[recipe.objective.cost].code
        plan[kernels.OPTIMIZER] = OPTIMIZERS[optimizer.name].code
        plan[kernels.NESTEROV] = optimizer.nesterov
        plan[kernels.SHUFFLE_SEED] = np.uint64(recipe.shuffle_seed % 2**64).astype(np.int64)
        plan[kernels.HAS_PENALTY] = penalty.l1 != 0 or penalty.l2 != 0
        options[kernels.LEARNING_RATE] = optimizer.learning_rate
        options[kernels.MOMENTUM] = optimizer.momentum
        options[kernels.DECAY] = optimizer.decay
        options[kernels.BETA1] = optimizer.beta1
        options[kernels.BETA2] = optimizer.beta2
        options[kernels.OPTIMIZER_EPSILON] = optimizer.epsilon
        options[kernels.L1] = penalty.l1
        options[kernels.L2] = penalty.l2
        self.set_method(recipe.gradient, recipe.epsilon)
        self.progress[kernels.SHUFFLED_EPOCH] = -1  # the seed may be another one

    def _place_everything(self) -> int:
        """Find a place for everything, cache line by cache line; return the size of it all."""
        kernels, plan = self._kernels, self._plan
        network = self._recipe.objective.network
        last_needs_z = self._recipe.objective.cost == "cross-entropy"
        block_size = int(plan[kernels.BLOCK_SIZE])
        tile_lanes = int(plan[kernels.TILE_BLOCKS]) * kernels.LANES
        end = 0

        def place(entry: int, size: int) -> None:
            nonlocal end
            plan[entry] = end
            end += _round_up(size, _CACHE_LINE)

        place(kernels.THETA, self._n_points * self._padded)
        place(kernels.STATE, 2 * self.n_slots * self._padded)
        place(kernels.GRADIENT, self._padded)
        place(kernels.NUDGED, self._padded)
        place(kernels.PENALISED, self._padded)
        place(kernels.LANE_GRADIENT, self._padded * kernels.LANES)
        place(kernels.DELTA, max(network.layers) * tile_lanes)
        place(kernels.OTHER_DELTA, max(network.layers) * tile_lanes)
        for layer, name in enumerate(network.activations):
            row = self._row(layer)
            size = (network.layers[layer + 1] + 1) * tile_lanes
            place(row + kernels.A, size)
            plan[row + kernels.Z] = plan[row + kernels.A]  # a takes the place of z …
            if name in _NEEDS_Z or (last_needs_z and layer == network.depth - 1):
                place(row + kernels.Z, size)  # … where z is not needed any more
        place(kernels.BLOCKS, int(plan[kernels.N_BLOCKS]) * block_size)
        if not self.full_batch:
            place(kernels.ROWS, len(self._rows) * int(plan[kernels.N_COLUMNS]))
            place(kernels.BATCH_BLOCKS, self._blocks_for(int(plan[kernels.BATCH_SIZE])) * block_size)
        return end

    def _write_constants(self) -> None:
        kernels = self._kernels
        network = self._recipe.objective.network
        penalised = self._view(kernels.PENALISED, self.n_parameters)
        for weights in network.weight_slices:
            penalised[weights] = 1.0
        tile_blocks = int(self._plan[kernels.TILE_BLOCKS])
        for layer, n_units in enumerate(network.layers[1:]):
            shape = (tile_blocks, n_units + 1, kernels.LANES)
            units = self._view(self._row(layer) + kernels.A, int(np.prod(shape))).reshape(shape)
            units[:, -1] = 1.0  # the input of the biases

    def _write_samples(self) -> None:
        kernels = self._kernels
        n_inputs = self._recipe.objective.network.n_inputs
        n_samples = len(self._rows)
        with_ones = np.insert(self._rows, n_inputs, 1.0, axis=1)
        # lanes without a sample repeat the first one, which is finite wherever the samples are, and weigh nothing
        lanes = np.empty((int(self._plan[kernels.N_BLOCKS]) * kernels.LANES, with_ones.shape[1] + 1))
        lanes[:n_samples, :-1] = with_ones
        lanes[:n_samples, -1] = 1.0 / n_samples
        lanes[n_samples:, :-1] = with_ones[0]
        lanes[n_samples:, -1] = 0.0
        blocks = lanes.reshape(-1, kernels.LANES, lanes.shape[1]).transpose(0, 2, 1)
        self._view(kernels.BLOCKS, lanes.size)[:] = blocks.ravel()
        if not self.full_batch:
            self._view(kernels.ROWS, with_ones.size)[:] = with_ones.ravel()

    def _row(self, layer: int) -> int:
        return int(self._kernels.PLAN_SIZE + layer * self._kernels.LAYER_SIZE)

    def _blocks_for(self, n_samples: int) -> int:
        return _round_up(n_samples, self._kernels.LANES) // int(self._kernels.LANES)


def _round_up(size: int, multiple: int) -> int:
    return -(-size // multiple) * multiple


def _aligned_zeros(size: int) -> Array:
    """Zeros that begin with a cache line."""
    numbers = np.zeros(size + _CACHE_LINE)
    offset = -(numbers.ctypes.data // numbers.itemsize) % _CACHE_LINE
    return numbers[offset : offset + size]
