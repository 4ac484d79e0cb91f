"""Imports Qt without the price that PySide6 puts on every import after it."""

import builtins
from importlib import import_module
from typing import Final

MODULES: Final = ("QtCore", "QtGui", "QtWidgets", "QtSvg")


def import_qt() -> None:
    """Import the modules of Qt that are used, and put Python's own import back.

    PySide6 replaces it, and then reads the source of every module that is imported, in search of the switch
    ``from __feature__ import …``. Nobody here has it, and half a thousand modules are still to come.
    """
    plain = builtins.__import__
    try:
        for name in MODULES:
            import_module(f"PySide6.{name}")
    finally:
        builtins.__import__ = plain
