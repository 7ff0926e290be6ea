"""Hostile texts pasted and typed into every field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from mentor_tui.core.capture import parse
from mentor_tui.core.guard import can_be_typed, clean, flat, one_line
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import (
    bar_of,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    keep,
    notes_of,
    on_disk,
    paste,
    press,
    settle,
    start,
)
from tests.conftest import FixedClock
from tests.torture.outcome import Outcome
from tests.torture.strings import ENGLAND, GOOD, hostile
from tests.torture.watch import TrapApp, fly, look, with_folder

AT_ONCE = 50  # texts in one paste
Put = Callable[[str], str]

HARD_TO_TYPE = f"می\u200cخواهم 👩🏽\u200d⚕️ 手\u3000术 e\u0301 \U0001fae8 {ENGLAND}"
TYPED = 100  # one text in so many is typed letter by letter as well
OWN_KEYS = "\t\n\r"  # typed, they are the keys Tab and Enter


def run(count: int, seed: int = 2, *, only_session: bool = False) -> Outcome:
    """So many texts into each field, or only into those that a session has."""
    failures: list[str] = []
    fields = _Fields(hostile(count, seed), failures)
    for flight in (fields.in_a_session, fields.before_a_session)[: 1 if only_session else None]:
        failures += with_folder(lambda folder, flight=flight: fly(fresh(folder, FixedClock()), flight))  # type: ignore[misc]
    if not only_session:
        failures += with_folder(fields.set_up)
    return Outcome("text into fields", count, failures)


def kept_keys(text: str) -> str:
    """What typing a text letter by letter puts into a field."""
    return "".join(sign for sign in text if sign not in OWN_KEYS and can_be_typed(sign))


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())


class _Fields:
    def __init__(self, texts: list[str], failures: list[str]) -> None:
        self._texts = texts
        self._failures = failures

    async def in_a_session(self, pilot: Pilot[None], app: TrapApp) -> None:
        """The line, the answer, the search of a list, the palette and the goals."""
        await start(pilot)
        await self._fill(pilot, app, bar_of(app).bar)
        await self._keep_lines(pilot, app)
        await press(pilot, *["f2"] * 8)
        while not app.screen.query("#item.questions"):
            await press(pilot, "f3")
        await press(pilot, "tab")
        await self._fill(pilot, app, app.screen.query_one("#answer", TextArea))
        await press(pilot, "escape", "ctrl+p")
        search = app.screen.query_one(Input)
        await self._fill(pilot, app, search, lambda text: clean(text).split("\n")[0], _printable)
        await press(pilot, "escape", "escape", "f7", "n")
        for field in ("#goal-text", "#goal-measure"):
            app.screen.query_one(field).focus()
            await self._fill(pilot, app, app.screen.query_one(field, Input))
        some = [text for text in self._texts if one_line(text) and len(text) < 5000][:20]
        for field in ("#goal-text", "#goal-measure"):
            app.screen.query_one(field, Input).focus()
            await settle(pilot)
            await paste(pilot, "\n".join(some))
        await press(pilot, "f2")
        await self._same("goal", [goal.text for goal in book_of(app).goals], [one_line("\n".join(some))])

    async def _keep_lines(self, pilot: Pilot[None], app: TrapApp) -> None:
        """Lines that are kept are on disk as they were pasted; good ones that are typed, to the letter."""
        pair, today = desk_of(app).mentorship, desk_of(app).today
        some = [text for text in self._texts[: min(400, len(self._texts) // 10)] if len(text) < 5000]
        lines = [*some, *self._texts[999:1000], *GOOD]
        wanted = []
        for line in lines:
            found = parse(line, pair, today)
            if found is not None and found.kind.value != "action":
                wanted.append(found.text)
                await paste(pilot, line)
                await press(pilot, "enter")
        await self._type(pilot, " ".join(GOOD))
        await press(pilot, "enter")
        wanted.append(" ".join(GOOD))
        self._failures += look(app)
        await self._same("notes", [note.text for note in notes_of(app)], wanted)
        disk = on_disk(app.shelf, FixedClock())
        await self._same("notes on disk", [note.text for note in disk.notes()], wanted)

    async def before_a_session(self, pilot: Pilot[None], app: TrapApp) -> None:
        """The dialogs that ask for a line: a date, other words, a file name; and the search of a list."""
        await press(pilot, "f4")
        await self._fill(pilot, app, app.screen.query_one("#ask-line", Input))
        await press(pilot, "escape")
        await start(pilot)
        await keep(pilot, "! Send the list")
        await press(pilot, "f8")
        for key in ("e", "m"):
            await cursor_on(pilot, "#wrapup", "Send the list")
            await press(pilot, key)
            await self._fill(pilot, app, app.screen.query_one("#ask-line", Input))
            await press(pilot, "escape")
        await press(pilot, "f9")
        await self._fill(pilot, app, app.screen.query_one("#ask-line", Input))
        await press(pilot, "escape", "f2", "f9")
        app.screen.query_one("#my-zone").focus()
        await press(pilot, "enter")
        await self._fill(pilot, app, app.screen.query_one("#pick-search", Input))

    def set_up(self, folder: Path) -> list[str]:
        """The form of a new mentorship, kept with hostile names."""
        some = [text for text in self._texts if one_line(text) and len(text) < 5000][:30]

        async def flight(pilot: Pilot[None], app: TrapApp) -> None:
            fields = ("#mentor", "#mentee", "#contact", "#office", "#starts", "#ends")
            whole = "\n".join(some)
            names = [whole, f"Noa {whole}", whole, whole]
            for field in fields:
                app.screen.query_one(field).focus()
                await self._fill(pilot, app, app.screen.query_one(field, Input))
            for field, text in zip(fields, [*names, "2026-11-01", "2027-05-01"], strict=True):
                app.screen.query_one(field).focus()
                await paste(pilot, text)
            app.screen.query_one("#role").focus()
            await press(pilot, "enter", "f2")
            self._failures += look(app)
            pair = book_of(app).mentorship
            found = [pair.mentor, pair.mentee, pair.contact, pair.office]
            await self._same("names", found, [one_line(name) for name in names])

        return fly(Shelf(folder), flight)

    async def _fill(
        self, pilot: Pilot[None], app: TrapApp, field: Widget, pasted: Put | None = None, typed: Put | None = None
    ) -> None:
        """Paste all texts into a field, some at a time, and type some; the field is left empty.

        ``pasted`` and ``typed`` say what a field that is not ours makes of a text.
        """
        field.focus()
        await settle(pilot)
        pasted = pasted or (clean if isinstance(field, TextArea) else lambda text: flat(clean(text).strip("\n")))
        typed = typed or kept_keys
        name = f"{type(app.screen).__name__} {field.id or type(field).__name__}"
        _put(field, "")
        for first in range(0, len(self._texts), AT_ONCE):
            text = "\n".join(self._texts[first : first + AT_ONCE])
            await paste(pilot, text)
            await self._same(f"{name} pasted", [_text(field)], [pasted(text)])
            self._failures += look(app)
            _put(field, "")
        some = [HARD_TO_TYPE, *(text for text in self._texts[::TYPED] if len(text) < 5000)]
        for text in (" ".join(some[first : first + 5]) for first in range(0, len(some), 5)):
            await self._type(pilot, text)
            await self._same(f"{name} typed", [_text(field)], [typed(text)])
            self._failures += look(app)
            _put(field, "")
        await settle(pilot)

    async def _type(self, pilot: Pilot[None], text: str) -> None:
        for sign in text:
            if sign not in OWN_KEYS:
                # A key that a terminal has no name for: it must not be taken for one of ours.
                key = _character_to_key(sign) if sign.isprintable() else f"sign_{ord(sign)}"
                pilot.app.post_message(events.Key(key, sign))
        await settle(pilot)

    async def _same(self, name: str, found: list[str], wanted: list[str]) -> None:
        if found != wanted:
            other = [pair for pair in zip(found, wanted, strict=False) if pair[0] != pair[1]][:1]
            told = [f"{one[:200]!r} in place of {two[:200]!r}" for one, two in other]
            self._failures.append(f"{name}: {len(found)} for {len(wanted)}, {told}")


def _text(field: Widget) -> str:
    if isinstance(field, TextArea):
        return field.text
    assert isinstance(field, Input)
    return field.value


def _put(field: Widget, text: str) -> None:
    if isinstance(field, TextArea):
        field.load_text(text)
    elif isinstance(field, Input):
        field.value = text
