"""Finds the files the program brings along: icons, examples, data."""

import sys
from pathlib import Path


class MissingResourceError(FileNotFoundError):
    """A file that belongs to the program is not there: the installation is damaged."""


def resource_path(*parts: str) -> Path:
    """Where a file or folder of ``resources/`` is.

    Parameters
    ----------
    *parts
        The path below ``resources/``, such as ``"examples", "xor.playground"``.

    Raises
    ------
    MissingResourceError
        If there is no such file.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        raise MissingResourceError(f"{path} is missing; it belongs to the program, so please install the program again")
    return path


def licences_folder() -> Path | None:
    """Where the licences are of what an executable brings along; None where everything was installed by itself."""
    frozen = getattr(sys, "_MEIPASS", None)
    return None if frozen is None else Path(frozen) / "licences"


def _root() -> Path:
    package = Path(__file__).parent
    frozen = getattr(sys, "_MEIPASS", None)  # where PyInstaller put the data of an executable
    if frozen is not None:
        return Path(frozen) / "resources"
    in_wheel = package / "_resources"
    return in_wheel if in_wheel.is_dir() else package.parent / "resources"
