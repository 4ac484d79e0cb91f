"""Code that comes with an executable is taken where it fits, never compiled again, and never written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playground.core.kernel_code import FOLDER, LEVELS, level_of

V3 = dict.fromkeys(LEVELS["x86-64-v3"], True)
V4 = V3 | dict.fromkeys(LEVELS["x86-64-v4"], True)


@pytest.mark.parametrize(
    ("features", "level"),
    [
        ({}, None),
        ({"neon": True}, None),
        (V3, "x86-64-v3"),
        (V3 | {"avx2": False}, None),
        (V4, "x86-64-v4"),
        (V4 | {"avx512vl": False}, "x86-64-v3"),
        (V4 | {"fma": False}, None),
    ],
)
def test_takes_the_best_level_there_is(features: dict[str, bool], level: str | None) -> None:
    assert level_of(features) == level


def _load(root: Path, program: Path, **variables: str) -> str:
    """Load the kernel as an executable does, in a new process; return what Numba compiled."""
    code = (
        "import sys; from numba.core import event\n"
        "sys._MEIPASS = sys.argv[1]\n"
        "from playground.core.kernel_memory import load_kernel\n"
        "with event.install_recorder('numba:compile') as compiled:\n"
        "    kernels = load_kernel()\n"
        "print(len(compiled.buffer), kernels.run.stats.cache_path)"
    )
    environment = os.environ | {"PYTHONPATH": str(root)} | variables
    command = [sys.executable, "-c", code, str(program)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_loads_code_that_was_compiled_elsewhere(root: Path, tmp_path: Path) -> None:
    from llvmlite.binding import get_host_cpu_features

    level = level_of(get_host_cpu_features())
    if level is None:
        pytest.skip("an executable brings no code for this processor")
    cache, program, users = tmp_path / "made", tmp_path / "program", tmp_path / "user"
    settings = {"NUMBA_CACHE_DIR": str(cache), "NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": ""}
    command = [sys.executable, "-c", "import playground.core.kernels"]
    subprocess.run(command, cwd=root, env=os.environ | settings, check=True)
    (made,) = cache.iterdir()
    shutil.copytree(made, program / FOLDER)
    for path in (*program.rglob("*"), program):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        before = {path.name: path.stat().st_mtime_ns for path in (program / FOLDER).iterdir()}
        assert _load(root, program, XDG_CACHE_HOME=str(users)) == f"0 {program / FOLDER}"
        assert {path.name: path.stat().st_mtime_ns for path in (program / FOLDER).iterdir()} == before
        assert not users.exists()
    finally:
        for path in (program, program / FOLDER):
            path.chmod(0o755)


def test_without_code_it_is_kept_in_the_users_folder(root: Path, tmp_path: Path) -> None:
    users = tmp_path / "user"
    n_compiled, place = _load(root, tmp_path, XDG_CACHE_HOME=str(users)).split(maxsplit=1)
    assert int(n_compiled) > 0
    if sys.platform.startswith("linux"):
        assert Path(place).is_relative_to(users)
    assert Path(place).parent != root / "playground" / "core"
