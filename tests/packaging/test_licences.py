"""Whatever is shipped brings its licence, or is not shipped."""

import json
import subprocess
from pathlib import Path
from types import ModuleType

import msgspec
import numpy as np
import PySide6
import pytest
import ziamath

from tests.packaging.conftest import Script


@pytest.fixture
def licences(script: Script, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = script("licences")
    monkeypatch.setattr(module, "_file_of_pyinstaller", lambda _owners: np.__file__)  # it is not installed for tests
    return module


def _listed(*modules: ModuleType) -> list[tuple[str, str]]:
    return [(module.__name__, str(module.__file__)) for module in modules]


def test_collects_what_the_distributions_bring(licences: ModuleType, tmp_path: Path) -> None:
    components = licences.collect(_listed(np, msgspec, json, subprocess), tmp_path / "licences")
    assert [component.name for component in components] == ["msgspec", "numpy", "python"]
    notice = (tmp_path / "licences" / "NOTICE").read_text(encoding="utf-8")
    for component in components:
        assert f"{component.name} {component.version}\n  licence: " in notice
        assert any((tmp_path / "licences" / component.name).iterdir())
    assert "github.com/numpy" in notice


def test_adds_what_qt_leaves_out(licences: ModuleType) -> None:
    icu = Path(str(PySide6.__file__)).parent / "Qt" / "lib" / "libicudata.so.73"
    files = [*_listed(PySide6), ("libicudata", str(icu))]
    (qt,) = [each for each in licences.components_of(files) if each.name == "pyside6-essentials"]
    texts = {path.name for path in qt.texts}
    assert {"LGPL-3.0.txt", "GPL-3.0.txt"} <= texts
    if icu.exists():
        assert "ICU.txt" in texts


def test_adds_the_licence_of_a_font(licences: ModuleType) -> None:
    font = Path(str(ziamath.__file__)).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    (component,) = [each for each in licences.components_of([("font", str(font))]) if each.name == "ziamath"]
    assert "STIXTwoMath.txt" in {path.name for path in component.texts}


def test_an_unknown_font_stops_the_build(licences: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(licences.MissingLicence, match=r"font Unknown\.ttf"):
        licences._parts(tmp_path / "Unknown.ttf")


def test_what_belongs_to_nobody_stops_the_build(licences: ModuleType, tmp_path: Path) -> None:
    stray = tmp_path / "stray.so"
    stray.touch()
    with pytest.raises(licences.MissingLicence, match=r"stray\.so belongs to no"):
        licences.components_of([("stray.so", str(stray))])


def test_what_has_no_text_stops_the_build(licences: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "_is_metadata", lambda _path: False)
    with pytest.raises(licences.MissingLicence, match=r"msgspec .* brings no text of its licence"):
        licences.components_of(_listed(msgspec))


def test_the_program_itself_is_not_listed(licences: ModuleType, root: Path) -> None:
    own = [("playground.cli", str(root / "playground" / "cli.py"))]
    assert [each.name for each in licences.components_of(own, own=(root,))] == ["numpy"]


def test_the_texts_that_were_added_are_whole(licences: ModuleType) -> None:
    named = {text for texts in licences.LEFT_OUT.values() for text in texts} | set(licences.PARTS.values())
    assert named == {path.name for path in licences.TEXTS.iterdir()}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (licences.TEXTS / "LGPL-3.0.txt").read_text(encoding="utf-8")
