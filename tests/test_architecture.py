"""The arrows of the house: imports go down only, and what computes runs without Qt."""

import subprocess
import sys
from pathlib import Path

import pytest

LONGEST_FILE = 320
EXCEPTED = {"playground/core/kernels.py"}  # Numba's cache sees only the kernel's own file
HEADLESS = {
    "train": ["train", "twice", "--steps", "2", "--json"],
    "gradient": ["gradient", "twice", "--json"],
    "examples": ["examples", "--json"],
    "version": ["--version"],
    "mistake": ["train", "no-such-example", "--steps", "2"],
}
QT = {"PySide6", "shiboken6", "pyqtgraph"}


def _run_in_python(root: Path, program: str) -> str:
    run = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_imports_go_down_only(root: Path) -> None:
    _run_in_python(
        root,
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))",
    )


@pytest.mark.parametrize("arguments", HEADLESS.values(), ids=HEADLESS)
def test_headless_commands_load_no_qt(root: Path, arguments: list[str]) -> None:
    program = f"""
import sys
from playground.__main__ import main
sys.argv[1:] = {arguments}
print("exit code", main())
print(*sys.modules)
"""
    output = _run_in_python(root, program).splitlines()
    assert output[-2] == f"exit code {1 if 'no-such-example' in arguments else 0}"
    assert not QT & set(output[-1].split())


@pytest.mark.parametrize("folder", ["core", "data", "experiment", "explain", "export"])
def test_what_computes_loads_no_qt(root: Path, folder: str) -> None:
    files = sorted((root / "playground" / folder).glob("*.py"))
    modules = [f"playground.{folder}.{file.stem}" for file in files if file.stem != "__init__"]
    program = f"import sys, importlib; [importlib.import_module(name) for name in {modules}]; print(*sys.modules)"
    assert not QT & set(_run_in_python(root, program).split())


def test_files_stay_small(root: Path) -> None:
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("playground", "tests")
        for path in (root / folder).rglob("*.py")
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE and name not in EXCEPTED} == {}
