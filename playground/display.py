"""Can Qt open a window here? Asked before Qt is imported, because Qt answers a "no" by aborting the process.

Only Linux needs asking: on Windows and macOS there is always a display, and the wheels bring all libraries.
"""

import ctypes
import importlib.util
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

# The system libraries that Qt's Linux wheels expect: the package of Debian and Ubuntu, and that of Fedora.
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib-ng-compat"),
}


class NoDisplay(Exception):
    """There is no display, or it does not answer. The message says which."""


class MissingLibrary(Exception):
    """A library of the system that Qt needs is not there. The message names it and its package."""


def platform_for(environment: Mapping[str, str]) -> str | None:
    """Find out how Qt can show a window.

    Parameters
    ----------
    environment
        The variables of the process (``os.environ``).

    Returns
    -------
    str or None
        The platform Qt has to be told (``QT_QPA_PLATFORM``), or None where its own choice will do.

    Raises
    ------
    NoDisplay
        If there is no display that answers.
    MissingLibrary
        If there is one, but Qt could not be loaded for it.
    """
    if not sys.platform.startswith("linux"):
        return None
    asked_for = set(re.findall(r"(?:^|;)(\w+)", environment.get("QT_QPA_PLATFORM", "")))  # "wayland-egl;xcb:options"
    candidates = asked_for & {"xcb", "wayland"} if asked_for else {"xcb", "wayland"}
    if not candidates:  # "offscreen", "vnc": what a person asks for is tried
        require_libraries()
        return None
    displays = _displays(environment, candidates)
    loadable = [platform for platform in displays if not _problem(platform)]
    if not loadable:
        require_libraries(displays[0])
    return None if asked_for or len(loadable) > 1 else loadable[0]


def require_libraries(platform: str = "offscreen") -> None:
    """Check that Qt's libraries and its plugin for a platform can be loaded.

    Raises
    ------
    MissingLibrary
        If not; the message names all libraries that are missing, and their packages.
    """
    problem = _problem(platform)
    if not problem:
        return
    named = re.match(r"lib[\w.+-]+", problem)
    missing = {named.group()} if named else set()
    missing |= {library for library in PACKAGES if _belongs(library, platform) and _loading_problem(library)}
    raise MissingLibrary(_advice(sorted(missing), problem))


def _displays(environment: Mapping[str, str], candidates: set[str]) -> list[str]:
    """The kinds of display that answer, X first."""
    refusals, answering = [], []
    x_name, wayland_name = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if x_name and "xcb" in candidates:
        if _x_answers(x_name):
            answering.append("xcb")
        else:
            refusals.append(f"DISPLAY is {x_name}, but no X server answers there")
    if wayland_name and "wayland" in candidates:
        if _wayland_answers(wayland_name, environment):
            answering.append("wayland")
        else:
            refusals.append(f"WAYLAND_DISPLAY is {wayland_name}, but nothing answers there")
    if not answering:
        raise NoDisplay("; ".join(refusals) or "neither DISPLAY nor WAYLAND_DISPLAY is set")
    return answering


def _x_answers(name: str) -> bool:
    """Whether an X server lets us in, asked through libxcb as Qt does it."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # unknown; the check of the libraries will name this one
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_answers(name: str, environment: Mapping[str, str]) -> bool:
    path = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)  # an absolute name stands for itself
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(os.fspath(path))
        except OSError:
            return False
    return True


def _problem(platform: str) -> str:
    """What keeps Qt's plugin for a platform from being loaded, in the loader's words; nothing if it can be.

    A PySide6 that is not from a wheel has its plugins elsewhere and its libraries from the distribution: not asked.
    """
    package = importlib.util.find_spec("PySide6")
    folders = package.submodule_search_locations if package is not None else None
    plugin = Path((folders or [""])[0], "Qt", "plugins", "platforms", f"libq{platform}.so")
    return _loading_problem(str(plugin)) if plugin.exists() else ""


def _loading_problem(library: str) -> str:
    """What the system's loader says against a library; nothing if it can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return ""


def _belongs(library: str, platform: str) -> bool:
    """Whether a platform needs a library at all."""
    if "wayland" in library:
        return platform == "wayland"
    return platform == "xcb" or not library.startswith(("libxcb", "libX11-xcb", "libxkbcommon-x11"))


def _advice(missing: list[str], problem: str) -> str:
    known = [PACKAGES[library] for library in missing if library in PACKAGES]
    if not known:
        return f"Qt cannot be loaded: {problem}"
    debian, fedora = (" ".join(sorted(set(names))) for names in zip(*known, strict=True))
    return (
        f"Qt cannot be used, because the system lacks {', '.join(missing)}. "
        f"On Debian and Ubuntu: sudo apt install {debian}. On Fedora: sudo dnf install {fedora}."
    )
