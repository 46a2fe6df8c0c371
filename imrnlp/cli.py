"""The command line: ``imrnlp extract``, ``show``, ``report`` and ``evaluate``.

Exit status: 0 when every input gave a record, 1 when some gave an error record, 2 for wrong usage.
"""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from imrnlp import __version__

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Structured records from California Independent Medical Review determination letters.",
)


class Format(enum.StrEnum):
    jsonl = "jsonl"
    parquet = "parquet"
    csv = "csv"


def _usage(message: str) -> typer.Exit:
    typer.echo(f"imrnlp: {message}", err=True)
    return typer.Exit(2)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"imrnlp {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def extract(
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
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes [default: all cores].")
    ] = None,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", "-p", help="rules, clinical, or a saved pipeline's folder.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue a run that was stopped.")] = False,
    text_column: Annotated[
        str | None, typer.Option("--text-column", help="The column of texts, for CSV and Parquet tables.")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option("--id-column", help="The column of letter ids, for tables.")
    ] = None,
) -> None:
    """Read letters and write their records, in input order."""
    from imrnlp.run.dataset import RunError
    from imrnlp.run.inputs import expand

    if format is not Format.jsonl and output == "-":
        raise _usage(f"--format {format.value} writes a folder of tables: name it with --output")
    if resume and (output == "-" or format is Format.csv):
        raise _usage("--resume needs --output, and the format jsonl or parquet")
    try:
        paths, problems = expand(inputs, text_column, id_column)
        if pipeline is not None:
            from imrnlp.pipeline import shared

            shared(pipeline)
    except ValueError as error:
        raise _usage(str(error)) from None
    run = _Run(paths, problems, jobs or _jobs_for(len(paths)), pipeline, resume)
    target = None if output == "-" else Path(output)
    try:
        if format is Format.parquet and target:
            run.parquet(target)
        elif format is Format.csv and target:
            run.csv(target)
        else:
            run.jsonl(target)
    except RunError as error:
        raise _usage(str(error)) from None
    except BrokenPipeError:  # the reader of standard output has gone
        sys.stderr.close()
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"imrnlp: writing {output}: {error.strerror or error}; {run.advice()}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(f"imrnlp: interrupted; {run.advice()}", err=True)
        raise typer.Exit(130) from None
    if run.errors:
        typer.echo(f"imrnlp: {run.errors} of {run.total} inputs gave an error record", err=True)
        raise typer.Exit(1)


# Starting a process costs as much as reading some hundred letters.
_LETTERS_PER_PROCESS = 200


