"""Memory: how much the process grows while XOR trains for 10⁸ steps."""

import sys
from pathlib import Path

from tests.benchmarks.cases import all_cases
from tests.benchmarks.ours import full_batch
from tests.benchmarks.table import Table, verdict

STEPS = 100_000_000
PIECES = 50
BOUND_MB = 5.0


def run(markdown: bool) -> None:
    """Train, watch the resident memory, print the table."""
    if not sys.platform.startswith("linux"):
        print("Memory is skipped: resident memory is read from /proc, which only Linux has\n")
        return
    case = next(case for case in all_cases() if case.name.startswith("XOR"))
    ours = full_batch(case)  # loads the kernel and takes first steps, all before the measurement
    print(f"Memory: 10⁸ steps of {case.name}, costs kept in the history\n", flush=True)
    before = _resident_mb()
    peak = before
    for _ in range(PIECES):
        ours.take(STEPS // PIECES)
        peak = max(peak, _resident_mb())
    after = _resident_mb()
    table = Table(["resident memory", "MB", "bound", "result"], [16, 8, 6, 11], markdown)
    table.row(["before", f"{before:.1f}", "", ""])
    table.row(["after", f"{after:.1f}", "", ""])
    table.row(["growth", f"{after - before:.1f}", f"{BOUND_MB:.1f}", verdict(after - before <= BOUND_MB)])
    table.row(["growth at most", f"{peak - before:.1f}", f"{BOUND_MB:.1f}", verdict(peak - before <= BOUND_MB)])
    print()


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
