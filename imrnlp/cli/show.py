"""``imrnlp show``: letters, in the terminal or as pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrnlp.cli.common import (
    SECONDS,
    Pipeline,
    Timeout,
    file_names,
    gathered,
    loaded,
    read_letters,
    refuse,
    say,
    usage,
    write_text,
)

if TYPE_CHECKING:
    from imrnlp.record import Letter


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
    timeout: Timeout = SECONDS,
    force: Annotated[bool, typer.Option("--force", help="Overwrite existing files.")] = False,
) -> None:
    """Show letters with every value marked in the text: a page in HTML, or text in the terminal.

    At a desktop's terminal the page is opened in the browser; elsewhere, and with --text, the letter is printed.
    """
    from imrnlp.export.terminal import print_letter

    if html and text:
        raise usage("--html writes a page, --text prints: give one of them")
    loaded(pipeline)
    inputs = gathered(letters)
    opens = not html and not text and _desktop()
    errors = 0
    if html or opens:
        target = html or _own_file()
        if not force and not opens:
            _refuse(target)
        read = [(letter, letter.letter_text) for letter in read_letters(inputs, pipeline, timeout)]
        errors = sum(letter.error is not None for letter, _ in read)
        if len(inputs) > 1 or not errors:
            first = _write(target, read)
            say(f"wrote {first}")
            if opens:
                _open_page(first)
    else:
        for letter in read_letters(inputs, pipeline, timeout):
            errors += letter.error is not None
            if not letter.error or len(inputs) > 1:
                print_letter(letter, letter.letter_text)
    if errors:
        raise typer.Exit(1)


def _one_page(target: Path) -> bool:
    return target.suffix.lower() in (".html", ".htm") and not target.is_dir()


def _refuse(target: Path) -> None:
    """Refuses to overwrite a file, before any letter is read."""
    if _one_page(target):
        refuse(target, False)
    elif (target / "index.html").exists():
        raise usage(f"{target}: holds pages; --force overwrites them")


def _write(target: Path, read: list[tuple[Letter, str]]) -> Path:
    """Writes one page, or a folder of pages with an index; the page to begin with."""
    from imrnlp.export.html import index_page, letter_page, letters_page

    if _one_page(target):
        page = letter_page(*read[0]) if len(read) == 1 else letters_page(read)
        write_text(target, page)
        return target
    # Of plain characters, since they are addresses too.
    plain = file_names([letter.letter_id for letter, _ in read], r"[^\w-]+", ["index"])
    names = [f"{name}.html" for name in plain]
    for n, (letter, words) in enumerate(read):
        page = letter_page(
            letter,
            words,
            index="index.html",
            previous=names[n - 1] if n else None,
            next=names[n + 1] if n + 1 < len(names) else None,
        )
        write_text(target / names[n], page)
    rows = [(letter, name) for (letter, _), name in zip(read, names, strict=True)]
    index = target / "index.html"
    write_text(index, index_page(rows))
    return index


def _desktop() -> bool:
    """Whether a person is there to look at a page."""
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
