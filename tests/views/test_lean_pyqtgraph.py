"""pyqtgraph with the parts that are used: nothing else of it is imported, and nothing of it is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from playground.views.lean_pyqtgraph import LeftOut, pg
from playground.views.unused_pyqtgraph import UNUSED


def run(root: Path, program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_not_used_is_not_imported_nor_seems_to_be_there(root: Path):
    program = """
import sys
from playground.views.lean_pyqtgraph import pg
print(*sys.modules)
print(hasattr(pg, "RemoteGraphicsView"), hasattr(pg, "Vector"), hasattr(pg, "PlotWidget"))
"""
    modules, names = run(root, program).splitlines()
    assert not set(UNUSED) & set(modules.split())
    assert not {"PySide6.QtOpenGLWidgets", "PySide6.QtTest", "multiprocessing"} & set(modules.split())
    assert names == "False False True"


def test_who_needs_more_of_it_gets_it(root: Path):
    program = f"""
from importlib import import_module
from playground.views.lean_pyqtgraph import pg
for name in {UNUSED}:
    module = import_module(name)
    assert module.__file__, name
print(import_module("pyqtgraph.widgets.SpinBox").SpinBox.__name__)
"""
    assert run(root, program) == "SpinBox\n"


def test_who_imported_all_of_it_before_keeps_it(root: Path):
    program = """
import PySide6.QtCore
import pyqtgraph
from playground.views.lean_pyqtgraph import pg
print(pg is pyqtgraph, pg.ROI.__name__)
"""
    assert run(root, program) == "True ROI\n"


def test_what_is_left_out_says_so_where_it_is_used(root: Path):
    program = """
import sys
from playground.views.lean_pyqtgraph import LeftOut, pg
print(*sorted(f"{name.removeprefix('pyqtgraph.')}.{key}" for name, module in sys.modules.items()
              if name.startswith("pyqtgraph.") for key, value in vars(module).items() if value is LeftOut))
"""
    assert run(root, program).split() == [
        "Qt.exec_",
        "Qt.mkQApp",
        "SignalProxy.ThreadsafeTimer",
        "graphicsItems.LegendItem.BarGraphItem",
        "graphicsItems.PlotItem.PlotItem.FileDialog",
    ]
    with pytest.raises(RuntimeError, match="left out"):
        LeftOut()


def test_its_qt_is_qt_itself():
    from PySide6 import QtWidgets

    assert pg.QtWidgets is QtWidgets


def test_nobody_imports_it_otherwise(root: Path):
    files = (root / "playground").rglob("*.py")
    importing = [file.stem for file in files if "import pyqtgraph" in file.read_text(encoding="utf-8")]
    assert importing == ["lean_pyqtgraph"]
