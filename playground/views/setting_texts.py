"""Settings written as the short texts people read and type: "cost < 0.01", "L2 0.001", "U(−1, 1)", "4, 2". No Qt."""

import re
from typing import Final

from playground.experiment.experiment import Given, He, Initial, Normal, PenaltySpec, StopRule, Uniform, Xavier, Zeros
from playground.views.numbers import format_count, format_exact, parse_number

_NONE: Final = {"", "none", "never", "no", "off", "0", "–", "-"}
_STEPS: Final = re.compile(r"(?:after|step|steps|at|=|\s)*([0-9][0-9,.\u202f e+]*?)\s*(?:steps?)?", re.IGNORECASE)
_WORDS_OF_COST: Final = re.compile(r"[<≤]|cost|below|is|under")
_PENALTY: Final = re.compile(r"l([12])\s*[:=·*]?\s*([^\s;l+]+?)[,;+]?(?=\s|$|l)", re.IGNORECASE)
_START: Final = re.compile(r"([un])\w*\s*\(?([^,;]+)[,;]\s*([^)]+?)\)?", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[\s,;–—-]+")
MOST_UNITS: Final = 4096
MOST_HIDDEN: Final = 63


def _whole(text: str, most: int, what: str) -> int:
    value = parse_number(text)
    if value != int(value) or not 1 <= value <= most:
        raise ValueError(f"{what} are whole numbers from 1 to {format_count(most)}.")
    return int(value)


# ---- how many samples are used for one step ----


def write_batch(size: int | None) -> str:
    """Write a batch size; None is all samples."""
    if size is None:
        return "all samples"
    return "one sample" if size == 1 else f"{format_count(size)} at a time"


def read_batch(text: str) -> int | None:
    """Read what `write_batch` writes, or a plain number.

    Raises
    ------
    ValueError
        If it is neither; a sentence says what would be right.
    """
    cleaned = text.lower().replace("at a time", "").replace("samples", "").replace("sample", "").strip()
    if cleaned in {"all", ""}:
        return None
    if cleaned in {"one", "single"}:
        return 1
    try:
        return _whole(cleaned, 10**9, "Batch sizes")
    except ValueError:
        raise ValueError("Type “all samples”, “one sample” or a whole number such as 10.") from None


# ---- the share of the samples kept for testing ----


def write_share(share: float) -> str:
    """Write a share in percent."""
    return f"{format_exact(round(100 * share, 10))} %"


def read_share(text: str) -> float:
    """Read a share: "20 %", "20", or a number below 1 such as "0.2".

    Raises
    ------
    ValueError
        If it is none, or not from 0 up and below 100 %.
    """
    percent = "%" in text
    try:
        value = parse_number(text.replace("%", ""))
    except ValueError as error:
        raise ValueError(f"{error}; type a share such as 20 %.") from None
    share = value / 100 if percent or value >= 1 else value
    if not 0 <= share < 1:
        raise ValueError("Type a share from 0 %, below 100 %.")
    return share


# ---- the penalty ----


def write_penalty(penalty: PenaltySpec) -> str:
    """Write a penalty such as "L1 0.001, L2 0.01", or "none"."""
    parts = [f"{name} {format_exact(rate)}" for name, rate in (("L1", penalty.l1), ("L2", penalty.l2)) if rate]
    return ", ".join(parts) or "none"


def read_penalty(text: str) -> PenaltySpec:
    """Read what `write_penalty` writes.

    Raises
    ------
    ValueError
        If it is something else; a sentence says what would be right.
    """
    cleaned = text.strip().lower()
    if cleaned in _NONE:
        return PenaltySpec()
    rates: dict[str, float] = {}
    rest = cleaned
    try:
        for match in _PENALTY.finditer(cleaned):
            rates[f"l{match[1]}"] = parse_number(match[2])
            rest = rest.replace(match[0], "", 1)
    except ValueError:
        rest = "?"
    if not rates or rest.strip(" ,;+") or min(rates.values()) < 0:
        raise ValueError("Type “none” or rates from 0 up, such as L2 0.001 or L1 0.001, L2 0.01.")
    return PenaltySpec(**rates)


# ---- when a run ends ----


def write_stop(rule: StopRule) -> str:
    """Write a stop rule such as "cost < 0.01", "step 5,000", both with "or", or "never"."""
    parts = []
    if rule.cost is not None:
        parts.append(f"cost < {format_exact(rule.cost)}")
    if rule.step is not None:
        parts.append(f"step {format_count(rule.step)}")
    return " or ".join(parts) or "never"


def read_stop(text: str) -> StopRule:
    """Read what `write_stop` writes; of plain numbers, whole ones are steps and others costs.

    Raises
    ------
    ValueError
        If it is something else; a sentence says what would be right.
    """
    if text.strip().lower() in _NONE:
        return StopRule()
    try:
        rules = [_read_bound(part) for part in text.lower().split(" or ")]
    except ValueError:
        raise ValueError("Type “never”, a cost above 0 such as cost < 0.01, or a step such as step 5,000.") from None
    return StopRule(
        step=next((step for step, _cost in rules if step is not None), None),
        cost=next((cost for _step, cost in rules if cost is not None), None),
    )


def _read_bound(text: str) -> tuple[int | None, float | None]:
    """Read a step or a cost."""
    is_cost = "<" in text or "cost" in text
    match = _STEPS.fullmatch(text.strip())
    if not is_cost and match and parse_number(match[1]) >= 1:
        return _whole(match[1], 2**53, "Steps"), None
    cost = parse_number(_WORDS_OF_COST.sub(" ", text) if is_cost else text)
    if cost <= 0:
        raise ValueError("costs are above 0")
    return None, cost


# ---- hidden layers ----


def write_layers(hidden: tuple[int, ...]) -> str:
    """Write the units of the hidden layers, such as "4, 2"."""
    return ", ".join(map(str, hidden)) or "none"


def read_layers(text: str) -> tuple[int, ...]:
    """Read what `write_layers` writes.

    Raises
    ------
    ValueError
        If it is something else; a sentence says what would be right.
    """
    if text.strip().lower() in _NONE:
        return ()
    parts = [part for part in _SEPARATORS.split(text.strip()) if part]
    try:
        hidden = tuple(_whole(part, MOST_UNITS, "Units") for part in parts)
    except ValueError:
        raise ValueError(
            f"Type the units of each hidden layer, such as 4, 2: whole numbers from 1 to {MOST_UNITS:,}."
        ) from None
    if len(hidden) > MOST_HIDDEN:
        raise ValueError(f"At most {MOST_HIDDEN} hidden layers can be used.")
    return hidden


# ---- start values ----


def write_initial(initial: Initial) -> str:
    """Write the scheme of the start values without its seed, such as "U(−1, 1)"."""
    match initial:
        case Uniform(low=low, high=high):
            return f"U({format_exact(low)}, {format_exact(high)})"
        case Normal(mean=mean, deviation=deviation):
            return f"N({format_exact(mean)}, {format_exact(deviation)})"
        case Xavier():
            return "Xavier"
        case He():
            return "He"
        case Zeros():
            return "zeros"
        case Given():
            return "from file"


def read_initial(text: str) -> Initial:
    """Read what `write_initial` writes, with seed 0.

    Raises
    ------
    ValueError
        If it is something else; a sentence says what would be right.
    """
    cleaned = text.strip().lower()
    named: dict[str, Initial] = {"xavier": Xavier(), "glorot": Xavier(), "he": He(), "zeros": Zeros(), "zero": Zeros()}
    if cleaned in named:
        return named[cleaned]
    match = _START.fullmatch(cleaned)
    if match is None:
        raise ValueError("Type U(−1, 1), N(0, 1), Xavier, He or zeros, with any numbers in the brackets.")
    try:
        first, second = parse_number(match[2]), parse_number(match[3])
    except ValueError as error:
        raise ValueError(f"{error}; U(−1, 1) would be right.") from None
    if match[1] == "u":
        if first >= second:
            raise ValueError("In U(low, high), the first number must be the smaller one.")
        return Uniform(first, second)
    if second <= 0:
        raise ValueError("In N(mean, deviation), the deviation must be above 0.")
    return Normal(first, second)


def seed_of(initial: Initial) -> int | None:
    """The seed of the start values; None where nothing is random."""
    return None if isinstance(initial, Given | Zeros) else initial.seed
