"""Everything that could lose or leak a word, many times over: ``make torture``. Prints a line for each part.

Names of parts after it run only those: ``python -m tests.torture kill faults``.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

# How often each part is tried. A part is a module here with ``run(count)``.
PARTS = {
    "kill": 2000,
    "faults": 2000,
    "slow": 400,
    "two": 300,
    "files": 10_000,
    "restoring": 500,
    "clocks": 500,
    "rights": 500,
    "functions": 10_000,
    "fields": 1000,
    "shown": 10_000,
    "sizes": 1000,
    "drafts": 40,
    "traces": 20,
    "keys": 10_000,
}


def main(wanted: list[str]) -> int:
    """Run all parts, or those that are wanted; gives 1 when anything failed."""
    failed = False
    for part in wanted or PARTS:
        started = time.monotonic()
        name, done, failures = import_module(f"tests.torture.{part}").run(PARTS[part])
        failed = failed or bool(failures)
        state = f"{len(failures)} FAILED" if failures else "all well"
        print(f"{name:<48}{done:>8,}  {state}  ({time.monotonic() - started:.0f} s)", flush=True)
        for failure in failures[:10]:
            print(f"    {failure}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
