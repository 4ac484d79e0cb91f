"""The picture of a secant: the cost over the parameter, the difference quotient through it, the tangent."""

from playground.views.line_view import Dot, Picture, Straight
from playground.views.probe_parts import LegendKey
from playground.views.theme import Theme
from playground.worker.difference_probes import Secant


def secant_picture(secant: Secant, *, zoomed: bool) -> Picture:
    """Draw it; zoomed in from the current point on, with ε as the unit of the parameter, else numbers are too long."""
    unit = secant.quotient.epsilon if zoomed else 1.0
    here = (0.0, 0.0) if zoomed else (secant.value, secant.cost)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return (x - secant.value) / unit + here[0], y - secant.cost + here[1]

    low, high = place(secant.quotient.low), place(secant.quotient.high)
    straights = [
        Straight(*here, secant.exact * unit, "negative", dashed=True),
        Straight(*low, secant.quotient.value * unit, "text"),
    ]
    ends = [low, high] if low[0] != here[0] else [high]
    dots = [Dot(x, y, "text", size=7) for x, y in ends]
    dots.append(Dot(*here, "accent"))
    return Picture(secant.offsets / unit + here[0], secant.costs - secant.cost + here[1], straights, dots=dots)


def cost_keys(theme: Theme) -> tuple[LegendKey, ...]:
    """Its legend."""
    return (
        LegendKey(theme, "cost", "accent"),
        LegendKey(theme, "secant", "text", width=1.5),
        LegendKey(theme, "tangent", "negative", width=1.5, dashed=True),
    )
