"""HTML by Beautiful Soup: what a reader sees, a line for each block."""

from __future__ import annotations

import re

from imrnlp.read.files import ReadError
from imrnlp.record import Warning

MEDIA_TYPE = "text/html"

_UNSEEN = ["script", "style", "noscript", "template", "head", "svg", "iframe", "object"]
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
_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(?:!doctype\s+html|html))\b", re.I)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"[^\S\n]*\n[^\S\n]*")


def is_html(head: bytes) -> bool:
    """Whether a file's first bytes are those of a page."""
    return _START.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None


def read(content: bytes, name: str) -> tuple[str, str, None, list[Warning]]:
    """Text, media type, no pages, warnings.  Raises :class:`ReadError` for a page without text."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, PreformattedString, Tag

    soup = BeautifulSoup(content, "lxml")
    for tag in soup.find_all(_UNSEEN):
        tag.decompose()
    parts: list[str] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            if node.name in _BLOCKS:
                parts.append("\n")
            elif node.name in _CELLS:
                parts.append(" ")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            keep = node.find_parent("pre") is not None
            parts.append(str(node) if keep else _SPACES.sub(" ", str(node).replace("\n", " ")))
    text = _LINES.sub("\n", "".join(parts)).strip()
    if not text:
        raise ReadError(f"{name}: the page has no text")
    warnings = []
    if soup.contains_replacement_characters:
        warnings.append(Warning(code="encoding_inferred", message=f"{name}: some bytes are of no encoding"))
    return text + "\n", MEDIA_TYPE, None, warnings
