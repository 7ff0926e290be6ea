"""Placeholder."""

from __future__ import annotations

from mentor_tui.screens.base import DeskScreen


class HistoryScreen(DeskScreen):
    """Placeholder."""
