"""Journals full of hostile text, read from disk and shown by every screen, wide and narrow; and in a real terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from mentor_tui.core.guard import flat
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets.rows import Rows
from tests.app_helpers import bar_of, press, screen_name, settle
from tests.torture.outcome import Outcome
from tests.torture.raw import ITEMS, hostile_records, write_journal
from tests.torture.strings import hostile, obeyed
from tests.torture.watch import Size, TrapApp, click_about, fly, look, with_folder

AT_ONCE = 250  # texts in one journal
SIZES: tuple[Size, ...] = ((120, 40), (46, 30), (20, 8))
CLICKS = 3  # cells that are clicked on in each screen
NAME = "shown"
# All that Textual sends: colours, places, modes it sets and asks for, keyboard and mouse pointer.
OF_TEXTUAL = re.compile(
    rb"\x1b\[[\d;:]*m|\x1b\[\d+;\d+H|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    rb"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d*u|\x1b\[<u|\x1b\]22;[a-z-]*\x07"
)
OBEYED_BYTES = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")


def run(count: int, seed: int = 3, clicks: int = CLICKS) -> Outcome:
    """So many texts through every screen, with so many clicks on each, and some of them in a real terminal."""
    texts = hostile(count, seed)
    failures: list[str] = []
    for number, first in enumerate(range(0, len(texts), AT_ONCE)):
        show = _Show(texts[first : first + AT_ONCE], Random(seed + first), SIZES[number % len(SIZES)], clicks)
        failures += with_folder(show.all)
    if os.name == "posix":
        failures += with_folder(lambda folder: in_a_terminal(folder, texts[:AT_ONCE]))
    return Outcome("text that is shown", count, failures)


class _Show:
    """One journal through all the screens."""

    def __init__(self, texts: list[str], random: Random, size: Size, clicks: int) -> None:
        self._texts = texts
        self._random = random
        self._size = size
        self._clicks = clicks
        self._failures: list[str] = []

    def all(self, folder: Path) -> list[str]:
        """Write the journals, open the program and go round; gives what is wrong."""
        write_journal(folder / f"{NAME}.json", hostile_records(self._texts))
        for text, name in zip(self._texts, file_names(self._texts[:12]), strict=False):
            write_journal(folder / name, hostile_records([text, *self._texts[:8]], live=False))
        (folder / file_names(["[@click=app.trap]broken[/]"])[0]).write_text("{}")
        (folder / "notes").mkdir()

        async def flight(pilot: Pilot[None], app: TrapApp) -> None:
            await self._look(pilot, app)
            app.open_mentorship(NAME)
            await settle(pilot)
            await self._session(pilot, app)
            await self._wrap_up(pilot, app, folder / "notes")
            await self._prepare(pilot, app)

        return fly(Shelf(folder), flight, self._size) + self._failures

    async def _session(self, pilot: Pilot[None], app: TrapApp) -> None:
        await press(pilot, *["f3"] * ITEMS)
        for _ in range(ITEMS):
            await self._look(pilot, app)
            await press(pilot, "f2")
        await self._open(pilot, app, "f1", "escape")
        await self._open(pilot, app, "ctrl+p", "escape")
        await press(pilot, "alt+s")
        await self._look(pilot, app)
        await press(pilot, "alt+s")
        for key in ("ctrl+g", "ctrl+o", "ctrl+r"):
            await self._open(pilot, app, key, "escape")
        await self._form(pilot, app)
        app.screen.query_one("#feed", OptionList).focus()
        await press(pilot, "end", "enter")
        await self._look(pilot, app)
        await press(pilot, "escape", "escape", "f7")
        await self._look(pilot, app)
        await press(pilot, "home", "enter")
        await self._look(pilot, app)
        await press(pilot, "escape", "escape")
        for _ in range(6):  # a click may have been on a line that can be changed
            if bar_of(app).unkept:
                bar_of(app).bar.focus()
                await press(pilot, "escape")
        await press(pilot, "f8")
        self._on(app, "WrapUpScreen")

    async def _form(self, pilot: Pilot[None], app: TrapApp) -> None:
        """The agreement and the skills, from the page of the programme."""
        for key in ("form agreement", "ratings skills"):
            await press(pilot, "ctrl+r")
            rows = app.screen.query_one("#programme", Rows)
            rows.focus()
            rows.go_to(key)
            await self._open(pilot, app, "enter", "escape")
            await press(pilot, "escape")
        self._on(app, "SessionScreen")

    async def _wrap_up(self, pilot: Pilot[None], app: TrapApp, folder: Path) -> None:
        for key in ("f6", "alt+h", "alt+h"):
            await press(pilot, key)
            await self._look(pilot, app)
        rows = app.screen.query_one("#wrapup", OptionList)
        for key in ("m", "e", "o", "x"):
            rows.focus()
            rows.highlighted = self._random.choice([n for n, row in enumerate(rows.options) if not row.disabled])
            await self._open(pilot, app, key, "escape")
        for text in self._texts[:3]:
            await press(pilot, "f9")
            field = app.screen.query_one("#ask-line", Input)
            field.value = str(folder / flat(text).strip().replace("/", "-")[:20]) + "[@click=app.trap]x[/].md"
            await self._look(pilot, app)
            await press(pilot, "enter")  # a name that cannot be one, or is taken, keeps the dialog open
            await self._look(pilot, app)
            if screen_name(app) == "Ask":
                await press(pilot, "escape")
        self._on(app, "WrapUpScreen")
        await press(pilot, "f2")
        self._on(app, "PrepareScreen")

    async def _prepare(self, pilot: Pilot[None], app: TrapApp) -> None:
        await self._look(pilot, app)
        await press(pilot, "ctrl+z")
        await self._look(pilot, app)
        await press(pilot, "f9")
        await self._look(pilot, app)
        if screen_name(app) == "PrepareScreen":  # a click was on the button that keeps the form
            await press(pilot, "f9")
        app.screen.query_one("#pack").focus()
        await self._open(pilot, app, "enter", "escape")
        app.screen.query_one("#my-zone").focus()
        await self._open(pilot, app, "enter", "escape")
        await press(pilot, "escape")
        if screen_name(app) == "SetupScreen":  # a click has changed the form: it asks for the key once more
            await press(pilot, "escape")
        await press(pilot, "f10")
        self._on(app, "HomeScreen")
        await self._look(pilot, app)

    def _on(self, app: TrapApp, name: str) -> None:
        if screen_name(app) != name:
            self._failures.append(f"on {screen_name(app)} in place of {name}")

    async def _open(self, pilot: Pilot[None], app: TrapApp, key: str, leave: str) -> None:
        """Look at what a key opens, and leave it."""
        top = app.screen
        await press(pilot, key)
        self._failures += look(app) + whole(app)
        if app.screen is not top:
            await press(pilot, leave)

    async def _look(self, pilot: Pilot[None], app: TrapApp) -> None:
        """Look at the screen and at all that it holds out of sight, and click about in its middle."""
        self._failures += look(app) + whole(app)
        width, height = app.size
        cells = [
            (self._random.randrange(width), self._random.randrange(2, max(3, height - 12))) for _ in range(self._clicks)
        ]
        self._failures += await click_about(pilot, app, cells)


def whole(app: TrapApp) -> list[str]:
    """What is wrong with any list and any words of the screen, in sight or not."""
    found = []
    for rows in app.screen.query(OptionList):
        style = rows.get_visual_style("option-list--option")
        for option in rows.options if rows.scrollable_content_region.width else ():
            for strip in rows._get_option_render(option, style):
                found += [f"{rows.id}: {signs} in a row" for signs in [obeyed(strip.text)] if signs]
                found += [f"{rows.id}: a row acts" for part in strip if part.style and "@click" in part.style.meta]
    for words in app.screen.query(Static):
        shown = words.render()
        if isinstance(shown, Content):
            found += [f"{words.id}: {signs} in words" for signs in [obeyed(shown.plain.replace("\n", ""))] if signs]
            found += [f"{words.id}: words act" for span in shown.spans if "@" in str(span.style)]
    return found


def file_names(texts: list[str]) -> list[str]:
    """Names of journals as hostile as a file system lets them be: only ``/`` and NUL cannot stand in one."""

    def names() -> Iterator[str]:
        for number, text in enumerate(texts):
            bare = text.replace("/", "").replace("\x00", "").encode("utf-8", "ignore")[:150].decode("utf-8", "ignore")
            yield f"{number} {bare}.json" if os.name == "posix" else f"{number}.json"

    return list(names())


def in_a_terminal(folder: Path, texts: list[str]) -> list[str]:
    """A hostile journal in a real terminal: what is wrong with the bytes that reach it."""
    from tests.torture.window import Window  # which needs a pseudo-terminal, as Windows has none

    data = folder / "journals"
    data.mkdir()
    some = [text for text in texts if len(text) < 3000]
    write_journal(data / f"{NAME}.json", hostile_records(some))
    with Window(100, 32) as terminal:
        terminal.open(folder, data)
        terminal.wait_for("F1 Help")
        for text in [*some[:5], "[@click=app.quit]\x9d52;c;aGVsbG8=\x07\x9b2J\x9b31m[/] pasted"]:
            terminal.paste(text.encode("utf-8", "ignore").decode())
            terminal.type("\n")
        terminal.wait_for("pasted")
        terminal.press(*["F3"] * 6, *["F2"] * 5)
        terminal.press("shift+tab", *["pageup"] * 6, "F7")
        terminal.wait_for("Short-term")
        terminal.press("pagedown", "pageup", "F7")
        terminal.wait_for("Agenda, minutes")
        terminal.press("F8")
        terminal.wait_for("The file, for")
        terminal.press("tab", *["pagedown"] * 6, "F2")
        terminal.wait_for("Before session")
        terminal.press(*["pagedown"] * 6, "F9")
        terminal.wait_for("Change this mentorship")
        terminal.press("escape")
        terminal.wait_for("Before session")
        terminal.press("F10")
        terminal.wait_for("Enter opens")
        found = terminal.leave()
        sent = bytes(terminal.output).partition(b"\x1b[?1049h")[2].partition(b"\x1b[?1049l")[0]
    rest = OF_TEXTUAL.sub(b"", sent)
    return found + [
        f"the terminal was sent {bad[0]!r} in {rest[max(0, bad.start() - 20) : bad.end() + 20]!r}"
        for bad in OBEYED_BYTES.finditer(rest)
    ]
