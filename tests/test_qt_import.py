"""Qt is imported without what PySide6 puts on later imports."""

import subprocess
import sys
from pathlib import Path


def test_pythons_own_import_stays(root: Path):
    program = """
import builtins
plain = builtins.__import__
from playground.qt_import import MODULES, import_qt
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
