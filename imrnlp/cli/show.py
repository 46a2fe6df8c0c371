"""``imrnlp show``: letters, in the terminal or as pages."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrnlp.cli.common import Pipeline, loaded, say, unwritable, usage

if TYPE_CHECKING:
    from spacy.language import Language

    from imrnlp.read.document import Document
    from imrnlp.record import Letter
    from imrnlp.run.local import Input


def command(
    letters: Annotated[
        list[str],
        typer.Argument(
            metavar="LETTER...", help="Files, folders, globs, zip archives or tables; - is standard input."
        ),
    ],
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="PATH", help="Write a page (x.html), or a folder with a page for each letter."
        ),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Print to the terminal, open no page.")] = False,
    pipeline: Pipeline = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Show letters with every value marked in the text: a page in HTML, or text in the terminal.

    At a desktop's terminal the page is opened in the browser; elsewhere, and with --text, the letter is printed.
    """
    from imrnlp.export.terminal import print_letter
    from imrnlp.run.inputs import gather

    nlp = loaded(pipeline)
    if html and text:
        raise usage("--html writes a page where --text would print: give one of them")
    try:
        inputs = gather(letters)
    except ValueError as error:
        raise usage(str(error)) from None
    opens = not html and not text and _desktop()
    errors = 0
    if html or opens:
        target = html or _own_file()
        read = list(_read(inputs, nlp))
        errors = sum(letter.error is not None for letter, _ in read)
        if len(inputs) > 1 or not errors:
            first = _write(target, read, force or opens)
            say(f"wrote {first}")
            if opens:
                _open_page(first)
    else:
        for letter, words in _read(inputs, nlp):
            errors += letter.error is not None
            if not letter.error or len(inputs) > 1:
                print_letter(letter, words)
    if errors:
        raise typer.Exit(1)


def _read(inputs: list[Input], nlp: Language) -> Iterator[tuple[Letter, str]]:
    """Each input's record and text; what cannot be read is told, and is an error record without text."""
    from imrnlp.extraction import error_record, extract_document
    from imrnlp.read.files import Opened, ReadError, read_bytes
    from imrnlp.record import Letter
    from imrnlp.run.local import Renamed, id_of, name_of, open_input

    for one in inputs:
        words = ""
        try:
            if one == "-":
                found: Document | Letter = read_bytes(sys.stdin.buffer.read(), "standard input", "stdin")
            else:
                opened = open_input(one)
                found = opened.document() if isinstance(opened, Opened) else opened
            if isinstance(found, Letter):
                letter = found
            else:
                letter, words = extract_document(found, pipeline=nlp), found.text
        except ReadError as error:
            letter = error_record(name_of(one), str(error), id_of(one))
        if isinstance(one, Renamed):
            letter.letter_id = one.letter_id
        if letter.error:
            say(letter.error)
        yield letter, words


def _write(target: Path, read: list[tuple[Letter, str]], force: bool) -> Path:
    """Writes one page, or a folder of pages with an index; the page to begin with."""
    from imrnlp.export.html import index_page, letter_page, letters_page

    if target.suffix.lower() in (".html", ".htm") and not target.is_dir():
        page = letter_page(*read[0]) if len(read) == 1 else letters_page(read)
        return _write_page(target, page, force)
    names = _file_names([letter.letter_id for letter, _ in read])
    if not force and (target / "index.html").exists():
        raise usage(f"{target}: holds pages; --force overwrites them")
    for n, (letter, words) in enumerate(read):
        page = letter_page(
            letter,
            words,
            index="index.html",
            previous=names[n - 1] if n else None,
            next=names[n + 1] if n + 1 < len(names) else None,
        )
        _write_page(target / names[n], page, force)
    rows = [(letter, name) for (letter, _), name in zip(read, names, strict=True)]
    return _write_page(target / "index.html", index_page(rows), force)


def _write_page(file: Path, page: str, force: bool) -> Path:
    if file.exists() and not force and file.is_file():
        raise usage(f"{file}: exists; --force overwrites it")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        unwritable(file, error)
    return file


def _file_names(ids: list[str]) -> list[str]:
    """A file name for each letter, of plain characters, no two alike (whatever the file system makes of case)."""
    taken = {"index"}
    names = []
    for letter_id in ids:
        plain = re.sub(r"[^\w-]+", "-", letter_id, flags=re.ASCII).strip("-")[:80] or "letter"
        name, n = plain, 1
        while name.lower() in taken:
            n += 1
            name = f"{plain}-{n}"
        taken.add(name.lower())
        names.append(f"{name}.html")
    return names


def _desktop() -> bool:
    """Whether someone sits there who can be shown a page."""
    if not sys.stdout.isatty():
        return False
    return (
        sys.platform in ("win32", "darwin")
        or bool(os.environ.get("DISPLAY"))
        or bool(os.environ.get("WAYLAND_DISPLAY"))
    )


def _own_file() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="imrnlp-")) / "letter.html"


def _open_page(file: Path) -> None:
    import webbrowser

    webbrowser.open(file.resolve().as_uri())
