"""``imrnlp report``: counts over many records, as text, or as a page with its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrnlp.cli.common import (
    SECONDS,
    Pipeline,
    Timeout,
    nothing_read,
    read_store,
    records_of_file,
    refuse_folder,
    say,
    unwritable,
    usage,
)
from imrnlp.text.strings import counted

if TYPE_CHECKING:
    from imrnlp.study.report import Report


def command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDS...",
            help="JSON lines of records (- is standard input), a folder of Parquet tables, or letters.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Write index.html, CSV and Parquet of every table there.",
            show_default="a summary as text",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing report.")] = False,
    title: Annotated[str, typer.Option(help="The page's title.")] = "Independent Medical Review",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read letters.")] = 1,
    pipeline: Pipeline = None,
    timeout: Timeout = SECONDS,
) -> None:
    """Count records the way a yearly report does: outcomes by service and drug, guidelines, delays, reviewers."""
    from imrnlp.study.page import write_report
    from imrnlp.study.report import make_report
    from imrnlp.study.store import Store

    if output is not None:
        refuse_folder(output, force)
    try:
        store = (
            Store.of_records(records_of_file("-"))
            if sources == ["-"]
            else read_store(sources, jobs, pipeline, timeout)
        )
        report = make_report(store)
    except ValueError as error:
        raise usage(
            f"{', '.join(sources[:3])}: {error}" if str(error).startswith("no letters") else str(error)
        ) from None
    if report.totals["failed"] and not report.totals["letters"]:
        raise usage(nothing_read(report.totals["failed"], str(report["failures"]["error"].iloc[0])))
    if output is None:
        _print(report)
        return
    try:
        page = write_report(report, output, title)
    except OSError as error:
        unwritable(output, error)
    say(f"{_totals(report)}: {page}")


def _totals(report: Report) -> str:
    totals = report.totals
    stated = [counted(totals["letters"], "letter"), counted(totals["items"], "disputed item")]
    if totals["failed"]:
        stated.append(f"{counted(totals['failed'], 'input')} failed")
    return ", ".join(stated)


def _print(report: Report) -> None:
    from imrnlp.cli.ask import print_rates

    typer.echo(_totals(report))
    for name in ("categories", "drugs", "guidelines"):
        part = next(part for part in report.parts if part.name == name)
        if len(part.frame):
            typer.echo(f"\n{part.title}")
            print_rates(part.frame.drop(columns="letter_ids").head(15))
