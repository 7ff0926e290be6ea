"""The one clock. It is handed in where time matters, so that a test states the time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock(Protocol):
    """Tells the time and the person's zone."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        ...

    def settle(self) -> None:
        """Take over the machine's time, which may have been set anew; not while something is being timed."""
        ...

    def slept(self) -> float:
        """Seconds for which the machine slept, since some moment; only what comes on top from one time to the next
        says something."""
        ...

    @property
    def zone(self) -> str:
        """The IANA name of the zone of the person at this machine."""
        ...


def steady() -> float:
    """Seconds since some moment, whatever becomes of the machine's clock; those that it sleeps count."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    # On macOS this one goes on in sleep, and Python's own does not.
    return time.clock_gettime(time.CLOCK_MONOTONIC) if sys.platform == "darwin" else time.monotonic()


class SystemClock:
    """The machine's zone, and its clock as it was when it was last settled, going on steadily from there.

    So a clock that is set forward or back while a session is on changes neither the order of what is kept nor the
    minutes that are counted.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        tick: Callable[[], float] = steady,
        awake: Callable[[], float] = time.monotonic,
    ) -> None:
        """``awake`` is as ``tick``, but stands still while the machine sleeps, where that can be told."""
        self._wall = wall
        self._tick = tick
        self._awake = awake
        self._zone: str | None = None
        self.settle()

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._start + timedelta(seconds=self._tick() - self._started)

    def settle(self) -> None:
        """Take over the machine's time."""
        self._started = self._tick()
        self._start = datetime.fromtimestamp(self._wall(), UTC)

    def slept(self) -> float:
        """Seconds for which the machine slept, since some moment."""
        return self._tick() - self._awake()

    @property
    def zone(self) -> str:
        """The machine's IANA zone, or UTC where it cannot be told."""
        if self._zone is None:
            import tzlocal

            try:
                name = tzlocal.get_localzone_name()
            except (ZoneInfoNotFoundError, OSError, ValueError):
                name = None
            self._zone = name or "UTC"
        return self._zone


def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name; UTC for one this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def today(clock: Clock) -> date:
    """The date where the person is."""
    return clock.now().astimezone(zone_of(clock.zone)).date()
