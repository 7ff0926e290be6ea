"""The whole first meeting by keys, in a real terminal: from an empty folder to the notes that the partner gets.

The program runs with the machine's own clock, so dates and hours differ from run to run. ``settled`` takes them out of
the notes before they are compared with ``golden/first-meeting.md``, which is one and the same for every size.
``UPDATE_GOLDEN=1 pytest tests/test_first_meeting.py`` writes that file anew.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tinydb

pytest.importorskip("termios", reason="there are no pseudo-terminals here")

from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "first-meeting.md"
SIZES = pytest.mark.parametrize(("columns", "lines"), [(120, 36), (50, 40)], ids=["120x36", "50x40"])

# Neither zone changes its clocks, so one hour here is the same hour there on every day of the year.
MY_ZONE, PARTNER_ZONE = "America/Sao_Paulo", "Asia/Tokyo"
MENTOR, MENTEE, CONTACT = "Dr Aya Mori", "Dr Rui Lopes", "Video link, else aya@example.org"

NOTE = "Wants to compare two fellowships"
DECISION = "Every third Thursday suits us"
QUESTION = "How did you choose your first job?"
PRIVATE = "Seemed tired, ask gently"
ACTION, LOOSE_ACTION = "Send the fellowship list", "Book a theatre visit"
ANSWERS = ["Mainly the career ahead", "Nothing about pay.\nNothing about colleagues.", "The mentee, a week before"]
BEFORE = "Read the handbook, the ethics guide and the diversity guide"
DURING = [
    "Keep the full hour free of pagers and visitors",
    "Swap stories: where you come from, training, life outside work",
]

_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
_HOUR = r"\b\d\d:\d\d\b"


def settled(markdown: str) -> str:
    """The notes without what differs from run to run.

    A day (``Mon 23 Nov 2026``) becomes ``DAY`` everywhere. An hour becomes ``HH:MM``, but under *Next session*, where
    the hours were typed. A span over midnight, with a day at both ends, becomes one within a day. Minutes used become
    ``N min used``, as a slow machine may need half a minute.
    """
    text = re.sub(_DAY, "DAY", markdown)
    session, heading, following = text.partition("## Next session\n")
    session = re.sub(_HOUR, "HH:MM", session).replace("HH:MM – DAY, HH:MM", "HH:MM–HH:MM")
    session = re.sub(r"\b\d+ min used", "N min used", session)
    session = re.sub(r"\b\d+ of 60 minutes used", "N of 60 minutes used", session)
    return session + heading + following


@pytest.fixture
def terminal(columns: int, lines: int) -> Iterator[Terminal]:
    with Terminal(columns, lines) as window:
        yield window


def start(terminal: Terminal, home: Path) -> Path:
    """Start the program as someone who has never used it; gives the folder that its journals go to."""
    home.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    own = {f"XDG_{kind}": str(home / kind) for kind in ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME")}
    look = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    data = home / "journals"
    command = [sys.executable, "-m", "mentor_tui", "--data", str(data)]
    terminal.spawn(command, {**kept, **own, **look, "HOME": str(home), "TZ": MY_ZONE}, ROOT)
    return data


def leave(terminal: Terminal, key: str = "ctrl+q") -> None:
    """Close the program, and find the terminal as it was."""
    assert 1049 in terminal.modes
    terminal.press(key)
    assert terminal.wait_exit() == 0, terminal.text
    assert terminal.left_over == ""
    assert terminal.modes == {7, 25}, "modes that are on besides wrapping and the cursor"
    assert terminal.cooked


def set_up(terminal: Terminal) -> None:
    terminal.wait_for("Set up a mentorship", "( ) I am the mentor", "( ) I am the mentee")
    terminal.press("down", "enter")
    terminal.wait_for("(x) I am the mentee")
    # In one go, as from a paste or over a slow line: programme, start, end, my zone, the partner's.
    terminal.send(f"{MENTOR}\t{MENTEE}\t\t\t\t\t\r".encode())
    terminal.wait_for("The partner's time zone", "Type to search")
    terminal.type("tokyo")
    terminal.wait_for("Asia/Tokyo")
    terminal.press("enter")
    terminal.wait_gone("The partner's time zone")
    terminal.wait_for("Asia/Tokyo", "America/Sao_Paulo")
    terminal.press("tab")
    terminal.wait_cursor("How we keep in touch")
    terminal.type(CONTACT)
    terminal.wait_for(CONTACT)
    terminal.press("F2")


def prepare(terminal: Terminal) -> None:
    terminal.wait_for("F2 starts session 1", "no date yet", CONTACT)
    terminal.press("F4")
    terminal.wait_for("When do you meet next?")
    terminal.type("in 2 days 9:00")
    terminal.wait_for("09:00 (21:00 for")
    terminal.press("enter")
    terminal.wait_gone("When do you meet next?", "no date yet")
    terminal.wait_for("09:00 (21:00 for")
    terminal.choose("Read the handbook")
    terminal.press("space")
    terminal.wait_for("[x] Read the handbook")
    terminal.press("F2")


def tick_two_lines(terminal: Terminal) -> None:
    terminal.wait_for("Arrive", " of 60", "Type and press Enter")
    terminal.press("F2")
    terminal.wait_for("Where are you from")
    terminal.press("F2")
    terminal.wait_for("[ ] Keep the full hour")
    terminal.press("tab")
    terminal.wait_marked("Keep the full hour")
    terminal.press("space")
    terminal.wait_for("[x] Keep the full hour")
    terminal.choose("Swap stories")
    terminal.press("space")
    terminal.wait_for("[x] Swap stories")
    terminal.press("F2")


def answer_three(terminal: Terminal) -> None:
    terminal.wait_for("Topic 1 of 9", "1 of 21, 0 answered")
    terminal.press("escape")
    terminal.wait_cursor("Type and press Enter")
    terminal.press("tab")
    terminal.wait_cursor("Tab to answer")
    for number, answer in enumerate(ANSWERS, 1):
        terminal.wait_for(f"{number} of 21, {number - 1} answered")
        terminal.type(answer)
        terminal.wait_for(*answer.split("\n"))
        terminal.press("pagedown")
        terminal.wait_gone(answer.split("\n")[0])
    terminal.wait_for("4 of 21, 3 answered")


def keep(terminal: Terminal, line: str, preview: str, kept: str) -> None:
    """Type one line, see what it will be, and keep it."""
    terminal.type(line)
    terminal.wait_for(line, preview)
    terminal.press("enter")
    terminal.wait_for(kept, "Type and press Enter")


def capture(terminal: Terminal) -> None:
    terminal.press("escape")
    terminal.wait_cursor("Type and press Enter")
    keep(terminal, NOTE, "note · for you both", "note       Wants to")
    keep(terminal, f"! {ACTION} @mentor ^fri", "action · Dr Aya Mori · due Fri", "action     [ ] Send")
    keep(terminal, f"! {LOOSE_ACTION}", "action   ", "action     [ ] Book")
    keep(terminal, f"= {DECISION}", "decision   ", "decision   Every")
    keep(terminal, f"? {QUESTION}", "question to ask next time", "question   How did")
    keep(terminal, f"~ {PRIVATE}", "private note · only you", "private    Seemed")
    terminal.press("ctrl+z")
    terminal.wait_gone("private    Seemed")
    terminal.press("ctrl+y")
    terminal.wait_for("private    Seemed")


def swap_the_activity(terminal: Terminal) -> None:
    terminal.press("F2")
    terminal.wait_for("Goals in outline")
    terminal.press("F2")
    terminal.wait_for("A first leadership interview")
    terminal.press("F9")
    terminal.wait_for("Which activity or theme?", "Type to search")
    terminal.type("shadow")
    terminal.wait_gone("Leadership Challenge")
    terminal.press("enter")
    terminal.wait_gone("Which activity or theme?", "A first leadership interview")
    terminal.wait_for("Shadow & Debrief")


def pause_and_end(terminal: Terminal) -> None:
    terminal.press("F5")
    terminal.wait_for("PAUSED")
    terminal.press("F5")
    terminal.wait_gone("PAUSED")
    terminal.wait_for(" of 60")
    terminal.press("F8")


def wrap_up(terminal: Terminal) -> None:
    terminal.wait_for("Session 1 held", "Next session:")
    terminal.press("F4")
    terminal.wait_for("When do you meet next?")
    terminal.type("thu 18:30")
    terminal.wait_for("18:30 (Fri")
    terminal.press("enter")
    terminal.wait_gone("When do you meet next?", "not set yet")
    terminal.wait_for("18:30 (Fri")
    terminal.choose("Book a")
    terminal.press("m")
    terminal.wait_for("By when:")
    terminal.type("in 3 weeks")
    terminal.wait_gone("no date", "not a date yet")
    terminal.press("enter")
    terminal.wait_gone("By when:")
    terminal.press("o")
    terminal.wait_for(f"{LOOSE_ACTION} {MENTOR}")  # a message may cover "who?", so that it is gone says too little
    terminal.wait_gone("who?", "by when?", "who or when")


def export(terminal: Terminal, path: Path) -> None:
    terminal.wait_for("private notes left out")
    terminal.press("F9")
    terminal.wait_for("Save the notes as")
    terminal.press("ctrl+u")
    terminal.wait_for("a file name, please")
    terminal.paste(str(path))
    terminal.wait_gone("a file name, please")
    terminal.press("enter")
    terminal.wait_gone("Save the notes as")
    terminal.wait_for("Saved as")
    terminal.press("F2")
    terminal.wait_for("F2 starts session 2", "To ask this time", "[ ] How did you choose")


Document = dict[str, Any]


def tables(folder: Path) -> dict[str, list[Document]]:
    """Every record of the one journal in a folder, as anyone with TinyDB reads it."""
    (path,) = folder.glob("[!.]*.json")
    assert path.name == "dr-aya-mori.json"
    with tinydb.TinyDB(path, access_mode="r") as db:
        return {name: [dict(document) for document in db.table(name)] for name in db.tables()}


def check_journal(found: dict[str, list[Document]], begun: datetime) -> None:
    counts = {name: len(documents) for name, documents in found.items()}
    assert counts == {"meta": 1, "mentorships": 1, "sessions": 2, "notes": 4, "actions": 2, "checks": 3, "answers": 3}
    records = [document for name, documents in found.items() if name != "meta" for document in documents]
    assert all(record["deleted_at"] is None for record in records)
    assert all(begun <= moment(record["created_at"]) <= moment(record["updated_at"]) for record in records)
    assert len({record["id"] for record in records}) == len(records)
    check_mentorship(found["mentorships"][0])
    first, second = sorted(found["sessions"], key=lambda session: int(session["number"]))
    check_sessions(first, second)
    check_captured(found, first["id"], begun)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def check_mentorship(mentorship: Document) -> None:
    wanted = {
        "role": "mentee",
        "mentor": MENTOR,
        "mentee": MENTEE,
        "pack": "isaps",
        "mentor_zone": PARTNER_ZONE,
        "mentee_zone": MY_ZONE,
        "contact": CONTACT,
    }
    assert {name: mentorship[name] for name in wanted} == wanted
    assert date.fromisoformat(mentorship["starts_on"]) < date.fromisoformat(mentorship["ends_on"])


def check_sessions(first: Document, second: Document) -> None:
    assert (first["number"], first["state"], first["paused_at"]) == (1, "held", None)
    assert moment(first["started_at"]) < moment(first["ended_at"])
    assert [(item["title"], item["state"]) for item in first["items"]] == [
        ("Arrive", "done"),
        ("Get to know each other", "done"),
        ("What we hope for", "done"),
        ("Ground rules", "done"),
        ("Goals in outline", "done"),
        ("Shadow & Debrief", "done"),
        ("Plan the way ahead", "to come"),
    ]
    assert first["items"][5]["ref"] == "shadow-and-debrief"
    planned = moment(first["planned_for"]).astimezone(ZoneInfo(MY_ZONE))
    assert f"{planned:%H:%M}" == "09:00"
    assert (second["number"], second["state"], second["started_at"]) == (2, "planned", None)
    assert f"{moment(second['planned_for']).astimezone(ZoneInfo(MY_ZONE)):%a %H:%M}" == "Thu 18:30"


def check_captured(found: dict[str, list[Document]], session_id: str, begun: datetime) -> None:
    assert [(note["text"], note["kind"], note["lane"]) for note in found["notes"]] == [
        (NOTE, "note", "pair"),
        (DECISION, "decision", "pair"),
        (QUESTION, "question", "pair"),
        (PRIVATE, "note", "mine"),
    ]
    assert {note["session_id"] for note in found["notes"]} == {session_id}
    assert [(action["text"], action["owner"], action["state"]) for action in found["actions"]] == [
        (ACTION, "mentor", "open"),
        (LOOSE_ACTION, "mentor", "open"),
    ]
    assert {action["origin_id"] for action in found["actions"]} == {session_id}
    friday, later = (date.fromisoformat(action["due"]) for action in found["actions"])
    today = begun.astimezone(ZoneInfo(MY_ZONE)).date()
    assert f"{friday:%a}" == "Fri"
    assert 0 <= (friday - today).days <= 8
    assert 21 <= (later - today).days <= 22  # a day more when midnight passes meanwhile
    assert [(check["label"], check["done"], check["session_id"]) for check in found["checks"]] == [
        (BEFORE, True, None),
        *((label, True, session_id) for label in DURING),
    ]
    assert [answer["text"] for answer in found["answers"]] == ANSWERS
    assert {answer["session_id"] for answer in found["answers"]} == {session_id}


@SIZES
def test_first_meeting_by_keys(terminal: Terminal, tmp_path: Path) -> None:
    begun = datetime.now(UTC)
    folder = start(terminal, tmp_path / "home")
    set_up(terminal)
    prepare(terminal)
    tick_two_lines(terminal)
    answer_three(terminal)
    capture(terminal)
    swap_the_activity(terminal)
    pause_and_end(terminal)
    wrap_up(terminal)
    export(terminal, tmp_path / "for my mentor.md")
    leave(terminal)

    check_journal(tables(folder), begun)
    written = (tmp_path / "for my mentor.md").read_bytes().decode()
    assert PRIVATE in str(tables(folder)["notes"])
    assert "tired" not in written
    assert "private notes are left out" in written
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_bytes(settled(written).encode())
    assert settled(written) == GOLDEN.read_bytes().decode()


@pytest.mark.parametrize(("columns", "lines"), [(120, 36)])
def test_too_small_a_window_and_back(terminal: Terminal, tmp_path: Path) -> None:
    """What was typed outlasts the window's sizes; and who leaves the set-up leaves no trace but in the cache."""
    folder = start(terminal, tmp_path / "home")
    terminal.wait_for("Set up a mentorship")
    terminal.type(MENTOR)
    terminal.wait_for(MENTOR)
    terminal.resize(30, 10)
    terminal.wait_for("too small")
    terminal.resize(50, 40)
    terminal.wait_gone("too small")
    terminal.wait_for(MENTOR)
    terminal.press("escape")
    terminal.wait_for("Esc once more forgets")
    leave(terminal, "escape")
    own = {".pack", ".modules"}
    assert [path for path in folder.parent.rglob("*") if path.is_file() and path.suffix not in own] == []
