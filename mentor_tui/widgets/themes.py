"""The two looks."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="mentor-dark",
    primary="#5fafaf",
    accent="#5fafaf",
    secondary="#87afd7",
    foreground="#d8dee4",
    background="#14181c",
    surface="#1c2228",
    panel="#232a31",
    success="#87af87",
    warning="#e0b060",
    error="#e07070",
    dark=True,
)
LIGHT = Theme(
    name="mentor-light",
    primary="#006b6b",
    accent="#006b6b",
    secondary="#2a5a8a",
    foreground="#1c2228",
    background="#fbfbf9",
    surface="#f1f1ee",
    panel="#e6e6e2",
    success="#2f6b2f",
    warning="#8a5a00",
    error="#a02020",
    dark=False,
)
