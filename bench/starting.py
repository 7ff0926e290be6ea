"""Figures of starting and ending: to the first picture, the first keys, the text commands, closing, and being open."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.journals import LAST_IN_FEED, Journals
from bench.programs import NOTHING, Place
from bench.spread import Row, Spread
from bench.terminal import Window

MARK = "ж"  # on no screen until it is typed, and one letter in any font
INVITES = "ype and press Enter"  # without its first letter, on which the cursor stands
SESSION = ("Session 6", INVITES, "Progress", LAST_IN_FEED)
BARE = (INVITES,)
HOME = ("Mentorships", "Dr Placeholder 001", "Dr Placeholder 003", "Enter opens")
EARLY = "the quick brown fox keeps every single key"
EARLY_FROM, EARLY_GAP = 0.060, 0.015  # seconds after the start, and between two keys
SETTLED = 2.5  # seconds after which a program is open and at rest


def first_start(place: Place, made: Path, *texts: str) -> None:
    """Start the program and quit it, so that the starts that are measured find what any first one leaves for them."""
    to_end(place, place.ours(place.copy(made)), texts or SESSION, SETTLED)


def to_end(place: Place, command: list[str], texts: tuple[str, ...], after: float) -> float:
    """Seconds from the quit key, ``after`` so many with what was waited for, until the process has ended."""
    with place.open(command) as window:
        window.wait(*texts)
        window.rest(after * place.effort.calm)
        sent = window.send("\x11")
        return window.wait_end() - sent


def to_session(place: Place, made: Path) -> float:
    """Seconds from the start of the program until its session can be read and takes a key."""
    with place.open(place.ours(place.copy(made))) as window:
        return _ready(window, *SESSION)


def to_bare(place: Place) -> float:
    """The same for the app with one text area."""
    with place.open(place.floor("one_text_area")) as window:
        return _ready(window, *BARE)


def _ready(window: Window, *texts: str) -> float:
    # The time in which the harness searches is not counted.
    seen = window.wait(*texts)
    sent = window.send(MARK)
    typed = window.wait_after(MARK)
    screen = window.screen()
    missing = [text for text in (*texts[:1], MARK) if text not in screen and text != INVITES]
    if missing:
        raise AssertionError(f"{missing} came and went; the screen:\n{screen}")
    return (seen - window.started) + (typed - sent)


def start(place: Place, journals: Journals) -> Iterator[Row]:
    """To the session screen, with as many records as six sessions leave."""
    yield _start(place, journals, 400, 1.15)


def start_large(place: Place, journals: Journals) -> Iterator[Row]:
    """To the session screen, with many records."""
    yield _start(place, journals, 5_000, 1.3)


def _start(place: Place, journals: Journals, records: int, limit: float) -> Row:
    made = journals.demo(records)
    first_start(place, made)
    ours, floor = in_turn(lambda: to_session(place, made), lambda: to_bare(place), place.effort.starts, place)
    return Row(
        f"start to the session screen, {records:,} records",
        "From exec until the session (head, item, progress, feed, line) can be read and a key that is pressed then is "
        "on the screen; beside a Textual app with one TextArea.",
        ours,
        floor,
        limit,
    )


def home(place: Place, journals: Journals) -> Iterator[Row]:
    """To the list of many mentorships."""
    count = place.effort.mentorships
    made = journals.mentorships(count, 50 * count)

    def ours() -> float:
        with place.open(place.ours(made)) as window:
            seen = window.wait(*HOME)
            sent = window.send("\x1b[B")
            return (seen - window.started) + (window.wait_after("Dr Placeholder 002") - sent)

    first_start(place, made, *HOME)
    mine, floor = in_turn(ours, lambda: to_bare(place), place.effort.starts, place)
    yield Row(
        f"start to the list of {count} mentorships",
        f"From exec until the list can be read and the cursor has moved by a key; {50 * count:,} notes in all.",
        mine,
        floor,
        1.4,
    )


def early(place: Place, journals: Journals) -> Iterator[Row]:
    """Keys that are typed while the program starts."""
    made = journals.demo(400)
    first_start(place, made)
    ours, floor = in_turn(
        lambda: _lost(place, place.ours(place.copy(made)), SESSION[:1]),
        lambda: _lost(place, place.floor("one_text_area"), ()),
        max(1, place.effort.starts // 2),
        unit="",
    )
    yield Row(
        f"keys lost of {len(EARLY)} typed from {EARLY_FROM * 1000:.0f} ms after exec on",
        "Typed without waiting for a picture; counted is what is missing, or out of order, in the line afterwards. "
        "No key may be lost in any run, so the largest number counts.",
        ours._replace(middle=ours.most),
        floor._replace(middle=floor.most),
        0,
    )


def _lost(place: Place, command: list[str], texts: tuple[str, ...]) -> float:
    with place.open(command) as window:
        window.rest(max(0.0, window.started + EARLY_FROM - time.perf_counter()))
        for key in EARLY:
            window.send(key)
            window.rest(EARLY_GAP)
        window.wait(*texts, "q", since=0)
        window.rest(1.5)
        kept = max(window.screen().splitlines(), key=lambda each: _in_order(EARLY, each))
        return len(EARLY) - _in_order(EARLY, kept)


def _in_order(wanted: str, shown: str) -> int:
    """How much of ``wanted`` a line shows, in order and without gaps between what it shows."""
    end = len(wanted)
    return max(
        (size for begin in range(end) for size in range(end - begin, 0, -1) if wanted[begin : begin + size] in shown),
        default=0,
    )


def commands(place: Place, journals: Journals) -> Iterator[Row]:
    """The text commands, for a program that reads them."""
    made = journals.demo(400)
    for words in (("status", "--json"), ("actions", "--json"), ("export", "--to", "-")):
        yield Row(
            f"{' '.join(words)}, piped",
            "From exec to the end of the process; beside a Python that does nothing.",
            *in_turn(
                partial(_run, place, place.ours(made, *words)),
                partial(_run, place, NOTHING),
                place.effort.commands,
                place,
            ),
            3,
        )


def tables(place: Place, journals: Journals) -> Iterator[Row]:
    """The text commands, for a person who looks."""
    made = journals.demo(400)
    for word in ("status", "actions"):
        yield Row(
            f"{word}, at a terminal",
            "The same with tables for a person; both in a terminal.",
            *in_turn(
                partial(_run_to_end, place, place.ours(made, word)),
                partial(_run_to_end, place, NOTHING),
                place.effort.commands,
                place,
            ),
            8,
        )


def _run(place: Place, command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=place.env, cwd=place.home, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return time.perf_counter() - begun


def _run_to_end(place: Place, command: list[str]) -> float:
    with place.open(command) as window:
        return window.wait_end() - window.started


def closing(place: Place, journals: Journals) -> Iterator[Row]:
    """The quit key."""
    made = journals.demo(400)
    ours, floor = in_turn(
        lambda: to_end(place, place.ours(place.copy(made)), SESSION, 1.0),
        lambda: to_end(place, place.floor("one_text_area"), BARE, 1.0),
        place.effort.starts,
        place,
    )
    yield Row(
        "quit key to the end of the process",
        "Ctrl+Q with nothing unsaved, a second after the start; beside the same key in the bare app.",
        ours,
        floor,
        0.5,
    )


def memory(place: Place, journals: Journals) -> Iterator[Row]:
    """Memory once the session is open."""
    title = "memory once open"
    why = "What is resident (VmRSS) a while after the session can be read, with all that is loaded behind it."
    if not Path("/proc/self/status").exists():
        yield Row(title, why, None, None, 1.2, "this system does not tell it (no /proc)")
        return
    made = journals.demo(400)
    first_start(place, made)

    def held(command: list[str], texts: tuple[str, ...]) -> float:
        with place.open(command) as window:
            window.wait(*texts)
            window.rest(SETTLED * place.effort.calm)
            for line in Path(f"/proc/{window.pid}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmRSS:"):
                    return float(line.split()[1]) * 1024
        raise AssertionError("the system tells no VmRSS")

    ours, floor = in_turn(
        lambda: held(place.ours(place.copy(made)), SESSION),
        lambda: held(place.floor("one_text_area"), BARE),
        place.effort.memory,
        unit="B",
    )
    yield Row(title, why, ours, floor, 1.2)


def idle(place: Place, journals: Journals) -> Iterator[Row]:
    """Processor time while nobody types."""
    seconds = place.effort.idle
    title = f"processor time in {seconds:g} s idle"
    why = "Of the whole process, the session's clock running; beside an app whose cursor blinks, at the same time."
    if sys.platform != "linux":
        yield Row(title, why, None, None, 0.5, "only Linux tells it of another process")
        return
    made = journals.demo(400)
    with (
        place.open(place.ours(place.copy(made))) as ours,
        place.open(place.floor("one_text_area", "blink")) as floor,
    ):
        ours.wait(*SESSION)
        floor.wait(*BARE)
        both = (ours, floor)
        for window in both:
            window.rest(SETTLED * place.effort.calm)
        before = [_processor_time(window.pid) for window in both]
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for window in both:
                window.rest(min(0.1, left))
        mine, theirs = (_processor_time(window.pid) - spent for window, spent in zip(both, before, strict=True))
    yield Row(title, why, Spread.of([mine]), Spread.of([theirs]), 0.5)


def _processor_time(pid: int) -> float:
    """Seconds that a process has used the processor, with threads that have ended; its own clock, by its number."""
    return time.clock_gettime((~pid << 3) | 2)


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], rounds: int, place: Place | None = None, *, unit: str = "s"
) -> tuple[Spread, Spread]:
    """Measure ours and the floor in turn, so that a machine that is busy for a while is so for both.

    With a ``place`` there are rounds before that warm up.
    """
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(-place.effort.warm if place else 0, rounds):
        for each, measure in zip(found, (ours, floor), strict=True):
            took = measure()
            if number >= 0:
                each.append(took)
    return Spread.of(found[0], unit), Spread.of(found[1], unit)
