"""``imrnlp evaluate``: the record measured against gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from imrnlp.cli.common import Pipeline, loaded, records, usage, write_text


def command(
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
    pipeline: Pipeline = None,
) -> None:
    """Precision, recall and F1 per part of the record, against gold."""
    from imrnlp.evaluation import evaluate_path
    from imrnlp.export.terminal import print_scores

    if predicted is None:
        loaded(pipeline)
    try:
        scores = evaluate_path(gold, records(predicted) if predicted else None, pipeline=pipeline)
    except OSError as error:
        raise usage(f"{gold}: {error.strerror or error}") from None
    except ValueError as error:
        raise usage(str(error)) from None
    print_scores(scores, errors=errors)
    if output:
        write_text(output, json.dumps(scores.as_dict(), indent=2) + "\n")
