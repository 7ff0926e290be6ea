"""What the user chose: the file, the page, and where the choices hold."""

from __future__ import annotations

import json
import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, TextArea

from mentor_tui.app import MentorApp
from mentor_tui.command_line import cli
from mentor_tui.console import State
from mentor_tui.core.settings import BY_KEY, DEFAULTS, EVERY, Settings, changed
from mentor_tui.data.settings_file import Choices, Unreadable, keep_setting, read_settings
from mentor_tui.data.shelf import Shelf
from mentor_tui.paths import settings_file
from tests.app_helpers import (
    SIZE,
    StillApp,
    cursor_on,
    desk_of,
    fresh,
    press,
    screen_name,
    screen_text,
    settle,
    start,
    texts_of,
    told,
    type_in,
    words_of,
)
from tests.conftest import FixedClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def app_with(shelf: Shelf, clock: FixedClock, path: Path | None) -> MentorApp:
    return StillApp(shelf, clock, None, None, path)


# The file


def test_there_is_a_choice_for_each_setting() -> None:
    assert set(BY_KEY) == set(Settings.__struct_fields__)


def test_without_a_file_the_usual_choices_hold_and_none_is_made(path: Path) -> None:
    assert read_settings(path) == (DEFAULTS, "")
    assert Choices(path).settings == DEFAULTS
    assert not path.parent.exists()


def test_a_first_choice_makes_a_file_that_a_person_can_read(path: Path) -> None:
    keep_setting(path, changed(DEFAULTS, "hours24", False), "hours24")
    text = path.read_text()
    assert tomllib.loads(text) == {
        "look": "dark",
        "day_first": True,
        "hours24": False,
        "minutes": 0,
        "warn_at": 70,
        "reminders": True,
        "export_folder": "",
    }
    lines = text.splitlines()
    for setting in EVERY:
        place = next(n for n, line in enumerate(lines) if line.startswith(f"{setting.key} = "))
        assert lines[place - 1] == f"# {setting.about} ({setting.written})."
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_a_persons_own_comments_and_keys_stay(path: Path) -> None:
    mine = "# mine\nlook = 'light' # for the clinic\nnew_one = 3\n\n[later]\nx = 1\n"
    write(path, mine)
    settings, trouble = read_settings(path)
    assert (settings.look, trouble) == ("light", "")
    keep_setting(path, changed(settings, "warn_at", 90), "warn_at")
    keep_setting(path, changed(settings, "look", "dark"), "look")
    text = path.read_text()
    assert text.startswith('# mine\nlook = "dark" # for the clinic\nnew_one = 3\n')
    assert tomllib.loads(text) == {"look": "dark", "new_one": 3, "warn_at": 90, "later": {"x": 1}}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("look = 'blue'", "look"),
        ("look = 1", "look"),
        ("day_first = 'yes'", "day_first"),
        ("minutes = -1", "minutes"),
        ("minutes = 481", "minutes"),
        ("minutes = true", "minutes"),
        ("warn_at = 0", "warn_at"),
        ("warn_at = 70.5", "warn_at"),
        ("export_folder = []", "export_folder"),
    ],
)
def test_a_wrong_value_costs_only_itself_and_is_told(path: Path, line: str, key: str) -> None:
    write(path, f"reminders = false\n{line}\n")
    settings, trouble = read_settings(path)
    assert settings == changed(DEFAULTS, "reminders", False)
    assert f"the value of {key} makes no sense" in trouble
    assert path.read_text() == f"reminders = false\n{line}\n"


@pytest.mark.parametrize("content", [b"look = ", b"\xff\xfe", b"a = [" * 5000, b"x" * (2**20 + 1)])
def test_a_broken_file_is_told_and_never_written_over(path: Path, content: bytes) -> None:
    write(path, content)
    settings, trouble = read_settings(path)
    assert settings == DEFAULTS
    assert "cannot be read" in trouble
    with pytest.raises(Unreadable):
        keep_setting(path, DEFAULTS, "look")
    choices = Choices(path)
    assert "could not be changed" in choices.change("look", "light")
    assert choices.settings.look == "light"
    assert path.read_bytes() == content


