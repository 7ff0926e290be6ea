"""What the commands share of click: the group that tells every failure in one line, and the options of many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from mentor_tui.console import PROGRAM, State, Told, end

F = TypeVar("F", bound=Callable[..., Any])
pass_state = click.make_pass_decorator(State, ensure=True)
"""Gives a command the state as its first argument."""


class Program(click.Group):
    """A group of commands that tells every failure in one line."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program; as ``click.Group.main``."""
        rest: dict[str, Any] = {"windows_expand_args": windows_expand_args, **extra}
        name = prog_name or PROGRAM
        if not standalone_mode:
            return super().main(args, name, complete_var, standalone_mode=False, **rest)
        state: State = rest.setdefault("obj", State())

        def work() -> object:
            try:
                return super(Program, self).main(args, name, complete_var, standalone_mode=False, **rest)
            except click.Abort:
                raise KeyboardInterrupt from None
            except click.UsageError as error:
                about = f" See: {error.ctx.command_path} --help" if error.ctx else ""
                raise Told(error.format_message(), error.exit_code, about) from None
            except click.ClickException as error:
                raise Told(error.format_message(), error.exit_code) from None

        return end(state, work)


def _into_state(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Keep what an option said in the state, under the option's name."""
    if value is not None:
        setattr(context.ensure_object(State), str(option.name), value)


_DATA = click.option(
    "--data",
    metavar="DIR",
    expose_value=False,
    callback=_into_state,
    help="The folder of the journals. Also: the variable MENTOR_TUI_DATA.",
)
_MENTORSHIP = click.option(
    "--mentorship",
    metavar="NAME",
    expose_value=False,
    callback=_into_state,
    help="Which mentorship, when there is more than one; the beginning of its name is enough.",
)


def shelved(command: F) -> F:
    """Give a command the option that says where the journals are."""
    return _DATA(command)


def placed(command: F) -> F:
    """Give a command the options that say which journal is meant."""
    return shelved(_MENTORSHIP(command))


def for_whom(told: str) -> Callable[[F], F]:
    """Give a command the option that says who may read its document; ``told`` says what a partner's leaves out."""
    return click.option(
        "--for",
        "audience",
        type=click.Choice(["me", "partner"]),
        default="me",
        show_default=True,
        help=f"Who may read it: {told}",
    )
