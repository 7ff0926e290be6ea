"""Who a document is for."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """The person at this machine, the partner too, or the programme (forms alone)."""

    me = "me"
    partner = "partner"
    programme = "programme"
