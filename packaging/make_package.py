"""Builds what is published for Linux: the executable's folder, an archive of it, and a Debian package.

``make package`` runs it. Everything is made in ``build/package``, the results are in ``dist``.
"""

import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import debian

ROOT = Path(__file__).parents[1]
NAME = "gradient-playground"
TOOLS = {
    "appstreamcli": "appstream",
    "desktop-file-validate": "desktop-file-utils",
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "git": "git",
    "lintian": "lintian",
    "objdump": "binutils",
    "strip": "binutils",
    "tar": "tar",
    "xz": "xz-utils",
}
"""The programs it calls, and the packages of Debian and Ubuntu that have them."""


def main() -> int:
    """Build everything; the exit code is 1 if something is missing or does not pass."""
    sys.path.insert(0, str(ROOT))
    lacking = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    lacking += debian.lacking_libraries()
    if lacking:
        remedy = f"on Debian and Ubuntu: sudo apt install {' '.join(lacking)}"
        print(f"error: the package cannot be built here, something is missing; {remedy}", file=sys.stderr)
        return 1
    from playground import __version__

    when = last_change()
    os.environ["SOURCE_DATE_EPOCH"] = str(int(when.timestamp()))
    build, dist = ROOT / "build" / "package", ROOT / "dist"
    dist.mkdir(exist_ok=True)
    folder = freeze(build)
    for text in (folder / "_internal" / "licences" / "NOTICE", ROOT / "LICENSE"):
        shutil.copy(text, folder)
    print(f"{folder.relative_to(ROOT)}: {size_of(folder) / 1e6:.1f} MB", flush=True)
    made = [
        archive(folder, f"{NAME}-{__version__}", dist, when),
        debian.package(folder, build / "deb", dist, __version__, when),
    ]
    for path in made:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def last_change() -> datetime:
    """When the last commit was made, so that the same source gives the same dates."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        command = ["git", "log", "-1", "--format=%ct"]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        told = answer.stdout.strip() or str(int((ROOT / "CHANGELOG.md").stat().st_mtime))
    return datetime.fromtimestamp(int(told), UTC)


def freeze(build: Path) -> Path:
    """Run PyInstaller and return the folder of the executable."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = ["--workpath", str(build / "work"), "--distpath", str(build)]
    subprocess.run([*command, *places, str(ROOT / "packaging" / "playground.spec")], cwd=ROOT, check=True)
    return build / "playground"


def archive(folder: Path, name: str, dist: Path, when: datetime) -> Path:
    """Pack the folder, called ``name`` in the archive.

    Parameters
    ----------
    folder : Path
        The executable's folder.
    name : str
        Program and version.
    dist : Path
        Where the archive goes.
    when : datetime
        The time of all files in it.
    """
    target = dist / f"{name}-linux-{platform.machine()}.tar.xz"
    command = [
        "tar", "--create", "--file", str(target), "--use-compress-program", "xz -9 --threads=0", "--sort=name",
        "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{int(when.timestamp())}", "--mode=u+rw,go+r-w,a+X",
        f"--transform=flags=r;s,^{folder.name},{name},", f"--directory={folder.parent}", folder.name,
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return target


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; a link counts nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
