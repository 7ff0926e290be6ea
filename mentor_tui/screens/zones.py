"""The time zones to choose from, each with its country and the hour there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from mentor_tui.clock import zone_of
from mentor_tui.screens.pick import Choice

_NO_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


def zone_choices(now: datetime, show_hour: Callable[[datetime], str]) -> list[Choice]:
    """UTC and the zones that are named after a place."""
    countries = _countries()
    choices = []
    for name in sorted(available_timezones()):
        if name == "UTC" or ("/" in name and not name.startswith(_NO_PLACES)):
            country = f"{countries[name]}, " if name in countries else ""
            told = f"{country}{show_hour(now.astimezone(zone_of(name)))} there now"
            choices.append(Choice(name, name.replace("_", " "), told))
    return choices


@cache
def _countries() -> dict[str, str]:
    """The country of each zone in English, as the tz database lists them; none where it is not installed."""
    named = dict(row[:2] for row in _rows("iso3166.tab"))
    return {row[2]: named[row[0]] for row in _rows("zone.tab") if len(row) > 2 and row[0] in named}


def _rows(name: str) -> Iterator[list[str]]:
    """The columns of each line of a file of the tz database."""
    from importlib.resources import files

    try:
        text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    except (ImportError, OSError):
        return
    yield from (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
