"""``imrnlp check-lexicons``: lists values that are not allowed in the lexicons, with file, line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imrnlp.cli.common import usage


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]",
            help="A folder of lexicons named like the package's; without it the package's own.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check lexicons against their schema; one line for each value that is not allowed.

    The exit status is 1 when there is any.
    """
    from imrnlp.lexicons.schema import check_lexicons

    try:
        problems = check_lexicons(folder)
    except (OSError, ValueError) as error:
        raise usage(str(error)) from None
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    typer.echo("all lexicons hold to their schema")
