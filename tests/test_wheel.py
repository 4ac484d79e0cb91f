"""What is published is whole: the wheel works in an empty environment, far from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from playground import __version__

pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed here")

NAME = f"gradient_playground-{__version__}"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from that."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(root)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with the wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    wheel = built / f"{NAME}-py3-none-any.whl"
    command = ["-m", "pip", "--python", programs / "python", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, *map(str, command)], check=True)
    variables = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", variables))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def _run(program: Path, *arguments: str, folder: Path) -> str:
    run = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_sdist_has_everything(root: Path, built: Path) -> None:
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        published = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
    ours = [
        path.relative_to(root)
        for folder in ("playground", "resources", "tests", "packaging", ".ci")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    ]
    files = {path.as_posix() for path in ours} | {
        "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "pyproject.toml", ".gitignore",
    }  # fmt: skip
    assert files - published == set()


def test_the_wheel_has_the_program_and_nothing_else(root: Path, built: Path) -> None:
    with zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl") as archive:
        published = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = {path.relative_to(root).as_posix() for path in (root / "playground").rglob("*.py")}
    resources = {
        f"playground/_resources/{path.relative_to(root / 'resources').as_posix()}"
        for path in (root / "resources").rglob("*")
        if path.is_file() and "pictures" not in path.parts  # those are the README's
    }
    assert resources
    assert published == modules | resources | {"playground/py.typed"}


def test_the_program_starts(installed: Path, tmp_path: Path) -> None:
    assert _run(installed / "playground", "--version", folder=tmp_path).split()[-1] == __version__


def test_the_program_finds_its_examples(installed: Path, tmp_path: Path) -> None:
    listed = json.loads(_run(installed / "playground", "examples", "--json", folder=tmp_path))
    assert "xor" in [example["name"] for example in listed]


def test_the_program_tests_itself(installed: Path, tmp_path: Path) -> None:
    assert "passed" in _run(installed / "playground", "selftest", folder=tmp_path)
