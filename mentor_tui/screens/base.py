"""What every screen of an open mentorship shares: its commands, undo, the saved state and the small dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual import events

from mentor_tui.core import forms, meeting, tasks
from mentor_tui.core.book import Change
from mentor_tui.core.guard import shortened
from mentor_tui.core.named import ROOM
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Contact,
    Goal,
    Lead,
    Note,
    Record,
    Signature,
    touch,
)
from mentor_tui.data.journal import ReadOnly
from mentor_tui.screens import acts
from mentor_tui.screens.ways import Ways
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.rows import RecordRows, Rows
from mentor_tui.widgets.session_head import ProgressLine, ProgressPanel, trouble_words
from mentor_tui.widgets.typing_area import TypingArea

if TYPE_CHECKING:
    from mentor_tui.screens.ask import Reading

R = TypeVar("R", bound=Record)

LINE_SIGNS = "↵⏎↩␤"


class DeskScreen(Ways):
    """A screen of an open mentorship. What is opened from one whose ``GROUND`` is set stands above it."""

    GROUND = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._dropped = ""
        self._trouble: list[str] = []

    def on_mount(self) -> None:
        self.desk.journal.listeners.append(self._changed)
        self.desk.journal.save_listeners.append(self._saved)
        self.set_interval(5, self._retry)

    def on_resize(self) -> None:
        if self.is_resized():
            # The class of the new size is set only after this.
            self.call_after_refresh(self.follow_size)

    def follow_size(self) -> None:
        """Show what depends on the size of the page, and on nothing else that changed."""
        self.show_progress()
        self.show_saved()

    def on_unmount(self) -> None:
        for listeners, mine in (
            (self.desk.journal.listeners, self._changed),
            (self.desk.journal.save_listeners, self._saved),
        ):
            if mine in listeners:
                listeners.remove(mine)

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        self.sync_there()

    def sync_there(self) -> None:
        """Show what the book holds, on a page that has its widgets: with fast keys it may be going, or coming.

        While the program is told to end, a page that was just opening may have some of them and not others.
        """
        if self.children and not getattr(self.app, "is_ending", False):
            self.sync()

    def action_hide_private(self) -> None:
        """Keep private lines from a shared screen, or show them again."""
        self.desk.hides_private = not self.desk.hides_private
        self.sync()
        self.notify("Private lines are hidden." if self.desk.hides_private else "Private lines are shown.", timeout=3)

    def _changed(self) -> None:
        if self.is_current:
            self.sync_there()

    def _saved(self) -> None:
        """A write has ended: what it has to tell is told by the screen on top."""
        journal = self.desk.journal
        if self.is_current:
            while journal.notices:
                self.notify(journal.notices.pop(0), severity="warning", timeout=15, markup=False)
            self.show_saved()

    def show_saved(self) -> None:
        """Show whether all is on disk. The widgets may be going just then."""
        if trouble_words(self.desk) != self._trouble:
            self.show_progress()

    def show_progress(self) -> None:
        """Show how far the mentorship is, and what is wrong with saving."""
        self._trouble = trouble_words(self.desk)
        figures = dict(self.desk.figures())
        for kind in (ProgressPanel, ProgressLine):
            if (line := self.query_one_optional(kind)) is not None:
                line.show(figures)

    def _retry(self) -> None:
        if self.desk.journal.trouble:
            self.desk.journal.retry()

    def do(self, change: Change | None) -> bool:
        """Make a change; whether it was made."""
        try:
            self.desk.do(change)
        except ReadOnly as error:
            self.notify(error.sentence, severity="warning", markup=False)
            return False
        return True

    @property
    def undo_label(self) -> str | None:
        """What undo would take back in the journal."""
        return self.desk.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would make again in the journal."""
        return self.desk.redo_label

    async def action_undo_change(self) -> None:
        """Take back typing while there is text in the field, the last change otherwise."""
        await caught_up(self.app)
        if isinstance(self.focused, TypingArea) and (self.focused.text or self.focused.history.undo_stack):
            self.focused.undo()
            return
        self._again(self.desk.undo, "Undone", "Nothing to undo")

    async def action_redo_change(self) -> None:
        """Make again what was undone, in the same order of preference."""
        await caught_up(self.app)
        if isinstance(self.focused, TypingArea) and self.focused.text:
            self.focused.redo()
            return
        self._again(self.desk.redo, "Done again", "Nothing to redo")

    def _again(self, step: Callable[[], str | None], word: str, none: str) -> None:
        try:
            label = step()
        except ReadOnly as error:
            self.notify(error.sentence, severity="warning", markup=False)
            return
        self.app.clear_notifications()  # the last word counts: many in a row would cover the page
        self.notify(f"{word}: {label}" if label else none, timeout=3, markup=False)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.chosen(event)

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen: what it says is done; an action is ticked, a kept question marked asked."""
        now, record = self.desk.now(), event.row.record and self.fresh(event.row.record)
        if event.row.act is not None:
            acts.run(self, event.row.act)
        elif isinstance(record, Action):
            state = ActionState.done if record.state is ActionState.open else ActionState.open
            taken_up = record.state is ActionState.dropped
            if self.do(tasks.close_action(record, state, now, self.desk.book.live)) and taken_up:
                self.notify("Taken up again. Ctrl+Z drops it again.", timeout=3)
        elif isinstance(record, Note):
            self.do(meeting.ask_done(record, now))

    def on_record_rows_wants(self, event: RecordRows.Wants) -> None:
        event.stop()
        self.wanted(event.what, self.fresh(event.record))

    def fresh(self, record: R) -> R:
        """The record as it stands now: a key or a dialog may have changed it since its row was drawn."""
        return self.desk.book.get(type(record), record.id) or record

    def wanted(self, what: str, record: Record) -> None:
        """What a row's keys ask for."""
        now = self.desk.now()
        match what, record:
            case "delete", Signature():
                if self.do(forms.unsign(self.desk.book, record, now)):
                    self._say_done("The signature was taken away. Ctrl+Z brings it back.")
            case "delete", Note() | Action() | Goal() | Contact():
                if self.do(meeting.delete(record, now)):
                    self.notify("Deleted. Ctrl+Z brings it back.", timeout=3)
            case "action", Note():
                self.make_action(record)
            case "drop", Action():
                self.drop(record)
            case "why", _:
                self._say_why(record)
            case "owner", Action():
                self._give_on(record)
            case "move", Action():
                self._ask_due(record)
            case "edit", Note() | Action():
                self.edit(record)
            case "edit", Answer():
                self._edit_answer(record)
            case _:
                self.notify("That key is for another kind of line.", timeout=3)

    def make_action(self, note: Note) -> None:
        """Turn a note into an action, and say so."""
        if self.do(meeting.note_to_action(self.desk.book, note, self.desk.now())):
            self._say_done(f"Made an action: {self._called(note)}. Ctrl+Z takes it back.")

    def _give_on(self, action: Action) -> None:
        """Give an action to the next owner in turn, and say to whom."""
        owners = [Lead.mentor, Lead.mentee, Lead.both, None]
        owner = owners[(owners.index(action.owner) + 1) % len(owners)]
        if self.do(tasks.give_action(action, owner, self.desk.now())):
            who = "both of you" if owner is Lead.both else self.desk.who(owner) if owner else "nobody"
            self._say_done(f"{self._called(action)} is for {who}. Ctrl+Z takes it back.")

    def _called(self, record: Note | Action) -> str:
        """A line as a message names it: the beginning of its words, or that they are hidden."""
        return f'"{shortened(self.desk.words_of(record), ROOM)}"'

    def _say_done(self, words: str) -> None:
        """Say what a key has done, in the place of what the one before it did."""
        self.app.clear_notifications()
        self.notify(words, timeout=5, markup=False)

    def drop(self, action: Action) -> None:
        """Drop an action at once, or take up one again that was dropped."""
        if action.state is ActionState.dropped:
            if self.do(tasks.close_action(action, ActionState.open, self.desk.now(), self.desk.book.live)):
                self._say_done("Taken up again. Ctrl+Z drops it again.")
        elif self.do(tasks.close_action(action, ActionState.dropped, self.desk.now())):
            self._dropped = action.id
            self._say_done("Dropped. r says why, Ctrl+Z takes it up again.")

    def _say_why(self, record: Record) -> None:
        """Ask why a row's action was dropped; where it was not, the last one that was, which may be gone from view."""
        action = record if isinstance(record, Action) and record.state is ActionState.dropped else None
        action = action or self.desk.book.get(Action, self._dropped)
        if action is None or action.state is not ActionState.dropped or action.deleted_at is not None:
            self.notify("r says why an action was dropped; x drops one.", timeout=4)
            return
        if self.says_hidden(action):
            return

        def taken(text: str) -> bool:
            return self.do(tasks.say_why(self.fresh(action), text, self.desk.now()))

        title = f"Why it was dropped: {self.desk.words_of(action)}"
        place = f"why {action.id}"
        hint = "Left empty: no reason."
        self.ask(title, action.why, lambda _: (True, ""), hint, place=place, taken=taken)

    def edit(self, record: Note | Action) -> None:
        """Ask for other words for a note or an action."""
        if self.says_hidden(record):
            return

        def kept(text: str) -> bool:
            now, old = self.desk.now(), self.fresh(record)
            return self.do(meeting.replace(self.desk.book, old, touch(old, now, text=text), now))

        self._ask_words("What it should say", record.text, kept, place=f"edit {record.id}")

    def _edit_answer(self, record: Answer) -> None:
        """Ask for other words for an answer."""
        if self.says_hidden(record):
            return

        def kept(text: str) -> bool:
            return self.do(meeting.change_answer(self.fresh(record), text, self.desk.now()))

        self._ask_words(record.question, record.text, kept, place=f"edit {record.id}")

    def _ask_words(self, title: str, words: str, kept: Callable[[str], bool], *, place: str) -> None:
        """Ask for other words in the place of ``words``, which may have several lines."""
        # The field is one line: a sign that the text does not hold stands for the ends of its lines.
        sign = next((sign for sign in LINE_SIGNS if sign not in words), LINE_SIGNS[0])
        value = words.replace("\n", sign)

        def taken(text: str) -> bool:
            return text == value or kept(text.strip().replace(sign, "\n"))

        hint = f"{sign} ends a line." if sign in value else ""
        self.ask(title, value, hint=hint, place=place, taken=taken)

    def ask(
        self,
        title: str,
        value: str,
        read: Callable[[str], Reading] | None = None,
        hint: str = "",
        *,
        place: str,
        taken: Callable[[str], bool],
        anew: bool = False,
    ) -> None:
        """Ask for a line and hand it to ``taken``; until that says that it is kept, it is a draft at ``place``.

        ``anew`` as in ``Ask``.
        """
        from mentor_tui.screens.ask import Ask

        def given(text: str | None) -> None:
            if text is None or taken(text):
                self.desk.drafts.drop(place)

        asked = Ask(title, value, read, hint, drafts=self.desk.drafts, place=place, anew=anew)
        self.app.push_screen(asked, given)

    def says_hidden(self, record: Note | Action | Answer) -> bool:
        """Whether a record is hidden now; says so when it is."""
        hidden = self.desk.hides(record)
        if hidden:
            self.notify("It is private and hidden. Alt+H shows it.", timeout=4)
        return hidden

    def _ask_due(self, action: Action) -> None:
        def taken(text: str) -> bool:
            due = self.desk.read_date(text) if text.strip() else None
            return self.do(tasks.move_action(self.fresh(action), due, self.desk.now(), self.desk.today))

        value = self.desk.settings.show_date_whole(action.due) if action.due else ""
        hint = "fri, in 2 weeks, 30 nov. Nothing takes the date away."
        title = f"By when: {self.desk.words_of(action)}"
        self.ask(title, value, self.desk.read_due, hint, place=f"due {action.id}", taken=taken, anew=True)
