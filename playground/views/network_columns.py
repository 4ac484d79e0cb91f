"""The columns of the network's picture: how large units are, where they stand, how much text they have room for."""

import math
from dataclasses import dataclass, replace
from typing import Final

from playground.views.geometry import Box
from playground.views.network_places import Column, Style, TextSizes, UnitPlace

MARGIN: Final = 12.0
_LARGEST_UNIT: Final = 92.0
_UNIT_SHARE: Final = 0.27
"""Largest side of a unit as a share of the picture's height."""
_COLUMN_SHARE: Final = 0.58
"""Largest share of a column's pitch that its units may take."""
_INPUT_SHARE: Final = 0.86
_LARGE_ENOUGH: Final = 50.0
"""Units with their bias below are at least this large, or the bias goes beside them and they are larger."""
_SMALLEST_FULL: Final = 30.0
_LARGE_LINE: Final = 32.0
_SMALLEST_LINE: Final = 20.0
_SMALLEST_SIDE_PITCH: Final = 21.0
_WIDE_GAP: Final = 112.0
"""Room between two columns from which biases may stand beside units wherever that makes these larger."""
_SMALLEST_GAP: Final = 56.0
"""Room between two columns below which nothing stands beside units."""
_LONGEST_GAP: Final = 230.0
_WIDEST_PITCH: Final = 1.75
_FILLED: Final = 0.82
"""Share of a crowded column that is units; the rest is between them."""
_MOST_LEVELS: Final = 3
_ROUNDED_FROM: Final = 20.0
_GAP: Final = 4.0
_BARE_TAIL: Final = 20.0
"""Room right of outputs without targets."""
_STUB: Final = 30.0
"""Length of the line from an output to its target."""


@dataclass(frozen=True)
class _Plan:
    """One column before it has its place from left to right."""

    style: Style
    size: float
    pitch: float
    left: float = 0.0
    """Room taken left of the units."""
    right: float = 0.0
    """Room taken right of the units."""
    raised: float = 0.0
    """How much higher than usual the name stands, and how much lower the bias: neighbours in turn."""
    lowered: float = 0.0

    @property
    def width(self) -> float:
        """Room from left to right."""
        return self.left + self.size + self.right


def columns(
    layers: tuple[int, ...], width: float, height: float, *, biases: bool, text: TextSizes, zoom: float
) -> tuple[Column, ...]:
    """Lay out all units; see `network_layout.lay_out` for the parameters."""
    tail = _STUB + text.name_width + _GAP
    room = width - 2 * MARGIN - tail
    plans = _best_plans(layers, room, height, biases=biases, text=text)
    if plans[-1].style is Style.BARE:
        room += tail - _BARE_TAIL  # there are no targets beside them
    # Text wider than a unit reaches over the column's side.
    overhang = (text.name_width - plans[0].size) / 2 if plans[0].style is Style.FULL else 0.0
    lead = max(0.0, overhang - MARGIN)
    room -= lead
    gap = _gap(plans, room)
    left = MARGIN + lead + (room - sum(plan.width for plan in plans) - gap * (len(plans) - 1)) / 2
    placed = []
    for layer, plan in enumerate(plans):
        scale = 1.0
        beside = _BARE_TAIL / 0.2 if layer == len(layers) - 1 else gap
        if plan.style is Style.BARE and zoom > 1.0 and _fits_zoomed(plan, text.scaled(1.0 / zoom), beside):
            plan, scale = replace(plan, style=Style.SIDE), 1.0 / zoom  # noqa: PLW2901 - the same column, enlarged
        placed.append(_column(layer, layers, plan, left + plan.left, height, text, scale, biases=biases))
        left += plan.width + gap
    return tuple(placed)


def _best_plans(layers: tuple[int, ...], room: float, height: float, *, biases: bool, text: TextSizes) -> list[_Plan]:
    """Put biases beside units where that makes these larger, or only where it must be, or nowhere."""
    for beside, needed in (("welcome", _WIDE_GAP), ("last resort", _SMALLEST_GAP)):
        plans = _plans(layers, room, height, biases=biases, text=text, beside=beside)
        if _gap(plans, room) >= needed or all(plan.style is not Style.SIDE for plan in plans):
            return plans
    return _plans(layers, room, height, biases=biases, text=text, beside="never")


def _gap(plans: list[_Plan], room: float) -> float:
    free = room - sum(plan.width for plan in plans)
    return max(0.0, min(_LONGEST_GAP, free / max(1, len(plans) - 1)))


def _fits_zoomed(plan: _Plan, text: TextSizes, gap: float) -> bool:
    """Whether there is room for a bias beside the unit once the picture is enlarged."""
    return text.chip_height <= 0.9 * plan.pitch and text.indexed_bias_width + text.name_width <= 0.2 * gap


