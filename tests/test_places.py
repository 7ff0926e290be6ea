"""Where files live, told by the environment as platformdirs tells it; and the names of the journals in a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import paths
from mentor_tui.data.names import find, names
from mentor_tui.data.shelf import Shelf

FOLDERS = st.sampled_from(
    (
        None,
        "",
        " ",
        "/",
        "/here",
        "/here/",
        "//here",
        "/here/../there",
        "/with space",
        " /here",
        "here",
        "~/here",
        "~",
        "\n",
    )
)


@given(FOLDERS, FOLDERS, st.sampled_from((None, "/system")))
def test_each_folder_is_the_one_that_platformdirs_tells(
    home: str | None, given: str | None, android: str | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        variables = {"HOME": home, "ANDROID_ROOT": android}
        variables |= {f"XDG_{kind}_HOME": given for kind in ("DATA", "CONFIG", "CACHE")}
        for name, value in variables.items():
            patch.delenv(name, raising=False) if value is None else patch.setenv(name, value)
        told = (paths.data_folder(), paths.settings_file(), paths.packs_folder(), paths.pack_copies())
        data = platformdirs.user_data_path("mentor-tui", appauthor=False)
        config = platformdirs.user_config_path("mentor-tui", appauthor=False)
        cache = platformdirs.user_cache_path("mentor-tui", appauthor=False)
        assert told == (data.expanduser(), config / "settings.toml", config / "packs", cache / "packs")
        texts = (paths.settings_path(), paths.packs_path(), paths.copies_path())
        assert tuple(map(Path, texts)) == told[1:]


def test_usual_places_are_told_without_platformdirs(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere platformdirs is asked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "platformdirs", None)
        patch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert paths.data_path() == str(tmp_path / "mentor-tui")
        patch.delenv("XDG_CACHE_HOME")
        patch.setenv("HOME", str(tmp_path))
        assert paths.copies_path() == str(tmp_path / ".cache" / "mentor-tui" / "packs")


@pytest.mark.parametrize("given", ["x", "~/x", "/x//y", Path("x"), Path("/x")])
def test_the_folder_that_is_said_is_the_one(given: str | Path) -> None:
    assert paths.data_folder(given) == Path(given).expanduser()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.DATA_VARIABLE, str(given))
        assert paths.data_folder() == Path(given).expanduser()
        assert paths.data_folder("/other") == Path("/other")


def test_only_files_that_can_be_journals_have_names(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", ".hidden.json", "a.json.lock", "A.JSON", "two.dots.json", ".json", "json"):
        (tmp_path / name).touch()
    (tmp_path / "folder.json").mkdir()
    if hasattr(os, "symlink"):
        (tmp_path / "link.json").symlink_to(tmp_path / "a.json")
        (tmp_path / "nowhere.json").symlink_to(tmp_path / "none.json")
        (tmp_path / "round.json").symlink_to(tmp_path / "round.json")
    assert names(tmp_path) == names(str(tmp_path)) == Shelf(tmp_path).names() == ["a", "b", "link", "two.dots"]
    assert names(tmp_path / "none") == names(tmp_path / "a.json") == names("\0") == []


def test_a_folder_that_cannot_be_looked_into_is_no_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    for step in ("stat", "scandir"):
        with monkeypatch.context() as patch:
            patch.setattr(os, step, refuse)
            with pytest.raises(PermissionError):
                names(tmp_path)


def test_a_name_is_found_by_its_beginning() -> None:
    there = ["Lima", "lima-2", "oslo"]
    assert [find(wanted, there) for wanted in ("Lima", "lima", "OS", "lima-")] == ["Lima", "Lima", "oslo", "lima-2"]
    for wanted, many in (("", "more than one"), ("l", "more than one"), ("paris", "no")):
        with pytest.raises(LookupError, match=f"^{many} mentorship is called {wanted}; there are: Lima, lima-2, oslo$"):
            find(wanted, there)
