"""Plain text: UTF-8, UTF-16 or UTF-32 (with a byte order mark, or known by its zeros), else Windows-1252."""

from __future__ import annotations

import codecs
import re

from imrnlp.read.document import ReadError
from imrnlp.record import Warning

MEDIA_TYPE = "text/plain"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f�]")
#: More control characters than this share of a text make it none.
_BINARY = 0.05
_SAMPLE = 65536


def read(content: bytes, name: str) -> tuple[str, str, None, list[Warning]]:
    """Text, media type, no pages, warnings.  Raises :class:`ReadError` for content that is not text."""
    warnings: list[Warning] = []
    text = decode(content, name, warnings)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > _BINARY * len(sample):
        raise ReadError(f"{name}: not a text file (it is full of control characters)")
    if not text.strip():
        raise ReadError(f"{name}: the file is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n"), MEDIA_TYPE, None, warnings


def decode(content: bytes, name: str, warnings: list[Warning]) -> str:
    """Decodes bytes.  A guessed encoding gives a warning."""
    encoding = wide_encoding(content)
    if encoding is None and b"\x00" in content[:4096]:
        raise ReadError(f"{name}: not a text file (it holds NUL bytes)")
    if encoding and encoding != "utf-8-sig":
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        warnings.append(Warning(code="encoding_inferred", message=f"{name}: not UTF-8; read as Windows-1252"))
        return content.decode("cp1252", "replace")


def wide_encoding(content: bytes) -> str | None:
    """UTF-16 or UTF-32, when a byte order mark or the zero bytes of wide characters show it; else ``None``."""
    return next((e for mark, e in _MARKS if content.startswith(mark)), None) or _by_zeros(content)


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of western text is zero."""
    sample = content[:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None
