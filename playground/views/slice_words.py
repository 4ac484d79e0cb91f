"""The sentences of the Slice tab."""

import math

from playground.core.landscape import Outlook
from playground.views.numbers import format_number
from playground.worker.slice_probes import UpdateSlice, WeightSlice


def cost_text(cost: float) -> str:
    """Write a cost."""
    return format_number(cost) if math.isfinite(cost) else "beyond all numbers"


def update_words(result: UpdateSlice) -> tuple[str, ...]:
    """Tell what the step does, where the minimum is, and from where on the cost rises."""
    found = result.outlook
    if not math.isfinite(found.here):
        return ("The cost is beyond all numbers already here: no step can be told from another.",)
    if result.step_length == 0.0:
        here = format_number(found.here)
        return (f"The gradient is exactly 0: the next step changes nothing. The cost stays {here}.",)
    batch = "" if result.whole else "The line is that of the next batch, the cost that of all samples."
    return _step_words(result), f"{_lowest_words(result)}{_rise_words(found)}", batch


def _step_words(result: UpdateSlice) -> str:
    eta, after = format_number(result.learning_rate, 3), result.cost_after
    if not math.isfinite(after):
        return f"The step with η = {eta} takes the cost beyond all numbers."
    change = after - result.outlook.here
    verb = "lowers" if change < 0 else "raises" if change > 0 else "does not change"
    amount = f" by {format_number(abs(change))} to {format_number(after)}" if change else ""
    return f"The step with η = {eta} {verb} the cost{amount}."


def _lowest_words(result: UpdateSlice) -> str:
    found = result.outlook
    if found.best is None:
        return "Along this line the cost is nowhere lower than here"
    if found.open_end:
        return f"Along this line it still falls at η = {format_number(found.searched_to, 3)}"
    lowest = "0, up to rounding" if found.reaches_zero else cost_text(found.best_cost or 0.0)
    if found.most_by is not None and found.best > result.learning_rates[-1] and not result.near:
        gained = format_number(found.most_by, 2)
        return f"On this line it comes down to {lowest} far out, most of the way by η = {gained}"
    if found.reaches_zero:
        return f"The lowest cost on this line is {lowest} at η = {format_number(found.best, 3)}"
    return f"The lowest cost on this line, {lowest}, is at η = {format_number(found.best, 3)}"


def _rise_words(found: Outlook) -> str:
    if found.raises_from == 0.0:
        return ": however small, the step raises it."
    if found.raises_from is not None:
        return f"; from η = {format_number(found.raises_from, 3)} on the step would raise the cost."
    if found.settled:
        return "; no step along this line raises the cost."
    return f"; no step up to η = {format_number(found.searched_to, 3)} raises the cost."


def weight_words(name: str, result: WeightSlice) -> tuple[str, ...]:
    """Tell value, cost and slope at the current point, and which way is down."""
    text = f"At {name} = {format_number(result.value)} the cost is {cost_text(result.cost)} and "
    if result.slope == 0.0:
        return (f"{text}the slope is exactly 0: this parameter does not move.",)
    way = "larger" if result.slope < 0 else "smaller"
    return (f"{text}∂C/∂{name} = {format_number(result.slope)}: a {way} {name} lowers the cost.",)
