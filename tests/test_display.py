"""Whether Qt can open a window is known before Qt is asked, which would abort."""

import importlib.util
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from playground import display
from playground.display import MissingLibrary, NoDisplay, platform_for, require_libraries

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")

ABSENT = "libxcb-absent.so.0"


@pytest.fixture
def qt() -> Path:
    """The folder of Qt in PySide6's wheel."""
    specification = importlib.util.find_spec("PySide6")
    assert specification is not None
    assert specification.submodule_search_locations is not None
    return Path(specification.submodule_search_locations[0], "Qt")


@pytest.fixture
def qt_without_a_library(qt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PySide6 whose xcb plugin needs a library that no machine has; the system's loader is the real one."""
    platforms = tmp_path / "PySide6" / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    (tmp_path / "PySide6" / "Qt" / "lib").symlink_to(qt / "lib")
    plugin = (qt / "plugins" / "platforms" / "libqxcb.so").read_bytes()
    (platforms / "libqxcb.so").write_bytes(plugin.replace(b"libxcb-cursor.so.0", ABSENT.encode()))
    found = SimpleNamespace(submodule_search_locations=[str(tmp_path / "PySide6")])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: found)


def test_no_display() -> None:
    with pytest.raises(NoDisplay, match="neither DISPLAY nor WAYLAND_DISPLAY is set"):
        platform_for({})


@pytest.mark.parametrize("name", [":5977", "localhost:5977.0", "not a display"])
def test_a_display_that_does_not_answer(name: str) -> None:
    with pytest.raises(NoDisplay, match=f"DISPLAY is {name}, but no X server answers there"):
        platform_for({"DISPLAY": name})


def test_wayland_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(NoDisplay, match="WAYLAND_DISPLAY is wayland-0, but nothing answers there"):
        platform_for({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_a_platform_that_was_asked_for_is_left_alone() -> None:
    assert platform_for({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_asking_for_x_does_not_make_a_display() -> None:
    with pytest.raises(NoDisplay):
        platform_for({"QT_QPA_PLATFORM": "xcb"})


def test_wayland_is_taken_where_only_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_loading_problem", lambda _library: "")
    environment = {"DISPLAY": ":5977", "WAYLAND_DISPLAY": "w", "XDG_RUNTIME_DIR": str(tmp_path)}
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("w")
        server.listen()
        assert platform_for(environment) == "wayland"


def test_a_real_x_display(x_display: str) -> None:
    assert platform_for({"DISPLAY": x_display}) in ("xcb", None)


def test_no_display_is_needed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert platform_for({}) is None


def test_drawing_off_screen_can_be_loaded() -> None:
    require_libraries("offscreen")


@pytest.mark.usefixtures("qt_without_a_library")
def test_the_missing_library_and_its_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(display.PACKAGES, ABSENT, ("libxcb-absent0", "xcb-util-absent"))
    with pytest.raises(MissingLibrary) as caught:
        require_libraries("xcb")
    text = str(caught.value)
    assert ABSENT in text
    assert "sudo apt install libxcb-absent0" in text
    assert "sudo dnf install xcb-util-absent" in text


@pytest.mark.usefixtures("qt_without_a_library")
def test_a_missing_library_nobody_knows_is_told_in_the_loaders_words() -> None:
    with pytest.raises(MissingLibrary, match=f"Qt cannot be loaded: {ABSENT}: cannot open shared object file"):
        require_libraries("xcb")


@pytest.mark.usefixtures("qt_without_a_library")
def test_a_missing_library_is_told_where_there_is_a_display(x_display: str) -> None:
    with pytest.raises(MissingLibrary, match=ABSENT):
        platform_for({"DISPLAY": x_display})


def test_all_that_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"libxcb-cursor.so.0", "libxcb-icccm.so.4"}

    def loader(library: str) -> str:
        if library in gone:
            return f"{library}: cannot open shared object file"
        return "libxcb-icccm.so.4: cannot open shared object file" if library.endswith("libqxcb.so") else ""

    monkeypatch.setattr(display, "_loading_problem", loader)
    with pytest.raises(MissingLibrary, match=r"sudo apt install libxcb-cursor0 libxcb-icccm4\."):
        require_libraries("xcb")


@pytest.mark.parametrize("file", ["lib/libQt6Widgets.so.6", "lib/libQt6Gui.so.6", "plugins/platforms/libqxcb.so"])
def test_every_library_that_qt_needs_of_the_system_is_known(qt: Path, file: str) -> None:
    reader = shutil.which("readelf")
    if reader is None:
        pytest.skip("readelf (binutils) is not installed")
    listing = subprocess.run([reader, "-d", qt / file], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"Shared library: \[(.+)\]", listing))
    own = {path.name for path in (qt / "lib").iterdir()}
    everywhere = {
        "libc.so.6",
        "libm.so.6",
        "libdl.so.2",
        "librt.so.1",
        "libpthread.so.0",
        "libstdc++.so.6",
        "libgcc_s.so.1",
    }
    assert needed
    assert needed - own - everywhere <= set(display.PACKAGES)


def test_asking_imports_no_qt() -> None:
    program = "import os, sys; from playground import display; display.platform_for(os.environ); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"PySide6", "shiboken6"} & set(run.stdout.split())
