"""The versions of what the program stands on: for the help, the log and reports of problems."""

import platform

from playground import __version__

PACKAGES = (
    "PySide6-Essentials", "pyqtgraph", "numpy", "numba", "llvmlite", "msgspec", "tqdm", "pillow", "ziamath",
)  # fmt: skip


def packages() -> list[tuple[str, str]]:
    """Names and versions of Python and of the packages that are installed here."""
    from importlib.metadata import PackageNotFoundError, version  # brings much along that the start does not need

    found = [("Python", platform.python_version())]
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # a distribution may name its packages differently
            continue
    return found


def program() -> str:
    """The program, Python and the system, in one line: what is known without looking for packages."""
    return f"playground {__version__}, Python {platform.python_version()}, {platform.platform()}"


def summary() -> str:
    """What someone who mends an error has to know about this machine, in one line."""
    names = ", ".join(f"{name} {number}" for name, number in packages())
    return f"playground {__version__}, {names}, {platform.platform()}"
