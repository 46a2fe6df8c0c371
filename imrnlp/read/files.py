"""Reads a file of any kind to text; the kind is found by the content, then by the suffix."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from imrnlp.read import limits, sandbox
from imrnlp.read.document import MAX_BYTES, MAX_CHARACTERS, Document, ReadError, printable, unopened
from imrnlp.record import Source, Warning

#: Suffixes of the files that a folder is searched for.
READABLE = frozenset({".txt", ".text", ".pdf", ".html", ".htm", ".docx"})

# The first bytes of kinds that hold no text to read, with what to do about them.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc): save it as .docx or PDF"),
    (b"\x89PNG", "an image: put it into a PDF to have it recognised"),
    (b"\xff\xd8\xff", "an image: put it into a PDF to have it recognised"),
    (b"II*\x00", "an image: put it into a PDF to have it recognised"),
    (b"MM\x00*", "an image: put it into a PDF to have it recognised"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"{\\rtf", "a rich text file: save it as .docx or PDF"),
    (b"PAR1", "a Parquet table: name its text column (--text-column)"),
)


def read_document(path: str | PathLike[str]) -> Document:
    """The document in ``path``.  Raises :class:`ReadError` when it cannot be read as text."""
    return open_document(path).document()


def open_document(path: str | PathLike[str]) -> Opened:
    """Begins to read the document in ``path``.  Raises :class:`ReadError` when it cannot be opened."""
    path = Path(path)
    name = printable(str(path))
    try:
        size = path.stat().st_size if path.is_file() else 0
        check_size(size, name)
        with path.open("rb") as file:
            # So much at once that a file needs no more; to ask for the limit takes room for all of it.
            content = file.read(size + 1)
            # A pipe or a device has no size, and a file may grow; it is read to the limit only.
            if len(content) > size:
                content += file.read(MAX_BYTES + 1 - len(content))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ReadError(unopened(str(path), error)) from None
    if len(content) > MAX_BYTES:
        raise ReadError(f"{name}: more than the {MAX_BYTES:,} bytes that a letter may have")
    return Opened(content, name, printable(path.stem))


def check_size(size: int, name: str) -> None:
    """Raises :class:`ReadError` when the file has more bytes than a letter may have."""
    if size > MAX_BYTES:
        raise ReadError(f"{name}: {size:,} bytes, more than the {MAX_BYTES:,} that a letter may have")


def read_bytes(content: bytes, name: str, letter_id: str) -> Document:
    """The document in ``content``; ``name`` is used in messages and in the record's source.

    Raises :class:`ReadError` when it cannot be read as text.
    """
    return Opened(content, name, letter_id).document()


#: What a file's content is; all but plain text is read by a helper process.
FileKind = Literal["pdf", "docx", "html", "plain"]


class Opened:
    """A file that is being read.

    A helper process begins to read it at once (:mod:`imrnlp.read.sandbox`), while the caller may do something else;
    :meth:`document` waits for it.  Raises :class:`ReadError` for content that holds no text to read.
    """

    def __init__(self, content: bytes, name: str, letter_id: str):
        check_size(len(content), name)
        self._content, self._name, self._letter_id = content, name, letter_id
        self._digest = hashlib.sha256(content).hexdigest()
        kind = kind_of(content, name)
        self._request = sandbox.Request({"kind": kind, "name": name}, content) if kind != "plain" else None
        if self._request is not None:
            self._content = b""

    def document(self) -> Document:
        """The document.  Raises :class:`ReadError` when it cannot be read as text."""
        text, media_type, pages, warnings = self._parsed()
        return made(text, media_type, pages, warnings, self._name, self._letter_id, self._digest)

    def _parsed(self) -> Parsed:
        if self._request is None:
            return parse("plain", self._content, self._name)
        left = limits.seconds_left()
        head, text = answered(self._request, limits.TIMEOUT if left is None else left, self._name)
        warnings = [Warning(**warning) for warning in head["warnings"]]
        return text.decode("utf-8", "surrogatepass"), head["media_type"], head["pages"], warnings

    def cancel(self) -> None:
        """Stops reading; there will be no document."""
        if self._request is not None:
            self._request.cancel()


def answered(request: sandbox.Request, seconds: float, name: str) -> tuple[dict[str, Any], bytes]:
    """What the helper process answers about the file ``name``: the head of its answer, and its bytes.

    Raises :class:`ReadError` for a file that it could not read, and :class:`MissingLibrary`.
    """
    try:
        head, content = request.result(seconds)
    except sandbox.HelperError as error:
        raise ReadError(f"{name}: {error}") from None
    if "missing" in head:
        raise MissingLibrary(head["missing"])
    if "error" in head:
        raise ReadError(head["error"])
    return head, content


class MissingLibrary(ImportError):
    """A library that imrnlp needs is not installed.  No letter is at fault, so the whole run ends."""

    def __init__(self, name: str):
        super().__init__(f"the library {name} is missing: install imrnlp with its dependencies", name=name)


def read_here(content: bytes, name: str, letter_id: str) -> Document:
    """Like :func:`read_bytes`, but in this process and without limits: for tests, and for a file that the caller has made."""
    check_size(len(content), name)
    return made(
        *parse(kind_of(content, name), content, name),
        name,
        letter_id,
        hashlib.sha256(content).hexdigest(),
    )


def made(
    text: str,
    media_type: str,
    pages: int | None,
    warnings: list[Warning],
    name: str,
    letter_id: str,
    digest: str,
) -> Document:
    """The document for a text that was read.  Raises :class:`ReadError` when it is longer than a letter may be."""
    if len(text) > MAX_CHARACTERS:
        raise ReadError(
            f"{name}: {len(text):,} characters, more than the {MAX_CHARACTERS:,} that a letter may have"
        )
    source = Source(
        name=Path(name).name,
        media_type=media_type,
        sha256=digest,
        pages=pages,
        characters=len(text),
    )
    return Document(text, source, letter_id, warnings)


#: A reader's answer: text, media type, pages, warnings.
Parsed = tuple[str, str, int | None, list[Warning]]


def kind_of(content: bytes, name: str) -> FileKind:
    """The kind of file that the content is.  Raises :class:`ReadError` for a kind that holds no text, such as an image."""
    from imrnlp.read import docx, html

    head = content[:1024].lstrip()
    if not head and not content.strip():
        raise ReadError(f"{name}: the file is empty")
    for first_bytes, what in _FOREIGN:
        if head.startswith(first_bytes):
            raise ReadError(f"{name}: {what}")
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if docx.is_docx(content):
            return "docx"
        raise ReadError(
            f"{name}: an archive; its letters are read when it is named to extract with suffix .zip"
        )
    return "html" if Path(name).suffix.lower() in (".html", ".htm") or html.is_html(head) else "plain"


def parse(kind: FileKind, content: bytes, name: str) -> Parsed:
    """Reads the content in this process.  Raises :class:`ReadError` when it cannot be read as text."""
    from imrnlp.read import docx, html, pdf, plain

    readers: dict[FileKind, Callable[[bytes, str], Parsed]] = {
        "pdf": pdf.read,
        "docx": docx.read,
        "html": html.read,
        "plain": plain.read,
    }
    return readers[kind](content, name)


def read_text(path: str | PathLike[str]) -> str:
    """The text that the record's offsets refer to."""
    return read_document(path).text
