"""Writing a file so that it is either the old one or the new one, never a half."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def _mode_for(target: Path) -> int:
    """Permissions of the file replaced, or those a new file gets."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def is_stream(path: Path) -> bool:
    """Whether it is a pipe, a device or an open stream of this process: nothing that can be replaced."""
    name = os.path.abspath(path)  # noqa: PTH100  # resolving would follow the link that matters here
    if name in ("/dev/stdout", "/dev/stderr") or name.startswith(("/dev/fd/", "/proc/")):
        return True
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except OSError:  # in a folder one may not enter, or no name at all: whoever opens it is told
        return False


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a binary stream whose content takes the place of ``path`` when the block ends without an error.

    Links are followed. What is no ordinary file (a pipe, ``/dev/stdout``) cannot be replaced and is written to.

    Raises
    ------
    OSError
        If it cannot be written; the old file is untouched then.
    """
    target = Path(os.path.realpath(path))
    if is_stream(path):
        with path.open("ab") as stream:  # to append does not cut off what is there
            yield stream
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:32]}.", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_for(target))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def refuse_unwritable(path: Path) -> None:
    """Find out now, before hours of work, whether ``path`` can be written.

    Raises
    ------
    OSError
        With the reason.
    """
    target = Path(os.path.realpath(path))
    if is_stream(path):
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if target.exists():
        with target.open("ab"):
            pass
    handle, name = tempfile.mkstemp(prefix=".playground.", suffix=".part", dir=target.parent)
    os.close(handle)
    Path(name).unlink()
