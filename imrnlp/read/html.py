"""Reads HTML with Beautiful Soup: the text that a reader sees, one line for each block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrnlp.read import plain
from imrnlp.read.document import ReadError
from imrnlp.record import Warning

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement

MEDIA_TYPE = "text/html"

_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "object"))
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
#: Bytes of markup; a letter's page has some ten thousand, and each costs several hundred bytes of memory.
MAX_MARKUP = 5_000_000
_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(?:!doctype\s+html|html))\b", re.I)
# <meta charset="x">, <meta … content="text/html; charset=x">, <?xml … encoding="x"?>
_DECLARED = re.compile(rb"(?:charset|encoding)\s*+=\s*+[\"\']?([A-Za-z0-9._:-]{1,40})", re.I)
_DECLARED_WITHIN = 4096
_SPACES = re.compile(r"[^\S\n]+")
# The blanks around a line's end; a run of blanks is looked at from its beginning only.
_LINES = re.compile(r"(?:(?<![^\S\n])[^\S\n]++)?\n[^\S\n]*+")


def is_html(head: bytes) -> bool:
    """Whether a file's first bytes are those of a page, in an encoding of one byte or of two."""
    start = head.removeprefix(b"\xef\xbb\xbf")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        start = start.lstrip(b"\xff\xfe").replace(b"\0", b"")
    return _START.match(start.lstrip()) is not None


def read(content: bytes, name: str) -> tuple[str, str, None, list[Warning]]:
    """Text, media type, no pages, warnings.

    Raises :class:`ReadError` for a page without text or with more than :data:`MAX_MARKUP` bytes.
    """
    from bs4 import BeautifulSoup

    if len(content) > MAX_MARKUP:
        raise ReadError(
            f"{name}: {len(content):,} bytes of markup, more than the {MAX_MARKUP:,} that a letter may have"
        )
    warnings: list[Warning] = []
    soup = BeautifulSoup(_decode(content, name, warnings), "lxml")
    parts: list[str] = []
    _text(soup, parts)
    text = _LINES.sub("\n", "".join(parts)).strip()
    if not text:
        raise ReadError(f"{name}: the page has no text")
    return text + "\n", MEDIA_TYPE, None, warnings


def _decode(content: bytes, name: str, warnings: list[Warning]) -> str:
    """A mark or zeros show the encoding as in plain text; else the page's own word, where its bytes agree."""
    declared = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    if declared is not None and plain.wide_encoding(content) is None:
        name_of_it = declared[1].decode("ascii").lower()
        try:
            # Browsers take the two for Windows-1252, and so do those who write them.
            return content.decode(
                "cp1252" if name_of_it in ("iso-8859-1", "latin1", "us-ascii") else name_of_it
            )
        except (LookupError, UnicodeError, ValueError):
            pass
    return plain.decode(content, name, warnings)


def _text(soup: BeautifulSoup, parts: list[str]) -> None:
    """The page's text in order; a stack of its own, as pages may be nested deeper than Python calls."""
    from bs4.element import PreformattedString, Tag

    waiting: list[tuple[PageElement | str, bool]] = [(soup, False)]
    while waiting:
        node, kept = waiting.pop()
        if isinstance(node, Tag):
            if node.name in _UNSEEN:
                continue
            between = "\n" if node.name in _BLOCKS else " " if node.name in _CELLS else ""
            parts.append(between)
            if node.name in _BLOCKS:
                # What follows a block stands on a line of its own.
                waiting.append(("\n", True))
            kept = kept or node.name == "pre"
            waiting += [(child, kept) for child in reversed(node.contents)]
        elif not isinstance(node, PreformattedString):
            parts.append(str(node) if kept else _SPACES.sub(" ", str(node).replace("\n", " ")))
