"""The goals: added, edited, moved on, reached or dropped, with how each came along and what shows it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import OptionList, Static

from mentor_tui.core import forms, goals, meeting
from mentor_tui.core.records import Action, Goal, GoalState, Horizon, Note, touch
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.goal_form import Filled, GoalForm
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.screens.read import Read
from mentor_tui.screens.ways import WAYS
from mentor_tui.widgets import shapes, task_shapes
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.page import Page
from mentor_tui.widgets.rows import Act, Row, Rows, heading, words
from mentor_tui.widgets.session_head import ProgressLine
from mentor_tui.widgets.text import join, plain


class GoalRows(Commanded, Rows):
    """The list of goals with its keys."""

    OFFERS = (
        Command("screen.by(10)", "plus,equals_sign,right", "Move the goal on", "Ten per cent further", "Further"),
        Command("screen.by(-10)", "minus,left", "Move the goal back", "Ten per cent less", "Less"),
        Command("screen.reach", "r", "Goal reached", "The goal is reached; r again takes it back", "Reached"),
        Command("screen.drop_goal", "x", "Drop the goal", "Drop it, with a reason; x again takes it up"),
        Command("screen.link", "l", "Link to the goal", "A note or an action that shows how it comes along"),
        Command("screen.details", "i", "All about the goal", "Plan, progress over time, reviews, what shows it"),
        Command("screen.review", "v", "Review the goal", "A line on what this session found about it", "Review"),
        Command("screen.remove", "delete,backspace", "Delete the goal", "Undo brings it back"),
    )


class GoalsScreen(DeskScreen):
    """The goals of the mentorship."""

    CSS_PATH = "goals.tcss"
    AUTO_FOCUS = "#goals"
    MAIN_KEY = "add"
    OFFERS = (
        Command("add", "n,f2", "New goal", "Add a goal", "New"),
        Command("leave", "escape,f7", "Back", "Back to where you were", "Back"),
        *COMMON,
        *WAYS,
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown = ""

    def body(self) -> ComposeResult:
        """The list, and all about the goal under the cursor."""
        yield Static("Goals", classes="head")
        with Horizontal(id="goals-box"):
            yield GoalRows(id="goals")
            yield Page(id="goals-page", can_focus=False)
        yield ProgressLine(self.desk, id="goals-line")

    def sync(self) -> None:
        self.show_progress()
        found = self.desk.book.goals
        rows: list[Row] = []
        for horizon in Horizon:
            some = [row for goal in found if goal.horizon is horizon for row in self._of(goal)]
            if some:
                rows += [heading(horizon.value.capitalize()), *some, words(f"gap {horizon}", "")]
        hint = "Enter changes a goal, + and - move it by ten per cent, r marks it reached, v reviews it, x drops it, "
        hint += "l links what shows it, i tells all about it, n adds one."
        empty = "No goals yet. Press n to add the first: what, by which measure, short-term or long-term."
        rows.append(words("hint", plain(hint if found else empty, "dim")))
        self.query_one("#goals", GoalRows).set_rows(rows)
        self.show_page()

    def show_page(self) -> None:
        """Show all about the goal under the cursor."""
        page, goal = self.query_one("#goals-page", Page), self.goal
        rows = task_shapes.goal_rows(self.desk, goal, self._room(page)) if goal is not None else []
        key = goal.id if goal is not None else ""
        if key == self._shown:
            page.show(rows, stay=True)
        else:
            page.show(rows)
        self._shown = key

    def _room(self, page: Page) -> int:
        """Cells for the picture of progress: the page's, else those of the dialog."""
        return max(10, page.content_size.width - 1 if page.display else min(66, self.size.width - 12))

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync_there)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.show_page()

    def _of(self, goal: Goal) -> list[Row]:
        """A goal with its milestones and what the last review found."""
        rows = [shapes.goal_row(self.desk, goal, dated=True)]
        for number, step in enumerate(goal.milestones):
            content = join(shapes.box(step.done), plain(step.text, "dim" if step.done else ""))
            act = Act("milestone", goal.id, str(number))
            rows.append(Row(f"step {goal.id} {number}", join(" " * 12, content), True, indent=16, act=act))
        reviews = forms.reviews_of(self.desk.book, goal)
        if reviews:
            last = reviews[-1]
            day = self.desk.day_of(last.created_at)
            told = f"Review {day}, {last.progress}%{f': {last.text}' if last.text else ''}"
            rows.append(words(f"review {goal.id}", join(" " * 12, plain(told, "dim")), 12))
        return rows

    @property
    def goal(self) -> Goal | None:
        """The goal under the cursor, or the one whose milestone is."""
        row = self.query_one("#goals", GoalRows).row
        if row is None:
            return None
        return (
            row.record if isinstance(row.record, Goal) else self.desk.book.get(Goal, row.act.key if row.act else None)
        )

    def chosen(self, event: Rows.Chosen) -> None:
        """A goal was chosen: change it."""
        record = event.row.record
        if isinstance(record, Goal):

            def taken(filled: Filled | None) -> None:
                if filled is not None:
                    fresh = self.fresh(record)
                    goal = touch(fresh, self.desk.now(), **filled.fields(self.desk, fresh))
                    if self.do(meeting.edit_goal(goal)):
                        form.forget()

            form = GoalForm(self.desk, record)
            self.app.push_screen(form, taken)
        else:
            super().chosen(event)

    def action_add(self) -> None:
        """Add a goal; a form that was left before comes back as it was."""
        form = GoalForm(self.desk)

        def taken(filled: Filled | None) -> None:
            if filled is not None and self.do(meeting.add_goal(now=self.desk.now(), **filled.fields(self.desk))):
                form.forget()

        self.app.push_screen(form, taken)

    def action_review(self) -> None:
        """Ask what this session found about the goal."""
        goal, book = self.goal, self.desk.book
        if goal is None:
            return

        def taken(text: str) -> bool:
            return self.do(meeting.review_goal(self.fresh(goal), text.strip(), book.live, self.desk.now()))

        title = f"Review, at {goal.progress}%: {goal.text}"
        self.ask(
            title, "", lambda _: (True, ""), "What moved it, what holds it.", place=f"review {goal.id}", taken=taken
        )

    def _moves(self) -> bool:
        """Whether the goal may be moved; one that was dropped has to be taken up first."""
        if self.goal is not None and self.goal.state is GoalState.dropped:
            self.notify("This goal was dropped. x takes it up again.", timeout=4)
            return False
        return self.goal is not None

    def action_drop_goal(self) -> None:
        """Drop the goal, with the reason in one line; one that was dropped is taken up again."""
        goal = self.goal
        if goal is None:
            return
        if goal.state is GoalState.dropped:
            self.do(goals.take_up(goal, self.desk.now()))
            return

        def taken(text: str) -> bool:
            return self.do(goals.drop_goal(self.fresh(goal), text, self.desk.now()))

        hint = "Left empty: no reason."
        self.ask(f"Why dropped: {goal.text}", "", lambda _: (True, ""), hint, place=f"drop {goal.id}", taken=taken)

    def action_link(self) -> None:
        """Choose a note or an action of any session that shows how the goal comes along."""
        goal, desk = self.goal, self.desk
        if goal is None:
            return
        records = {each.id: each for each in goals.could_show(desk.book) if not desk.hides(each)}
        if not records:
            self.notify("Nothing to link yet: notes and actions of the sessions come here.", timeout=4)
            return
        choices = [Choice(key, task_shapes.short(each.text), self._about(goal, each)) for key, each in records.items()]

        def taken(key: str | None) -> None:
            if key is not None:
                self.do(goals.link(self.fresh(goal), self.fresh(records[key]), desk.now()))

        self.app.push_screen(Pick(f"What shows: {goal.text}", choices), taken)

    def _about(self, goal: Goal, record: Note | Action) -> str:
        linked = "linked, Enter takes that away; " if record.id in goal.evidence else ""
        return f"{linked}{task_shapes.where_words(self.desk, record)}"

    def action_details(self) -> None:
        """All about the goal, on a page of its own."""
        if self.goal is not None:
            room = self._room(self.query_one("#goals-page", Page))
            self.app.push_screen(Read("The goal", task_shapes.goal_rows(self.desk, self.goal, room)))

    def action_by(self, percent: int) -> None:
        """Move the goal on or back."""
        if self.goal is not None and self._moves():
            self.do(meeting.set_progress(self.goal, self.goal.progress + percent, self.desk.now()))

    def action_reach(self) -> None:
        """Reached, or not after all."""
        if self.goal is not None and self._moves():
            percent = self.goal.before if self.goal.progress == 100 else 100
            self.do(meeting.set_progress(self.goal, percent, self.desk.now()))

    def action_remove(self) -> None:
        """Delete the goal."""
        row = self.query_one("#goals", GoalRows).row
        if row is not None and row.act is not None:
            self.notify("That is a milestone: Enter on the goal changes it.", timeout=4)
        elif self.goal is not None:
            self.do(meeting.delete(self.goal, self.desk.now()))

    def action_leave(self) -> None:
        """Back to where the goals were opened."""
        self.desk.journal.history.settle()
        self.app.pop_screen()
