"""What the command line's arguments may be; what does not fit is wrong usage."""

import argparse
import math
import re

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


def size(text: str) -> tuple[int, int]:
    """Width and height such as 1440x900."""
    found = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (320 <= width <= 8192 and 240 <= height <= 8192):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; give WIDTHxHEIGHT from 320x240 to 8192x8192")
    return width, height
