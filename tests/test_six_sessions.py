"""The whole ISAPS programme by keys: six sessions in six months, to a certificate path with nothing left on it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mentor_tui.app import MentorApp
from mentor_tui.core.records import Body, Check, Item, Role, SessionState
from mentor_tui.export.audience import Audience
from mentor_tui.export.markdown import mentorship_markdown
from mentor_tui.widgets import answer_card
from tests.app_helpers import (
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    keep,
    live_of,
    on_disk,
    press,
    rows_of,
    screen_name,
    screen_text,
    settle,
    texts_of,
    type_in,
    words_of,
)
from tests.conftest import FixedClock

GOLDEN = Path(__file__).parent / "golden"
SIZE = (120, 110)
# The hours of the six sessions; Madrid puts its clocks forward between the fifth and the sixth.
DAYS = (
    datetime(2026, 11, 26, 17, 30, tzinfo=UTC),
    datetime(2026, 12, 17, 17, 30, tzinfo=UTC),
    datetime(2027, 1, 21, 17, 30, tzinfo=UTC),
    datetime(2027, 2, 18, 17, 30, tzinfo=UTC),
    datetime(2027, 3, 18, 17, 30, tzinfo=UTC),
    datetime(2027, 4, 22, 16, 30, tzinfo=UTC),
)
TITLES = (
    "First meeting and ground rules",
    "Goals",
    "Half-way check",
    "A hard decision",
    "A theme, and the end in sight",
    "Looking back, looking ahead",
)


class Pair:
    """The two at one keyboard."""

    def __init__(self, app: MentorApp, pilot: Pilot[None], clock: FixedClock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock

    @property
    def item(self) -> Item:
        item = live_of(self.app).item
        assert item is not None
        return item

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def choose(self, rows: str, beginning: str) -> None:
        """Put the cursor on a row and press Enter."""
        await cursor_on(self.pilot, rows, beginning)
        await self.press("enter")

    async def say(self, line: str) -> None:
        """Type a line into the bar and keep it."""
        self.clock.advance(20)
        await keep(self.pilot, line)

    async def answer_all(self, text: str) -> None:
        """Answer each question on view that has no answer yet."""
        if screen_name(self.app) == "SessionScreen":
            await self.press("escape")  # to the line, from wherever the item before was left
        await self.press("tab")
        while self.app.focused is None or self.app.focused.id != "answer":
            await self.press("tab")
        card = self.app.screen.query_one(answer_card.AnswerCard)
        assert card.deck is not None
        card.go_to(card.deck.questions[0].key)
        for number, question in enumerate(card.deck.questions, 1):
            assert card.question is question
            if book_of(self.app).answer(question.key) is None:
                await type_in(self.pilot, f"{text} {number}")
            await self.press("pagedown")
        await self.press("escape")

    async def rate_all(self, levels: str) -> None:
        """Rate each skill side by side, levels over and over."""
        await self.choose("#item-rows", "Side by side")
        assert screen_name(self.app) == "RatingsScreen"
        rows = rows_of(self.app, "#ratings")
        lines = [row.key for row in rows.rows if row.act is not None and row.act.verb == "rate"]
        assert len(lines) == 18
        for number, key in enumerate(lines):
            rows.go_to(key)
            await self.press(levels[number % len(levels)])
        await self.press("escape")

    async def hold(self, number: int) -> None:
        """Hold a session: do at each item what it asks for, end it, and plan the next."""
        self.clock.set(DAYS[number - 1])
        await settle(self.pilot)
        assert f"Before session {number}: {TITLES[number - 1]}" in screen_text(self.app)
        await self.press("f2")
        assert live_of(self.app).number == number
        while live_of(self.app).current is not None:
            await self.take(self.item)
            self.clock.advance(self.item.minutes * 60 - 90)
            await self.press("f2")
        await self.press("f8")
        assert screen_name(self.app) == "WrapUpScreen"
        if number < len(DAYS):
            await self.press("f4")
            await type_in(self.pilot, f"{DAYS[number] + timedelta(hours=1):%d %b %Y} 18:30")
            await self.press("enter")
        await self.press("f2")
        assert screen_name(self.app) == "PrepareScreen"

    async def take(self, item: Item) -> None:
        match item.body:
            case Body.checklist:
                for row in [row for row in rows_of(self.app, "#item-rows").rows if row.live]:
                    await self.choose("#item-rows", row.key)
                await self.press("escape")
            case Body.questions | Body.form:
                await self.answer_all("Agreed, point")
            case Body.ratings:
                await self.rate_all("12" if live_of(self.app).number == 2 else "23")
            case Body.review:
                for row in [row for row in rows_of(self.app, "#item-rows").rows if row.record is not None]:
                    await self.choose("#item-rows", row.key)
                await self.press("escape")
            case Body.goals:
                await self.goals()
            case Body.actions:
                for action in book_of(self.app).open_actions:
                    await self.choose("#item-rows", action.id)
                await self.press("escape")
            case Body.cards if "Choose one with Enter" in texts_of(self.app, "#item-rows"):
                await self.choose("#item-rows", "Work-life integration")
                await self.press("escape")
                assert self.item.ref == "growth-themes/work-life-integration"
                await self.say("One evening a week without the pager")
            case _:
                await self.say(f"{item.title}: noted")
        if item.title == "Next steps":
            await self.say("! Read the two papers @mentee ^in 2 weeks")

    async def goals(self) -> None:
        if not book_of(self.app).goals:
            await self.press("f7")
            for text, horizon, measure in (
                ("Submit one abstract", "short", "It is submitted"),
                ("A fellowship year", "long", "Two applications sent"),
            ):
                await self.press("n")
                await type_in(self.pilot, text)
                await self.press("enter", *(["right", "enter"] if horizon == "long" else []))
                await self.press("tab")
                await type_in(self.pilot, measure)
                await self.press("f2")
            await self.press("escape")
            return
        await self.press("f7")
        await cursor_on(self.pilot, "#goals", "Submit one abstract")
        await self.press("plus", "plus", "v")
        await type_in(self.pilot, "On its way")
        await self.press("enter", "escape")


async def open_pair(pilot: Pilot[None], app: MentorApp, clock: FixedClock) -> Pair:
    await settle(pilot)
    return Pair(app, pilot, clock)


async def tick_before(pair: Pair, *beginnings: str) -> None:
    for beginning in beginnings:
        await pair.choose("#prepare", beginning)


@pytest.fixture
def quick_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_card, "SAVE_AFTER", 60)  # seconds: kept when the question is left


@pytest.mark.usefixtures("quick_answers")
async def test_six_sessions_to_the_certificate(tmp_path: Path, clock: FixedClock) -> None:
    clock.set(DAYS[0] - timedelta(hours=3))
    shelf = fresh(tmp_path, clock, starts_on=date(2026, 11, 23), ends_on=date(2027, 5, 23))
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        pair = await open_pair(pilot, app, clock)
        assert "Certificate 0 of 11" in screen_text(app)
        await tick_before(pair, "Read: Mentor", "Read: Diversity", "Read: Ethics")
        await pair.hold(1)
        assert len([q for q in desk_of(app).pack.decks["ground-rules"].questions if book_of(app).answer(q.key)]) == 21
        await pair.hold(2)
        assert "> 3 Ongoing support & development" in screen_text(app)
        await sign(pair, "Mentoring agreement", Role.mentor, Role.mentee)
        await pair.hold(3)
        assert sum(check.key.startswith("still right/") for check in checks(app)) == 21
        await pair.hold(4)
        await pair.hold(5)
        assert "> 4 Programme completion & reflection" in screen_text(app)
        assert "opens Sun 9 May" in await programme_text(pair)
        await tick_before(pair, "Complete: Goal", "Complete: Activity")
        await pair.hold(6)
        assert [session.state for session in book_of(app).sessions] == [SessionState.held] * 6

        await open_form(pair, "Draft for the Goal Setting & Reflections Worksheet")
        await pair.answer_all("Looking back, point")
        assert "9 of 9 answered" in words_of(app, "#form-head")
        await pair.press("escape")
        await pair.press("escape")
        await sign(pair, "Completion of the mentorship", Role.mentor)
        clock.set(datetime(2027, 5, 10, 16, 30, tzinfo=UTC))
        assert "open now" in await programme_text(pair)
        await pair.press("ctrl+r")
        for line in ("Send in: Goal", "Send in: Activity", "Fill in the programme's survey", "Give the programme"):
            await pair.choose("#programme", line)
        await pair.press("n")
        await type_in(pilot, "8 may congress: met in person at last")
        await pair.press("enter")
        text = screen_text(app)
        assert "Certificate: 11 of 11" in text
        assert "[ ]" not in "\n".join(row for row in texts_of(app, "#programme") if row.startswith("["))
        assert "Congress met in person at last" in text
        await pair.press("escape")
        assert "Certificate 11 of 11" in screen_text(app)
        pack, today = desk_of(app).pack, desk_of(app).today

    book = on_disk(shelf, clock)
    for audience in (Audience.me, Audience.partner):
        found = mentorship_markdown(book, pack, audience, today)
        path = GOLDEN / f"six-sessions-{audience.value}.md"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(found, encoding="utf-8")
        assert found == path.read_text(encoding="utf-8")


def checks(app: MentorApp) -> list[Check]:
    return list(book_of(app).every(Check))


async def programme_text(pair: Pair) -> str:
    await pair.press("ctrl+r")
    text = screen_text(pair.app)
    await pair.press("escape")
    return text


async def open_form(pair: Pair, title: str) -> None:
    """Open a form from the programme's page."""
    await pair.press("ctrl+r")
    key = next(key for key, form in desk_of(pair.app).pack.forms.items() if form.title == title)
    await pair.choose("#programme", f"form {key}")
    assert screen_name(pair.app) == "FormScreen"


async def sign(pair: Pair, title: str, *who: Role) -> None:
    """Open a form and have it signed."""
    await open_form(pair, title)
    for each in who:
        name = book_of(pair.app).mentorship.name_of(each)
        await pair.choose("#form-rows", f"sign {each.value}")
        await type_in(pair.pilot, name)
        await pair.press("enter")
    assert words_of(pair.app, "#form-head").endswith("signed")
    await pair.press("escape", "escape")
