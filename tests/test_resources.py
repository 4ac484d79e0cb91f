"""Files of the program are found wherever it is installed, and a missing one is named."""

import sys
from pathlib import Path

import pytest

import playground.resources
from playground.resources import MissingResourceError, licences_folder, resource_path


def test_finds_the_checkout(root: Path) -> None:
    assert resource_path("examples") == root / "resources" / "examples"
    assert resource_path() == root / "resources"


def test_finds_what_a_wheel_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "site-packages" / "playground" / "_resources" / "examples" / "xor.playground"
    file.parent.mkdir(parents=True)
    file.touch()
    (tmp_path / "site-packages" / "resources").mkdir()  # of somebody else: not ours
    monkeypatch.setattr(
        playground.resources, "__file__", str(tmp_path / "site-packages" / "playground" / "resources.py")
    )
    assert resource_path("examples", "xor.playground") == file


def test_finds_what_a_frozen_build_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("icons") == tmp_path / "resources" / "icons"


def test_only_a_frozen_build_brings_licences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert licences_folder() is None
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert licences_folder() == tmp_path / "licences"


def test_names_what_is_missing() -> None:
    with pytest.raises(MissingResourceError, match=r"no-such\.playground is missing.*install the program again"):
        resource_path("examples", "no-such.playground")