def test_a_link_and_a_folder_in_its_place_are_told(path: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.toml", "look = 'light'\n")
    path.parent.mkdir()
    path.symlink_to(other)
    choices = Choices(path)
    assert choices.settings.look == "light"
    assert "a link stands in the file's place" in choices.change("look", "dark")
    assert other.read_text() == "look = 'light'\n"
    path.unlink()
    path.mkdir()
    assert "cannot be read" in Choices(path).trouble


values = st.fixed_dictionaries(
    {},
    optional={
        "look": st.sampled_from(["dark", "light"]),
        "day_first": st.booleans(),
        "hours24": st.booleans(),
        "minutes": st.integers(0, 480),
        "warn_at": st.integers(1, 100),
        "reminders": st.booleans(),
        "export_folder": st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    },
)


@given(first=values, then=values)
def test_what_is_kept_is_read_again(
    first: dict[str, object], then: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("kept") / "settings.toml"
    settings = DEFAULTS
    for key, value in [*first.items(), *then.items()]:
        settings = changed(settings, key, value)
        keep_setting(path, settings, key)
    assert read_settings(path) == (settings, "")


def test_each_choice_goes_round_and_comes_back() -> None:
    for setting in EVERY:
        settings = DEFAULTS
        for _ in setting.values:
            settings = changed(settings, setting.key, setting.stepped(settings, 1))
        assert settings == DEFAULTS
        for _ in setting.values:
            settings = changed(settings, setting.key, setting.stepped(settings, -1))
        assert settings == DEFAULTS
    odd = changed(DEFAULTS, "minutes", 50)
    assert (BY_KEY["minutes"].stepped(odd, 1), BY_KEY["minutes"].stepped(odd, -1)) == (60, 45)
    assert BY_KEY["minutes"].told(odd) == "50 minutes"
    assert BY_KEY["warn_at"].stepped(changed(DEFAULTS, "warn_at", 5), -1) == 100


def test_the_last_choice_is_taken_back_first(path: Path) -> None:
    choices = Choices(path)
    choices.change("look", "light")
    choices.change("minutes", 45)
    choices.change("minutes", 45)
    assert choices.undo_label == "choose length of a session"
    assert choices.undo() == "Undone: choose length of a session"
    assert read_settings(path)[0] == changed(DEFAULTS, "look", "light")
    choices.undo()
    assert (choices.settings, read_settings(path)[0]) == (DEFAULTS, DEFAULTS)
    assert choices.undo() == "Nothing to undo"


# The page


async def test_f12_opens_the_settings_and_what_is_chosen_holds_at_once(
    shelf: Shelf, clock: FixedClock, path: Path
) -> None:
    app = app_with(shelf, clock, path)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f4")
        await type_in(pilot, "3 dec 18:30")
        await press(pilot, "enter")
        assert "Thu 3 Dec 18:30" in screen_text(app)
        await press(pilot, "f12")
        assert screen_name(app) == "SettingsScreen"
        assert "(x) dark ( ) light" in screen_text(app)
        await press(pilot, "enter")
        assert app.theme == "mentor-light"
        assert tomllib.loads(path.read_text())["look"] == "light"
        await press(pilot, "down", "right", "down", "right")
        await cursor_on(pilot, "#settings", "minutes")
        await press(pilot, "left")
        assert "120 minutes" in screen_text(app)
        await press(pilot, "ctrl+z")
        assert "as its agenda says" in screen_text(app)
        assert tomllib.loads(path.read_text())["minutes"] == 0
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"
        assert "Thu Dec 3 6:30 pm" in screen_text(app)
        assert desk_of(app).settings.day_first is False
    again = app_with(shelf, clock, path)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert again.theme == "mentor-light"
        assert "Thu Dec 3 6:30 pm" in screen_text(again)


async def test_without_a_file_the_choices_hold_for_this_run_only(
    shelf: Shelf, clock: FixedClock, own_home: Path
) -> None:
    before = sorted(own_home.rglob("*"))
    app = app_with(shelf, clock, None)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "f12", "enter", "f12")
        assert screen_name(app) == "PrepareScreen"
        assert app.theme == "mentor-light"
    assert sorted(own_home.rglob("*")) == before


async def test_light_or_dark_is_kept_too(shelf: Shelf, clock: FixedClock, path: Path) -> None:
    app = app_with(shelf, clock, path)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await app.run_action("screen.switch_look")
        await settle(pilot)
        assert app.theme == "mentor-light"
    assert read_settings(path)[0].look == "light"


async def test_what_is_wrong_with_the_file_is_told_once(shelf: Shelf, clock: FixedClock, path: Path) -> None:
    write(path, "look = 'blue'\n")
    app = app_with(shelf, clock, path)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f12", "escape", "escape")
        assert sum("the value of look makes no sense" in words for words in told(app)) == 1


async def test_the_folder_for_exports_is_proposed(
    demo: tuple[Shelf, str], clock: FixedClock, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "my exports"
    folder.mkdir()
    app = app_with(demo[0], clock, path)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f12")
        await cursor_on(pilot, "#settings", "export_folder")
        await press(pilot, "enter")
        await type_in(pilot, "/no/such")
        assert words_of(app, "#ask-reading") == "there is no such folder"
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        await press(pilot, "ctrl+u")
        await type_in(pilot, str(folder))
        await press(pilot, "enter")
        assert any(str(folder) in row for row in texts_of(app, "#settings"))
        await press(pilot, "escape", "f8", "f9")
        assert app.screen.query_one("#ask-line", Input).value.startswith(f"{folder}/")
    assert read_settings(path)[0].export_folder == str(folder)


async def test_settings_above_a_session_leave_its_line_alone(shelf: Shelf, clock: FixedClock) -> None:
    app = app_with(shelf, clock, None)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await press(pilot, "f12", "down", "enter", "f12")
        assert screen_name(app) == "SessionScreen"
        assert app.screen.query_one("#bar", TextArea).text == "half a line"


# The command line


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, obj=State(FixedClock()))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_prints_the_file_and_the_values() -> None:
    assert "not there yet" in run("settings")
    write(settings_file(), "hours24 = false\nwarn_at = 55\nlook = 3\n")
    output = run("settings")
    assert str(settings_file()) in output
    assert "6:30 pm" in output
    assert "55 per cent" in output
    assert "the home folder" in output
    assert "the value of look makes no sense" in output


def test_dates_of_the_command_line_are_read_and_shown_in_the_users_order(demo: tuple[Shelf, str]) -> None:
    folder = str(demo[0].folder)
    assert "18 Nov" in run("--data", folder, "actions")
    write(settings_file(), "day_first = false\n")
    assert "Nov 18" in run("--data", folder, "actions")
    names = ("--role", "mentor", "--mentor", "Dr Ada Sample", "--mentee", "Dr Bo Test", "--pack", "isaps")
    run("new", *names, "--start", "2/3/2027", "--data", folder)
    found = json.loads(run("--data", folder, "--mentorship", "dr-bo", "status", "--json"))
    assert date.fromisoformat(found["starts_on"]) == date(2027, 2, 3)
