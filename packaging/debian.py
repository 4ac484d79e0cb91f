"""Makes the Debian package: the executable's folder, and what lets a desktop know the program and its files."""

import ctypes
import gzip
import hashlib
import os
import re
import shutil
import subprocess
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

import icons

ROOT = Path(__file__).parents[1]
LINUX = Path(__file__).parent / "linux"
NAME = "gradient-playground"
HOME = Path("usr/lib") / NAME
METAINFO = "io.github.gradient_playground.GradientPlayground.metainfo.xml"
MAINTAINER = "the gradient playground developers <developers@gradient-playground.invalid>"
ICONS = Path("usr/share/icons/hicolor")

SHARED = {
    "gradient-playground.desktop": Path("usr/share/applications/gradient-playground.desktop"),
    "gradient-playground.mime.xml": Path("usr/share/mime/packages/gradient-playground.xml"),
    METAINFO: Path("usr/share/metainfo") / METAINFO,
    "playground.1": Path("usr/share/man/man1/playground.1"),
    "copyright": Path("usr/share/doc") / NAME / "copyright",
    "lintian-overrides": Path("usr/share/lintian/overrides") / NAME,
}
"""The files of the folder ``linux`` and where they are installed."""

DESCRIPTION = """see gradient descent, number by number
 A window in which you see gradient descent: choose a model, pick or draw data,
 step or run, and watch the cost, the weights and every number behind them.
 .
 The package brings its own Python and Qt."""


def package(folder: Path, build: Path, dist: Path, version: str, when: datetime) -> Path:
    """Build the package, check it, and return it.

    Parameters
    ----------
    folder : Path
        The executable's folder.
    build : Path
        Where the tree is laid out.
    dist : Path
        Where the package goes.
    version : str
        Of the program.
    when : datetime
        The date of the release.
    """
    tree = build / "tree"
    shutil.rmtree(build, ignore_errors=True)
    shutil.copytree(folder, tree / HOME, symlinks=True, copy_function=os.link)
    (tree / HOME / "LICENSE").unlink()  # it is in Debian's copyright file
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/playground").symlink_to(Path("..") / HOME.relative_to("usr") / "playground")
    share(tree, version, when)
    check_desktop_files(tree)
    architecture = _output(["dpkg", "--print-architecture"])
    control(tree, build, version, architecture)
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(_mode(path))
    target = dist / f"{NAME}_{version}_{architecture}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(target)], check=True)
    subprocess.run(["lintian", "--fail-on", "error", "--tag-display-limit", "0", str(target)], check=True)
    return target


def share(tree: Path, version: str, when: datetime) -> None:
    """Write what is in ``usr/share``: desktop entry, icons, metadata, file type, manual, licence, changes."""
    date = when.strftime("%Y-%m-%d")
    for name, place in SHARED.items():
        text = (LINUX / name).read_text(encoding="utf-8").replace("@VERSION@", version).replace("@DATE@", date)
        if name == "copyright":
            text += licence()
        target = tree / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if place.suffix == ".1":
            _write_zipped(target, text)
        else:
            target.write_text(text, encoding="utf-8")
    for size in icons.SIZES:
        icons.render(size, tree / ICONS / f"{size}x{size}" / "apps" / f"{NAME}.png")
    scalable = tree / ICONS / "scalable" / "apps" / f"{NAME}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(icons.SOURCE, scalable)
    changes = f"{NAME} ({version}) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz beside this file.\n\n"
    changes += f" -- {MAINTAINER}  {format_datetime(when)}\n"
    documents = tree / "usr/share/doc" / NAME
    _write_zipped(documents / "changelog", changes)
    _write_zipped(documents / "CHANGELOG.md", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def licence() -> str:
    """The program's own licence in the form of Debian's copyright files."""
    lines = (ROOT / "LICENSE").read_text(encoding="utf-8").strip().splitlines()
    return "".join(f" {line.strip() or '.'}\n" for line in lines)


def check_desktop_files(tree: Path) -> None:
    """Let the desktop's own tools look at the entry and at the metadata."""
    subprocess.run(["desktop-file-validate", str(tree / SHARED["gradient-playground.desktop"])], check=True)
    subprocess.run(["appstreamcli", "validate", "--no-net", str(tree / SHARED[METAINFO])], check=True)


def control(tree: Path, build: Path, version: str, architecture: str) -> None:
    """Write what the package manager reads: name, dependencies, sums."""
    (tree / "DEBIAN").mkdir()  # tells Debian's tools that this is a package
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    fields = {
        "Package": NAME,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size // 1024),
        "Depends": dependencies(tree, build),
        "Section": "education",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    folder = tree / "DEBIAN"
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (folder / "control").write_text(text, encoding="utf-8")
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}\n"
        for path in sorted((tree / "usr").rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")


def lacking_libraries() -> list[str]:
    """The packages of Qt's system libraries that are not installed: without them nobody knows what to depend on."""
    from playground.display import PACKAGES

    lacking = set()
    for library, (package, _of_fedora) in PACKAGES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            lacking.add(package)
    return sorted(lacking)


def dependencies(tree: Path, build: Path) -> str:
    """The packages whose libraries the program's own link to, and the versions they need, as Debian's tool finds."""
    described = build / "debian" / "control"
    described.parent.mkdir(parents=True)
    described.write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n", encoding="utf-8")
    inside = (tree / HOME).relative_to(build)
    binaries = [path for path in sorted((build / inside).rglob("*")) if not path.is_symlink() and _is_elf(path)]
    folders = sorted({path.parent.relative_to(build) for path in binaries})
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", f"-S{tree.relative_to(build)}"]
    command += [f"-l{folder}" for folder in folders]
    command += [f"-e{path.relative_to(build)}" for path in binaries]
    answer = subprocess.run(command, cwd=build, capture_output=True, text=True, check=False)
    found = re.search(r"shlibs:Depends=(.*)", answer.stdout)
    if answer.returncode or found is None:
        raise RuntimeError(f"dpkg-shlibdeps found no dependencies:\n{answer.stderr}")
    return found[1]


def _is_elf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _mode(path: Path) -> int:
    """Folders and programs may be entered and run by all; libraries and texts need only be read."""
    return 0o755 if path.is_dir() or path.name == "playground" else 0o644


def _write_zipped(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress(text.encode("utf-8"), 9, mtime=0)
    target.with_name(f"{target.name}.gz").write_bytes(packed)


def _output(command: list[str], cwd: Path | None = None) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()
