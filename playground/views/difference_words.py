"""The sentences of the finite-difference lab."""

import math
from typing import Final

from playground.core.best_epsilon import BestEpsilon
from playground.core.difference_quotient import QuotientErrors
from playground.views.numbers import format_count, format_number
from playground.worker.difference_probes import GradientTimes, Secant

_NOISE: Final = 0.5
"""Off by more than this share of the derivative, on the left of the best ε, a quotient is called noise."""


def quotient_words(
    name: str, epsilon: float, method: str, secant: Secant, errors: QuotientErrors | None
) -> tuple[str, ...]:
    """Tell quotient, exact derivative and difference, and what is to be thought of them; the numbers come first."""
    quotient, exact = secant.quotient, secant.exact
    if not math.isfinite(quotient.value) or not math.isfinite(exact):
        return (f"The cost is beyond all numbers at {name} ± ε, so there is no quotient.",)
    difference = quotient.value - exact
    below, divisor = (f"{name} − ε", "2ε") if method == "central" else (name, "ε")
    numbers = (
        f"(C({name} + ε) − C({below}))/{divisor} = {format_number(quotient.value)}, "
        f"exact ∂C/∂{name} = {format_number(exact)}, "
        f"difference = {format_number(difference, 3)}."
    )
    best = errors.best(method, "float64") if errors is not None else None
    advice = _advice(best, method, name)
    if quotient.lost:
        sign = "±" if method == "central" else "+"
        return numbers, f"So small an ε is lost: {name} {sign} ε is the same number as {name}.", advice
    if exact == 0.0 and quotient.flat:
        return numbers, f"Both costs are the very same number: to change {name} by ε does nothing here.", advice
    if quotient.flat:
        return numbers, "Both costs are the very same number: what ε changes is less than their last digit.", advice
    noisy = best is not None and epsilon < best.epsilon and abs(difference) > _NOISE * abs(exact)
    if noisy and exact != 0.0:
        return numbers, "So small an ε gives mostly noise from rounding the costs.", advice
    return numbers, advice


def _advice(best: BestEpsilon | None, method: str, name: str) -> str:
    """Tell which ε is best, and why."""
    if best is None:
        return ""
    if best.kind == "meeting":
        return f"Best: ε ≈ {roughly(best.epsilon)}, off by about {roughly(best.error)}."
    if best.kind == "rounding":
        shape = "quadratic" if method == "central" else "a straight line"
        return f"Every ε does, large ones best: C is {shape} here, so there is no truncation."
    if best.kind == "exact" and best.epsilon == 1.0:
        return "Every ε gives exactly the derivative."
    if best.kind == "exact":
        return f"From ε = {format_number(best.epsilon, 2)} down it is exactly the derivative."
    return f"No ε shows the derivative by {name}: it is lost in the rounding of the costs."


def roughly(value: float) -> str:
    """Write one digit of it: "10⁻⁷" or "5·10⁻⁸"."""
    return format_number(value, 1).removeprefix("1·")


def price_forms(times: GradientTimes) -> tuple[str, ...]:
    """Tell how many evaluations and how much time the whole gradient takes either way, from long to short."""
    count = format_count(times.n_parameters + 1)
    about = "about " if times.estimated else ""
    costs, exact = about + _duration(times.forward_difference), _duration(times.exact)
    chain = "chain rule: 1 forward + 1 backward"
    faster = _ratio(times.forward_difference / times.exact) if times.exact > 0 else ""
    return (
        f"forward difference: P + 1 = {count} evaluations, {costs} · {chain} pass, {exact}{faster}",
        f"forward difference: P + 1 = {count} costs, {costs} · {chain}, {exact}{faster}",
        f"difference: P + 1 = {count} costs, {costs} · chain rule: forward + backward, {exact}{faster}",
        f"P + 1 = {count} costs: {costs} · forward + backward: {exact}",
        f"{count} costs {costs} · chain rule {exact}",
    )


def price_tip(times: GradientTimes) -> str:
    """Tell the same with the central difference and how it was measured."""
    count = times.n_parameters
    how = "compiled kernel" if times.compiled else "NumPy reference"
    about = "about " if times.estimated else ""
    return (
        f"The whole gradient: forward difference P + 1 = {format_count(count + 1)} evaluations of the cost, "
        f"{about}{_duration(times.forward_difference)}; central 2 P = {format_count(2 * count)}, "
        f"{about}{_duration(times.central_difference)}; "
        f"chain rule one forward and one backward pass, {_duration(times.exact)} (measured here, {how})."
    )


def _ratio(ratio: float) -> str:
    if ratio >= 1.5:
        return f" ({format_number(ratio, 2) if ratio < 10 else format_count(round(ratio))}× faster)"
    return ""


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-7)):
        if seconds >= size:
            return f"{format_number(seconds / (1e-6 if unit == 'µs' else size), 2)} {unit}"
    return f"{format_number(seconds / 1e-9, 2)} ns"
