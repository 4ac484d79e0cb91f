"""Qt is imported without what PySide6 puts on later imports."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.quick_start import quick_start, settle


def test_pythons_own_import_stays(root: Path):
    program = """
import builtins
plain = builtins.__import__
from playground.quick_start import MODULES, import_qt
import_qt()
assert builtins.__import__ is plain
import sys
print(*(name for name in MODULES if f"PySide6.{name}" in sys.modules))
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget): pass
app = QApplication(["", "-platform", "offscreen"])
window = Window(); window.show(); app.processEvents()
print(window.isVisible())
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "QtCore QtGui QtWidgets QtSvg\nTrue\n"


@pytest.fixture
def collecting() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("collecting")
def test_garbage_is_looked_for_again_when_the_start_is_over():
    with quick_start():
        assert not gc.isenabled()
        settle()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_garbage_is_looked_for_again_after_a_start_that_failed():
    with pytest.raises(OSError, match="no window"), quick_start():
        raise OSError("no window")
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_without_a_start_nothing_is_kept():
    kept = gc.get_freeze_count()
    settle()
    assert gc.get_freeze_count() == kept


@pytest.mark.usefixtures("collecting")
def test_a_long_start_ends_without_keeping_what_is_being_made():
    kept = gc.get_freeze_count()
    with quick_start():
        settle(keep=False)
        assert gc.isenabled()
    assert gc.get_freeze_count() == kept
