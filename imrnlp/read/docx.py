"""Reads Word documents with lxml: paragraphs and table rows of the main part, in order.

Every text of the body is read: form fields (content controls), tracked insertions, text boxes, tables within
tables.  Deleted text, field codes, headers and footers are not.
"""

from __future__ import annotations

import io
import zipfile
from typing import IO

from imrnlp.read.document import MAX_BYTES, MAX_CHARACTERS, ReadError
from imrnlp.record import Warning
from imrnlp.text.strings import described

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What is there twice: the picture of a text box for old programs, the place that a text was moved from.
_TWICE = frozenset(
    ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{_W}moveFrom", f"{_W}del")
)


def is_docx(content: bytes) -> bool:
    """Whether a zip file's content is a Word document.  The names of its parts show it: they are not compressed."""
    return _MAIN.encode() in content


def read(content: bytes, name: str) -> tuple[str, str, None, list[Warning]]:
    """Text, media type, no pages, warnings.

    Raises :class:`ReadError` for a damaged file, one that unpacks to more than a letter may have, and one
    that declares entities (which a Word document never does).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            info = packed.getinfo(_MAIN)
            if info.file_size > MAX_BYTES:
                raise ReadError(
                    f"{name}: unpacks to {info.file_size:,} bytes, more than the {MAX_BYTES:,} "
                    "that a letter may have"
                )
            with packed.open(info) as part:
                text = _text(part, name)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # the errors of zipfile, zlib, lzma and lxml have no common base
        raise ReadError(f"{name}: not a readable Word document ({described(error)})") from error
    if not text.strip():
        raise ReadError(f"{name}: the document has no text")
    return text, MEDIA_TYPE, None, []


def _text(part: IO[bytes], name: str) -> str:
    from lxml import etree

    parts: list[str] = []
    length = cells = skipped = 0
    events = etree.iterparse(
        part, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in events:
        tag = element.tag
        if event == "start":
            if element.getparent() is None and element.getroottree().docinfo.doctype:
                raise ReadError(f"{name}: {_MAIN} declares entities, which no Word document does")
            if tag in _TWICE:
                skipped += 1
            elif tag == f"{_W}tc":
                cells += 1
            elif tag == f"{_W}txbxContent":
                parts.append("\n")
            continue
        if tag in _TWICE:
            skipped -= 1
        elif tag == f"{_W}tc":
            cells -= 1
        elif not skipped:
            piece = _piece(element, tag[len(_W) :], cells) if tag.startswith(_W) else ""
            if piece:
                parts.append(piece)
                length += len(piece)
                if length > MAX_CHARACTERS:
                    raise ReadError(
                        f"{name}: more than the {MAX_CHARACTERS:,} characters that a letter may have"
                    )
        if tag in (f"{_W}p", f"{_W}tr"):
            # What has been read is let go, so that memory does not grow with the document.
            element.clear(keep_tail=True)
    lines = "".join(parts).split("\n")
    return "\n".join(line.rstrip(" ") for line in lines).rstrip("\n") + "\n"


def _piece(element: object, tag: str, cells: int) -> str:
    """What the end of an element adds to the text, within that many nested table cells."""
    if tag == "t":
        return element.text or ""  # type: ignore[attr-defined]
    if tag == "p":
        return " " if cells else "\n"
    if tag == "tr":
        return "" if cells else "\n"
    # "tab" is also the name of a tab stop among a paragraph's properties.
    if tag in ("br", "cr", "tab", "noBreakHyphen") and element.getparent().tag == f"{_W}r":  # type: ignore[attr-defined]
        return "-" if tag == "noBreakHyphen" else " " if cells else "\t" if tag == "tab" else "\n"
    return ""
