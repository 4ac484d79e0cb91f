"""``python -m tests.benchmarks``: run the benchmarks and print their tables."""

import argparse
import os
import platform
import subprocess
import sys
from importlib.metadata import version

PARTS = ("speed", "memory", "window")


def main() -> int:
    """Run the parts asked for; several run in a process each, so that none disturbs the next."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    parser.add_argument("--rounds", type=int, default=9, help="speed: interleaved rounds (default: %(default)s)")
    parser.add_argument("--only", default="", help="speed: contestants, such as ours,C (default: all)")
    parser.add_argument("--case", default="", help="speed: only cases with this text in their name")
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    parts = options.parts or list(PARTS)
    if len(parts) > 1:
        given = [argument for argument in sys.argv[1:] if argument not in PARTS]
        commands = [[sys.executable, "-m", "tests.benchmarks", part, *given] for part in parts]
        codes = [subprocess.run(command, check=False).returncode for command in commands]
        return int(any(codes))
    print(_machine())
    _run(parts[0], options)
    return 0


def _machine() -> str:
    """What it runs on, and how busy that is: other work on the same cores spoils every number."""
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = f"Python {platform.python_version()}, NumPy {version('numpy')}, Numba {version('numba')}"
    return f"{versions}, {platform.machine()}, {os.cpu_count()} cores{load}"


def _run(part: str, options: argparse.Namespace) -> None:
    """Import only what the part needs: an import can change what is measured."""
    if part == "speed":
        from tests.benchmarks import speed

        wanted = options.only.split(",") if options.only else list(speed.CONTESTANTS)
        speed.run(options.rounds, wanted, options.case, options.markdown)
    elif part == "memory":
        from tests.benchmarks import memory

        memory.run(options.markdown)
    else:
        from tests.benchmarks import window

        window.run(options.markdown)


if __name__ == "__main__":
    raise SystemExit(main())
