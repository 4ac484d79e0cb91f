"""What a Linux desktop is told about the program is true, and has the one version number."""

import configparser
import gzip
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from playground import __version__
from playground.app import ORGANIZATION
from playground.cli import _COMMANDS
from playground.views.questions import SUFFIX
from tests.packaging.conftest import Script

WHEN = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.fixture
def debian(script: Script) -> ModuleType:
    return script("debian")


@pytest.fixture
def tree(debian: ModuleType, qapp: object, tmp_path: Path) -> Path:
    debian.share(tmp_path, __version__, WHEN)
    return tmp_path


def _entry(tree: Path, debian: ModuleType) -> configparser.SectionProxy:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(tree / debian.SHARED["gradient-playground.desktop"], encoding="utf-8")
    return entry["Desktop Entry"]


def test_everything_is_in_its_place(tree: Path, debian: ModuleType) -> None:
    for name, place in debian.SHARED.items():
        path = tree / place
        assert path.is_file() or path.with_name(f"{path.name}.gz").is_file(), name
    for size in (16, 32, 48, 256):
        picture = tree / debian.ICONS / f"{size}x{size}" / "apps" / "gradient-playground.png"
        assert picture.read_bytes().startswith(b"\x89PNG")
    assert (tree / debian.ICONS / "scalable" / "apps" / "gradient-playground.svg").is_file()


def test_no_placeholder_is_left(tree: Path) -> None:
    for path in tree.rglob("*"):
        if path.is_file() and path.suffix not in {".png", ".gz"}:
            assert "@" not in re.sub(r"<.*@.*>", "", path.read_text(encoding="utf-8")), path


def test_a_double_click_opens_an_experiment(tree: Path, debian: ModuleType) -> None:
    entry = _entry(tree, debian)
    types = ET.parse(tree / debian.SHARED["gradient-playground.mime.xml"]).getroot()
    name = {"": "http://www.freedesktop.org/standards/shared-mime-info"}
    (declared,) = types.findall("mime-type", name)
    assert entry["MimeType"] == f"{declared.get('type')};"
    assert entry["Exec"] == "playground %f"
    assert [glob.get("pattern") for glob in declared.findall("glob", name)] == [f"*{SUFFIX}"]


def test_the_desktop_knows_the_window(tree: Path, debian: ModuleType) -> None:
    entry = _entry(tree, debian)
    assert debian.SHARED["gradient-playground.desktop"].stem == ORGANIZATION  # Qt's name of the desktop file
    assert entry["Icon"] == ORGANIZATION
    metainfo = ET.parse(tree / debian.SHARED[debian.METAINFO]).getroot()
    assert metainfo.findtext("launchable") == "gradient-playground.desktop"
    assert metainfo.findtext("provides/mediatype") == entry["MimeType"].rstrip(";")


def test_there_is_one_version(tree: Path, debian: ModuleType) -> None:
    metainfo = ET.parse(tree / debian.SHARED[debian.METAINFO]).getroot()
    (release,) = metainfo.findall("releases/release")
    assert release.attrib == {"version": __version__, "date": "2026-01-31"}
    manual = gzip.decompress((tree / "usr/share/man/man1/playground.1.gz").read_bytes()).decode()
    assert f'"2026-01-31" "playground {__version__}"' in manual


def test_the_manual_names_every_command(tree: Path) -> None:
    manual = gzip.decompress((tree / "usr/share/man/man1/playground.1.gz").read_bytes()).decode()
    for command in _COMMANDS:
        assert f".TP\n.B {command}\n" in manual


def test_the_licence_has_debians_form(debian: ModuleType) -> None:
    lines = debian.licence().splitlines()
    assert lines[0] == " MIT License"
    assert all(line.startswith(" ") and line.strip() for line in lines)
