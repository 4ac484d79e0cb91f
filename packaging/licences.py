"""Collects the licence of everything in an executable, from what the installed distributions bring themselves.

What has no licence stops the build. A few texts that distributions leave out are kept in the folder `licences`.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distributions
from pathlib import Path

TEXTS = Path(__file__).parent / "licences"

LEFT_OUT = {
    "pyside6-essentials": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "shiboken6": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "latex2mathml": ["latex2mathml.txt"],
}
"""Texts in the folder `licences` for distributions that bring none."""

PARTS = {"DejaVuSans.ttf": "DejaVuSans.txt", "STIXTwoMath-Regular.ttf": "STIXTwoMath.txt", "libicu": "ICU.txt"}
"""Texts for files with another licence than the distribution they are in, by the beginning of their names."""

SOURCES = {
    "pyside6-essentials": "https://download.qt.io/official_releases/QtForPython/ (Qt for Python) and "
    "https://download.qt.io/official_releases/qt/ (Qt itself), the same version",
    "shiboken6": "https://download.qt.io/official_releases/QtForPython/, the same version",
    "python": "https://www.python.org/downloads/source/",
}

HEAD = """\
Gradient Descent Playground stands on the work of others. All of it is free software; this is what this folder contains,
under which licence, and where its source is. The texts are in the folder licences among the program's files.

Qt and Qt for Python (PySide6, Shiboken) are used under the GNU Lesser General Public License, version 3. They are the
separate files in the folder PySide6 (and shiboken6) beside the program's own; you may replace them by your own build of
the same version. What Qt itself includes of others is listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html

"""


class MissingLicence(Exception):
    """Something would be shipped whose licence is not known."""


@dataclass
class Component:
    """One distribution, or package of the system, and the texts of its licence."""

    name: str
    version: str
    licence: str
    source: str
    texts: list[Path] = field(default_factory=list)


def collect(files: Iterable[tuple[str, str]], target: Path, own: tuple[Path, ...] = ()) -> list[Component]:
    """Copy the licences of some files into a folder, with a NOTICE that lists them.

    Parameters
    ----------
    files : iterable of (str, str)
        Name in the executable, and the file it comes from.
    target : Path
        The folder to make.
    own : tuple of Path
        Folders of the program itself.

    Raises
    ------
    MissingLicence
        If something has none, or belongs to nobody who is known.
    """
    components = components_of(files, own)
    shutil.rmtree(target, ignore_errors=True)
    notice = HEAD
    for component in components:
        folder = target / component.name
        folder.mkdir(parents=True)
        for text in component.texts:
            shutil.copyfile(text, folder / _unique(folder, text))
        notice += f"{component.name} {component.version}\n  licence: {component.licence}\n"
        notice += f"  source:  {component.source}\n\n"
    (target / "NOTICE").write_text(notice.rstrip() + "\n", encoding="utf-8")
    return components


def components_of(files: Iterable[tuple[str, str]], own: tuple[Path, ...] = ()) -> list[Component]:
    """Find out what files belong to, each with its licences; PyInstaller's start program is always among it."""
    installed = {_normal(each.metadata["Name"]): each for each in distributions()}
    owners = {str(path): name for name, each in installed.items() for path in _files_of(each)}
    python = Path(sysconfig.get_path("stdlib")).resolve()
    found: dict[str, Component] = {}
    parts: dict[str, set[str]] = {}
    for name, source in sorted({*files, ("playground", _file_of_pyinstaller(owners))}):
        path = Path(source).resolve()
        owner = owners.get(str(path)) or owners.get(source)
        if owner is None and any(path.is_relative_to(folder.resolve()) for folder in own):
            # The environment may be below the checkout; what it has installed was found above.
            if "site-packages" in path.parts:
                raise MissingLicence(f"{source} belongs to no installed distribution")
            continue
        if owner is not None:
            component = found.setdefault(owner, _of_distribution(installed[owner]))
        elif path.is_relative_to(python) or path.name.startswith(("libpython", "python3")) or _is_made(name):
            component = found.setdefault("python", _of_python(python))
        else:
            component = _of_system(path)
            component = found.setdefault(component.name, component)
        parts.setdefault(component.name, set()).update(_parts(path))
    for component in found.values():
        component.texts += [TEXTS / text for text in sorted(parts.get(component.name, ()))]
        if not component.texts:
            raise MissingLicence(f"{component.name} {component.version} brings no text of its licence; add one")
    return [found[name] for name in sorted(found)]


