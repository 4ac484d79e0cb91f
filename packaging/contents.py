"""What goes into the executable, and what PyInstaller would take along without need."""

import re
import sys
from collections.abc import Iterable
from pathlib import PurePath

Entry = tuple[str, str, str]
"""PyInstaller's: name in the executable, where it comes from (or where a link leads to), kind."""

PICTURE_FORMATS = [
    "Avif", "Blp", "Bmp", "Bufr", "Cur", "Dcx", "Dds", "Eps", "Fits", "Fli", "Fpx", "Ftex", "Gbr", "Gif", "Grib",
    "Hdf5Stub", "Icns", "Ico", "Im", "Imt", "Iptc", "Jpeg", "Jpeg2K", "Mcidas", "Mic", "Mpeg", "Mpo", "Msp", "Palm",
    "Pcd", "Pcx", "Pdf", "Pixar", "Ppm", "Psd", "Qoi", "Sgi", "Spider", "Sun", "Tga", "Tiff", "Webp", "Wmf", "Xbm",
    "Xpm", "XVThumb",
]  # fmt: skip
"""What Pillow could read and write besides PNG."""

UNUSED_MODULES = [
    # Optional parts of packages; each is imported only inside "try", or by a function that is never called.
    "IPython", "OpenGL", "h5py", "jinja2", "matplotlib", "pandas", "scipy", "yaml",
    "PySide6.QtConcurrent", "PySide6.QtDBus", "PySide6.QtNetwork", "PySide6.QtOpenGLWidgets",
    "PySide6.QtPrintSupport", "PySide6.QtTest", "PySide6.QtXml",
    "numba.cuda", "numba.misc.gdb_print_extension", "numba.np.ufunc.omppool", "numba.np.ufunc.tbbpool",
    "numba.testing", "numba.tests", "llvmlite.tests", "numpy._core._multiarray_tests", "numpy.f2py", "numpy.testing",
    "pyqtgraph.canvas", "pyqtgraph.console", "pyqtgraph.dockarea", "pyqtgraph.examples", "pyqtgraph.flowchart",
    "pyqtgraph.jupyter", "pyqtgraph.opengl",
    "PIL._avif", "PIL._imagingcms", "PIL._imagingtk", "PIL._webp",
    *(f"PIL.{name}ImagePlugin" for name in PICTURE_FORMATS),
    # Parts of Python: nothing here speaks to a network, opens a data base or a console, or reads Chinese encodings.
    "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "_curses", "_hashlib",
    "_lzma", "_pydecimal", "_sqlite3", "_ssl", "_tkinter", "curses", "ensurepip", "idlelib", "lib2to3", "nis", "pip",
    "pkg_resources", "pydoc_data", "readline", "setuptools", "sqlite3", "ssl", "test", "tkinter", "turtle", "venv",
    "wheel", "xmlrpc",
]  # fmt: skip

QT_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg"},  # PNG is in Qt itself
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qoffscreen", "qxcb", "qwayland", "qwindows", "qcocoa"},
    "platformthemes": {"qxdgdesktopportal"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-shell-integration": {"xdg-shell"},
}
"""The plugins that are kept, by folder: no OpenGL, no data bases, no network."""

QT_LIBRARIES = {
    "Core", "DBus", "Gui", "Svg", "WaylandClient", "Widgets", "WlShellIntegration", "XcbQpa",
}  # fmt: skip

SYSTEM_LIBRARIES = re.compile(
    r"lib(python\d|z\.|bz2\.|ffi\.|expat\.|uuid\.|xcb-(cursor|icccm|image|keysyms|render-util|util)\.)"
)
"""What is taken from the Linux system it is built on: what Python itself stands on, and small helpers of Qt's xcb
plugin that many desktops lack. The rest (X11, fontconfig, GLib, OpenGL, …) has to fit the system it runs on."""

_QT_LIBRARY = re.compile(r"(?:lib)?Qt6?(\w+?)(?:\.abi3)?\.(?:so|dll|pyd|dylib)")
_OF_SYSTEM = re.compile(r"(/usr)?/lib(64|32)?/(?!.*site-packages)")


def is_wanted(name: str, source: str, *, linux: bool = sys.platform.startswith("linux")) -> bool:
    """Whether a file belongs into the executable.

    Parameters
    ----------
    name : str
        Where it would go, below the folder of the program.
    source : str
        Where it comes from.
    linux : bool
        Whether system libraries are in the way, as on Linux.
    """
    path = PurePath(name.replace("\\", "/"))
    folders = path.parts[:-1]
    if _is_unused(folders):
        return False
    if any(folder.endswith(".dist-info") for folder in folders):
        return path.name == "METADATA"  # the version; the licences are collected apart
    if "plugins" in folders and "PySide6" in folders:
        return path.stem.removeprefix("lib") in QT_PLUGINS.get(path.parent.name, set())
    if qt := _QT_LIBRARY.match(path.name):
        return qt[1] in QT_LIBRARIES
    of_system = linux and _OF_SYSTEM.match(source) is not None
    return not of_system or SYSTEM_LIBRARIES.match(path.name) is not None


def _is_unused(folders: tuple[str, ...]) -> bool:
    """Whether a whole folder is left out."""
    if folders[:1] == ("PySide6",) and "translations" in folders:  # the program speaks English, as Qt does by itself
        return True
    if folders[:1] == ("pyqtgraph",) and {"colors", "peegee"} & set(folders):  # maps of colours, pictures of its logo
        return True
    return folders[:1] == ("setuptools",) or bool({"tests", "test"} & set(folders))


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """Choose among PyInstaller's entries; a link stays with the file it leads to."""
    chosen = [entry for entry in entries if entry[2] == "SYMLINK" or is_wanted(entry[0], entry[1])]
    names = {PurePath(name).as_posix() for name, _source, kind in chosen if kind != "SYMLINK"}
    return [
        (name, source, kind)
        for name, source, kind in chosen
        if kind != "SYMLINK" or (PurePath(name).parent / source).as_posix() in names
    ]


def is_worth_stripping(path: PurePath) -> bool:
    """Whether the symbols of a Linux library can go, which nobody needs to run it.

    Those in ``*.libs`` were changed after they had been linked, and ``strip`` would break them.

    Parameters
    ----------
    path : PurePath
        The file, below the folder of the program.
    """
    return ".so" in path.name and not path.parts[0].endswith(".libs")
