"""Where writes happen: at once, or one after the other on a thread of its own, so that a slow disk holds up no key."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from queue import Empty, SimpleQueue
from typing import Protocol

Job = Callable[[], None]
Done = Callable[[Exception | None], None]


class Writer(Protocol):
    """Runs jobs in the order in which they come."""

    def run(self, job: Job, done: Done) -> None:
        """Do ``job``; ``done`` is told the error that it raised, or None, on the caller's thread."""
        ...

    def patient(self) -> AbstractContextManager[None]:
        """What is begun inside may be waited for, so that it is told at the end of it."""
        ...

    def at_the_disk(self) -> None:
        """Called in a job: what is left of it is mostly waiting, so that the caller may go on."""

    def drain(self) -> None:
        """Return when all jobs are done and told, those too that this starts."""
        ...

    def close(self) -> None:
        """As ``drain``; nothing is run afterwards."""
        ...


class AtOnce:
    """Does each job while the caller waits."""

    def run(self, job: Job, done: Done) -> None:
        """As ``Writer.run``."""
        done(_outcome(job))

    def patient(self) -> AbstractContextManager[None]:
        """Each is told at once."""
        return contextlib.nullcontext()

    def at_the_disk(self) -> None:
        """The caller waits all the same."""

    def drain(self) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing is ever under way."""


class InBackground:
    """Does jobs on a thread of its own.

    ``deliver`` is called on that thread with a function that is to be called on the caller's. The thread does not keep
    the program from ending: who closes it waits first.

    Who is ``patient`` waits for a job with none before it, two times and ``prompt`` seconds at most each: as the job
    begins, until it is at the disk, and at the end of what is done meanwhile. What a quick disk has done by then is
    told at once, and the caller has nothing to show of a write under way.
    """

    def __init__(self, deliver: Callable[[Callable[[], None]], object], prompt: float = 0.0) -> None:
        self._deliver = deliver
        self._prompt = prompt
        self._jobs: SimpleQueue[tuple[Job, Done] | None] = SimpleQueue()
        self._results: SimpleQueue[tuple[Done, Exception | None]] = SimpleQueue()
        self._is_patient = False
        self._awaited = False  # whether the caller waits for a result, or will look for it at once
        self._at_the_disk = threading.Event()
        self._left = 0  # jobs that were not told yet; touched on the caller's thread only
        self._thread: threading.Thread | None = None

    def run(self, job: Job, done: Done) -> None:
        """As ``Writer.run``."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="journal-writer", daemon=True)
            self._thread.start()
        self._left += 1
        if self._is_patient and self._left == 1:
            self._awaited = True
            self._at_the_disk.clear()
            self._jobs.put((job, done))
            self._at_the_disk.wait(self._prompt)
        else:
            self._jobs.put((job, done))

    @contextlib.contextmanager
    def patient(self) -> Iterator[None]:
        """As ``Writer.patient``."""
        self._is_patient = self._prompt > 0
        try:
            yield
        finally:
            self._is_patient = False
            if self._awaited:
                try:
                    with contextlib.suppress(Empty):
                        self._tell(*self._results.get(timeout=self._prompt))
                finally:
                    self._awaited = False
                    self._collect()

    def at_the_disk(self) -> None:
        """As ``Writer.at_the_disk``."""
        self._at_the_disk.set()

    def drain(self) -> None:
        """As ``Writer.drain``."""
        while self._left:
            # Another thread may be draining too, when the program is being ended.
            with contextlib.suppress(Empty):
                self._tell(*self._results.get(timeout=0.05))

    def close(self) -> None:
        """As ``Writer.close``."""
        self.drain()
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            job, done = task
            self._results.put((done, _outcome(job)))
            self._at_the_disk.set()
            if self._awaited:
                continue
            try:
                self._deliver(self._collect)
            except RuntimeError:
                continue  # The loop is closed: who closes the journal collects the rest.

    def _collect(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._tell(*self._results.get_nowait())

    def _tell(self, done: Done, error: Exception | None) -> None:
        self._left -= 1
        done(error)


def _outcome(job: Job) -> Exception | None:
    try:
        job()
    except Exception as error:
        return error
    return None