def _file_of_pyinstaller(owners: dict[str, str]) -> str:
    return next((path for path, owner in owners.items() if owner == "pyinstaller" and path.endswith("run")), __file__)


def _is_made(name: str) -> bool:
    return name == "base_library.zip"  # PyInstaller's archive of modules of Python


def _parts(path: Path) -> set[str]:
    texts = {text for beginning, text in PARTS.items() if path.name.startswith(beginning)}
    if path.suffix in {".ttf", ".otf"} and not texts:
        raise MissingLicence(f"the licence of the font {path.name} is not known; add it to PARTS")
    return texts


def _of_distribution(distribution: Distribution) -> Component:
    about = distribution.metadata
    name = _normal(about["Name"])
    licence = about.get("License-Expression") or (about.get("License") or "see its text").splitlines()[0]
    texts = sorted(
        path for path in _files_of(distribution)
        if re.match(r"(licen[cs]es?|copying|notice)([.-]|$)", path.name, re.IGNORECASE) and _is_metadata(path)
    )  # fmt: skip
    texts += [TEXTS / text for text in LEFT_OUT.get(name, ())]
    return Component(name, distribution.version, licence, SOURCES.get(name) or _home(distribution), texts)


def _home(distribution: Distribution) -> str:
    """Where the source is, as far as a distribution says so."""
    about = distribution.metadata
    links = dict(link.split(", ", 1) for link in about.get_all("Project-URL") or ())
    chosen = {label.lower(): link for label, link in links.items()}
    for label in ("source", "source code", "repository", "github", "homepage"):
        if label in chosen:
            return chosen[label]
    return about.get("Home-page") or about.get("Download-URL") or next(iter(links.values()), "see its documentation")


def _files_of(distribution: Distribution) -> list[Path]:
    return [Path(str(distribution.locate_file(path))).resolve() for path in distribution.files or ()]


def _is_metadata(path: Path) -> bool:
    return any(folder.suffix == ".dist-info" for folder in path.parents) and path.is_file()


def _of_python(library: Path) -> Component:
    version = ".".join(map(str, sys.version_info[:3]))
    places = [library / "LICENSE.txt", library / "LICENSE", Path(sys.base_prefix) / "LICENSE.txt"]
    texts = [place for place in places if place.is_file()][:1]
    if not texts:  # Debian keeps it apart
        number = f"{sys.version_info[0]}.{sys.version_info[1]}"
        packages = (f"python{number}", f"python{number}-minimal", f"libpython{number}-stdlib")
        apart = [Path("/usr/share/doc", package, "copyright") for package in packages]
        texts = [place for place in apart if place.is_file()][:1]
    return Component("python", version, "PSF-2.0", SOURCES["python"], texts)


def _of_system(path: Path) -> Component:
    """The Debian package that a library comes from."""
    for asked in (str(path), "/usr" + str(path), str(path).removeprefix("/usr")):
        try:
            answer = subprocess.run(["dpkg-query", "--search", asked], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            break
        if answer.returncode == 0:
            package = answer.stdout.split(": ")[0].split(",")[0]
            shown = ["dpkg-query", "--show", "--showformat", "${Package}\n${Version}\n${source:Package}", package]
            name, version, source = subprocess.run(shown, capture_output=True, text=True, check=True).stdout.split("\n")
            return Component(
                name, version, "see its text", f"https://tracker.debian.org/pkg/{source}", [_copyright(name)]
            )
    raise MissingLicence(f"{path} belongs to no installed distribution and to no package of the system")


def _copyright(package: str) -> Path:
    path = Path("/usr/share/doc", package, "copyright")
    if not path.is_file():
        raise MissingLicence(f"{path} is missing: the licence of {package}")
    return path


def _unique(folder: Path, text: Path) -> str:
    """A name for a copy; where several texts have the same name, the folder they were in comes before it."""
    return text.name if not (folder / text.name).exists() else f"{text.parent.name}-{text.name}"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
