"""``imrnlp evaluate``: the record measured against gold."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from imrnlp.cli.common import Pipeline, loaded, records_of_file, refuse, say, unwritable, usage, write_text
from imrnlp.read.document import unopened

if TYPE_CHECKING:
    from imrnlp.evaluation import Scores

NOW = "now"
_SHEETS = (".csv", ".html", ".htm")


class Evaluate(TyperCommand):
    """``--errors`` alone lists differences; with a file's name it writes them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads ``--errors FILE`` as ``--worksheet FILE``."""
        read: list[str] = []
        for arg in args:
            if arg.startswith("--errors="):
                read += ["--worksheet", arg.partition("=")[2]]
            elif read and read[-1] == "--errors" and arg.lower().endswith(_SHEETS):
                read[-1:] = ["--worksheet", arg]
            else:
                read.append(arg)
        return super().parse_args(ctx, read)


def command(
    gold: Annotated[
        str,
        typer.Argument(metavar="GOLD", help="Gold: a folder of letters with .json records, or JSON lines."),
    ],
    predicted: Annotated[
        str | None,
        typer.Argument(
            metavar="PREDICTED", help="Records (JSON lines); without it the gold's letters are read now."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the scores as JSON.")] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every difference; --errors FILE.csv or .html writes them.")
    ] = False,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--worksheet", metavar="FILE", help="Write each difference once; the same as --errors FILE."
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="layout|letter", help="Also the F1 of each layout or letter."),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare",
            metavar="A B",
            help="Two files of records against the gold: what got better, what got worse. 'now' reads the letters.",
        ),
    ] = None,
    pipeline: Pipeline = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite existing scores and worksheets.")] = False,
) -> None:
    """Precision, recall and F1 per part of the record, with their 95 % intervals, against gold."""
    from imrnlp.export.terminal import print_groups, print_scores

    if sheet and sheet.suffix.lower() not in _SHEETS:
        raise usage(f"{sheet}: a worksheet is a .csv or a .html")
    if by not in (None, "layout", "letter"):
        raise usage(f"--by {by}: scores are given by layout or by letter")
    if compare:
        if predicted or output or sheet or by:
            raise usage("--compare is for two results only: no PREDICTED, --output, --worksheet or --by")
        _compare(gold, compare, pipeline, errors=errors)
        return
    for file in filter(None, (output, sheet)):
        refuse(file, force)
    scores = _scores(gold, predicted, pipeline)
    try:
        groups = scores.by(by) if by else {}
    except ValueError as error:
        raise usage(str(error)) from None
    print_scores(scores, errors=errors)
    found = scores.as_dict()
    if by:
        print_groups(by, groups)
        found[f"by_{by}"] = {name: group.as_dict()["parts"] for name, group in groups.items()}
    if sheet:
        _write_sheet(scores, sheet)
    if output:
        write_text(output, json.dumps(found, indent=2) + "\n")


def _compare(gold: str, names: tuple[str, str], pipeline: str | None, *, errors: bool) -> None:
    """Prints what got better and what got worse from one file of records to the other."""
    from imrnlp.export.terminal import print_changes

    for name in names:
        if name != NOW and not os.path.isfile(name):
            raise usage(unopened(name))
    before, after = (_scores(gold, None if name == NOW else name, pipeline) for name in names)
    print_changes(names, before, after, errors=errors)


def _scores(gold: str, predicted: str | None, pipeline: str | None) -> Scores:
    """The scores; letters that one side lacks are reported."""
    from imrnlp.evaluation import evaluate_path

    if predicted is None:
        loaded(pipeline)
    try:
        scores = evaluate_path(gold, records_of_file(predicted) if predicted else None, pipeline=pipeline)
    except OSError as error:
        raise usage(unopened(gold, error)) from None
    except ValueError as error:
        raise usage(str(error)) from None
    if scores.missing:
        say(f"{predicted} lacks {_named(scores.missing)}: all their values count as missed")
    if scores.unknown:
        say(f"{gold} has no gold for {_named(scores.unknown)}: not measured")
    return scores


def _named(letters: list[str]) -> str:
    more = f" and {len(letters) - 20} more" if len(letters) > 20 else ""
    return f"{len(letters)} letter{'s'[: len(letters) != 1]} ({', '.join(letters[:20])}{more})"


def _write_sheet(scores: Scores, file: Path) -> None:
    from imrnlp.evaluation import worksheet
    from imrnlp.export.worksheet import write_worksheet

    rows = worksheet(scores)
    try:
        write_worksheet(rows, scores.name, file)
    except OSError as error:
        unwritable(file, error)
    say(f"wrote {file}: {len(rows)} differences")
