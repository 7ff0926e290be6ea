"""Everything that could lose or leak a word, many times over: ``make torture``. Prints a line for each part."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.torture import faults, files, kill
from tests.torture.outcome import Outcome

PARTS: tuple[tuple[Callable[[int], Outcome], int], ...] = (
    (kill.run, 2000),
    (faults.run, 3000),
    (files.run, 10_000),
)


def main() -> int:
    """Run all parts; gives 1 when anything failed."""
    failed = False
    for run, count in PARTS:
        started = time.monotonic()
        name, done, failures = run(count)
        failed = failed or bool(failures)
        state = f"{len(failures)} FAILED" if failures else "all well"
        print(f"{name:<58}{done:>8,}  {state}  ({time.monotonic() - started:.0f} s)", flush=True)
        for failure in failures[:10]:
            print(f"    {failure}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
