"""The kernel's machine code that an executable brings along, so that its first start has nothing to compile.

Numba compiles for the very processor it runs on. Code that is to run elsewhere is compiled for a level of x86-64
instead (`packaging/compile_kernel.py` does it), and taken on the processors that reach it. The levels are those whose
results agree to the last bit with the code for the processor itself; a processor below them compiles at its first
start.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llvmlite.binding import get_host_cpu_features
from numba.core import config
from numba.core.caching import InTreeCacheLocator

LEVELS = {
    "x86-64-v3": frozenset({"avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe", "popcnt", "sse4.2", "xsave"}),
    "x86-64-v4": frozenset({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}),
}
"""The levels there is code for, and what a processor needs for each besides what the one before it needs."""

FOLDER = "kernel"
_IN_USERS_FOLDER = "UserProvidedCacheLocator,UserWideCacheLocator"
_SHIPPED = f"{__name__}.ShippedCode"


def level_of(features: Mapping[str, bool]) -> str | None:
    """Find the best level that a processor reaches.

    Parameters
    ----------
    features : mapping of str to bool
        What it has, in LLVM's words.

    Returns
    -------
    str or None
        A key of `LEVELS`; None if it reaches none, or is another kind of processor.
    """
    found = None
    for level, needed in LEVELS.items():
        if not all(features.get(name, False) for name in needed):
            break
        found = level
    return found


class ShippedCode(InTreeCacheLocator):  # type: ignore[misc, unused-ignore]
    """Where Numba reads the code; all it can ask for is there, so nothing is ever written."""

    folder = Path(FOLDER)

    def get_cache_path(self) -> str:
        """Name the folder."""
        return str(self.folder)

    def ensure_cache_path(self) -> None:
        """Need no folder that can be written."""

    def get_source_stamp(self) -> Any:
        """What Numba writes down of the kernel's source in a checkout, where the code was compiled."""
        return hashlib.sha256(Path(self._py_file).read_bytes()).digest()


def prepare(program: Path) -> None:
    """Make Numba take the code of an executable; to be called before the kernel is imported.

    Parameters
    ----------
    program : Path
        The folder with the executable's files.
    """
    # Not next to the kernel, as in a checkout: an executable's own files may belong to the system, or be signed.
    config.CACHE_LOCATOR_CLASSES = _IN_USERS_FOLDER
    level = level_of(get_host_cpu_features())
    if level is not None and any((program / FOLDER).glob("*.nbi")):
        ShippedCode.folder = program / FOLDER
        config.CPU_NAME, config.CPU_FEATURES = level, ""
        config.CACHE_LOCATOR_CLASSES = _SHIPPED
