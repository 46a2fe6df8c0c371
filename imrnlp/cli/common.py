"""What every command shares: wrong usage in one sentence, records read from a file, output files."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from imrnlp.read.document import named, unopened
from imrnlp.read.limits import TIMEOUT
from imrnlp.text.strings import escaped, told_apart

if TYPE_CHECKING:
    from spacy.language import Language

    from imrnlp.record import Letter
    from imrnlp.run.local import Input
    from imrnlp.study.store import Store

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

Timeout = Annotated[
    float,
    typer.Option("--timeout", min=1.0, metavar="SECONDS", help="The longest time for one letter."),
]
#: Its default.
SECONDS = TIMEOUT


class Commands(TyperGroup):
    """The commands; a wrong argument gives a message of one line, with exit status 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command named in ``args``; exits afterwards unless ``standalone_mode`` is false."""
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
    """Prints a message as one line on standard error, with control characters escaped."""
    typer.echo(f"imrnlp: {escaped(message)}", err=True)


def usage(message: str) -> typer.Exit:
    """Prints what is wrong with the call; raise what it returns: ``raise usage("…")``."""
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
    """The records of a file of JSON lines (``-``: standard input); anything else is wrong usage.

    Only a line feed ends a line; U+2028 or U+0085 within a letter does not.
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
        raise usage(unopened(name, error)) from None
    return found


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"not JSON lines ({error})"
    return str(error)


def write_text(file: Path, text: str) -> None:
    """Writes a file and makes its folder.  When that fails, the command ends as after wrong usage."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        unwritable(file, error)


def unwritable(file: str | os.PathLike[str], error: OSError) -> NoReturn:
    """Says why ``file`` cannot be written."""
    raise usage(f"{named(os.fspath(file))}: cannot be written ({error.strerror or error})") from None


def refuse(file: Path, force: bool) -> None:
    """Refuses to overwrite an existing file without ``--force``."""
    if file.is_dir():
        raise usage(f"{file}: is a folder, not a file to write")
    if file.exists() and not force:
        raise usage(f"{file}: exists; --force overwrites it")


def refuse_folder(place: Path, force: bool) -> None:
    """Refuses to write into a folder that holds files without ``--force``."""
    if not force and place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise usage(f"{place} exists: name another folder, or write into it with --force")


def gathered(words: Sequence[str]) -> list[Input]:
    """The letters that the user names; a wrong name is wrong usage."""
    from imrnlp.run.inputs import gather

    try:
        found = gather(words)
    except ValueError as error:
        raise usage(str(error)) from None
    return [standard_input()] if found == ["-"] else found


def standard_input() -> Input:
    """Standard input, up to the longest letter allowed."""
    from imrnlp.read.document import MAX_BYTES
    from imrnlp.run.local import Content

    return Content(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input", "stdin")


def read_letters(inputs: list[Input], pipeline: str | None, timeout: float) -> Iterator[Letter]:
    """Each input's record, its text beside it, with a progress bar; unreadable inputs are reported."""
    from imrnlp.run.local import Options, map_ordered

    with Progress() as progress:
        progress.begin(len(inputs))
        for letter in map_ordered(inputs, 1, Options(pipeline, timeout)):
            if letter.error:
                say(letter.error)
            progress.advance(1)
            yield letter


def read_store(
    sources: list[str],
    jobs: int,
    pipeline: str | None,
    timeout: float,
    tell: Callable[[Letter], None] | None = None,
) -> Store:
    """The records of a folder, of JSON lines or of letters, with a progress bar; ``tell`` is called with each letter read now.

    Raises ``ValueError`` when there are no records.
    """
    from imrnlp.record import Letter
    from imrnlp.study.store import Store

    if pipeline is not None:
        loaded(pipeline)

    class Told(Progress):
        def letter(self, letter: Letter | dict[str, Any]) -> None:
            self.advance(1)
            if tell is not None and isinstance(letter, Letter):
                tell(letter)

    progress = Told()
    with progress:
        return Store.of(sources, jobs=jobs, pipeline=pipeline, timeout=timeout, watch=progress)


def nothing_read(inputs: int, first: str) -> str:
    """A message: no input gave a record, and why the first did not."""
    return first if inputs == 1 else f"none of {inputs:,} inputs gave a record; the first: {first}"


def file_names(ids: Iterable[str], unsafe: str, taken: Iterable[str] = ()) -> list[str]:
    """A file name (without suffix) for each letter, all different even when capitals do not count.

    >>> file_names(["a/b", "A-b", "index"], r"[^\\w-]+", ["index"])
    ['a-b', 'A-b-2', 'index-2']
    """
    plain = (re.sub(unsafe, "-", one, flags=re.ASCII).strip("-. ")[:80] or "letter" for one in ids)
    return told_apart(plain, taken)


class Progress:
    """Count, rate and time left on standard error, when that is a terminal and there is more than one letter."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._read = 0

    def begin(self, total: int | None) -> None:
        """Shows the bar; ``total`` is None when the number of letters is unknown."""
        import time

        self._clock, self._begun = time.perf_counter, time.perf_counter()
        if not sys.stderr.isatty() or total in (0, 1):
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("letters"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("letters", total=total, rate="")
        self._bar.start()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exception: object) -> None:
        self.end()

    def end(self) -> None:
        """Leaves the bar as it is."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def advance(self, letters: int, skipped: bool = False) -> None:
        """Counts further letters; skipped ones do not count for the rate."""
        if not self._bar:
            return
        self._read += 0 if skipped else letters
        seconds = self._clock() - self._begun
        self._bar.update(
            self._task, advance=letters, rate=f"{self._read / seconds:,.0f}/s" if seconds > 0.5 else ""
        )
