"""A terminal whose size changes all the time, from one cell to more than any screen has: nothing typed is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from random import Random

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from mentor_tui.data.shelf import Shelf
from tests.app_helpers import (
    bar_of,
    fresh,
    keep,
    notes_of,
    on_disk,
    paste,
    press,
    screen_name,
    screen_text,
    settle,
    start,
    type_in,
)
from tests.conftest import FixedClock
from tests.torture.outcome import Outcome
from tests.torture.watch import Size, TrapApp, fly, look, with_folder

WIDEST, TALLEST = 500, 200
EDGES: tuple[Size, ...] = ((1, 1), (WIDEST, TALLEST), (1, TALLEST), (WIDEST, 1), (2, 2), (39, 11), (40, 12), (3, 40))
USUAL: Size = (100, 36)
NOTES = 5  # that stand in the feed before the sizes change
TYPED_EACH = 10  # resizes between two letters that are typed
TEXT = "Ask 手术 for the theatre timetable, مرحبا 👩🏽\u200d⚕️, before the next session and after the last one"


def sizes(count: int, random: Random, *, small: bool = False) -> list[Size]:
    """So many sizes: the extreme ones first, then small and large ones, or only small ones."""

    def some() -> Size:
        if small or random.random() < 0.6:
            return random.randint(1, 80), random.randint(1, 40)
        return random.randint(1, WIDEST), random.randint(1, TALLEST)

    return [*EDGES[:count], *(some() for _ in range(count - len(EDGES)))]


def run(count: int, seed: int = 4, names: Iterable[str] = ()) -> Outcome:
    """So many resizes, shared out among the screens (or those with these names) and a real terminal."""
    places = {name: PLACES[name] for name in names or PLACES}
    random = Random(seed)
    failures: list[str] = []
    part = -(-count // (len(places) + 1))
    for name, place in places.items():
        walk = _Walk(name, sizes(part, random))
        failures += with_folder(lambda folder, place=place, walk=walk: place(folder, walk))  # type: ignore[misc]
        failures += walk.failures
    if os.name == "posix":
        # The screen of the tests takes seconds to read in large pictures.
        failures += with_folder(lambda folder: in_a_terminal(folder, sizes(part, random, small=True)))
    return Outcome("sizes of the terminal", count, failures)


class _Walk:
    """The sizes that one screen goes through, and what went wrong."""

    def __init__(self, name: str, sizes: list[Size]) -> None:
        self._name = name
        self._sizes = sizes
        self.failures: list[str] = []

    async def through(self, pilot: Pilot[None], app: TrapApp, fields: dict[str, str]) -> None:
        """Go through the sizes. ``fields`` are the selectors of fields and what they must hold all the time.

        Every now and then a letter is typed into the field that has the focus.
        """
        screen, focused = screen_name(app), app.focused
        for number, (width, height) in enumerate(self._sizes):
            await pilot.resize_terminal(width, height)
            if isinstance(focused, Input | TextArea) and number % TYPED_EACH == 0:
                await type_in(pilot, "x")
                fields = {each: text + "x" * (app.screen.query_one(each) is focused) for each, text in fields.items()}
            self._check(app, f"at {width} x {height}", screen, focused, fields)
        await pilot.resize_terminal(*USUAL)
        await settle(pilot)
        self._check(app, "in the end", screen, focused, fields)

    def _check(self, app: TrapApp, when: str, screen: str, focused: Widget | None, fields: dict[str, str]) -> None:
        self.failures += [f"{self._name} {when}: {each}" for each in look(app)]
        if screen_name(app) != screen:
            self.failures.append(f"{self._name} {when}: {screen_name(app)} in place of {screen}")
            return
        if app.focused is not focused:
            self.failures.append(f"{self._name} {when}: the focus went from {focused} to {app.focused}")
        for selector, text in fields.items():
            field = app.screen.query_one(selector)
            held = field.text if isinstance(field, TextArea) else field.value if isinstance(field, Input) else ""
            if held != text:
                self.failures.append(f"{self._name} {when}: {selector} holds {held!r}")

    def lacks(self, app: TrapApp, words: str) -> None:
        """Note when the screen does not show ``words``."""
        if words not in screen_text(app):
            self.failures.append(f"{self._name} in the end: {words!r} is not shown")


def _session(folder: Path, walk: _Walk) -> list[str]:
    shelf = fresh(folder, FixedClock())

    async def flight(pilot: Pilot[None], app: TrapApp) -> None:
        await start(pilot)
        for number in range(NOTES):
            await keep(pilot, f"Note number {number}")
        await _to_the_questions(pilot, app)
        await press(pilot, "tab")
        await paste(pilot, TEXT)
        await press(pilot, "escape")
        await paste(pilot, TEXT)
        await walk.through(pilot, app, {"#bar": TEXT, "#answer": TEXT})
        walk.lacks(app, "Ask 手术 for the theatre")
        held = bar_of(app).text
        await press(pilot, "enter")
        if [note.text for note in notes_of(app)][-1] != held:
            walk.failures.append("session: the line was not kept")

    found = fly(shelf, flight)
    book = on_disk(shelf, FixedClock())
    if len(book.notes()) != NOTES + 1:
        walk.failures.append(f"session: {len(book.notes())} notes on disk")
    return found


async def _to_the_questions(pilot: Pilot[None], app: TrapApp) -> None:
    while not app.screen.query("#item.questions"):
        await press(pilot, "f2")


def _screen(folder: Path, walk: _Walk, keys: tuple[str, ...], field: str, shown: str) -> list[str]:
    """A screen that keys open, with text in its field, if it has one."""

    async def flight(pilot: Pilot[None], app: TrapApp) -> None:
        await press(pilot, *keys)
        if field:
            app.screen.query_one(field).focus()
            await settle(pilot)
            await paste(pilot, TEXT)
            await walk.through(pilot, app, {field: TEXT})
        else:
            await walk.through(pilot, app, {})
        walk.lacks(app, shown)

    return fly(fresh(folder, FixedClock()), flight)


def _set_up(folder: Path, walk: _Walk) -> list[str]:
    async def flight(pilot: Pilot[None], app: TrapApp) -> None:
        for field in ("#mentee", "#contact", "#mentor"):
            app.screen.query_one(field).focus()
            await settle(pilot)
            await paste(pilot, TEXT)
        await walk.through(pilot, app, {"#mentor": TEXT, "#mentee": TEXT, "#contact": TEXT})
        walk.lacks(app, "Mentee's name")

    return fly(Shelf(folder), flight)


def _home(folder: Path, walk: _Walk) -> list[str]:
    for name in ("Ann Onymous", "No One"):
        fresh(folder, FixedClock(), mentee=name)

    async def flight(pilot: Pilot[None], app: TrapApp) -> None:
        await walk.through(pilot, app, {})
        walk.lacks(app, "Ann Onymous")

    return fly(Shelf(folder), flight)


PLACES: dict[str, Callable[[Path, _Walk], list[str]]] = {
    "session": _session,
    "prepare": partial(_screen, keys=(), field="", shown="F2 starts session 1"),
    "wrap-up": partial(_screen, keys=("f2", "f8"), field="", shown="The file, for you both"),
    "goals": partial(_screen, keys=("f7",), field="", shown="No goals yet"),
    "goal form": partial(_screen, keys=("f7", "n"), field="#goal-text", shown="Success measure"),
    "change": partial(_screen, keys=("f9",), field="#contact", shown="Change this mentorship"),
    "set-up": _set_up,
    "home": _home,
    "help": partial(_screen, keys=("f1",), field="", shown="The keys of this page"),
    "palette": partial(_screen, keys=("ctrl+p",), field="CommandInput", shown="Ask"),
    "ask": partial(_screen, keys=("f4",), field="#ask-line", shown="When do you meet next?"),
    "pick": partial(_screen, keys=("f9", *["tab"] * 5, "enter"), field="#pick-search", shown="Nothing is called that"),
}


def in_a_terminal(folder: Path, sizes: list[Size]) -> list[str]:
    """A session in a real terminal through many sizes, with a line that is kept in the end."""
    from tests.torture.window import PATIENCE, Window  # which needs a pseudo-terminal, as Windows has none

    data = folder / "journals"
    data.mkdir()
    fresh(data, FixedClock())
    with Window(*USUAL) as terminal:
        terminal.open(folder, data)
        terminal.wait_for("F2 starts session 1")
        terminal.press("F2")
        terminal.wait_for("Type and press Enter")
        terminal.paste(TEXT)
        for number, (width, height) in enumerate(sizes):
            terminal.resize(width, height)
            if number % TYPED_EACH == 0:
                terminal.type("x")
            terminal._read(0.02)
        terminal.resize(*USUAL)
        terminal.wait_for("Ask 手术 for the theatre", timeout=PATIENCE)
        terminal.type("\n")
        terminal.wait_for("Type and press Enter", timeout=PATIENCE)
        found = terminal.leave()
    wanted = TEXT + "x" * -(-len(sizes) // TYPED_EACH)
    notes = [note.text for note in on_disk(Shelf(data), FixedClock()).notes()]
    return found + ([] if notes == [wanted] else [f"the terminal's line came to {notes}"])
