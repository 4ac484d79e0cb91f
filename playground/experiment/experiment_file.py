"""The experiment's file: JSON that people can read, checked on the way in, replaced whole on the way out."""

import errno
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import numpy as np

from playground.core.activations import Array
from playground.data.dataset import read_only
from playground.experiment.atomic_file import replacing
from playground.experiment.check import ExperimentError, check
from playground.experiment.decode_errors import explain
from playground.experiment.experiment import Experiment, StopRule
from playground.experiment.repeated_keys import repeated_key
from playground.experiment.wording import quoted

__all__ = ["SUFFIX", "ExperimentError", "dumps", "load", "loads", "save"]

SUFFIX = ".playground"
FORMAT = "gradient-playground"
VERSION = 1
MAX_BYTES = 200_000_000

_EXAMPLE = "see the experiment files shipped as examples"
_ORDER = ("format", "version", "title", "notes", "model", "initial", "dataset", "split", "training", "progress")


def load(path: str | Path) -> Experiment:
    """Read and check an experiment.

    Raises
    ------
    ExperimentError
        In one line: the file, the field, what is wrong and what would be right.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ExperimentError("", "there is no such file", "give an existing experiment file", name) from None
    except IsADirectoryError:
        raise ExperimentError("", "this is a folder", "give an experiment file in it", name) from None
    except PermissionError:
        if Path(path).is_dir():  # what Windows says of a folder
            raise ExperimentError("", "this is a folder", "give an experiment file in it", name) from None
        raise ExperimentError("", "it may not be read", "give yourself the right to read it", name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExperimentError("", f"it cannot be read ({reason})", "give an experiment file", name) from None
    return loads(content, name)


def loads(text: str | bytes, name: str = "") -> Experiment:
    """Read and check an experiment from its text; ``name`` is what errors call the file."""
    try:
        raw = _parse(text)
        _check_header(raw)
        experiment = _convert(raw)
        check(experiment)
    except ExperimentError as error:
        raise error.in_file(name) from None
    return experiment


def _parse(text: str | bytes) -> Any:
    if len(text) > MAX_BYTES:
        remedy = f"experiment files have at most {MAX_BYTES // 1_000_000} MB"
        raise ExperimentError("", "the file is too large", remedy)
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            problem = f"this is not text in UTF-8 (byte {error.start + 1})"
            raise ExperimentError("", problem, "save it as UTF-8") from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ExperimentError("", "the file is empty", _EXAMPLE)
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        _explain_json(text)
    twice = repeated_key(text)
    if twice:
        raise ExperimentError(twice, "this key is there twice", "keep one of them")
    return raw


def _explain_json(text: str) -> NoReturn:
    """Say where a text stops being JSON, or which number JSON does not know. Python's parser tells more."""
    try:
        raw = json.loads(text, parse_constant=float)
    except json.JSONDecodeError as error:
        problem = f"not JSON: {_lower(error.msg)} (line {error.lineno}, column {error.colno})"
        raise ExperimentError("", problem, f"mend the line; {_EXAMPLE}") from None
    except RecursionError:
        raise ExperimentError("", "lists or objects are nested too deeply", _EXAMPLE) from None
    except ValueError:
        raise ExperimentError("", "a number has too many digits", "write finite numbers") from None
    for path, value in _numbers(raw, "$"):
        if not _is_finite(value):
            raise ExperimentError(path, "this is not a finite number", "write a finite number")
    raise ExperimentError("", "not JSON: a text in it is no Unicode", _EXAMPLE)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _numbers(raw: Any, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _numbers(value, f"{path}.{key}")
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            yield from _numbers(value, f"{path}[{place}]")
    elif isinstance(raw, int | float):
        yield path, raw


def _check_header(raw: Any) -> None:
    if not isinstance(raw, dict):
        raise ExperimentError("$", f"{quoted(raw)} is no experiment", "write an object { … }")
    if raw.get("format") != FORMAT:
        problem = f"{quoted(raw['format'])} is another format" if "format" in raw else "missing"
        raise ExperimentError("$.format", problem, f'an experiment has "format": "{FORMAT}"')
    version = raw.get("version")
    if isinstance(version, int) and version > VERSION:
        problem = f"version {quoted(version)} is newer than this program"
        raise ExperimentError("$.version", problem, f"it reads version {VERSION}; update the program")


def _convert(raw: Any) -> Experiment:
    try:
        return msgspec.convert(raw, Experiment, dec_hook=_table)
    except msgspec.ValidationError as error:
        raise explain(raw, str(error)) from None


class _TableError(ValueError):
    """A table of numbers that is none; msgspec adds the field to its text, we add the row."""


def _table(_kind: Any, value: Any) -> Array:
    """Decode a list of rows into a read-only array, the one type msgspec does not know."""
    if not isinstance(value, list):
        raise _TableError(f"@: {quoted(value)} does not fit; give a list of rows, each a list of numbers")
    if not value:
        raise _TableError("@: there are no samples; write at least one row")
    for i, row in enumerate(value):
        if not isinstance(row, list):
            raise _TableError(f"@[{i}]: {quoted(row)} does not fit; give a list of numbers, also for a single one")
        if len(row) != len(value[0]):
            raise _TableError(f"@[{i}]: this row has {len(row)}, the first {len(value[0])}; make them equally long")
        for j, number in enumerate(row):
            if isinstance(number, bool) or not isinstance(number, int | float) or not _is_finite(number):
                raise _TableError(f"@[{i}][{j}]: {quoted(number)} does not fit; give a finite number")
    return read_only(np.array(value, dtype=np.float64))


def save(experiment: Experiment, path: str | Path) -> None:
    """Write an experiment; the file is replaced whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written, or would be too large to be read again.
    """
    content = dumps(experiment).encode()
    if len(content) > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it would have {len(content):,} bytes, and at most {MAX_BYTES:,} can be read again")
    with replacing(Path(path)) as stream:
        stream.write(content)


def dumps(experiment: Experiment) -> str:
    """The text of an experiment's file; reading it gives an equal experiment, to the last bit."""
    fields = msgspec.to_builtins(experiment, enc_hook=lambda array: array.tolist())
    if experiment.progress is None:
        del fields["progress"]
    elif experiment.progress.optimizer_step is None:
        del fields["progress"]["optimizer_step"]
    if experiment.training.stop == StopRule():
        del fields["training"]["stop"]
    ordered = {name: fields[name] for name in _ORDER if name in fields}
    return _pretty(ordered, 0) + "\n"


def _pretty(value: Any, depth: int) -> str:
    """JSON with objects and tables spread out and everything innermost on one line."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], float):
        return _row(value)
    if depth > 0 and _is_flat(value):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner, outer = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_pretty(item, depth + 1)}" for key, item in value.items()]
        return "{" + inner + f",{inner}".join(items) + outer + "}"
    return "[" + inner + f",{inner}".join(_pretty(item, depth + 1) for item in value) + outer + "]"


def _row(numbers: Sequence[float]) -> str:
    """Numbers of a table; json.dumps would take ten times as long for the many short rows."""
    if not all(map(math.isfinite, numbers)):
        raise ValueError("a number that is not finite has no place in a file")
    return f"[{', '.join(map(repr, numbers))}]"


def _is_flat(value: Any) -> bool:
    """Whether a value holds no list within a list and no object within an object."""
    if isinstance(value, dict):
        return all(not isinstance(item, dict | list | tuple) for item in value.values())
    if isinstance(value, list | tuple):
        return not any(isinstance(item, dict | list | tuple) for item in value)
    return True
