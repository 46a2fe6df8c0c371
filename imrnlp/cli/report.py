"""``imrnlp report``: counts over many records."""

from __future__ import annotations

from typing import Annotated

import typer

from imrnlp.cli.common import records


def command(
    name: Annotated[
        str, typer.Argument(metavar="RECORDS", help="JSON lines of records; - is standard input.")
    ],
) -> None:
    """Count records the way a yearly report does: outcomes by category, drugs, guidelines."""
    from imrnlp.export.terminal import print_report

    print_report(records(name))
