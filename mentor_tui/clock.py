"""The one clock. It is handed in where time matters, so that a test states the time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock(Protocol):
    """Tells the time and the person's zone."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        ...

    @property
    def zone(self) -> str:
        """The IANA name of the zone of the person at this machine."""
        ...


class SystemClock:
    """The machine's clock and zone."""

    def __init__(self) -> None:
        self._zone: str | None = None

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)

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
