"""The log: what the two did together, made of the sessions and of other contacts."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

import msgspec

from mentor_tui.core.agenda import whole_minutes
from mentor_tui.core.book import Book, Change
from mentor_tui.core.dates import LONGEST, no_such_day, parse_due
from mentor_tui.core.records import Contact, ItemState, Session, Way, make

# Words that say how the two were in touch.
_WAYS = {
    "call": Way.call,
    "called": Way.call,
    "phone": Way.call,
    "phoned": Way.call,
    "video": Way.call,
    "email": Way.email,
    "e-mail": Way.email,
    "mail": Way.email,
    "message": Way.message,
    "text": Way.message,
    "whatsapp": Way.message,
    "congress": Way.congress,
    "conference": Way.congress,
    "meeting": Way.congress,
    "visit": Way.visit,
    "visited": Way.visit,
    "lunch": Way.visit,
    "coffee": Way.visit,
}
_WORD = re.compile(r"[^\W\d_][\w-]*")
# What tells of a day to come, or only of a length of time.
_NOT_PAST = re.compile(r"\b(?:tomorrow|tonight|next|this|by|fortnight|(?:day|week|month|year)s?|[0-9]+[dw])\b")
# How far back a day is looked for: a weekday, a day of the month, one that the month before lacks, a day of the year.
_BACK = (7, 31, 62, 365)


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log: the day, what it was, and what was done; ``minutes`` is 0 where it is not known."""

    on: date
    what: str
    text: str
    minutes: int = 0
    record: Session | Contact

    @property
    def told(self) -> str:
        """What it was, with its length where that is known: ``Session 2, 28 min``."""
        return f"{self.what}, {self.minutes} min" if self.minutes else self.what


def past_day(words: str, today: date, day_first: bool = True) -> date | None:
    """The day that ``words`` mean when they tell of something past: the last such day up to today, or None.

    After ``last`` it is not today. What is to come, or is no day (``tomorrow``, ``this month``, ``a week``), is None.
    """
    said = " ".join(words.lower().split()).strip(" ,.:;").removeprefix("on ")
    if said in ("today", "yesterday"):
        return today - timedelta(days=said == "yesterday")
    if _NOT_PAST.search(said):
        return None
    latest = today - timedelta(days=said.startswith("last "))
    for back in _BACK:
        found = parse_due(said.removeprefix("last "), latest - timedelta(days=back), day_first)
        if found is not None and found <= latest:
            return found
    return None


def read_contact(line: str, today: date, day_first: bool = True) -> tuple[date, Way, str] | None:
    """What a line such as ``12 nov email: sent the abstract`` tells: the day, the way, and the words.

    Without a day it was today; what tells of another time (``3 days``, ``next friday``) stays in the words. The way is
    the first word that names one. None when nothing is left to keep.
    """
    text = " ".join(line.split())
    words = text.split(" ")
    on = today
    for count in range(min(LONGEST, len(words)), 0, -1):
        said = " ".join(words[:count])
        day = past_day(said, today, day_first)
        if day is not None and not _tells_a_day(words, count):
            break
        if day is not None:
            on, text = day, " ".join(words[count:]).lstrip(" ,.:;-")
        if day is not None or parse_due(said, today, day_first) is not None or no_such_day(said, today, day_first):
            break
    if not text:
        return None
    found = (_WAYS.get(word.lower()) for word in _WORD.findall(text))
    way = next((each for each in found if each is not None), Way.other)
    head, colon, rest = text.partition(":")
    if colon and head.strip().lower() in _WAYS and rest.strip():
        text = rest.strip()
    return on, way, text


# What may be a day, and may be the beginning of something else: 3 emails, 1st draft, 12.30 call, sat in on a case.
_WEAK = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?|[0-9]{1,2}[/.][0-9]{1,2}|sat|sun|wed")
_DAY_BEFORE_WAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}|sat|sun|wed")
_NUMBER = re.compile(r"[2-9]|[0-9]{2}")
_HOUR = re.compile(r"[0-9]{1,2}\.(?:1[3-9]|[2-5][0-9]|00)")  # never a month


def _tells_a_day(words: list[str], count: int) -> bool:
    """Whether the first ``count`` words are plainly a day.

    Weak ones are with a sign at their end (``12, call``); ``sat`` and ``3/10`` also before a word for the way, and a
    number before one that has a sign itself (``12 email: sent``; but ``1 call`` is one call, and 12.30 an hour).
    """
    said = " ".join(words[:count]).lower()
    bare = said.rstrip(".,:;")
    if not _WEAK.fullmatch(bare):
        return True
    if _HOUR.fullmatch(bare):
        return False
    if said[-1] in ",:;":
        return True
    after = words[count].lower() if count < len(words) else ""
    if after.strip(".,:;") not in _WAYS:
        return False
    return bool(_DAY_BEFORE_WAY.fullmatch(bare) or (after[-1] == ":" and _NUMBER.fullmatch(bare)))


def add_contact(on: date, way: Way, text: str, now: datetime) -> Change:
    """Keep a contact outside the sessions."""
    return Change("add a contact", (make(Contact, now, on=on, way=way, text=text),))


def entries(book: Book, zone: tzinfo) -> list[Logged]:
    """The log by date, in days of ``zone``: sessions held, with the items that were done, and other contacts."""
    found: list[Logged] = []
    for session in book.held:
        if session.started_at is None:
            continue
        items = [item.title for item in session.items if item.state is ItemState.done]
        ran = session.loose + sum(item.seconds for item in session.items)
        found.append(
            Logged(
                on=session.started_at.astimezone(zone).date(),
                what=f"Session {session.number}",
                text=f"{session.title}: {', '.join(items)}" if items else session.title,
                minutes=whole_minutes(ran),
                record=session,
            )
        )
    for contact in book.every(Contact):
        found.append(Logged(on=contact.on, what=contact.way.value.capitalize(), text=contact.text, record=contact))
    return sorted(found, key=lambda entry: (entry.on, entry.record.order))
