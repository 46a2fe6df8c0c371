"""The command line: ``imrnlp extract``, ``show``, ``report`` and ``evaluate``.

Exit status: 0 when every input gave a record, 1 when some gave an error record, 2 for wrong usage.
"""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Iterable, Iterator
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
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders or globs; - is standard input.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where the records go; - is standard output.")
    ] = "-",
    format: Annotated[
        Format, typer.Option("--format", "-f", help="csv and parquet write a folder of tables.")
    ] = Format.jsonl,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes.")] = 1,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", "-p", help="rules, clinical, or a saved pipeline.")
    ] = None,
) -> None:
    """Read letters and write their records."""
    from imrnlp.export.writers import WRITERS
    from imrnlp.extraction import extract_many

    if format is not Format.jsonl and output == "-":
        raise _usage(f"--format {format} writes a folder of tables: name it with --output")
    try:
        paths, problems = _expand(inputs)
        if pipeline is not None:
            from imrnlp.pipeline import shared

            shared(pipeline)
    except ValueError as error:
        raise _usage(str(error)) from None
    letters: Iterable[Any] = (
        _standard_input(pipeline) if paths == ["-"] else extract_many(paths, jobs, pipeline=pipeline)
    )
    counted = _Counted(_progress(letters, len(paths)), problems)
    WRITERS[format](counted, None if output == "-" else Path(output))
    if counted.errors:
        typer.echo(f"imrnlp: {counted.errors} of {counted.total} inputs gave an error record", err=True)
        raise typer.Exit(1)


class _Counted:
    """Passes letters on and counts the error records; inputs that gave nothing come first."""

    def __init__(self, letters: Iterable[Any], problems: list[Any]):
        self._letters, self._problems = letters, problems
        self.total = self.errors = 0

    def __iter__(self) -> Iterator[Any]:
        for group in (self._problems, self._letters):
            for letter in group:
                self.total += 1
                if letter.error:
                    self.errors += 1
                    typer.echo(f"imrnlp: {letter.error}", err=True)
                yield letter


def _expand(inputs: list[str]) -> tuple[list[str], list[Any]]:
    """Input words as file paths, and error records for those that name no letter."""
    import glob

    from imrnlp.extraction import error_record

    if "-" in inputs:
        if len(inputs) > 1:
            raise ValueError("- (standard input) cannot be joined with other inputs")
        return ["-"], []
    paths: list[str] = []
    problems = []
    for word in inputs:
        path = Path(word)
        if path.is_dir():
            found = sorted(str(p) for p in path.rglob("*") if p.suffix.lower() in READABLE and p.is_file())
            if not found:
                problems.append(
                    error_record(word, f"{word}: the folder holds no letter ({', '.join(sorted(READABLE))})")
                )
        elif path.exists():
            found = [word]
        else:
            found = sorted(glob.glob(word, recursive=True))
            if not found:
                problems.append(error_record(word, f"{word}: no such file"))
        paths += found
    return paths, problems


READABLE = frozenset({".txt", ".pdf", ".html", ".htm", ".docx"})


def _standard_input(pipeline: str | None) -> Iterator[Any]:
    from imrnlp.extraction import error_record, extract_document
    from imrnlp.read.files import ReadError, read_bytes

    try:
        yield extract_document(
            read_bytes(sys.stdin.buffer.read(), "standard input", "stdin"), pipeline=pipeline
        )
    except ReadError as error:
        yield error_record("standard input", str(error), "stdin")


def _progress(letters: Iterable[Any], total: int) -> Iterable[Any]:
    """Progress on standard error, when that is a terminal."""
    if not sys.stderr.isatty() or total < 2:
        return letters
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )

    def shown() -> Iterator[Any]:
        with progress:
            yield from progress.track(letters, total=total, description="letters")

    return shown()


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
