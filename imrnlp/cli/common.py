"""What every command shares: wrong usage in one sentence, records read from a file, output files."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from imrnlp.text.strings import escaped

if TYPE_CHECKING:
    from spacy.language import Language

Pipeline = Annotated[
    str | None,
    typer.Option(
        "--pipeline",
        "-p",
        metavar="NAME",
        help="rules, clinical, or a pipeline of your own: a folder or a config file.",
        show_default="rules",
    ),
]


class Commands(TyperGroup):
    """The commands; what is wrong with an argument is told in one line, with exit status 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command named in ``args``; as a program unless ``standalone_mode`` is false."""
        run = super().main
        extra["windows_expand_args"] = windows_expand_args
        if not standalone_mode:
            return run(args, prog_name, complete_var, False, **extra)
        try:
            status = run(args, prog_name, complete_var, False, **extra)
        except Exception as error:
            # By its form, since typer brings its own copy of click's exceptions.
            if type(error).__name__ == "Abort":
                say("interrupted")
                sys.exit(130)
            if not hasattr(error, "format_message"):
                raise
            if type(error).__name__ == "NoArgsIsHelpError":
                typer.echo(error.format_message())
            else:
                say(" ".join(str(error.format_message()).split()))
            sys.exit(2)
        sys.exit(status if isinstance(status, int) else 0)


def say(message: str) -> None:
    """One line on standard error, whatever the message holds."""
    typer.echo(f"imrnlp: {escaped(message)}", err=True)


def usage(message: str) -> typer.Exit:
    """Tells what is wrong with the call; to be raised: ``raise usage("…")``."""
    say(message)
    return typer.Exit(2)


def loaded(pipeline: str | None) -> Language:
    """The pipeline of that name; an unknown one is wrong usage."""
    from imrnlp.pipeline import DEFAULT, shared

    try:
        return shared(pipeline or DEFAULT)
    except (ValueError, OSError) as error:
        raise usage(str(error)) from None


def records_of_file(name: str) -> list[dict[str, Any]]:
    """The records of a file of JSON lines (``-``: standard input); what is none is wrong usage.

    Lines end with a line feed only, so that a letter's own U+2028 or U+0085 ends none.
    """
    from imrnlp.record import upgraded

    found = []
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    try:
                        found.append(upgraded(json.loads(line)))
                    except ValueError as error:
                        raise usage(f"{name}, line {number}: {_why(error)}") from None
    except OSError as error:
        raise usage(f"{name}: {error.strerror or error}") from None
    return found


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"not JSON lines ({error})"
    return str(error)


def write_text(file: Path, text: str) -> None:
    """Writes a file, and its folder; what cannot be written is wrong usage."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        unwritable(file, error)


def unwritable(file: str | os.PathLike[str], error: OSError) -> NoReturn:
    """Tells why ``file`` cannot be written."""
    raise usage(f"{os.fspath(file)}: cannot be written ({error.strerror or error})") from None
