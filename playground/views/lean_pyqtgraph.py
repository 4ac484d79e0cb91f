"""pyqtgraph without the parts that are not used here: importing all of it would take a sixth of the program's start.

``import pyqtgraph`` imports every module it has, and copies each name of Qt's modules, for which Qt must make all of
its classes known to Python. While it is imported from here, empty modules stand in for what nobody here asks for, and
Qt's own modules for the copies. Those who draw plots write ``from playground.views.lean_pyqtgraph import pg``.
"""

import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import shiboken6
from PySide6 import QtCore, QtGui, QtWidgets

from playground.views.unused_pyqtgraph import UNUSED

__all__ = ["pg"]

_NAME: Final = "pyqtgraph"


class LeftOut:
    """Has the place of what is left out; to use it tells so. A class, because pyqtgraph asks whether things are one."""

    def __init__(self, *_arguments: object, **_keywords: object) -> None:
        raise RuntimeError("this part of pyqtgraph is left out; take its module from UNUSED in unused_pyqtgraph.py")


class _Absent(ModuleType):
    """Has nothing to star-import, and any name that is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return LeftOut


def _module(name: str, **contents: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(contents)
    return module


def _qt(folder: Path) -> dict[str, ModuleType]:
    """What pyqtgraph finds as ``pyqtgraph.Qt``: Qt itself, and its own few functions on it from ``folder``."""
    name = f"{_NAME}.Qt"
    compat = _module(
        f"{name}.compat",
        wrapinstance=shiboken6.wrapInstance,
        unwrapinstance=lambda wrapped: shiboken6.getCppPointer(wrapped)[0],
        voidptr=shiboken6.VoidPtr,
    )
    # Plots ask whether they are drawn by OpenGL, which they never are here.
    opengl = _module(f"{name}.OpenGLHelpers", GraphicsViewGLWidget=type("GraphicsViewGLWidget", (), {}))
    qt = _module(
        name,
        __path__=[str(folder / "Qt")],
        QT_LIB="PySide6",
        QtVersion=QtCore.qVersion(),
        QtCore=QtCore,
        QtGui=QtGui,
        QtWidgets=QtWidgets,
        isQObjectAlive=shiboken6.isValid,
        compat=compat,
        OpenGLHelpers=opengl,
        exec_=LeftOut,
        mkQApp=LeftOut,
    )
    parts = {f"{name}.{part}": getattr(qt, part) for part in ("QtCore", "QtGui", "QtWidgets")}
    return {name: qt, compat.__name__: compat, opengl.__name__: opengl, **parts}


def _import() -> Any:
    spec = find_spec(_NAME)
    if _NAME in sys.modules or spec is None or not spec.submodule_search_locations:
        import pyqtgraph  # somebody has imported it as it is, or Python tells that it is not there

        return pyqtgraph
    qt = _qt(Path(spec.submodule_search_locations[0]))
    absent = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update({name: _Absent(name) for name in absent} | qt)
    try:
        import pyqtgraph.Qt.internals  # which is a part of its Qt from then on
    except BaseException:
        for name in qt:  # who tries again must not find half of it
            sys.modules.pop(name, None)
        raise
    finally:
        for name in absent:  # whoever wants one of them after all gets it
            del sys.modules[name]
    for name, value in list(vars(pyqtgraph).items()):
        if value is LeftOut or isinstance(value, _Absent):
            delattr(pyqtgraph, name)
    return pyqtgraph


pg = _import()
