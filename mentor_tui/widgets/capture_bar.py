"""The one line to type into, with its preview and its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from mentor_tui.core.capture import CaptureKind, describe, is_of, line_for, parse
from mentor_tui.core.records import Action, Note
from mentor_tui.data.drafts import Fields
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.head import fitting
from mentor_tui.widgets.rows import Rows
from mentor_tui.widgets.text import plain
from mentor_tui.widgets.typing_area import TypingArea

CALL = "Type and press Enter."
PLACEHOLDER = f"{CALL}  ! action   = decision   ? question   ~ only me"

SIGNS_TOLD = ("! action  = decision  ? question  ~ only me", "! action = decision ? question ~ me")
ANEW = "Enter keeps it as a new line"
ANEW_TOLD = (f"{ANEW}; Shift+Tab, e changes the old one", f"{ANEW}; Shift+Tab, e: the old one", ANEW)

PREVIEW_MARGIN = 4  # cells beside the preview
SIGNS = ("!", "=", "?", "~")


class BarInput(TypingArea):
    """The line itself. Enter keeps it; the arrows at its edges walk through what was kept before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Clear or stop editing", show=False)]

    class Left(Message):
        """Escape was pressed."""

    def __init__(self, desk: Desk, keep: Callable[[str], None], *, id: str) -> None:
        """``keep`` is given each line that is to be kept."""
        super().__init__(PLACEHOLDER, compact=True, id=id)
        self.desk = desk
        self._keep_line = keep
        self._past: list[str] = []
        self._place = 0
        self._draft = ""
        self.shelved: str | None = None
        """What stood in the bar before an edit, while one is on."""
        self.handed: list[str] = []
        """The lines that were handed over and are not in the journal yet."""

    def remember(self, line: str) -> None:
        """Add a line to the history."""
        if line and (not self._past or self._past[-1] != line):
            self._past.append(line)
        self._place = len(self._past)

    def put(self, text: str) -> None:
        """Replace the text; the cursor goes to its end and typing's undo starts anew."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def offer(self, text: str, draft: str) -> None:
        """Put the text in the bar, and under it what was being typed before, as after a walk through the history."""
        if text and draft:
            self._past.append(text)
            self._place, self._draft = len(self._past) - 1, draft
        self.put(text or draft)

    @property
    def draft(self) -> str:
        """What was being typed before the history was walked through."""
        return self._draft

    def at_end(self) -> None:
        """Stand after the last line of the history."""
        self._place = len(self._past)

    @property
    def recalled(self) -> str:
        """The line of the history that was put here, be it changed since; empty where none was."""
        return self._past[self._place] if self._place < len(self._past) else ""

    def leave_recalled(self) -> None:
        """Go back to what was being typed, where a line of the history stands here as it was."""
        if self.recalled and self.text == self.recalled:
            self.at_end()
            self.put(self.take_draft())

    def take_draft(self) -> str:
        """What was being typed before the history was walked through; it is given once."""
        draft, self._draft = self._draft, ""
        return draft

    async def _on_key(self, event: events.Key) -> None:
        # Not a binding: one that comes first would act before the letters that still wait to be put in.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._keep()

    def _keep(self) -> None:
        """Hand the text over and make room for the next line in one step, so that no letter falls between."""
        text = self.text
        if not text.strip():
            return
        draft = self.take_draft()
        self.remember(text)
        with self.prevent(TextArea.Changed, TextArea.SelectionChanged):  # who is called below asks what stands here
            self.put(self.shelved if self.shelved is not None else "" if draft == text else draft)
        self.shelved = None
        # Called, and not told by a message: the line and its answer stand in one picture, and the write has begun.
        self.handed.append(text)
        self._keep_line(text)
        del self.handed[:1]

    def action_leave(self) -> None:
        """Escape."""
        self.post_message(self.Left())

    def _may_show(self, line: str) -> bool:
        """Private lines stay out of sight while they are hidden."""
        return not (self.desk.hides_private and line.lstrip().startswith("~"))

    def action_cursor_up(self, select: bool = False) -> None:
        """Up; on the first line, the line kept before."""
        earlier = [place for place in range(self._place) if self._may_show(self._past[place])]
        if not select and self.cursor_at_first_line and earlier:
            if self._place == len(self._past):
                self._draft = self.text
            self._place = earlier[-1]
            self.put(self._past[self._place])
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down; on the last line, the line kept after, and at last what was being typed."""
        if not select and self.cursor_at_last_line and self._place < len(self._past):
            later = [n for n in range(self._place + 1, len(self._past)) if self._may_show(self._past[n])]
            self._place = later[0] if later else len(self._past)
            self.put(self._past[self._place] if later else self.take_draft())
        else:
            super().action_cursor_down(select)


