"""``imrnlp export``: records in the formats of other tools."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrnlp.cli.common import records_of_file, refuse_folder, say, unwritable, usage
from imrnlp.text.strings import counted

if TYPE_CHECKING:
    from imrnlp.record import Letter


class To(enum.StrEnum):
    omop = "omop"
    docbin = "docbin"
    brat = "brat"


def command(
    source: Annotated[
        str, typer.Argument(metavar="RECORDS", help="JSON lines of records; - is standard input.")
    ],
    to: Annotated[
        To,
        typer.Option(
            help="omop: NOTE and NOTE_NLP in CSV. docbin: spaCy's Docs. brat: standoff for annotation tools."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder to write into.")
    ],
    letters: Annotated[
        list[str] | None,
        typer.Option(
            "--letters",
            metavar="TEXTS",
            help="The letters: a file, folder, glob or archive; may be repeated.",
            show_default="where the records say",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds files.")] = False,
) -> None:
    """Write records, with their letters' texts, for OMOP databases, spaCy or annotation tools."""
    from importlib import import_module

    from imrnlp.export.spans import with_texts
    from imrnlp.run.texts import read_texts

    refuse_folder(output, force)
    found = list(_valid(records_of_file(source), source))
    failed = sum(letter.error is not None for letter in found)
    if failed == len(found):
        raise usage(f"{source}: no record" + (f", {failed} errors" if failed else ""))
    try:
        texts = read_texts(letters) if letters else None
        written = import_module(f"imrnlp.export.{to.value}").write(list(with_texts(found, texts)), output)
    except ValueError as error:
        raise usage(str(error)) from None
    except OSError as error:
        unwritable(output, error)
    say(
        f"{counted(len(found) - failed, 'letter')}: wrote {', '.join(str(path) for path in written[:2])}{_more(written)}"
    )
    if failed:
        say(f"left out: {counted(failed, 'error record')}")
        raise typer.Exit(1)


def _valid(found: Iterable[dict[str, Any]], source: str) -> Iterator[Letter]:
    from pydantic import ValidationError

    from imrnlp.record import Letter

    for number, record in enumerate(found, 1):
        try:
            yield Letter.model_validate(record)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise usage(f"{source}, record {number}: {where}: {first['msg']}") from None


def _more(written: list[Path]) -> str:
    return f" and {len(written) - 2} more" if len(written) > 2 else ""
