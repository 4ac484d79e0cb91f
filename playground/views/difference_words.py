"""The sentences of the finite-difference lab."""

import math
from typing import Final

from playground.core.difference_quotient import QuotientErrors
from playground.views.numbers import format_count, format_number
from playground.worker.difference_probes import GradientTimes, Secant

_NOISE: Final = 0.5
"""Off by more than this share of the derivative, on the left of the best ε, a quotient is called noise."""


def quotient_words(name: str, epsilon: float, method: str, secant: Secant, errors: QuotientErrors | None) -> str:
    """Tell quotient, exact derivative and difference, and what is to be thought of them."""
    quotient, exact = secant.quotient, secant.exact
    if not math.isfinite(quotient.value) or not math.isfinite(exact):
        return f"The cost is beyond all numbers at {name} ± ε, so there is no quotient."
    difference = quotient.value - exact
    text = (
        f"quotient = {format_number(quotient.value)}, exact ∂C/∂{name} = {format_number(exact)}, "
        f"difference = {format_number(difference, 3)}."
    )
    best = errors.best(method, "float64") if errors is not None else None
    remark = ""
    if quotient.lost:
        sign = "±" if method == "central" else "+"
        remark = f" ε is so small that {name} {sign} ε is the same number as {name}: the quotient is only rounding."
    elif exact == 0.0 and quotient.value == 0.0:
        remark = f" The cost does not depend on {name} here (saturated, or its input is 0)."
    elif quotient.flat:
        remark = " Both costs are the very same number, so nothing is left but 0."
    elif best is not None and epsilon < best[0] and abs(difference) > _NOISE * abs(exact):
        remark = " With so small an ε the quotient is mostly noise from rounding the costs."
    elif best is not None:
        remark = f" Best: ε = {format_number(best[0], 2)}, off by {format_number(best[1], 2)}."
    return text + remark


def short_price_words(times: GradientTimes) -> str:
    """Tell in few words what the whole gradient takes either way."""
    costs, exact = _duration(times.forward_difference), _duration(times.exact)
    return f"{format_count(times.n_parameters + 1)} costs {costs} · forward + backward {exact}"


def price_words(times: GradientTimes) -> str:
    """Tell how many evaluations and how much time the whole gradient takes, each way."""
    count = times.n_parameters
    how = "compiled kernel" if times.compiled else "NumPy reference"
    about = "about " if times.estimated else ""
    return (
        f"The whole gradient: forward difference P + 1 = {format_count(count + 1)} evaluations of the cost, "
        f"{about}{_duration(times.forward_difference)}; central 2 P = {format_count(2 * count)}, "
        f"{about}{_duration(times.central_difference)}; "
        f"chain rule one forward and one backward pass, {_duration(times.exact)} (measured here, {how})."
    )


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{format_number(seconds / size, 2)} {unit}"
    return f"{format_number(seconds / 1e-9, 2)} ns"
