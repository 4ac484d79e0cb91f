"""Speed: µs for one full-batch step, ours and everybody else's in one run, side by side.

Each round measures every contestant once, one after the other, so that a change of the machine's mood meets all of
them; the median over the rounds counts.
"""

import math
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from tests.benchmarks.cases import Case, all_cases
from tests.benchmarks.contestant import Absent, Maker, Process
from tests.benchmarks.numpy_loop import NumpyLoop
from tests.benchmarks.ours import full_batch
from tests.benchmarks.peers import ScikitLearn, Torch
from tests.benchmarks.scalar_c import ScalarC
from tests.benchmarks.table import Table, significant, verdict

ROUND_SECONDS = 0.1
CHECK_STEPS = 100

CONTESTANTS: dict[str, tuple[Maker, tuple[int, ...]]] = {
    "ours": (full_batch, (1,)),
    "C": (ScalarC, (1,)),
    "NumPy": (NumpyLoop, (1, 2)),
    "PyTorch": (Torch, (1, 2)),
    "scikit-learn": (ScikitLearn, (1, 2)),
}
"""Who takes part, with how many threads; of several numbers the fastest on a case counts."""

TOLERANCES = {"C": 1e-4}
"""How far a cost may be from ours, relatively: C computes in float32, the others in float64."""


def run(rounds: int, wanted: Sequence[str], part_of_case: str, markdown: bool) -> None:
    """Measure and print the table.

    Parameters
    ----------
    rounds : int
        Interleaved rounds for each case.
    wanted : sequence of str
        Keys of `CONTESTANTS`.
    part_of_case : str
        Only cases whose name has this text in it.
    markdown : bool
        Print a Markdown table.
    """
    cases = [case for case in all_cases() if part_of_case in case.name]
    unknown = [name for name in wanted if name not in CONTESTANTS]
    if unknown or not cases:
        there_are = "; ".join(CONTESTANTS if unknown else [case.name for case in all_cases()])
        sys.exit(f"no {unknown[0] if unknown else part_of_case!r}; there are {there_are}")
    with ExitStack() as stack:
        entries = _present(wanted, cases, stack)
        names = list(dict.fromkeys(name for name, _ in entries))
        print(f"Speed: µs per full-batch step, median of {rounds} interleaved rounds\n", flush=True)
        table = Table(
            ["case", *names, "ours/C", "wanted", "result", "ours/best peer"],
            [18, *[8] * len(names), 6, 6, 11, 14],
            markdown,
        )
        for case in cases:
            table.row(_cells(case, names, measure(case, rounds, entries)))
    print()


def measure(case: Case, rounds: int, entries: Sequence[tuple[str, Process]]) -> dict[str, float]:
    """Median seconds of one step of each contestant, all of them checked to compute the same thing."""
    expected = NumpyLoop(case)
    expected.take(CHECK_STEPS)
    counts = []
    for name, process in entries:
        process.prepare(case)
        cost = process.cost_after(CHECK_STEPS)
        if abs(cost - expected.cost()) > TOLERANCES.get(name, 1e-9) * expected.cost():
            raise RuntimeError(f"{case.name}: cost {cost} of {name}, {expected.cost()} wanted")
        counts.append(_steps_of_a_round(process))
    seconds: list[list[float]] = [[] for _ in entries]
    for _ in range(rounds):
        for found, (_, process), n_steps in zip(seconds, entries, counts, strict=True):
            found.append(process.seconds(n_steps) / n_steps)
    best: dict[str, float] = {}
    for (name, _), found in zip(entries, seconds, strict=True):
        best[name] = min(best.get(name, math.inf), statistics.median(found))
    return best


def _cells(case: Case, names: Sequence[str], seconds: dict[str, float]) -> list[str]:
    """One row of the table; "-" where who is needed for a ratio does not take part."""
    ours = seconds.get("ours", math.nan)
    ratio = ours / seconds.get("C", math.nan)
    ahead = ours / min((found for name, found in seconds.items() if name not in ("ours", "C")), default=math.nan)
    return [
        case.name,
        *(significant(seconds[name] * 1e6) for name in names),
        "-" if math.isnan(ratio) else f"{ratio:.2f}",
        f"{case.bound:.2f}",
        "-" if math.isnan(ratio) else verdict(ratio <= case.bound),
        "-" if math.isnan(ahead) else f"{ahead:.3f}" + ("" if ahead < 1.0 else " behind"),
    ]


def _present(wanted: Sequence[str], cases: Sequence[Case], stack: ExitStack) -> list[tuple[str, Process]]:
    """Start a process for each contestant that can take part; those of one name can or cannot together."""
    entries = []
    for name in wanted:
        maker, threads = CONTESTANTS[name]
        for number in threads:
            process = stack.enter_context(Process(maker, number))
            try:
                process.prepare(cases[0])
                entries.append((name, process))
            except Absent as absent:
                print(f"{name} is skipped: {absent}", flush=True)
                break
    return entries


def _steps_of_a_round(process: Process) -> int:
    n_steps = 1
    while (seconds := process.seconds(n_steps)) < ROUND_SECONDS / 4:
        n_steps *= 4
    return max(1, round(n_steps * ROUND_SECONDS / seconds))
