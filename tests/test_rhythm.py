"""Rhythms: what people say, what it is taken for, and the dates that it gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentor_tui.core.hours import split_hour
from mentor_tui.core.rhythm import Base, Proposal, Read, Rhythm, even, instant, propose, read_rhythm

MADRID = ZoneInfo("Europe/Madrid")


def wall(text: str) -> datetime:
    """A time on the clock of no zone."""
    return datetime.fromisoformat(text)


TODAY = date(2026, 11, 23)  # a Monday
LAST = wall("2026-11-12 18:30")  # a Thursday, the second of its month
END = date(2027, 5, 1)
BASE = Base(today=TODAY, last=LAST)


def said(text: str, base: Base = BASE) -> Read:
    found = read_rhythm(text, base)
    assert found is not None, text
    return found


def days_of(found: Proposal) -> list[str]:
    return [f"{at.astimezone(MADRID):%d %b}" for at in found.instants]


@pytest.mark.parametrize(
    ("text", "words", "first"),
    [
        ("every third thursday 18:30", "every third Thursday of the month, 18:30", "17 Dec, 21 Jan"),
        ("Every third Thursday of the month, at 18:30", "every third Thursday of the month, 18:30", "17 Dec, 21 Jan"),
        ("first monday 9:00", "every first Monday of the month, 09:00", "07 Dec, 04 Jan"),
        ("last friday of the month", "every last Friday of the month, 18:30", "27 Nov, 25 Dec"),
        ("every 4 weeks thu 18:30", "every 4 weeks on Thursday, 18:30", "10 Dec, 07 Jan"),
        ("every three weeks on thursday", "every 3 weeks on Thursday, 18:30", "03 Dec, 24 Dec"),
        ("thursday every 3 weeks", "every 3 weeks on Thursday, 18:30", "03 Dec, 24 Dec"),
        ("every other thursday 5pm", "every 2 weeks on Thursday, 17:00", "26 Nov, 10 Dec"),
        ("every second week", "every 2 weeks on Thursday, 18:30", "26 Nov, 10 Dec"),
        ("fortnightly", "every 2 weeks on Thursday, 18:30", "26 Nov, 10 Dec"),
        ("thursdays 17h", "every week on Thursday, 17:00", "26 Nov, 03 Dec"),
        ("second thursday of the month", "every second Thursday of the month, 18:30", "10 Dec, 14 Jan"),
        ("monthly on the 15th", "every month on the 15th, 18:30", "15 Dec, 15 Jan"),
        ("monthly on the 31st", "every month on the last day, 18:30", "30 Nov, 31 Dec"),
        ("every month", "every second Thursday of the month, 18:30", "10 Dec, 14 Jan"),
        ("every 2 months", "every 2 months on the second Thursday, 18:30", "14 Jan, 11 Mar"),
        ("quarterly", "every 3 months on the second Thursday, 18:30", "11 Feb"),
        ("every quarter on the first monday", "every 3 months on the first Monday, 18:30", "01 Feb"),
        ("evenly", "spread evenly over the days left, on Thursdays, 18:30", "31 Dec, 25 Mar"),
    ],
)
def test_a_rhythm_as_people_say_it(text: str, words: str, first: str) -> None:
    rhythm = said(text).rhythm
    assert rhythm.words() == words
    assert ", ".join(days_of(propose(rhythm, BASE, 2, END, MADRID))) == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "foo",
        "every foo",
        "thu 18:30 or so",
        "every day",
        "every 2 weeks on the third thursday",
        "every week 25:00",
        "every 0 weeks",
        "every 99 weeks",
        "every 13 months",
        "every second of the month",
        "18:30",
        "the 40th",
    ],
)
def test_what_is_no_rhythm(text: str) -> None:
    assert read_rhythm(text, BASE) is None


def test_what_could_mean_two_things_says_so() -> None:
    found = said("every second thursday 18:30")
    assert found.rhythm == Rhythm(unit="month", weekday=3, nth=2, at=time(18, 30))
    assert "every other Thursday" in found.other
    assert "every 3 weeks on Thursday" in said("each 3rd thursday").other
    for plain in ("second thursday of the month", "every second thursday of the month", "every other thursday"):
        assert said(plain).other == ""
    # What it says to say is what it says.
    assert said("every other Thursday").rhythm.every == 2


def test_what_is_not_said_comes_from_the_last_session() -> None:
    assert said("every 2 weeks").hourless
    assert not said("every 2 weeks 9am").hourless
    assert said("every 2 weeks", Base(today=TODAY)).rhythm == Rhythm(unit="week", every=2, weekday=1)  # tomorrow, noon
    assert even(Base(today=date(2026, 11, 27))).weekday == 0  # a Saturday is nothing to propose
    assert even(BASE) == Rhythm(unit="even", weekday=3, at=time(18, 30))


def test_a_count_of_weeks_goes_on_from_the_last_session() -> None:
    ahead = Base(today=TODAY, last=wall("2026-12-10 18:30"))
    assert days_of(propose(said("every 3 weeks").rhythm, ahead, 2, END, MADRID)) == ["31 Dec", "21 Jan"]
    tuesday = Base(today=TODAY, last=wall("2026-11-24 18:30"))
    every = said("every 4 weeks on thursday").rhythm
    assert days_of(propose(every, tuesday, 1, END, MADRID)) == ["24 Dec"]  # and not two days after they met
    assert days_of(propose(every, Base(today=TODAY), 2, END, MADRID)) == ["26 Nov", "24 Dec"]


def test_fewer_than_wanted_is_told() -> None:
    found = propose(said("quarterly").rhythm, BASE, 4, END, MADRID)
    assert (found.wanted, len(found.instants)) == (4, 1)
    assert propose(said("weekly").rhythm, BASE, 4, TODAY, MADRID).instants == ()
    assert propose(said("weekly").rhythm, BASE, 0, END, MADRID).instants == ()


def test_the_hour_stays_when_the_clocks_change() -> None:
    found = propose(said("third thursday of the month 18:30").rhythm, BASE, 6, date(2027, 6, 1), MADRID)
    assert [f"{at:%d %b %H:%M}" for at in found.instants][-3:] == ["18 Mar 17:30", "15 Apr 16:30", "20 May 16:30"]
    assert {f"{at.astimezone(MADRID):%H:%M}" for at in found.instants} == {"18:30"}


def test_an_hour_that_is_left_out_is_moved_and_one_that_comes_twice_is_the_first() -> None:
    assert instant(wall("2027-03-28 02:30"), MADRID) == (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), True)
    assert instant(wall("2026-10-25 02:30"), MADRID) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False)
    found = propose(said("last sunday of the month 2:30").rhythm, BASE, 5, END, MADRID)
    assert [f"{at.astimezone(MADRID):%d %b %H:%M}" for at in found.moved] == ["28 Mar 03:30"]


rhythms = st.one_of(
    st.builds(
        Rhythm,
        unit=st.just("week"),
        every=st.integers(1, 52),
        weekday=st.integers(0, 6),
        at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    ),
    st.builds(
        Rhythm,
        unit=st.just("month"),
        every=st.integers(1, 12),
        weekday=st.integers(0, 6),
        nth=st.sampled_from([-1, 1, 2, 3, 4, 5]),
        at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    ),
    st.builds(Rhythm, unit=st.just("month"), every=st.integers(1, 12), day=st.integers(1, 31)),
    st.builds(Rhythm, unit=st.just("even"), weekday=st.integers(0, 6)),
)
zones = st.sampled_from(["Europe/Madrid", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
bases = st.builds(
    Base,
    today=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    last=st.none() | st.datetimes(wall("2000-01-01 00:00"), wall("2050-01-01 00:00")),
)


@given(rhythms, bases, st.booleans())
def test_words_read_back_to_the_same(rhythm: Rhythm, base: Base, hours24: bool) -> None:
    found = said(rhythm.words(hours24=hours24), base)
    assert found.rhythm == rhythm
    assert (found.other, found.hourless) == ("", False)


@given(rhythms, bases, st.integers(1, 12), st.integers(0, 800), zones)
def test_dates_ascend_and_keep_their_hour(rhythm: Rhythm, base: Base, count: int, length: int, name: str) -> None:
    zone, end = ZoneInfo(name), base.today + timedelta(days=length)
    found = propose(rhythm, base, count, end, zone)
    local = [at.astimezone(zone) for at in found.instants]
    assert list(found.instants) == sorted(set(found.instants))
    assert len(found.instants) <= count
    days = [at.date() for at in local]
    assert all(base.today < day <= end + timedelta(days=1) for day in days)
    assert all(base.last is None or day > base.last.date() for day in days)
    for at, here in zip(found.instants, local, strict=True):
        if at not in found.moved:
            assert here.time() == rhythm.at
            assert here.date() <= end
            if not rhythm.day:
                assert here.weekday() == rhythm.weekday


@given(rhythms, st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 8))
def test_as_many_as_were_asked_for_where_there_is_room(rhythm: Rhythm, today: date, count: int) -> None:
    assume(not (rhythm.nth == 5 and rhythm.every > 1))  # a month with five of them comes when it comes
    found = propose(rhythm, Base(today=today), count, today + timedelta(days=366 * 10), ZoneInfo("UTC"))
    assert len(found.instants) == count


@given(st.text(max_size=60) | st.from_regex(r"every [a-z0-9]{0,7} [a-z]{0,9} [0-9:]{0,5}"), bases)
def test_any_line_is_read_or_not(text: str, base: Base) -> None:
    found = read_rhythm(text, base)
    if found is not None:
        assert said(found.rhythm.words(), base).rhythm == found.rhythm


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("fri 18:30", "fri", time(18, 30)),
        ("fri at 5pm", "fri", time(17)),
        ("fri, 12 am", "fri", time(0)),
        ("17h", "", time(17)),
        ("3 dec", "3 dec", None),
        ("3 dec 9.15 am", "3 dec", time(9, 15)),
    ],
)
def test_the_hour_at_the_end_of_a_line(text: str, words: str, at: time | None) -> None:
    assert split_hour(text) == (words, at)


def test_an_hour_that_there_is_not() -> None:
    assert split_hour("fri 25:00") is None
    assert split_hour("fri 12:75") is None
