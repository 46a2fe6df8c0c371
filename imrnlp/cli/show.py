"""``imrnlp show``: one letter, in the terminal or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imrnlp.cli.common import Pipeline, loaded, say, write_text


def command(
    file: Annotated[str, typer.Argument(metavar="LETTER", help="A letter.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the letter's page to this file.")] = None,
    pipeline: Pipeline = None,
) -> None:
    """Show one letter: in the terminal, or as a page in HTML with every value marked in the text."""
    from imrnlp.export.html import letter_page
    from imrnlp.export.terminal import print_letter
    from imrnlp.extraction import extract_document
    from imrnlp.read.document import ReadError
    from imrnlp.read.files import read_document

    nlp = loaded(pipeline)
    try:
        document = read_document(file)
    except ReadError as error:
        say(str(error))
        raise typer.Exit(1) from None
    letter = extract_document(document, pipeline=nlp)
    if html:
        write_text(html, letter_page(letter, document.text))
        say(f"wrote {html}")
    else:
        print_letter(letter)
