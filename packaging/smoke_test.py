"""Starts the frozen program as a user would, and says what works, how large it is and how long it takes.

``make smoke`` runs it after ``make package``; ``python smoke_test.py PROGRAM`` tests another one, such as an installed
``/usr/bin/playground``. It is compared with the program in this checkout, which has to be run by this Python.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import start_times

ROOT = Path(__file__).parents[1]
PATIENCE = 120
SOURCE = [sys.executable, "-m", "playground"]
UMLAUTS = "Übung mit Öl & Käse"
LARGEST_FOLDER, LARGEST_ARCHIVE = 330e6, 110e6


class Failure(Exception):
    """Something does not work; the text says what."""


@dataclass(frozen=True)
class Place:
    """The program under test, and a folder for what it writes."""

    program: Path
    folder: Path

    def environment(self, **changes: str | None) -> dict[str, str]:
        """The variables of a user who never started the program; None takes one away."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
        merged: dict[str, str | None] = {**keep, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **changes}
        return {name: value for name, value in merged.items() if value is not None}

    def run(self, *arguments: str, program: Path | None = None, **changes: str | None) -> str:
        """What it prints; it has to end well and without a complaint."""
        command = [str(program or self.program), *arguments]
        return self.output(command, **changes)

    def output(self, command: list[str], cwd: Path | None = None, **changes: str | None) -> str:
        """What a command prints."""
        done = subprocess.run(
            command, cwd=cwd or self.folder, env=self.environment(**changes), capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        if done.returncode or "Traceback" in done.stderr:
            raise Failure(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def selftest(place: Place) -> str:
    """It opens its real window, trains with the compiled kernel, saves, loads and compares with golden numbers."""
    _passes(place.run("selftest"))
    return "off-screen"


def selftest_on_display(place: Place) -> str:
    """The same on a real X display, with Qt's xcb plugin."""
    with start_times.x_display() as display:
        _passes(place.run("selftest", QT_QPA_PLATFORM="xcb", DISPLAY=display))
    return "on an X display"


def screenshot(place: Place) -> str:
    """It draws its window."""
    picture = place.folder / "window.png"
    place.run("screenshot", "xor", "-o", str(picture), "--steps", "400")
    if not picture.read_bytes().startswith(b"\x89PNG"):
        raise Failure(f"{picture} is no picture")
    return f"{picture.stat().st_size // 1000} kB"


def same_as_source(place: Place) -> str:
    """It trains to the same numbers as the program in the checkout, and draws its curve."""
    arguments = ["train", "xor", "--steps", "1000", "--json"]
    ours = json.loads(place.run(*arguments, "--plot", "curve.png"))
    theirs = json.loads(place.output([*SOURCE, *arguments], cwd=ROOT, NUMBA_CACHE_DIR=str(place.folder / "numba")))
    if ours != theirs:
        raise Failure(f"train xor --json differs:\n{ours}\n{theirs}")
    return f"cost {ours['cost']!r}"


def no_shipped_code(place: Place) -> str:
    """On a processor it brings no code for, it compiles once and keeps that in the user's cache folder."""
    program = _without_code(place)
    cache = place.folder / "home" / ".cache" / "numba"
    _passes(place.run("selftest", program=program))
    kept = [path.name for path in cache.rglob("*.nbi")]
    if len(kept) != 1:
        raise Failure(f"the compiled kernel should be in {cache}; there is {kept}")
    return f"kept as {kept[0]}"


def no_cache_folder(place: Place) -> str:
    """Where nothing can be kept either, it compiles each time instead of failing."""
    file = place.folder / "a file"
    file.touch()
    below = str(file / "cache")  # not even root can make a folder below a file
    _passes(
        place.run("selftest", program=_without_code(place), XDG_CACHE_HOME=below, NUMBA_CACHE_DIR=below, HOME=below)
    )
    return "XDG_CACHE_HOME, NUMBA_CACHE_DIR and HOME below a file"


def no_home(place: Place) -> str:
    """It starts with a home folder that has nothing in it, with an empty HOME and with none."""
    empty = place.folder / "nothing in it"
    empty.mkdir()
    for home in (str(empty), "", None):
        _passes(place.run("selftest", HOME=home, XDG_CACHE_HOME=str(empty), XDG_CONFIG_HOME=str(empty)))
    return "an empty folder, HOME empty, HOME not set"


def spaces_and_umlauts(place: Place) -> str:
    """It runs in, reads from and writes to folders with spaces and umlauts in their names."""
    folder = place.folder / UMLAUTS
    folder.mkdir()
    program = _copy(place.program.resolve().parent, folder / "Programm für alle") / "playground"
    experiment = folder / "mein Übungsblatt 1.playground"
    place.run("train", "xor", "--steps", "10", "--save", str(experiment), program=program)
    place.run("screenshot", str(experiment), "-o", str(folder / "Bild.png"), program=program)
    _passes(place.run("selftest", program=program))
    return str(folder.name)


def sizes(place: Place) -> str:
    """It is as small as was asked for."""
    folder = place.program.resolve().parent
    unpacked = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    _at_most(unpacked, LARGEST_FOLDER, "unpacked")
    found = f"unpacked {unpacked / 1e6:.1f} MB"
    for path in sorted((ROOT / "dist").glob("*linux*.tar.xz")):
        _at_most(path.stat().st_size, LARGEST_ARCHIVE, path.name)
        found += f", {path.name} {path.stat().st_size / 1e6:.1f} MB"
    return found


def starts(place: Place) -> str:
    """Its window and its kernel are there as soon as was asked for."""
    return start_times.compare(place.program, SOURCE, place.folder, without_code=_without_code(place))


CHECKS: list[Callable[[Place], str]] = [
    sizes, selftest, selftest_on_display, screenshot, same_as_source, no_shipped_code, no_cache_folder, no_home,
    spaces_and_umlauts, starts,
]  # fmt: skip


def _passes(printed: str) -> None:
    if "The self-test passed." not in printed:
        raise Failure(printed)


def _at_most(found: float, bound: float, what: str) -> None:
    if found > bound:
        raise Failure(f"{what}: {found / 1e6:.1f} MB, more than {bound / 1e6:.0f}")


def _copy(folder: Path, target: Path) -> Path:
    """The program elsewhere; its files are shared with the original where that is possible."""
    try:
        return Path(shutil.copytree(folder, target, symlinks=True, copy_function=os.link))
    except (OSError, shutil.Error):
        return Path(shutil.copytree(folder, target, symlinks=True, dirs_exist_ok=True))


def _without_code(place: Place) -> Path:
    """The program without the kernel's machine code, as it is for processors it brings none for."""
    copy = place.folder / "without code"
    if not copy.exists():
        _copy(place.program.resolve().parent, copy)
        shutil.rmtree(copy / "_internal" / "kernel")
    return copy / "playground"


def main() -> int:
    """Run all checks; the exit code is 1 if one fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "program", nargs="?", type=Path, default=ROOT / "build" / "package" / "playground" / "playground"
    )
    program = parser.parse_args().program.absolute()
    if not program.is_file():
        print(f"error: there is no {program}; `make package` builds it", file=sys.stderr)
        return 1
    failed = 0
    for check in CHECKS:
        with tempfile.TemporaryDirectory(prefix="playground-", ignore_cleanup_errors=True) as folder:
            try:
                print(f"ok   {check.__name__}: {check(Place(program, Path(folder)))}", flush=True)
            except (Failure, OSError, RuntimeError, subprocess.SubprocessError) as failure:
                failed += 1
                print(f"FAIL {check.__name__}: {failure}", flush=True)
    print("The smoke test passed." if not failed else f"{failed} of {len(CHECKS)} checks failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
