"""The history: searched while it is typed, jumped to, read as it was, brought back."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.app import MentorApp
from mentor_tui.core.book import Change
from mentor_tui.core.records import (
    Action,
    Answer,
    Goal,
    Lane,
    Mentorship,
    Note,
    Rating,
    Record,
    Session,
    SessionState,
    make,
    touch,
)
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.history import HistoryScreen
from mentor_tui.screens.past import PastScreen
from mentor_tui.widgets.page import Page
from tests.app_helpers import (
    ESCAPES,
    HOSTILE,
    app_on,
    book_of,
    controls_on,
    cursor_on,
    desk_of,
    fresh,
    press,
    rows_of,
    screen_lines,
    screen_name,
    screen_text,
    settle,
    start,
    texts_of,
    told,
    type_in,
    words_of,
)
from tests.conftest import NOW, FixedClock

LIST = "#history"


def put(app: MentorApp, *records: Record) -> None:
    """Keep some records at once."""
    desk_of(app).do(Change("put", records))


def the_session(app: MentorApp, number: int) -> Session:
    """The session with that number."""
    found = book_of(app).numbered(number)
    assert found is not None
    return found


def add_other(shelf: Shelf, clock: FixedClock, mentee: str, *texts: str, archived: bool = False) -> str:
    """Another mentorship on the shelf with some notes; its name."""
    with shelf.open(shelf.names()[0], clock, write=False) as journal:
        pair = journal.book.mentorship
    alike = {name: getattr(pair, name) for name in ("role", "mentor", "pack", "starts_on", "ends_on")}
    other = make(Mentorship, NOW, mentee=mentee, archived_at=NOW if archived else None, **alike)
    with shelf.create(other, clock) as made:
        for text in texts:
            made.commit(Change("keep", (make(Note, NOW, text=text),)))
        return made.name


async def find(pilot: Pilot[None], line: str) -> None:
    """Type a line into the search."""
    await type_in(pilot, line)


def page_of(app: MentorApp) -> Page:
    """The page beside the list."""
    return app.screen.query_one("#history-page", Page)


async def test_the_sessions_are_listed_and_read_as_they_were(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+f")
        assert screen_name(app) == "HistoryScreen"
        titles = texts_of(app, LIST)
        assert [title.split("Session ")[1][0] for title in titles] == ["4", "3", "2", "1"]
        assert "The sessions in this mentorship" in words_of(app, "#history-told")
        await press(pilot, "down", "down")
        assert "kept" in screen_text(app) or "session 2" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PastScreen)
        said = texts_of(app, "#past")
        assert any("of 60 minutes used" in line for line in said)
        assert any("1 Arrive  4 of 4 min" in line for line in said)
        assert "Agenda, minutes used of those planned" in said
        for title in ("Notes", "Decisions", "To ask next time", "Actions", "Carried over", "Answers"):
            assert title in said, title
        await press(pilot, "right")
        assert words_of(app, "#past-head").startswith("Session 3")
        await press(pilot, "left", "left", "left")
        assert words_of(app, "#past-head").startswith("Session 1")
        assert "no session before" in told(app)[-1]
        await press(pilot, "escape")
        assert screen_name(app) == "HistoryScreen"
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"


async def test_what_is_found_is_jumped_to_and_its_keys_work(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+f")
        await find(pilot, "spring depth")
        assert len(texts_of(app, LIST)) == 1
        assert "1 found in this mentorship" in words_of(app, "#history-told")
        assert "> decision" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PastScreen)
        row = rows_of(app, "#past").row
        assert row is not None
        assert "depth before breadth" in row.content.plain
        await press(pilot, "delete")
        assert not any("depth before" in line for line in texts_of(app, "#past"))
        await press(pilot, "ctrl+z")
        assert any("depth before" in line for line in texts_of(app, "#past"))
        await press(pilot, "escape")
        assert app.screen.query_one("#history-search", Input).value == "spring depth"
        await press(pilot, "escape")
        await find(pilot, "list of fellowship kind:action")
        await press(pilot, "enter")
        row = rows_of(app, "#past").row
        assert row is not None
        assert row.content.plain.startswith("[ ] Send the list")
        await press(pilot, "enter")
        row = rows_of(app, "#past").row
        assert row is not None
        assert row.content.plain.startswith("[x] Send the list")


async def test_each_kind_has_its_place(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        places = {
            "kind:goal ": ("GoalsScreen", "#goals"),
            "kind:contact ": ("ProgrammeScreen", "#programme"),
            "kind:tick ": ("PastScreen", "#past"),
            "kind:session ": ("PastScreen", "#past"),
        }
        for line, (screen, selector) in places.items():
            await press(pilot, "ctrl+f")
            await find(pilot, line)
            row = rows_of(app, LIST).row
            assert row is not None, line
            record_id = row.key.partition("/")[2]
            await press(pilot, "enter")
            assert screen_name(app) == screen, line
            here = rows_of(app, selector).row
            if line not in ("kind:session ",):
                assert here is not None
                assert here.key.removeprefix("log ") == record_id
            await press(pilot, "ctrl+f", "escape")
            await press(pilot, "escape")
        await press(pilot, "ctrl+f")
        await find(pilot, "kind:answer ")
        row = rows_of(app, LIST).row
        assert row is not None
        answer = book_of(app).get(Answer, row.key.partition("/")[2])
        assert answer is not None
        await press(pilot, "enter")
        here = rows_of(app, "#ratings").row
        assert here is not None
        assert here.key == answer.key
        assert answer.text[:20] in here.content.plain
        await press(pilot, "escape", "escape")
        await find(pilot, "kind:rating ")
        row = rows_of(app, LIST).row
        assert row is not None
        rating = book_of(app).get(Rating, row.key.partition("/")[2])
        assert rating is not None
        await press(pilot, "enter")
        here = rows_of(app, "#ratings").row
        assert here is not None
        assert here.key == rating.key
        assert f"{rating.occasion}:" in words_of(app, "#ratings-head")
        await press(pilot, "escape", "escape")
        await find(pilot, "expect of each other kind:answer")
        await press(pilot, "enter")
        assert screen_name(app) == "FormScreen"
        here = rows_of(app, "#form-rows").row
        assert here is not None
        assert "expect of each other" in here.content.plain


async def test_deleted_things_are_found_and_brought_back(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        note = make(Note, NOW, text="This was a slip", session_id=the_session(app, 1).id)
        put(app, note)
        clock.advance(60)
        desk_of(app).do(Change("delete", (touch(note, clock.now(), deleted_at=clock.now()),)))
        await press(pilot, "ctrl+f")
        assert "(Arrive" in screen_text(app)
        await find(pilot, "slip")
        assert texts_of(app, LIST) == ["Nothing says that."]
        assert "(Arrive" not in screen_text(app)
        await press(pilot, "alt+r")
        assert "Alt+X lists" in told(app)[-1]
        await press(pilot, "alt+x")
        assert app.screen.query_one("#history-search", Input).value == "is:deleted "
        await find(pilot, "slip")
        assert "deleted  This was a slip" in texts_of(app, LIST)[0]
        assert "Alt+R brings the note back" in screen_text(app)
        await press(pilot, "enter")
        assert screen_name(app) == "Read"
        await press(pilot, "escape", "alt+r")
        assert [each.text for each in book_of(app).notes() if "slip" in each.text] == ["This was a slip"]
        assert texts_of(app, LIST) == ["Nothing says that."]
        await press(pilot, "ctrl+z")
        assert len(texts_of(app, LIST)) == 1
        assert told(app)[-1] == "Undone: bring back a note “This was a slip”"
        assert "This was a slip" in texts_of(app, LIST)[0]


async def test_outside_the_sessions_is_all_that_stands_in_none(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    gone = make(Session, NOW, number=1, title="", agenda="first", minutes=60, items=(), deleted_at=NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        put(app, gone)
        for place in (None, gone.id, "unknown"):
            put(app, make(Note, NOW, text=f"note {place}", session_id=place))
            put(app, make(Action, NOW, text=f"action {place}", origin_id=place))
        await press(pilot, "ctrl+f")
        (line,) = [text for text in texts_of(app, LIST) if "Outside" in text]
        assert line.endswith("6 lines")
        await cursor_on(pilot, LIST, "outside")
        await press(pilot, "enter")
        shown = screen_text(app)
        for place in (None, gone.id, "unknown"):
            assert f"note {place}" in shown
            assert f"action {place}" in shown


async def test_a_row_is_opened_from_the_list_as_from_the_search(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+f")
        await cursor_on(pilot, LIST, "Session 1:")
        await press(pilot, "enter")
        assert isinstance(app.screen, PastScreen)
        assert app.screen.session == the_session(app, 1)
        await press(pilot, "escape")
        assert screen_name(app) == "HistoryScreen"


async def test_what_undo_took_away_says_so(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=(120, 36)) as pilot:
        put(app, make(Goal, NOW, text="A goal too many"))
        await press(pilot, "ctrl+z", "ctrl+f", "alt+x")
        assert "taken back  A goal too many" in texts_of(app, LIST)[0]
        await press(pilot, "alt+r")
        assert [goal.text for goal in book_of(app).goals] == ["A goal too many"]


async def test_all_mentorships_come_as_they_are_read(tmp_path: Path, clock: FixedClock) -> None:
    shelf = fresh(tmp_path, clock)
    first = shelf.names()[0]
    add_other(shelf, clock, "Dr Ori Example", "a word on microscopes")
    add_other(shelf, clock, "Dr Old Example", "another word on microscopes", archived=True)
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    app = app_on(shelf, clock, first)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+f")
        await find(pilot, "microscopes")
        assert texts_of(app, LIST) == ["Nothing says that."]
        await press(pilot, "alt+m")
        await settle(pilot)
        await settle(pilot)
        lines = texts_of(app, LIST)
        assert len(lines) == 2
        assert any("Dr Ori Example" in line for line in lines)
        assert any("Dr Old Example (archived)" in line for line in lines)
        said = words_of(app, "#history-told")
        assert "2 found in all mentorships" in said
        assert "1 cannot be read" in said
        place = next(n for n, line in enumerate(lines) if "Ori" in line)
        await press(pilot, *["down"] * place, "enter")
        assert isinstance(app.screen, PastScreen)
        assert desk_of(app).mentorship.mentee == "Dr Ori Example"
        row = rows_of(app, "#past").row
        assert row is not None
        assert "a word on microscopes" in row.content.plain
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"


async def test_a_session_that_is_on_is_not_left_for_another_mentorship(tmp_path: Path, clock: FixedClock) -> None:
    shelf = fresh(tmp_path, clock)
    first = shelf.names()[0]
    add_other(shelf, clock, "Dr Ori Example", "a word on microscopes")
    app = app_on(shelf, clock, first)
    async with app.run_test(size=(120, 36)) as pilot:
        await start(pilot)
        await press(pilot, "ctrl+f")
        await find(pilot, "microscopes")
        await press(pilot, "alt+m")
        await settle(pilot)
        await press(pilot, "enter")
        assert screen_name(app) == "Read"
        assert "a word on microscopes" in screen_text(app)
        assert "A session is on here" in screen_text(app)
        await press(pilot, "escape", "escape", "escape")
        assert screen_name(app) == "SessionScreen"
        assert desk_of(app).journal.name == first


async def test_this_mentorship_alone_again(tmp_path: Path, clock: FixedClock) -> None:
    shelf = fresh(tmp_path, clock)
    first = shelf.names()[0]
    add_other(shelf, clock, "Dr Ori Example", "a word")
    app = app_on(shelf, clock, first)
    async with app.run_test(size=(80, 28)) as pilot:
        await press(pilot, "ctrl+f")
        await find(pilot, "word")
        await press(pilot, "alt+m", "alt+m")
        await settle(pilot)
        assert texts_of(app, LIST) == ["Nothing says that."]
        await press(pilot, "alt+m", "escape", "escape")  # left while the others are being read
        await pilot.pause(0.2)
        assert screen_name(app) == "PrepareScreen"


async def test_private_lines_stay_hidden(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        put(app, make(Note, NOW, text="zebra in private", lane=Lane.mine, session_id=the_session(app, 1).id))
        await press(pilot, "ctrl+f")
        await find(pilot, "zebra")
        assert "private" in texts_of(app, LIST)[0]
        await press(pilot, "alt+h")
        assert texts_of(app, LIST) == ["Nothing says that."]
        assert "zebra in" not in screen_text(app)
        await press(pilot, "alt+h")
        assert "zebra" in texts_of(app, LIST)[0]


async def test_filters_are_put_in_from_a_list(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+f")
        await find(pilot, "the")
        await press(pilot, "alt+k")
        await type_in(pilot, "one kind")
        await press(pilot, "enter")
        assert app.screen.query_one("#history-search", Input).value == "the kind:decision "
        assert all("decision" in line for line in texts_of(app, LIST))
        await type_in(pilot, "abc")
        assert app.screen.query_one("#history-search", Input).value == "the kind:decision abc"
        await press(pilot, "alt+k", "escape")
        assert screen_name(app) == "HistoryScreen"


async def test_keys_pressed_fast_are_obeyed_in_their_order(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+f", *"spring", "enter", "escape", "escape", *"is", "alt+x", "alt+r", "escape", "escape")
        await settle(pilot)
        assert screen_name(app) == "PrepareScreen"
        await pilot.press("ctrl+f", *"depth", "down", "up", "enter")
        await settle(pilot)
        row = rows_of(app, "#past").row
        assert row is not None
        assert "depth before" in row.content.plain
        await pilot.press("ctrl+f", "alt+m", "escape", "escape", "ctrl+f", "alt+k", "escape", "escape")
        await settle(pilot)


async def test_hostile_text_is_only_text(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=(120, 36)) as pilot:
        long = "wörd " * 25_000
        records = [make(Note, NOW, text=f"needle {text}") for text in (*HOSTILE, ESCAPES, long)]
        held = make(
            Session, NOW, number=1, title=HOSTILE[0], agenda="x", minutes=60, items=(), state=SessionState.held,
            started_at=NOW, ended_at=NOW,
        )  # fmt: skip
        put(app, held, *records)
        await press(pilot, "ctrl+f")
        assert "[bold]x[/]" in screen_text(app)
        await find(pilot, "needle")
        assert len(texts_of(app, LIST)) == 4
        for _ in range(4):
            assert controls_on(app) == []
            assert rows_of(app, LIST).virtual_size.height == 4  # one line each
            await press(pilot, "down")
        await press(pilot, "escape")
        await find(pilot, "[bold]x[/] needle")
        assert len(texts_of(app, LIST)) == 1
        await press(pilot, "enter")
        assert isinstance(app.screen, PastScreen)
        assert controls_on(app) == []
        assert "[bold]x[/]" in screen_text(app)


async def test_narrow_and_low_windows(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    for size in ((50, 40), (84, 28), (42, 13)):
        app = app_on(demo[0], clock)
        async with app.run_test(size=size) as pilot:
            await press(pilot, "ctrl+f")
            await find(pilot, "kind:note ")
            rows = rows_of(app, LIST)
            assert rows.virtual_size.height == len(rows.rows)
            assert not page_of(app).display
            assert all(len(line) == size[0] for line in screen_lines(app))
            await press(pilot, "enter")
            assert isinstance(app.screen, PastScreen)
            await press(pilot, "escape")
            assert isinstance(app.screen, HistoryScreen)


async def test_words_of_an_answer_are_read_where_they_were_given(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+f", "enter", "left", "left")
        assert isinstance(app.screen, PastScreen)
        answers = [row for row in rows_of(app, "#past").rows if isinstance(row.record, Answer)]
        assert answers
        await cursor_on(pilot, "#past", answers[0].key)
        await press(pilot, "enter")
        assert screen_name(app) != "PastScreen"
        await press(pilot, "escape")
        assert screen_name(app) == "PastScreen"
