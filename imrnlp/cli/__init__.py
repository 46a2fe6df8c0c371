"""The command line: one module a command, each with the function ``command``.

Exit status: 0 when all went well, 1 when some input gave an error record, 2 for wrong usage, with a
message of one sentence.  A command's module imports what it needs inside its function, so that ``imrnlp --help``
is quick.
"""

from __future__ import annotations

from typing import Annotated

import typer

from imrnlp.cli import annotate, ask, check_lexicons, evaluate, export, extract, report, show
from imrnlp.cli.common import Commands
from imrnlp.version import __version__

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Structured records from California Independent Medical Review determination letters.",
)


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


# In the order in which --help lists them.
app.command("extract")(extract.command)
app.command("show")(show.command)
app.command("report")(report.command)
app.command("ask")(ask.command)
app.command("export")(export.command)
app.command("evaluate", cls=evaluate.Evaluate)(evaluate.command)
app.command("annotate")(annotate.command)
app.command("check-lexicons")(check_lexicons.command)


def main() -> None:
    """What the console script ``imrnlp`` runs."""
    app()
