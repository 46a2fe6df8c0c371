"""Word documents by python-docx: paragraphs and table rows in their order."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from imrnlp.read.files import MAX_BYTES, ReadError
from imrnlp.record import Warning

if TYPE_CHECKING:
    from docx.table import Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"


def is_docx(content: bytes) -> bool:
    """Whether a zip file's content is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _MAIN in packed.namelist()
    except zipfile.BadZipFile:
        return b"word/document.xml" in content


def read(content: bytes, name: str) -> tuple[str, str, None, list[Warning]]:
    """Text, media type, no pages, warnings.

    Raises :class:`ReadError` for a damaged file, one that unpacks to more than a letter may have, and one
    that declares entities (which a Word document never does).
    """
    import docx
    from docx.table import Table as WordTable

    _check(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, WordTable):
                lines += _rows(block)
            else:
                lines.append(block.text)
    except Exception as error:  # python-docx lets lxml's, zipfile's and its own errors through
        raise ReadError(f"{name}: not a readable Word document ({type(error).__name__}: {error})") from error
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError(f"{name}: the document has no text")
    return text + "\n", MEDIA_TYPE, None, []


def _rows(table: Table) -> list[str]:
    lines = []
    for row in table.rows:
        cells: list[tuple[object, str]] = []
        for cell in row.cells:
            # A merged cell comes once for each place that it fills.
            if not cells or cell._tc is not cells[-1][0]:
                cells.append((cell._tc, " ".join(cell.text.split("\n"))))
        lines.append(" ".join(text for _, text in cells))
    return lines


def _check(content: bytes, name: str) -> None:
    """Refuses what would unpack without bound, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            total = sum(info.file_size for info in packed.infolist())
            if total > MAX_BYTES:
                raise ReadError(
                    f"{name}: unpacks to {total:,} bytes, more than the {MAX_BYTES:,} that a letter may have"
                )
            for info in packed.infolist():
                if not info.filename.endswith((".xml", ".rels")):
                    continue
                with packed.open(info) as part:
                    head = part.read(65536)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise ReadError(f"{name}: {info.filename} declares entities, which no Word document does")
    except ReadError:
        raise
    except Exception as error:  # zipfile's errors, zlib's and lzma's have no common base
        raise ReadError(f"{name}: not a readable Word document ({error})") from error
