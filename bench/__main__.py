"""``python -m bench``: measure, print a table, and write it into ``docs/performance.md`` when that is asked for."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from bench import report
from bench.figures import GROWTH, NAMES, Bench
from bench.programs import QUICK, Effort
from bench.spread import Row


def main() -> None:
    """The entry point."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures ours beside the floor, in turn.")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"which ones; all without it: {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="few rounds, for a first look")
    parser.add_argument("--rounds", type=int, metavar="N", help="starts and commands are measured so often")
    parser.add_argument("--write", action="store_true", help=f"write the table into {report.DOCUMENT.name}")
    parser.add_argument("--in", dest="folder", type=Path, metavar="DIR", help="a folder on the disk that is meant")
    given = parser.parse_args()
    unknown = [name for name in given.figures if name not in NAMES]
    if unknown:
        parser.error(f"no such figure: {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    effort = QUICK if given.quick else Effort()
    if given.rounds:
        effort = effort._replace(starts=given.rounds, commands=given.rounds)
    names = given.figures or NAMES
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="mentor-tui-bench-", dir=given.folder) as folder:
        bench = Bench(Path(folder), effort)
        for row in bench.rows(names):
            rows.append(row)
            print(f"{row.title}: {_told(row)}", file=sys.stderr, flush=True)
        found = list(bench.curves()) if GROWTH in names else []
    text = report.whole(rows, found, shlex.join(["python", "-m", "bench", *sys.argv[1:]]))
    print(text)
    if given.write:
        report.write(text)


def _told(row: Row) -> str:
    if row.ours is None:
        return row.missing
    ratio = f", floor {row.floor}" + (f", ratio {row.ratio:.2f}" if row.ratio is not None else "") if row.floor else ""
    return f"{row.ours}{ratio}"


if __name__ == "__main__":
    main()
