"""The cost curve as a PNG, drawn without Qt."""

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from playground.core.activations import Array
from playground.core.cost_history import CostCurve
from playground.experiment.atomic_file import replacing
from playground.experiment.wording import shown
from playground.export.axes import Tick, log_limits, log_ticks, step_ticks

SIZE = (1200, 750)

_SCALE = 3  # lines are drawn this much larger and scaled down, which smooths them
_LEFT, _RIGHT, _TOP, _BOTTOM = 100, 40, 76, 74

_GROUND, _AXIS, _GRID = "#ffffff", "#8b949d", "#e7eaed"
_TEXT, _SECONDARY = "#1d2329", "#5c6670"
_TRAIN, _BATCH, _TEST = "#0877bd", "#b5d6eb", "#f59322"

# Where the bundled font has no letter for a title.
_SYSTEM_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "Arial Unicode.ttf", "segoeui.ttf")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class _Line:
    """One series: a line through (steps, costs), drawn in the order given."""

    name: str
    colour: str
    width: float
    steps: Array
    costs: Array


def write_cost_picture(curve: CostCurve, title: str, path: Path) -> None:
    """Write the cost curve as a PNG; the file is replaced whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    content = io.BytesIO()
    cost_picture(curve, title).save(content, format="PNG")
    with replacing(path) as stream:
        stream.write(content.getvalue())


def cost_picture(curve: CostCurve, title: str) -> Image.Image:
    """Draw the cost curve: log y, axes with names and ticks, and a legend where there is more than one line."""
    lines = _lines(curve)
    frame = _Frame(lines)
    large = Image.new("RGB", (SIZE[0] * _SCALE, SIZE[1] * _SCALE), _GROUND)
    frame.draw_lines(ImageDraw.Draw(large), lines)
    picture = large.resize(SIZE, Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(picture)
    _draw_axes(picture, draw, frame)
    _draw_text(draw, (_LEFT, 24), title, 24, _TEXT, "la")
    if len(lines) > 1:
        _draw_legend(draw, lines)
    return picture


def _lines(curve: CostCurve) -> list[_Line]:
    """Every series of the curve, those behind first. A bucket becomes its largest and its smallest cost."""
    steps = np.repeat(curve.steps, 2)
    costs = np.column_stack([curve.high, curve.low]).ravel()
    if not curve.batched:
        lines = [_Line("training samples", _TRAIN, 2.2, steps, costs)]
    else:
        lines = [
            _Line("mini-batches", _BATCH, 1.0, steps, costs),
            _Line("all training samples", _TRAIN, 2.2, curve.full_steps, curve.full_costs),
        ]
    if curve.test_steps.size:
        lines.append(_Line("test samples", _TEST, 2.2, curve.test_steps, curve.test_costs))
    return lines


class _Frame:
    """From steps and costs to pixels of the finished picture."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        steps = np.concatenate([line.steps for line in lines])
        self.first = float(steps.min()) if steps.size else 0.0
        self.last = max(float(steps.max()) if steps.size else 1.0, self.first + 1.0)
        self.low, self.high = log_limits(np.concatenate([line.costs for line in lines]))

    def xs(self, steps: Array) -> Array:
        return _LEFT + (steps - self.first) / (self.last - self.first) * (SIZE[0] - _LEFT - _RIGHT)

    def ys(self, exponents: Array) -> Array:
        return SIZE[1] - _BOTTOM - (exponents - self.low) / (self.high - self.low) * (SIZE[1] - _TOP - _BOTTOM)

    def x(self, step: float) -> float:
        return float(self.xs(np.asarray(step)))

    def y(self, exponent: float) -> float:
        return float(self.ys(np.asarray(exponent)))

    def points(self, line: _Line) -> list[tuple[float, float]]:
        """Where the line goes, in the large picture; a cost of 0 is at the lower edge, infinity at the upper."""
        with np.errstate(divide="ignore", invalid="ignore"):
            exponents = np.log10(np.maximum(line.costs, 0.0))
        known = ~np.isnan(exponents)
        exponents = np.clip(exponents[known], self.low, self.high)
        xs, ys = _SCALE * self.xs(line.steps[known]), _SCALE * self.ys(exponents)
        return list(zip(xs.tolist(), ys.tolist(), strict=True))

    def draw_lines(self, draw: ImageDraw.ImageDraw, lines: Sequence[_Line]) -> None:
        """Draw grid and lines, in the large picture."""
        for tick in log_ticks(self.low, self.high):
            y = self.y(tick.place) * _SCALE
            draw.line([(_LEFT * _SCALE, y), ((SIZE[0] - _RIGHT) * _SCALE, y)], _GRID, _SCALE)
        for line in lines:
            points, width = self.points(line), max(1, round(line.width * _SCALE))
            if len(points) > 1:
                draw.line(points, line.colour, width, joint="curve")
            if len(set(points)) == 1:
                draw.circle(points[0], 4 * _SCALE, line.colour)


