"""How a program hears that it is to end, and what it does with a terminal that is gone."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

ENDING = tuple(number for name in ("SIGHUP", "SIGTERM", "SIGINT") if (number := getattr(signal, name, None)))


@contextlib.contextmanager
def told_of_signals(told: Callable[[int], None], ended: Callable[[], bool]) -> Iterator[None]:
    """Have ``told`` called with the number of a signal that is to end the program, on its main thread.

    One that the program was started to ignore, as by nohup, stays ignored. Afterwards, when it has ``ended`` by one,
    the others are ignored, so that nothing breaks off what is still to be put away.
    """

    def heard(number: int, _: FrameType | None) -> None:
        told(number)

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if ended() else handler)


def forget_terminal() -> None:
    """Let nothing more be written to a terminal that is gone, not even by Python as it ends."""
    with contextlib.suppress(OSError):
        null = os.open(os.devnull, os.O_RDWR)
        for number in (1, 2):
            os.dup2(null, number)
