"""The live session: the agenda and its clock, the item of the moment, the feed, and the line to type into."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from mentor_tui.core import agenda, meeting, planning
from mentor_tui.core.capture import CaptureKind, parse
from mentor_tui.core.packs import Activity
from mentor_tui.core.progress import plural
from mentor_tui.core.records import (
    Action,
    Body,
    Note,
    NoteKind,
    Session,
    SessionState,
)
from mentor_tui.core.sheets import Card
from mentor_tui.data.opened import NO_TIME_AWAY
from mentor_tui.screens.bare import COMMON, GoTo
from mentor_tui.screens.line_first import LineFirst
from mentor_tui.screens.ways import WAYS
from mentor_tui.widgets import shapes
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.capture_bar import CaptureBar
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import AWAY, AWAY_TOLD, Desk
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.item_panel import ItemPanel
from mentor_tui.widgets.rows import FeedRows, Rows
from mentor_tui.widgets.session_head import AgendaLine, ProgressLine, ProgressPanel, SessionHead

EXTRA_MINUTES = 5


class SessionScreen(LineFirst):
    """One running session."""

    CSS_PATH = "session.tcss"
    AUTO_FOCUS = "#bar"
    OFFERS = (
        Command("done_item", "f2", "Done, next item", "The item is done; go on to the next", "Next", first=True),
        Command("back_item", "f3", "Back an item", "Return to the item before", "Back", first=True),
        Command("pause", "f5", "Pause or resume", "Stop the clock, or start it and share out the rest", "Pause", True),
        Command("end_session", "f8", "End the session", "End and go to the wrap-up; it can be reopened", "End", True),
        Command("open_goals", "f7", "Goals", "Open the goals", "Goals", first=True),
        Command("skip_item", "f4", "Skip this item", "Leave the item out and go on", first=True),
        Command("swap", "f9", "Another activity or theme", "Take another activity or theme for this item", first=True),
        Command("turn(1)", "pagedown", "Next question", "Next question, or further down the item", first=True),
        Command("turn(-1)", "pageup", "Previous question", "Previous question, or further up the item", first=True),
        Command("area(1)", "tab,f6", "Next part", "From the line to the item, the agenda, the feed", first=True),
        Command("area(-1)", "shift+tab", "Part before", "From the line to the feed", first=True),
        Command("to_line", "escape", "Back to the line", "Return to the line to type into"),
        Command("extend", "", f"Add {EXTRA_MINUTES} minutes", "Book more minutes and share them out"),
        Command("count_away", "", "Count the time away", "Add the minutes for which the program was closed"),
        Command("kind('!')", "alt+a", "This line is an action", "The line becomes an action", first=True),
        Command("kind('=')", "alt+d", "This line is a decision", "The line becomes a decision", first=True),
        Command("kind('?')", "alt+q", "This line is a question", "The line becomes a question", first=True),
        Command("kind('~')", "alt+p", "This line is for me alone", "The line becomes a private note", first=True),
        Command("kind('')", "alt+n", "This line is a plain note", "The line becomes a note", first=True),
        Command("last_to_action", "ctrl+t", "Last note to action", "The last note becomes an action", first=True),
        *COMMON,
        *WAYS,
    )

    def __init__(self, desk: Desk, session_id: str) -> None:
        super().__init__(desk)
        self.session_id = session_id
        self._synced: Session | None = None
        self._feed_look: object = None
        """What the rows of the feed follow besides their records."""

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.desk.session(self.session_id)

    @property
    def places(self) -> Iterable[Place]:
        """The line and the answer."""
        places = (self.query_one_optional(CaptureBar), self.query_one_optional(AnswerCard))
        return [place for place in places if place is not None]

    def body(self) -> ComposeResult:
        """Head, agenda, item, progress, feed and bar."""
        yield SessionHead(self.desk, classes="head")
        yield AgendaLine(self.desk, id="agenda-line")
        with Horizontal(id="middle"):
            with Vertical(id="agenda-box"):
                yield Static("Agenda, minutes", classes="label")
                yield Rows(id="agenda")
            yield ItemPanel(self.desk, id="item")
            yield ProgressPanel(self.desk, id="progress")
        yield FeedRows(id="feed")
        yield CaptureBar(self.desk, self._keep_line, id="capture")
        yield ProgressLine(self.desk, id="progress-line")

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)

    def on_resize(self) -> None:
        self.query_one("#feed", FeedRows).keep_end()

    def follow_size(self) -> None:
        """The agenda's rows, too, are as wide as the page lets them be."""
        self.show_progress()
        self.tick()

    def sync(self) -> None:
        session = self.session
        if session.deleted_at or session.state in (SessionState.planned, SessionState.held):
            if self.is_current:
                self.query_one(CaptureBar).note()
                held = session.state is SessionState.held and session.deleted_at is None
                self.post_message(GoTo("wrap-up" if held else "prepare", session.id))
            return
        panel = self.query_one(ItemPanel)
        panel.show(session)
        if panel.card is None:
            self.leave_answer()
        self._show_feed(session)
        if session is self._synced:
            # Only what was captured has changed: the agenda has its next tick within a second.
            self.query_one(SessionHead).show(session)
            self._draw_ahead()
        else:
            self._synced = session
            self.tick()
        self.call_after_refresh(self.show_progress)

    def _show_feed(self, session: Session) -> None:
        desk, feed = self.desk, self.query_one("#feed", FeedRows)
        before, self._feed_look = self._feed_look, (desk.hides_private, desk.settings, desk.today, desk.mentorship)
        made = feed.rows if self._feed_look == before else ()
        with feed.prevent(Rows.OptionHighlighted):  # each would go round before the picture, and nobody asks for it
            feed.set_rows(shapes.feed_rows(desk, session, made), at_end=True)

    def _draw_ahead(self) -> None:
        """Draw what a line that is kept changes, while the disk works on it: the picture finds it drawn."""
        feed = self.query_one("#feed", FeedRows)
        bars = [feed.vertical_scrollbar] if feed.show_vertical_scrollbar else []
        for widget in (feed, *bars, self.query_one(CaptureBar).bar):
            widget.render_lines(widget.outer_size.region)

    def show_saved(self) -> None:
        super().show_saved()
        if (head := self.query_one_optional(SessionHead)) is not None:
            head.show(self.session)

    def tick(self) -> None:
        """What the clock moves."""
        _wake(self)
        session = self.session
        self.query_one(SessionHead).show(session)
        self.query_one(AgendaLine).show(session)
        width = shapes.AGENDA_WIDTH if self.has_class("-wide") else shapes.AGENDA_WIDTH - 6
        self.query_one("#agenda", Rows).set_rows(shapes.agenda_rows(self.desk, session, width))

    def _keep_answer(self) -> None:
        for card in self.query(AnswerCard):
            card.keep()

    def _step(self, name: str) -> bool:
        """Take a step; whether it was taken."""
        self._keep_answer()
        before = self.session.current
        made = self.do(meeting.step(self.session, name, self.desk.now()))
        if self.session.current != before:
            self.leave_answer()
        if self.session.current is not None:
            self.query_one("#agenda", Rows).go_to(self.session.current)
        self.query_one(ItemPanel).scroll_home(animate=False)
        return made

    async def action_done_item(self) -> None:
        """The item is done."""
        await caught_up(self.app)
        if self.session.current is None:
            self.notify("That was the last item. F8 ends the session.", timeout=4)
        self._step("done")

    async def action_back_item(self) -> None:
        """The item before."""
        await caught_up(self.app)
        self._step("back")

    async def action_skip_item(self) -> None:
        """Leave the item out."""
        await caught_up(self.app)
        self._step("skip")

    async def action_pause(self) -> None:
        """Stop or start the clock."""
        await caught_up(self.app)
        before, now = self.session, self.desk.now()
        if before.state is SessionState.running:
            self._step("pause")
            return
        lost = (agenda.away(before, now) - before.away) // 60
        if not self._step("resume"):
            return
        left = max(0, agenda.length(self.session, now) - agenda.elapsed(self.session, now)) // 60
        away = f"{lost} min" if lost else "less than a minute"
        self.notify(f"Away for {away}. {left} min left, shared out anew.", timeout=6)

    def action_extend(self) -> None:
        """Book more minutes."""
        self.do(meeting.extend(self.session, EXTRA_MINUTES, self.desk.now()))

    def action_count_away(self) -> None:
        """Count the minutes for which the program was closed while the session ran."""
        _count_away(self)

    async def action_end_session(self) -> None:
        """End, and go to the wrap-up."""
        await caught_up(self.app)
        if self.query_one(CaptureBar).unkept.strip():
            self.notify("A line is not kept yet. Enter keeps it, Esc clears it; then F8.", severity="warning")
            self.set_focus(self.query_one(CaptureBar).bar)
            return
        self._step("end")

    def action_swap(self) -> None:
        """Choose another activity or theme."""
        item = self.session.item
        if item is None or item.body not in (Body.activity, Body.cards):
            self.notify("This item is no activity or theme. Ctrl+G adds one.", timeout=4)
            return
        from mentor_tui.screens.pick import Choice, Pick

        pack, used = self.desk.pack, planning.used_in(self.desk.book)
        things: dict[str, Activity | Card] = {**pack.activities, **{card.key: card for card in pack.draws}}
        used.pop(item.ref, None)  # it is being used just now
        choices = [Choice(key, each.title, _about(each, used.get(key, []))) for key, each in things.items()]

        def taken(key: str | None) -> None:
            if key is not None and key != item.ref:
                self.do(meeting.draw(self.session, item.id, things[key], self.desk.now()))

        self.app.push_screen(Pick("Which activity or theme?", choices, item.ref), taken)

    async def action_turn(self, by: int) -> None:
        """Turn to another question, or scroll the item."""
        await caught_up(self.app)
        panel = self.query_one(ItemPanel)
        if panel.card is not None:
            panel.card.move(by)
        elif by > 0:
            panel.scroll_page_down()
        else:
            panel.scroll_page_up()

    def action_kind(self, sign: str) -> None:
        """Give the line another kind."""
        self.query_one(CaptureBar).start_with(sign)

    def action_to_line(self) -> None:
        """Back to the line."""
        self.set_focus(self.query_one(CaptureBar).bar)

    def action_area(self, by: int) -> None:
        """The next part, or the one before, that has something to do in it."""
        panel = self.query_one(ItemPanel)
        # A form's question comes before the row that opens the whole form.
        item = [panel.card.field, panel.rows] if panel.card is not None else [panel.rows]
        lists = [*item, self.query_one("#agenda", Rows), self.query_one("#feed", Rows)]
        ready = [part for part in lists if not isinstance(part, Rows) or part.row is not None]
        # The field of a question that this very burst of keys turned to is not laid out yet.
        shown = (part for part in ready if part.is_on_screen or (part is item[0] and not part.size))
        parts = [self.query_one(CaptureBar).bar, *shown]
        place = parts.index(self.focused) if self.focused in parts else 0
        self.query_one(CaptureBar).leave_for(self.query_one("#feed", Rows))
        # Not focus(), which waits its turn: a letter pressed right after this key would come first.
        part = parts[(place + by) % len(parts)]
        # Of a long form not its middle is to be seen, but the row under the cursor, which the item shows itself.
        self.set_focus(part, scroll_visible=len(item) == 1 or part is not panel.rows)

    def action_last_to_action(self) -> None:
        """The last note becomes an action."""
        notes = self.desk.book.notes(self.session_id)
        bar = self.query_one(CaptureBar)
        if notes and bar.editing == notes[-1].id:
            bar.start_with("!")
        elif notes:
            self.make_action(notes[-1])

    def _keep_line(self, text: str, editing: str | None) -> None:
        captured = parse(text, self.desk.mentorship, self.desk.today, self.desk.settings.day_first)
        if captured is None:
            return
        session, now = self.session, self.desk.now()
        old = self.desk.book.line(editing)
        if old is not None:
            made = self.do(meeting.replace(self.desk.book, old, meeting.edited(old, captured, now), now))
        elif captured.kind is CaptureKind.action:
            made = self.do(meeting.keep_action(captured.text, captured.owner, captured.due, session, now))
        else:
            kind = NoteKind(captured.kind.value)
            made = self.do(meeting.keep_note(captured.text, kind, captured.lane, session, now))
        bar = self.query_one(CaptureBar).bar
        if not made and not (old is not None and bar.text):
            # The next line may have been begun already; before an edit there may have been another one.
            bar.put("\n".join(filter(None, (text, bar.text))))

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen: an item to turn to, a line to edit, a box to tick."""
        rows, key, record = event.rows, event.row.key, event.row.record
        now = self.desk.now()
        if rows.id == "agenda":
            self._keep_answer()
            self.do(meeting.go_to(self.session, key, now))
            self.action_to_line()
        elif rows.id == "feed" and isinstance(record, Note | Action):
            self.edit(record)
        elif event.row.act is not None and event.row.act.verb == "draw":
            self._draw(event.row.act.key)
        else:
            super().chosen(event)

    def _draw(self, key: str) -> None:
        """Take a card as the theme of the item of the moment."""
        card, item = self.desk.pack.card(key), self.session.item
        if card is not None and item is not None:
            self.do(meeting.draw(self.session, item.id, card, self.desk.now()))

    def edit(self, record: Note | Action) -> None:
        """Take a captured line back into the bar."""
        if self.says_hidden(record):
            return
        self.query_one(CaptureBar).edit(record)


def _wake(screen: SessionScreen) -> None:
    """Say that the machine slept for long, if it did, and that the session is paused for that."""
    away = screen.desk.wake(*AWAY)
    if away:
        screen.notify(away, timeout=AWAY_TOLD, markup=False)


def _count_away(screen: SessionScreen) -> None:
    session = screen.session
    if not session.closed:
        screen.notify(NO_TIME_AWAY, timeout=4)
    elif screen.do(meeting.step(session, "count", screen.desk.now())):
        on = " F5 goes on." if session.state is SessionState.paused else ""
        screen.notify(f"{plural(agenda.whole_minutes(session.closed), 'minute')} added.{on}", timeout=6)


def _about(thing: Activity | Card, used: list[int]) -> str:
    """What the choice of activities and themes says of one."""
    if isinstance(thing, Activity):
        told = f"{thing.minutes} min. {thing.purpose}"
    else:
        told = f"Theme. {thing.text or ' '.join(thing.lines[:1])}"
    marks = planning.used_words(used)
    return f"{marks[:1].upper()}{marks[1:]}. {told}" if marks else told
