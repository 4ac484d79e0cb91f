"""scalar.c, compiled into a temporary shared library and called through ctypes, many steps a call."""

import ctypes
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from playground.core.activations import ACTIVATIONS
from tests.benchmarks.cases import Case
from tests.benchmarks.contestant import Absent

FLAGS = ("-O3", "-shared", "-fPIC")


@functools.cache
def _library() -> ctypes.CDLL:
    gcc = shutil.which("gcc")
    if gcc is None:
        raise Absent("there is no gcc")
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "scalar.so"
        command = [gcc, *FLAGS, str(Path(__file__).with_name("scalar.c")), "-o", str(built), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Absent(f"gcc could not compile scalar.c: {done.stderr.strip()}")
        library = ctypes.CDLL(str(built))
    library.train.restype = ctypes.c_float
    return library


def _pointer(array: np.ndarray[Any, Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


class ScalarC:
    """The scalar C program on one case."""

    def __init__(self, case: Case) -> None:
        self._train = _library().train
        self._case = case
        network = case.network
        self._sizes = np.array(network.layers, dtype=np.int32)
        self._codes = np.array([ACTIVATIONS[name].code for name in network.activations], dtype=np.int32)
        self._inputs = case.inputs.astype(np.float32)
        self._targets = case.targets.astype(np.float32)
        self.start()

    def start(self) -> None:
        """Go back to the start parameters."""
        self._theta = self._case.theta.astype(np.float32)

    def take(self, n_steps: int) -> None:
        """Take so many full-batch steps in one call."""
        self._call(self._theta, n_steps)

    def cost(self) -> float:
        """Return the cost the C program itself finds at its parameters."""
        return self._call(self._theta.copy(), 1)

    def _call(self, theta: np.ndarray[Any, np.dtype[np.float32]], n_steps: int) -> float:
        cost = self._train(
            ctypes.c_int(self._case.network.depth),
            _pointer(self._sizes),
            _pointer(self._codes),
            ctypes.c_int(self._case.network.biases),
            ctypes.c_int(self._case.n_samples),
            _pointer(self._inputs),
            _pointer(self._targets),
            _pointer(theta),
            ctypes.c_float(self._case.learning_rate),
            ctypes.c_long(n_steps),
        )
        return float(cost)