def _draw_axes(picture: Image.Image, draw: ImageDraw.ImageDraw, frame: _Frame) -> None:
    left, right, top, bottom = _LEFT, SIZE[0] - _RIGHT, _TOP, SIZE[1] - _BOTTOM
    draw.line([(left, top), (left, bottom), (right, bottom)], _AXIS, 1)
    for tick in log_ticks(frame.low, frame.high):
        y = frame.y(tick.place)
        draw.line([(left - 5, y), (left, y)], _AXIS, 1)
        _draw_power(draw, (left - 12, y), tick)
    for tick in step_ticks(frame.first, frame.last):
        x = frame.x(tick.place)
        draw.line([(x, bottom), (x, bottom + 5)], _AXIS, 1)
        _draw_text(draw, (x, bottom + 12), tick.text, 16, _SECONDARY, "ma")
    _draw_text(draw, ((left + right) / 2, SIZE[1] - 30), "step", 18, _TEXT, "ma")
    name = Image.new("RGB", (200, 28), _GROUND)
    _draw_text(ImageDraw.Draw(name), (100, 14), "cost C", 18, _TEXT, "mm")
    picture.paste(name.rotate(90, expand=True), (4, (top + bottom) // 2 - 100))


def _draw_power(draw: ImageDraw.ImageDraw, right_middle: tuple[float, float], tick: Tick) -> None:
    """Draw ``10`` or ``2·10`` with a raised exponent. The minus is a stroke, as the font has only a hyphen."""
    x, y = right_middle
    if tick.exponent is None:
        _draw_text(draw, (x, y), tick.text, 16, _SECONDARY, "rm")
        return
    digits = str(abs(tick.exponent))
    font = _font(12, digits)
    x -= draw.textlength(digits, font)
    draw.text((x, y - 8), digits, _SECONDARY, font, anchor="lm")
    if tick.exponent < 0:
        draw.line([(x - 7, y - 8), (x - 2, y - 8)], _SECONDARY, 1)
        x -= 8
    _draw_text(draw, (x - 1, y), tick.text, 16, _SECONDARY, "rm")


def _draw_legend(draw: ImageDraw.ImageDraw, lines: Sequence[_Line]) -> None:
    x = SIZE[0] - _RIGHT
    for line in reversed(lines):
        x -= round(draw.textlength(line.name, _font(16, line.name)))
        _draw_text(draw, (x, 56), line.name, 16, _TEXT, "lm")
        draw.line([(x - 34, 56), (x - 8, 56)], line.colour, 3)
        x -= 58


def _draw_text(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, colour: str, anchor: str
) -> None:
    text = shown(text[:200])
    font = _font(size, text)
    if font is _own_font(size):
        text = "".join(letter if letter.isascii() or letter == "·" else "?" for letter in text)
    while len(text) > 1 and draw.textlength(text, font) > SIZE[0] - _LEFT - _RIGHT:
        text = f"{text.removesuffix('...')[:-1]}..."
    draw.text(place, text, colour, font, anchor=anchor)


def _font(size: int, text: str) -> Font:
    """The font that comes with Pillow, or one of the system's for letters it does not have."""
    own = _own_font(size)
    if text.replace("·", "").isascii():
        return own
    return _system_font(size) or own


@lru_cache(maxsize=8)
def _own_font(size: int) -> Font:
    return ImageFont.load_default(size)


@lru_cache(maxsize=8)
def _system_font(size: int) -> Font | None:
    for name in _SYSTEM_FONTS:
        with contextlib.suppress(OSError):
            return ImageFont.truetype(name, size)
    return None
