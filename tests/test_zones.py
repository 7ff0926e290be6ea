"""The time zones to choose from."""

from __future__ import annotations

import importlib.resources
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentor_tui.screens import zones

NOW = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _afresh() -> None:
    zones._countries.cache_clear()


def told() -> dict[str, str]:
    return {choice.name: choice.about for choice in zones.zone_choices(NOW, lambda when: f"{when:%H:%M}")}


def test_a_zone_is_found_by_its_country() -> None:
    found = told()
    assert found["Europe/Stockholm"] == "Sweden, 18:30 there now"
    assert found["America/Sao Paulo"] == "Brazil, 14:30 there now"
    assert found["UTC"] == "17:30 there now"
    assert not any(name.startswith(("Etc/", "posix/")) for name in found)


def test_zones_are_offered_without_the_list_of_countries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.resources, "files", lambda _: tmp_path)
    assert told()["Europe/Stockholm"] == "18:30 there now"
    zones._countries.cache_clear()
