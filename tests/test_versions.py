"""The versions of what the program stands on are told as far as they are known."""

import platform
from importlib.metadata import version

import pytest

from playground import __version__, versions


def test_names_python_and_every_package() -> None:
    found = dict(versions.packages())
    assert found == {"Python": platform.python_version()} | {name: version(name) for name in versions.PACKAGES}
    assert f"playground {__version__}, Python {platform.python_version()}, " in versions.summary()


def test_a_package_that_is_not_known_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "PACKAGES", ("numpy", "no-such-package"))
    assert [name for name, _ in versions.packages()] == ["Python", "numpy"]


def test_the_program_is_told_without_looking_for_packages() -> None:
    told = versions.program()
    assert told.startswith(f"playground {__version__}, Python ")
    assert "numpy" not in told
    assert "numpy" in versions.summary()
