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

__all__ = ["pg"]

_NAME: Final = "pyqtgraph"
_ITEMS: Final = (
    "ArrowItem BarGraphItem BoxplotItem ColorBarItem CurvePoint DateAxisItem ErrorBarItem FillBetweenItem "
    "GradientEditorItem GradientLegend GraphItem GridItem HistogramLUTItem ImageItem IsocurveItem PColorMeshItem ROI "
    "ScaleBar TargetItem VTickGroup"
)
_WIDGETS: Final = (
    "BusyCursor CheckTable ColorButton ColorMapMenu ColorMapWidget ComboBox DataFilterWidget DataTreeWidget "
    "DiffTreeWidget FeedbackButton FileDialog GradientWidget GraphicsLayoutWidget GroupBox HistogramLUTWidget "
    "JoystickButton LayoutWidget PathButton ProgressDialog RawImageWidget RemoteGraphicsView ScatterPlotWidget SpinBox "
    "TableWidget TreeWidget ValueLabel VerticalLabel"
)
UNUSED: Final = (
    *(f"{_NAME}.graphicsItems.{item}" for item in _ITEMS.split()),
    *(f"{_NAME}.widgets.{widget}" for widget in _WIDGETS.split()),
    *(f"{_NAME}.{module}" for module in ("colors.palette", "imageview", "SRTTransform3D", "Transform3D", "Vector")),
    f"{_NAME}.ThreadsafeTimer",
    "PySide6.QtOpenGL",
)
"""Modules that pyqtgraph imports and no plot of ours needs."""

_MISSING: Final = object()
"""What pyqtgraph gets for a name of a module that is not there; it is taken out again at the end."""


class _Absent(ModuleType):
    """Has nothing to star-import, and any name that is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _MISSING


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
        exec_=_MISSING,
        mkQApp=_MISSING,
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
    finally:
        for name in absent:  # whoever wants one of them after all gets it
            del sys.modules[name]
    for name, value in list(vars(pyqtgraph).items()):
        if value is _MISSING:
            delattr(pyqtgraph, name)
    return pyqtgraph


pg = _import()
