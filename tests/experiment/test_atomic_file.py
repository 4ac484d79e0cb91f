"""A file is the old one or the new one, never a half; streams are written to, not replaced."""

import os
import stat
import threading
from pathlib import Path

import pytest

from playground.experiment.atomic_file import is_stream, refuse_unwritable, replacing

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have no names there")


def write(path: Path, text: str) -> None:
    with replacing(path) as stream:
        stream.write(text.encode())


def test_the_new_content_takes_the_place_of_the_old(tmp_path):
    path = tmp_path / "file"
    write(path, "one")
    write(path, "two")
    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]


def test_until_the_block_ends_the_old_file_stands(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")

    def fail_midway():
        with replacing(path) as stream:
            stream.write(b"half")
            stream.flush()
            assert path.read_text() == "old"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_new_file_gets_the_usual_permissions(tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "file", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@pytest.mark.parametrize("act", [refuse_unwritable, lambda path: write(path, "x")])
def test_what_cannot_be_written_is_refused(tmp_path, act):
    with pytest.raises(FileNotFoundError):
        act(tmp_path / "none" / "file")
    with pytest.raises(IsADirectoryError):
        act(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotADirectoryError):
        act(tmp_path / "file" / "below")


def test_asking_whether_it_can_be_written_leaves_no_trace(tmp_path):
    path = tmp_path / "file"
    refuse_unwritable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_text("old")
    refuse_unwritable(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_device_is_written_to_and_stays(tmp_path):
    null = Path(os.devnull)
    refuse_unwritable(null)
    write(null, "x")
    assert stat.S_ISCHR(null.stat().st_mode)
    assert is_stream(null)
    assert is_stream(Path("/dev/stdout"))
    assert not is_stream(tmp_path / "new")


def test_in_a_folder_one_may_not_enter_nothing_is_a_stream(monkeypatch):
    def refuse(_path):
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refuse)
    assert not is_stream(Path("closed/file"))


@posix
def test_a_pipe_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write(pipe, "through")
    reader.join()
    assert read == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