def _jobs_for(letters: int) -> int:
    import os

    return max(1, min(os.cpu_count() or 1, letters // _LETTERS_PER_PROCESS))


class _Run:
    """One call of ``extract``: writes in the asked format, counts, and tells of every error record."""

    def __init__(self, paths: list[Any], problems: list[Any], jobs: int, pipeline: str | None, resume: bool):
        self.paths, self.problems = paths, problems
        self.jobs, self.pipeline, self.resume = jobs, pipeline, resume
        self.total = self.errors = 0
        self.kept = False

    def advice(self) -> str:
        return "what is written stays; --resume continues" if self.kept else "nothing was kept"

    def _count(self, error: str | None) -> None:
        self.total += 1
        if error:
            self.errors += 1
            typer.echo(f"imrnlp: {error}", err=True)

    def _letters(self) -> Iterator[Any]:
        from imrnlp.extraction import extract_many

        read = (
            _standard_input(self.pipeline)
            if self.paths == ["-"]
            else extract_many(self.paths, self.jobs, pipeline=self.pipeline)
        )
        with _Progress(len(self.paths)) as progress:
            for letter in (letter for group in (self.problems, read) for letter in group):
                self._count(letter.error)
                progress.advance(1)
                yield letter

    def csv(self, folder: Path) -> None:
        from imrnlp.export.writers import write_csv

        write_csv(self._letters(), folder)

    def parquet(self, folder: Path) -> None:
        from imrnlp.run.dataset import write_dataset

        for problem in self.problems:
            self._count(problem.error)
        self.kept = True
        with _Progress(len(self.paths)) as progress:
            for part in write_dataset(
                self.paths, folder, jobs=self.jobs, pipeline=self.pipeline, resume=self.resume
            ):
                for error in part.errors:
                    self._count(error)
                self.total += part.letters - len(part.errors)
                progress.advance(part.letters, skipped=part.skipped)

    def jsonl(self, file: Path | None) -> None:
        from imrnlp.export.writers import JsonLines
        from imrnlp.run.local import map_lines

        self.kept = file is not None
        with JsonLines(file, resume=self.resume) as lines:
            if self.paths == ["-"]:
                for letter in self._letters():
                    lines.write(letter.model_dump_json())
                return
            done = lines.already
            for problem in self.problems[done:]:
                self._count(problem.error)
                lines.write(problem.model_dump_json())
            done = max(0, done - len(self.problems))
            with _Progress(len(self.paths)) as progress:
                progress.advance(done, skipped=True)
                self.total += done
                for line in map_lines(self.paths[done:], self.jobs, self.pipeline):
                    error = json.loads(line)["error"] if line.endswith('"}') else None
                    self._count(error)
                    lines.write(line)
                    progress.advance(1)


class _Progress:
    """Count, rate and time left on standard error, when that is a terminal."""

    def __init__(self, total: int):
        self._bar: Any = None
        if sys.stderr.isatty() and total > 1:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("letters"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._task = self._bar.add_task("letters", total=total, rate="")
        self._read = 0

    def __enter__(self) -> _Progress:
        import time

        self._clock, self._begun = time.perf_counter, time.perf_counter()
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, letters: int, skipped: bool = False) -> None:
        if not self._bar:
            return
        self._read += 0 if skipped else letters
        seconds = self._clock() - self._begun
        self._bar.update(
            self._task, advance=letters, rate=f"{self._read / seconds:,.0f}/s" if seconds > 0.5 else ""
        )


def _standard_input(pipeline: str | None) -> Iterator[Any]:
    from imrnlp.extraction import error_record, extract_document
    from imrnlp.read.files import ReadError, read_bytes

    try:
        yield extract_document(
            read_bytes(sys.stdin.buffer.read(), "standard input", "stdin"), pipeline=pipeline
        )
    except ReadError as error:
        yield error_record("standard input", str(error), "stdin")


@app.command()
def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A letter.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the letter's page to this file.")] = None,
    pipeline: Annotated[str | None, typer.Option("--pipeline", "-p")] = None,
) -> None:
    """Show one letter: in the terminal, or as a page in HTML with every value marked in the text."""
    from imrnlp.export.html import letter_page
    from imrnlp.export.terminal import print_letter
    from imrnlp.extraction import extract_document
    from imrnlp.read.files import ReadError, read_document

    try:
        document = read_document(file)
    except ReadError as error:
        typer.echo(f"imrnlp: {error}", err=True)
        raise typer.Exit(1) from None
    letter = extract_document(document, pipeline=pipeline)
    if html:
        html.write_text(letter_page(letter, document.text), encoding="utf-8")
        typer.echo(f"wrote {html}", err=True)
    else:
        print_letter(letter)


@app.command()
def report(
    records: Annotated[
        str, typer.Argument(metavar="RECORDS", help="JSON lines of records; - is standard input.")
    ],
) -> None:
    """Count records the way a yearly report does: outcomes by category, drugs, guidelines."""
    from imrnlp.export.terminal import print_report

    print_report(_read_records(records))


@app.command()
def evaluate(
    gold: Annotated[
        str,
        typer.Argument(metavar="GOLD", help="Gold: a folder of letters with .json records, or JSON lines."),
    ],
    predicted: Annotated[
        str | None,
        typer.Argument(
            metavar="PREDICTED", help="Records (JSON lines); without it the gold's own inputs are read now."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the scores as JSON.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every difference.")] = False,
    pipeline: Annotated[str | None, typer.Option("--pipeline", "-p")] = None,
) -> None:
    """Precision, recall and F1 per part of the record, against gold."""
    from imrnlp.evaluation import evaluate_path
    from imrnlp.export.terminal import print_scores

    try:
        scores = evaluate_path(gold, _read_records(predicted) if predicted else None, pipeline=pipeline)
    except (OSError, ValueError) as error:
        raise _usage(str(error)) from None
    print_scores(scores, errors=errors)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps(scores.as_dict(), indent=2) + "\n", encoding="utf-8")


def _read_records(name: str) -> list[dict[str, Any]]:
    try:
        lines = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return [json.loads(line) for line in lines.splitlines() if line.strip()]
    except OSError as error:
        raise _usage(f"{name}: {error.strerror or error}") from None
    except json.JSONDecodeError as error:
        raise _usage(f"{name}: not JSON lines ({error})") from None


def main() -> None:
    app()


if __name__ == "__main__":
    main()
