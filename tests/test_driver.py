"""What a terminal sends, byte by byte, and a terminal that is gone."""

from __future__ import annotations

import io
import os
import select
import threading
import time
from collections.abc import Callable

import pytest

pytest.importorskip("termios", reason="this terminal is another one")

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from mentor_tui.driver import OPEN, SILENCE, Ending, Output, Reader, TerminalDriver
from tests.known import sum_of
from tests.sender import END, START, Sender, said

STALLED = SILENCE + 0.5


@pytest.fixture
def send() -> Sender:
    return Sender()


# Keys


@pytest.mark.parametrize(
    "data",
    [
        b"Hello \xc3\xa9\xe2\x82\xac",
        b"\x1b[A\x1b[1;5C\x1bOP\x1b[15~\r\t\x7f\x03",
        b"\x1b[97;;97u\x1b[13u\x1b[27u\x1b[97;5u",
        b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[I\x1b[O\x1b[?2026;2$y",
        b"\x1ba\x1b\x1b[A\x1b[2",
    ],
)
def test_keys_are_what_textual_makes_of_them(send: Sender, data: bytes) -> None:
    assert send(data) == said(list(XTermParser().feed(data.decode())))


def test_stray_bytes_are_left_out_and_the_rest_is_there(send: Sender) -> None:
    assert send(b"a\xffb\xe2c\xf0\x9f", b"d\x80") == ["a", "b", "c", "d"]


def test_a_letter_may_come_in_pieces(send: Sender) -> None:
    assert send(*(bytes([byte]) for byte in "é€👩".encode())) == list("é€👩")


@pytest.mark.parametrize(
    "data", [b"\xc2\x9b", b"\xc2\x85", b"\x00", b"\x1b[155;;155u", b"\xed\xa0\x80", b"\x1b[97;;55296u"]
)
def test_a_control_inserts_nothing(data: bytes) -> None:
    for event in Reader().feed(data, 0.0):
        assert isinstance(event, events.Key)
        assert not event.is_printable


@pytest.mark.parametrize("data", [b"\x1b[1114112u", b"\x1b[97;;1114112u", b"\x1b[99999999999999999999u"])
def test_a_letter_beyond_unicode_ends_nothing(send: Sender, data: bytes) -> None:
    send(b"a" + data)
    assert send(b"\x1b[A", b"b") == ["up", "b"]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_no_bytes_at_all_are_too_much(chunks: list[bytes]) -> None:
    send = Sender()
    send(*chunks, gap=0.3)
    send(END)
    send.wait(STALLED)
    assert send(b"\x1b[A")[-1:] == ["up"]


# Pastes


def test_a_paste_stands_between_the_keys_around_it(send: Sender) -> None:
    assert send(b"ab" + START + b"one\ntwo" + END + b"c" + START + b"3" + END) == [
        "a",
        "b",
        "paste: one\ntwo",
        "c",
        "paste: 3",
    ]
    assert send(START + END + b"d") == ["d"]


@given(st.lists(st.integers(1, 40), max_size=12))
def test_a_paste_may_come_in_any_pieces(cuts: list[int]) -> None:
    data = b"x" + START + "a [201~ é\x1b[A\r\nb\x1b[20".encode() + END + b"y"
    chunks, place = [], 0
    for cut in cuts:
        chunks.append(data[place : place + cut])
        place += cut
    found = Sender()(*(chunk for chunk in [*chunks, data[place:]] if chunk))
    assert found == ["x", "paste: a [201~ é\x1b[A\r\nb\x1b[20", "y"]


def test_a_paste_without_an_end_is_given_after_a_silence(send: Sender) -> None:
    assert send(START + b"half a thought") == []
    assert send.wait(SILENCE / 2) == []
    assert send.wait(SILENCE / 2) == ["paste: half a thought"]
    assert send(b"abc\r") == ["a", "b", "c", "enter"]
    assert send(END) == []


def test_letters_typed_into_it_come_along(send: Sender) -> None:
    assert send(START + b"half ", b"a", b"b", gap=0.4) == []
    assert send.wait(SILENCE) == ["paste: half ab"]


def test_a_key_of_its_own_ends_it_at_once(send: Sender) -> None:
    assert send(START + b"half", b"\x1b[97;;97u", gap=0.2) == ["paste: half", "a"]
    assert send(b"b") == ["b"]


def test_what_looks_like_a_key_amid_a_paste_belongs_to_it(send: Sender) -> None:
    assert send(START + b"one ", b"\x1b[A", b" two" + END) == ["paste: one \x1b[A two"]


def test_the_end_of_a_slow_paste_is_no_key(send: Sender) -> None:
    assert send(START + b"all", END, gap=0.5) == ["paste: all"]
    assert send(START + b"all", b"\x1b[A" + END, gap=0.5) == ["paste: all\x1b[A"]


def test_the_rest_of_a_paste_that_stalled_is_pasted_too(send: Sender) -> None:
    assert send(START + b"first\n") == []
    assert send(b"a second line that nobody types\nat once", gap=STALLED) == ["paste: first\n"]
    assert send(b" third" + END + b"k") == ["paste: a second line that nobody types\nat once third", "k"]
    assert send(START + b"first") == []
    assert send(b"\nlast" + END + b"k", gap=STALLED) == ["paste: first", "paste: \nlast", "k"]


def test_another_paste_is_not_the_rest_of_one_that_stalled(send: Sender) -> None:
    assert send(START + b"first") == []
    assert send(b"\x1bOQ" + START + b"second" + END + b"k", gap=STALLED) == ["paste: first", "f2", "paste: second", "k"]


# A terminal that is gone


class Broken(io.StringIO):
    """A file that fails."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        """Fail."""
        raise self.error


@pytest.mark.parametrize("error", [OSError(5, "EIO"), BrokenPipeError(), ValueError("closed")])
def test_writing_to_a_terminal_that_is_gone_is_told_once(error: Exception) -> None:
    gone: list[bool] = []
    output = Output(Broken(error), lambda: gone.append(True))
    output.write("a")
    output.write("b")
    output.flush()
    assert gone == [True]
    assert output.dead


def test_a_terminal_that_was_made_not_to_wait_is_made_to_wait_again() -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)

    class Full(Broken):
        def fileno(self) -> int:
            return write

    output = Output(Full(BlockingIOError()), lambda: pytest.fail("it is there"))
    output.write("a")
    assert os.get_blocking(write)
    assert not output.dead
    os.close(read)
    os.close(write)


class Owner:
    """Hears that the terminal is gone."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def hang_up(self) -> None:
        """Note it."""
        self.told.append("gone")

    def fail(self, error: Exception) -> None:
        """Note it."""
        self.told.append(error)


class Bare(TerminalDriver):
    """Only the reading half, on any file."""

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self.exit_event = self.ending = Ending()
        self._owner = self.owner = Owner()
        self.found: list[Message] = []

    def process_message(self, message: Message) -> None:
        """Note it; one of them is too much."""
        self.found.append(message)
        if isinstance(message, events.Key) and message.key == "full_stop":
            raise ZeroDivisionError


def test_reading_ends_with_the_terminal() -> None:
    read, write = os.pipe()
    os.write(write, b"ab")
    os.close(write)
    driver = Bare(read)
    driver._run_input_thread()
    assert said(driver.found) == ["a", "b"]
    assert driver.owner.told == ["gone"]
    os.close(read)
    driver._run_input_thread()
    assert driver.owner.told == ["gone", "gone"]


def test_a_picture_is_written_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    driver = Bare(read)
    with os.fdopen(write, "w") as file:
        driver._picture, driver._writer_thread = [], WriterThread(file)
        written: list[str] = []
        monkeypatch.setattr(driver._writer_thread, "write", written.append)
        for text in ("\x07", SYNC_START, "a", "b", SYNC_END, "c"):
            driver.write(text)
    assert written == ["\x07", f"{SYNC_START}ab{SYNC_END}", "c"]
    os.close(read)


def test_a_terminal_that_was_let_go_is_not_left_once_more() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "w") as file:
        driver = Bare(write)
        driver._out = Output(file, lambda: pytest.fail("it is there"))
        driver._writer_thread, driver.attrs_before = WriterThread(file), None
        driver.let_go()
        driver.stop_application_mode()
    assert os.read(read, 1000).count(b"\x1b[<u") == 1
    os.close(read)


def test_a_fault_while_reading_is_told() -> None:
    read, write = os.pipe()
    os.write(write, b".")
    driver = Bare(read)
    driver._run_input_thread()
    (error,) = driver.owner.told
    assert isinstance(error, ZeroDivisionError)
    os.close(read)
    os.close(write)


def test_a_program_at_rest_is_woken_by_its_end() -> None:
    read, write = os.pipe()
    driver = Bare(read)
    reading = threading.Thread(target=driver._run_input_thread)
    reading.start()
    os.write(write, b"a")
    driver.exit_event.set()
    reading.join(10)
    assert not reading.is_alive()
    assert driver.owner.told == []
    driver.exit_event.clear()
    assert select.select([driver.ending.fileno()], [], [], 0)[0] == []
    os.close(read)
    os.close(write)


def test_a_key_that_was_begun_is_told_however_late_the_reading_is(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.write(write, b"\x1b")
    driver, now = Bare(read), iter(range(1000, 2000))
    monkeypatch.setattr("mentor_tui.driver.time.monotonic", lambda: float(next(now)))
    reading = threading.Thread(target=driver._run_input_thread, daemon=True)
    reading.start()
    end = time.perf_counter() + 5
    while not driver.found and time.perf_counter() < end:
        time.sleep(0.01)
    driver.exit_event.set()
    reading.join(10)
    assert said(driver.found) == ["escape"]
    os.close(read)
    os.close(write)


@given(st.lists(st.sampled_from([b"a", b"\x1b", b"[", b"A", b"1;5", b"\r", START, END, "é".encode()]), max_size=8))
def test_time_alone_brings_nothing_where_nothing_is_waited_for(chunks: list[bytes]) -> None:
    reader, now = Reader(), 100.0
    for chunk in chunks:
        now += 0.01
        for _ in reader.feed(chunk, now):
            pass
        assert reader.waits(now) or (reader._pasted is None and reader._parser._timeout_time is None)
    assert reader.waits(now + OPEN) == (reader._pasted is not None)


# Textual's own

KNOWN = {
    LinuxDriver.__init__: "671887bbf938",
    LinuxDriver.write: "b78a34033db5",
    LinuxDriver.start_application_mode: "7c41f5ba11a8",
    LinuxDriver.stop_application_mode: "9a7e99c8d4bd",
    LinuxDriver.disable_input: "6154c5a7c174",
    LinuxDriver.close: "c32293a24c1a",
    LinuxDriver._disable_mouse_support: "101060901b67",
    LinuxDriver._sigtstp_application: "26c3c19ce181",
    LinuxDriver._sigcont_application: "1d7463a74df1",
    LinuxDriver._run_input_thread: "d2ef22cc2c97",
    LinuxDriver.run_input_thread: "d796af6d69db",
    WriterThread.run: "314021aab4f5",
    Parser.feed: "390106cde019",
    Parser.tick: "44606084ad3b",
    XTermParser.__init__: "d72babb3e40a",
    XTermParser.parse: "a5834ad1def8",
    App._begin_update: "74b869c65286",
    App._end_update: "1ecb7ab2a36d",
    App._display: "4b78dff6669a",
    App._handle_exception: "baea2e7f88e7",
    App._fatal_error: "2474616cec7f",
    App.panic: "9c4a264c909e",
    App._print_error_renderables: "6e6be4034677",
    App._close_messages_no_wait: "f5db7e8fd40a",
    App.exit: "d8c06b817ac8",
    App.run_async: "821674591dfc",
    App.get_driver_class: "b4903f3dba39",
}


@pytest.mark.parametrize("part", KNOWN, ids=lambda part: part.__qualname__)
def test_textual_is_as_the_driver_and_the_safe_app_know_it(part: Callable[..., object]) -> None:
    """When this fails, see what changed, change ``driver.py`` and ``safe_app.py`` alike, and put the sum here."""
    assert sum_of(part) == KNOWN[part]