class CaptureBar(Place, Vertical):
    """The bar: a mark, the line, and below it what the line will become."""

    DEFAULT_CSS = """
    CaptureBar {
        height: auto; max-height: 9;
        & #line { height: auto; max-height: 6; layout: horizontal; }
        & #mark { width: 2; color: $accent; text-style: bold; }
        & BarInput { height: auto; max-height: 6; width: 1fr; border: none; padding: 0; background: transparent;
            &:focus { border: none; background: transparent; } }
        & #preview { height: 1; color: $text-muted; padding: 0 0 0 2; }
    }
    """

    def __init__(self, desk: Desk, keep: Callable[[str, str | None], None], **kwargs: Any) -> None:
        """``keep`` is given each line that is to be kept, with the id of the record it replaces, if it replaces one."""
        super().__init__(**kwargs)
        self.desk = desk
        self._keep_line = keep
        self.drafts = desk.drafts
        self.place = ""
        self.editing: str | None = None
        self._was = ""
        """The line that is edited as it was."""
        self._shown = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="line"):
            yield Static("> ", id="mark")
            yield BarInput(self.desk, self._keep, id="bar")
        yield Static("", id="preview", markup=False)

    @property
    def bar(self) -> BarInput:
        """The line."""
        return self.query_one("#bar", BarInput)

    @property
    def text(self) -> str:
        """What stands in the bar."""
        return self.bar.text

    @property
    def unkept(self) -> str:
        """All that was typed and not kept, with the line that an edit put aside."""
        return "\n".join(filter(None, (self.bar.shelved, self.bar.draft, self.bar.text)))

    def typed(self) -> Fields:
        """The line, what an edit put aside, what the history hides, and which record is edited.

        A line on its way into the journal counts as text until it is there.
        """
        bar, editing = self.bar, self.editing if not self.bar.handed else None
        if editing and not bar.draft and bar.text == self._was:
            return {"text": bar.shelved or ""}
        text = "\n".join(filter(None, (*bar.handed, bar.text)))
        return {"text": text, "aside": bar.shelved or "", "history": bar.draft, "record": editing or ""}

    def on_mount(self) -> None:
        """Go on where typing was broken off: with an edit, while its record is still there."""
        self.place = "line"
        draft = self.before
        text, aside, history = (draft.get(name, "") for name in ("text", "aside", "history"))
        book, record_id = self.desk.book, draft.get("record", "")
        record = book.line(record_id)
        if record is None or record.deleted_at is not None:
            self.bar.offer(text, "\n".join(filter(None, (aside, history))))
            return
        self._start_editing(record.id, self.line_of(record))
        self.bar.shelved = aside
        self.bar.offer(text, history)

    @property
    def old(self) -> Note | Action | None:
        """The kept line that was recalled, while it or a change of it stands in the bar."""
        book, line = self.desk.book, self.bar.recalled
        if not line or book.live is None or self.editing:
            return None
        desk = self.desk
        said = parse(line, desk.mentorship, desk.today, desk.settings.day_first)
        kept = reversed(book.captured(book.live.id))
        return next((record for record in kept if said is not None and is_of(record, said)), None)

    def leave_for(self, kept: Rows) -> None:
        """Leave the line: what was only recalled goes from it, and the cursor of the ``kept`` lines stands there."""
        if not self.bar.has_focus:
            return
        if self.old is not None:
            kept.go_to(self.old.id)
        self.bar.leave_recalled()

    def line_of(self, record: Note | Action) -> str:
        """The line that a record is edited as."""
        return line_for(record, self.desk.mentorship, self.desk.settings.day_first)

    def edit(self, record: Note | Action) -> None:
        """Take a kept line back into the bar; what stood there returns when it is done."""
        line = self.line_of(record)
        if self.bar.shelved is None:
            self.bar.leave_recalled()
            draft, text = self.bar.take_draft(), self.bar.text
            if draft:
                self.bar.remember(text)
            self.bar.shelved = draft or text
            self.bar.at_end()
        else:
            self.bar.remember(self.bar.text)
        self._start_editing(record.id, line)
        self.bar.put(line)
        self.screen.set_focus(self.bar)
        self._preview()

    def _start_editing(self, record_id: str, line: str) -> None:
        self.editing, self._was = record_id, line
        self.query_one("#mark", Static).update("* ")

    def stop_editing(self) -> None:
        """Leave the edited line as it was."""
        self.bar.put(self.bar.shelved or "")
        self.bar.shelved = None
        self._edit_is_over()

    def _edit_is_over(self) -> None:
        self.editing = None
        self.query_one("#mark", Static).update("> ")
        self._preview()

    def start_with(self, sign: str) -> None:
        """Begin the line with a kind's sign, in the place of the one it has."""
        text = self.bar.text.lstrip()
        if text.startswith(SIGNS):
            text = text[1:].lstrip()
        elif sign and text.startswith("\\") and text[1:].startswith(SIGNS):
            text = text[1:]
        mark = f"{sign} " if sign else "\\" if text.startswith(SIGNS) else ""
        self.bar.put(mark + text)
        self.screen.set_focus(self.bar)

    def _keep(self, text: str) -> None:
        editing = self.editing
        if editing is not None:
            self._edit_is_over()
        self._keep_line(text, editing)
        self._preview()

    def on_bar_input_left(self, event: BarInput.Left) -> None:
        event.stop()
        if self.editing is not None:
            self.stop_editing()
        elif self.bar.text:
            draft = self.bar.take_draft()
            self.bar.remember(self.bar.text)
            self.bar.put("" if draft == self.bar.text else draft)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._preview()

    def on_resize(self) -> None:
        self._preview()

    def _preview(self) -> None:
        """Say what the line will become."""
        text = self.bar.text
        desk = self.desk
        found = parse(text, desk.mentorship, desk.today, desk.settings.day_first) if text else None
        if found is None:
            # Where there is no room for all the words in the line, its signs stand below it.
            room = self.size.width - PREVIEW_MARGIN
            below = not text and self.size.width > 0 and room < len(PLACEHOLDER)
            self.bar.placeholder = CALL if below else PLACEHOLDER
            shown = plain(fitting(room, SIGNS_TOLD)) if below else Content("")
        else:
            ends: tuple[str, ...] = ("Enter keeps it",)
            if self.editing:
                ends = ("Enter changes it, Esc leaves it",)
            elif self.old is not None:
                ends = ANEW_TOLD
            colour = "$text-success" if found.kind is CaptureKind.action else "$text-muted"
            what = describe(found, desk.mentorship, desk.today, desk.settings.day_first)
            told = fitting(self.size.width - PREVIEW_MARGIN, [*(f"{what}   {end}" for end in ends), what])
            shown = plain(told, "$text-warning" if found.hints else colour)
        if shown.plain != self._shown:
            self._shown = shown.plain
            self.query_one("#preview", Static).update(shown, layout=False)
