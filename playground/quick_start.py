"""A quick start: what Python and PySide6 do on the side while modules are imported and widgets are made is left out."""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Final

MODULES: Final = ("QtCore", "QtGui", "QtWidgets", "QtSvg")


def import_qt() -> None:
    """Import the modules of Qt that are used, and put Python's own import back.

    PySide6 replaces it, and then reads the source of every module that is imported, in search of the switch
    ``from __feature__ import …``. Nobody here has it, and half a thousand modules are still to come. To be called
    before there are other threads, which could be importing meanwhile.
    """
    plain = builtins.__import__
    try:
        for name in MODULES:
            import_module(f"PySide6.{name}")
    finally:
        builtins.__import__ = plain


@contextmanager
def quick_start() -> Iterator[None]:
    """Import Qt, and look for no garbage until `settle` or the end: what is made at first stays, and is much."""
    gc.disable()
    try:
        import_qt()
        yield
    finally:
        gc.enable()


def settle(*, keep: bool = True) -> None:
    """Look for garbage from now on; with ``keep`` never again among what is there. Does nothing without a start."""
    if not gc.isenabled():
        if keep:
            gc.freeze()
        gc.enable()
