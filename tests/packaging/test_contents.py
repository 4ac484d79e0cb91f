"""What is in the executable is what the program uses."""

from pathlib import Path, PurePath
from types import ModuleType

import pytest

from playground import versions
from tests.packaging.conftest import Script

SITE = "/home/me/env/lib/python3.11/site-packages"


@pytest.fixture
def contents(script: Script) -> ModuleType:
    return script("contents")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/QtSvg.abi3.so",
        "PySide6/Qt6Core.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/lib/libicudata.so.73",
        "numba/_dispatcher.cpython-311-x86_64-linux-gnu.so",
        "resources/icons/playground.svg",
        "ziamath/fonts/STIXTwoMath-Regular.ttf",
        "numpy-2.4.6.dist-info/METADATA",
    ],
)
def test_keeps_what_is_used(contents: ModuleType, name: str) -> None:
    assert contents.is_wanted(name, f"{SITE}/{name}", linux=True)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/QtTest.abi3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "numba/tests/data.txt",
        "numpy-2.4.6.dist-info/RECORD",
        "PySide6/QtOpenGL.abi3.so",
        "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "pyqtgraph/colors/maps/CET-C1.csv",
    ],
)
def test_leaves_out_what_is_not(contents: ModuleType, name: str) -> None:
    assert not contents.is_wanted(name, f"{SITE}/{name}", linux=True)


def test_takes_few_libraries_of_the_system(contents: ModuleType) -> None:
    folder = "/lib/x86_64-linux-gnu"
    for name in ("libxcb-cursor.so.0", "libz.so.1", "libffi.so.8"):
        assert contents.is_wanted(name, f"{folder}/{name}", linux=True)
    for name in ("libX11.so.6", "libglib-2.0.so.0", "libfontconfig.so.1", "libstdc++.so.6", "libxcb.so.1"):
        assert not contents.is_wanted(name, f"{folder}/{name}", linux=True)


def test_a_link_goes_with_its_file(contents: ModuleType) -> None:
    entries = [
        ("PySide6/Qt/lib/libQt6Gui.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Gui.so.6", "BINARY"),
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
    ]
    assert contents.wanted(entries) == entries[:2]


def test_never_strips_what_was_changed_after_linking(contents: ModuleType) -> None:
    assert contents.is_worth_stripping(PurePath("llvmlite/binding/libllvmlite.so"))
    assert not contents.is_worth_stripping(PurePath("numpy.libs/libscipy_openblas64_-32a4b2a6.so"))


def test_leaves_out_nothing_the_program_imports(root: Path, contents: ModuleType) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (root / "playground").rglob("*.py"))
    unused = [name for name in contents.UNUSED_MODULES if f"import {name}\n" in sources or f"from {name} " in sources]
    assert unused == []


def test_the_locked_packages_are_the_programs_own(root: Path) -> None:
    def locked(name: str) -> dict[str, str]:
        lines = (root / "packaging" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
        return dict(line.split()[0].split("==") for line in lines if "==" in line and not line.startswith(" "))

    frozen = locked("requirements-package")
    assert "pyinstaller" in frozen
    assert locked("requirements").items() <= frozen.items()
    assert {name.lower() for name in versions.PACKAGES} <= frozen.keys()
