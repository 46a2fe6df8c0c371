"""Reads a file of any kind to text; the kind is told by the content, then by the suffix."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from imrnlp.record import Source, Warning


class ReadError(Exception):
    """A file that cannot be read; the message names the file and the reason."""


@dataclass(slots=True)
class Document:
    """A letter's text with where it came from and what the reader has to say about it."""

    text: str
    source: Source
    letter_id: str = ""
    warnings: list[Warning] = field(default_factory=list)


def read_document(path: str | PathLike[str]) -> Document:
    """The document in ``path``.  Raises :class:`ReadError` when it cannot be read as text."""
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise ReadError(f"{path}: is a folder") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    return read_bytes(content, str(path), path.stem)


def read_bytes(content: bytes, name: str, letter_id: str) -> Document:
    """The document in ``content``; ``name`` is used in messages and in the record's source."""
    from imrnlp.read import pdf, plain

    if not content.strip():
        raise ReadError(f"{name}: the file is empty")
    reader = pdf if content.lstrip()[:5] == b"%PDF-" else plain
    text, media_type, pages, warnings = reader.read(content, name)
    source = Source(
        name=Path(name).name,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=pages,
        characters=len(text),
    )
    return Document(text, source, letter_id, warnings)


def read_text(path: str | PathLike[str]) -> str:
    """The text that the record's offsets refer to."""
    return read_document(path).text
