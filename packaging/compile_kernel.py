"""Compiles the kernel for each level of x86-64 that an executable brings code for.

``python compile_kernel.py FOLDER`` writes Numba's cache of it into that folder. Numba fixes the processor it compiles
for when it is imported, so each level gets a process of its own.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def compile_kernel(python: Path, target: Path) -> list[str]:
    """Write the code for all levels.

    Parameters
    ----------
    python : Path
        The Python that is frozen: what it compiles is read by it alone.
    target : Path
        The folder to make.

    Returns
    -------
    list of str
        The levels; none on a machine of another kind, where the first start compiles.
    """
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return []
    listed = [str(python), "-c", "from playground.core.kernel_code import LEVELS; print(*LEVELS)"]
    levels = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    with tempfile.TemporaryDirectory() as cache:
        for level in levels:
            environment = os.environ | {"NUMBA_CACHE_DIR": cache, "NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": ""}
            command = [str(python), "-c", "import playground.core.kernels"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
        (made,) = Path(cache).iterdir()
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)
    if len(list(target.glob("*.nbc"))) != len(levels):
        raise RuntimeError(f"{target} has not the code for each of {', '.join(levels)}")
    return levels


if __name__ == "__main__":
    print(*compile_kernel(Path(sys.executable), Path(sys.argv[1])))
