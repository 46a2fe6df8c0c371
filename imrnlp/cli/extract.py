"""``imrnlp extract``: letters in, records out.

Exit status: 0 when every input gave a record, 1 when some gave an error record, 2 for wrong usage.
"""

from __future__ import annotations

import contextlib
import enum
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrnlp.cli.common import (
    SECONDS,
    Pipeline,
    Progress,
    Timeout,
    loaded,
    say,
    standard_input,
    unwritable,
    usage,
)

if TYPE_CHECKING:
    from imrnlp.run.dataset import Done
    from imrnlp.run.local import Input, Options


class Format(enum.StrEnum):
    jsonl = "jsonl"
    parquet = "parquet"
    csv = "csv"


class Terminated(BaseException):
    """The process was asked to end (SIGTERM, or its terminal was closed)."""


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Files, folders, globs, zip archives or tables; - is standard input."
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where the records go; - is standard output.")
    ] = "-",
    format: Annotated[
        Format, typer.Option("--format", "-f", help="csv and parquet write a folder of tables.")
    ] = Format.jsonl,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help="Processes.",
            show_default="one for every 200 letters, at most one a core",
        ),
    ] = None,
    pipeline: Pipeline = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue a run that was stopped.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite existing files.")] = False,
    timeout: Timeout = SECONDS,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the letter's own words out of the record.")
    ] = False,
    text_column: Annotated[
        str | None, typer.Option("--text-column", help="The column of texts, for CSV and Parquet tables.")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option("--id-column", help="The column of letter ids, for tables.")
    ] = None,
) -> None:
    """Read letters and write their records, in input order."""
    from imrnlp.run.inputs import gather
    from imrnlp.run.local import Options

    if format is not Format.jsonl and output == "-":
        raise usage(f"--format {format.value} writes a folder of tables: name it with --output")
    if resume and output == "-":
        raise usage("--resume needs --output")
    if resume and force:
        raise usage("--resume continues a run, --force overwrites it: give one of them")
    try:
        found = gather(inputs, text_column, id_column)
    except ValueError as error:
        raise usage(str(error)) from None
    if pipeline is not None:
        loaded(pipeline)
    run = _Run(found, jobs or _jobs_for(len(found)), Options(pipeline, timeout, text=not no_text))
    with _stopped_by(signal.SIGTERM, "SIGHUP"):
        _carry_out(run, format, output, resume, force)
    if run.errors:
        say(f"{run.errors} of {run.total} inputs gave an error record")
        raise typer.Exit(1)


def _carry_out(run: _Run, format: Format, output: str, resume: bool, force: bool) -> None:
    from imrnlp.run.manifest import RunError
    from imrnlp.run.pool import PoolError

    try:
        if output == "-":
            run.print()
        else:
            run.write(format, Path(output), resume, force)
    except RunError as error:
        raise usage(str(error)) from None
    except BrokenPipeError:  # the reader of standard output has gone
        sys.stderr.close()
        raise typer.Exit(1) from None
    except (ImportError, PoolError) as error:
        say(f"{error}; {run.advice()}")
        raise typer.Exit(1) from None
    except OSError as error:
        if not run.kept and not run.total:
            unwritable(output, error)
        say(f"writing {output}: {error.strerror or error}; {run.advice()}")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        say(f"interrupted; {run.advice()}")
        raise typer.Exit(130) from None
    except Terminated:
        say(f"terminated; {run.advice()}")
        raise typer.Exit(143) from None


@contextlib.contextmanager
def _stopped_by(*signals: signal.Signals | str) -> Iterator[None]:
    """These signals raise :class:`Terminated` within the block, so that no half-written file stays."""

    def stop(_signal: int, _frame: Any) -> None:
        raise Terminated

    before = {}
    for one in signals:
        number = getattr(signal, one, None) if isinstance(one, str) else one
        if number is not None:
            with contextlib.suppress(ValueError):  # not the main thread
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# Starting a process costs as much as reading some hundred letters.
_LETTERS_PER_PROCESS = 200


def _jobs_for(letters: int) -> int:
    import os

    return max(1, min(os.cpu_count() or 1, letters // _LETTERS_PER_PROCESS))


class _Run:
    """One call of ``extract``: writes in the chosen format, counts, and reports every error record."""

    def __init__(self, inputs: list[Input], jobs: int, options: Options):
        self.inputs, self.jobs, self.options = inputs, jobs, options
        self.total = self.errors = 0
        self._manifest: Path | None = None
        if inputs == ["-"]:
            self.inputs = [standard_input()]
        self._tell_renamed()

    @property
    def kept(self) -> bool:
        """Whether there are results of an earlier run to continue."""
        return self._manifest is not None and self._manifest.exists()

    def advice(self) -> str:
        return "what is written stays; --resume continues" if self.kept else "nothing was kept"

    def _tell_renamed(self) -> None:
        from imrnlp.run.local import Renamed, name_of
        from imrnlp.text.strings import quoted

        renamed = [one for one in self.inputs if isinstance(one, Renamed)]
        if renamed:
            say(
                f"{len(renamed)} of {len(self.inputs)} inputs had the id of another before them and got one "
                f"of their own (the first: {name_of(renamed[0])} is {quoted(renamed[0].letter_id)}, after {renamed[0].first})"
            )

    def print(self) -> None:
        """Prints records as JSON lines."""
        from imrnlp.run.local import map_lines

        with Progress() as progress:
            progress.begin(len(self.inputs))
            for line, error in map_lines(self.inputs, self.jobs, self.options):
                self._count([error] if error else [], 1)
                sys.stdout.write(line + "\n")
                progress.advance(1)
        sys.stdout.flush()

    def write(self, format: Format, place: Path, resume: bool, force: bool) -> None:
        """Writes records to a file or a folder; its manifest allows a run to be continued."""
        from imrnlp.run.manifest import Manifest

        self._manifest = Manifest.of(place, folder=format is not Format.jsonl).file
        with Progress() as progress:
            progress.begin(len(self.inputs))
            for done in _writer(format)(
                self.inputs,
                place,
                jobs=self.jobs,
                options=self.options,
                resume=resume,
                force=force,
            ):
                self._count(done.errors, done.letters)
                progress.advance(done.letters, skipped=done.skipped)

    def _count(self, errors: list[str], letters: int) -> None:
        self.total += letters
        self.errors += len(errors)
        for error in errors:
            say(error)


def _writer(format: Format) -> Callable[..., Iterator[Done]]:
    if format is Format.parquet:
        from imrnlp.run.dataset import write_dataset

        return write_dataset
    if format is Format.csv:
        from imrnlp.run.csv import write_csv

        return write_csv
    from imrnlp.run.jsonl import write_lines

    return write_lines
