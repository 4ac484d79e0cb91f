"""What the command line's arguments may be; what does not fit is wrong usage."""

import argparse
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path

from playground.experiment.atomic_file import is_stream

_MOST_STEPS = 2**53


def steps(text: str) -> int:
    """A whole number of steps."""
    if not re.fullmatch(r"\d{1,17}", text) or int(text) > _MOST_STEPS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of steps; give a whole number from 0 on")
    return int(text)


def positive(text: str) -> float:
    """A number greater than 0."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0.0):
        raise argparse.ArgumentTypeError(f"{text!r} does not fit; give a number greater than 0")
    return value


def picture(text: str) -> Path:
    """A file for a picture; PNG is the one format written."""
    path = Path(text)
    if path.suffix.lower() != ".png" and not is_stream(path):
        proposal = path.with_suffix(".png").name if path.name else "picture.png"
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .png, and PNG is what is written; give {proposal}")
    return path


def refuse_shared_files(experiment: Path, outputs: Mapping[str, Path], parser: argparse.ArgumentParser) -> None:
    """End with wrong usage if two outputs are one file, or a table or a picture would replace the experiment.

    Parameters
    ----------
    experiment : Path
    outputs : mapping of str to Path
        Files by their options; ``--save`` alone may go into the experiment.
    parser : ArgumentParser
        Tells.
    """
    taken = {os.path.realpath(experiment): "EXPERIMENT"}
    for option, path in outputs.items():
        if is_stream(path):
            continue
        other = taken.setdefault(os.path.realpath(path), option)
        if other != option and not (other == "EXPERIMENT" and option == "--save"):
            parser.error(f"{option} and {other} are the same file {path}; give another one")


def size(text: str) -> tuple[int, int]:
    """Width and height such as 1440x900."""
    found = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (320 <= width <= 8192 and 240 <= height <= 8192):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; give WIDTHxHEIGHT from 320x240 to 8192x8192")
    return width, height
