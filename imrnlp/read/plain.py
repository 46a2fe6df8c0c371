"""Plain text: UTF-8 (with or without a byte order mark), UTF-16 with one, else Windows-1252."""

from __future__ import annotations

import codecs

from imrnlp.read.files import ReadError
from imrnlp.record import Warning

MEDIA_TYPE = "text/plain"


def read(content: bytes, name: str) -> tuple[str, str, None, list[Warning]]:
    """Text, media type, no pages, warnings.  Raises :class:`ReadError` for content that is not text."""
    warnings: list[Warning] = []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", "replace")
    elif b"\x00" in content[:4096]:
        raise ReadError(f"{name}: not a text file (it holds NUL bytes)")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
            warnings.append(
                Warning(code="encoding_inferred", message=f"{name}: not UTF-8; read as Windows-1252")
            )
    return text.replace("\r\n", "\n").replace("\r", "\n"), MEDIA_TYPE, None, warnings