def _plans(
    layers: tuple[int, ...], room: float, height: float, *, biases: bool, text: TextSizes, beside: str
) -> list[_Plan]:
    across = room / len(layers)
    inner = height - 2 * MARGIN
    largest = max(1.0, min(_LARGEST_UNIT, _UNIT_SHARE * height, _COLUMN_SHARE * across))
    plans = []
    for layer, n in enumerate(layers):
        pitch = inner / n
        has_bias = biases and layer > 0
        # A column keeps room for a bias even where it has none, so that rows of equal layers stand level.
        around = text.name_height + text.chip_height + 2 * _GAP
        full = min(largest, pitch - around - _GAP)
        line = min(largest, pitch - text.chip_height - 3 * _GAP)
        levels = _levels(layers, layer, across, text, has_bias=has_bias)
        side_room = (text.indexed_bias_width if has_bias else 0.0) + (text.name_width if layer == 0 else 0.0)
        line_fits = has_bias and text.indexed_bias_width + _GAP <= across
        side_fits = beside != "never" and pitch >= _SMALLEST_SIDE_PITCH
        large = min(largest, _LARGE_ENOUGH if beside == "welcome" else _SMALLEST_FULL)
        small = min(largest, _LARGE_LINE if side_fits else _SMALLEST_LINE)
        if levels and full >= large and _is_low_enough(levels, full, inner, text):
            plan = _full_plan(layer, full, pitch, around, levels, text)
        elif line_fits and line >= small and beside != "welcome":
            plan = _Plan(Style.LINE, line, pitch)
        elif side_fits:
            room_beside = side_room + _GAP if side_room else 0.0
            size = min(largest, max(pitch * _FILLED, pitch - 12.0))
            plan = _Plan(Style.SIDE, size, pitch)
            plan = replace(plan, left=room_beside) if layer == 0 else replace(plan, right=room_beside)
        else:
            plan = _Plan(Style.BARE, min(largest, pitch * _FILLED), pitch)
        if layer == 0:
            plan = replace(plan, size=plan.size * _INPUT_SHARE)
        extent = plan.size + (around if plan.style is Style.FULL else text.chip_height)
        plans.append(replace(plan, pitch=min(pitch, max(_WIDEST_PITCH * extent, extent + _GAP))))
    return plans


def _full_plan(layer: int, size: float, pitch: float, around: float, levels: tuple[int, int], text: TextSizes) -> _Plan:
    name_level, bias_level = layer % levels[0], layer % levels[1]
    size = max(1.0, min(size, pitch - around - _GAP))
    return _Plan(
        Style.FULL,
        size,
        pitch,
        raised=name_level * text.name_height,
        lowered=bias_level * (text.chip_height + _GAP),
    )


def _levels(
    layers: tuple[int, ...], layer: int, across: float, text: TextSizes, *, has_bias: bool
) -> tuple[int, int] | None:
    """Return at how many heights names and biases stand so that neighbours do not collide; None without room.

    More than one height is only for single units beside single units: a chain has room above and below.
    """
    names = math.ceil((text.name_width + _GAP) / across)
    biases = math.ceil((text.bias_width + _GAP) / across) if has_bias else 1
    alone = all(n == 1 for n in layers[max(0, layer - 1) : layer + 2])
    if max(names, biases) > (_MOST_LEVELS if alone else 1):
        return None
    return names, biases


def _is_low_enough(levels: tuple[int, int], size: float, room: float, text: TextSizes) -> bool:
    """Whether names and biases at so many heights fit above and below a unit."""
    names, biases = levels
    tallest = max(names * text.name_height, biases * (text.chip_height + _GAP))
    return max(names, biases) == 1 or size / 2 + _GAP + tallest <= room / 2


def _column(
    layer: int,
    layers: tuple[int, ...],
    plan: _Plan,
    left: float,
    height: float,
    text: TextSizes,
    scale: float,
    *,
    biases: bool,
) -> Column:
    n, has_bias, last = layers[layer], biases and layer > 0, layer == len(layers) - 1
    middle = height / 2
    if plan.style is Style.FULL:
        middle += (text.name_height - text.chip_height) / 2
    elif plan.style is Style.LINE:
        middle -= (text.chip_height + _GAP) / 2
    top = middle - plan.pitch * (n - 1) / 2
    units = []
    for index in range(n):
        box = Box.around(left + plan.size / 2, top + plan.pitch * index, plan.size, plan.size)
        if plan.size >= _ROUNDED_FROM:
            # Even sides around whole middles: crisp borders, and edges between level units are level.
            half = round(plan.size / 2)
            box = Box(round(box.centre_x) - half, round(box.centre_y) - half, 2 * half, 2 * half)
        units.append(_unit(UnitPlace(layer, index, box), plan, text.scaled(scale), scale, has_bias=has_bias, last=last))
    return Column(layer, plan.style, scale, tuple(units))


def _unit(unit: UnitPlace, plan: _Plan, text: TextSizes, scale: float, *, has_bias: bool, last: bool) -> UnitPlace:
    """Give a unit the places of its texts."""
    if plan.style is Style.BARE:
        return unit
    box, gap = unit.box, _GAP * scale
    name = bias = target = None
    if plan.style is Style.FULL:
        centre = box.y - gap / 2 - text.name_height / 2 - plan.raised
        name = Box.around(box.centre_x, centre, text.name_width, text.name_height)
    elif plan.style is Style.SIDE and unit.layer == 0:
        name = Box.around(box.x - gap - text.name_width / 2, box.centre_y, text.name_width, text.chip_height)
    if has_bias and plan.style is Style.SIDE:
        bias = Box(box.right + gap, box.centre_y - text.chip_height / 2, text.indexed_bias_width, text.chip_height)
    elif has_bias:
        width = text.bias_width if plan.style is Style.FULL else text.indexed_bias_width
        bias = Box.around(box.centre_x, box.bottom + gap + text.chip_height / 2 + plan.lowered, width, text.chip_height)
    unit = replace(unit, name=name, bias=bias)
    if last and scale == 1.0:
        target = Box(
            unit.outlet + _STUB * scale, box.centre_y - text.name_height / 2, text.name_width, text.name_height
        )
    return replace(unit, target=target)
