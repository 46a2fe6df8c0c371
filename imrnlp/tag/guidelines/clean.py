"""Passage text made comparable without moving a character: every offset stays the source's."""

from __future__ import annotations

import re

#: Stands for something already read (a year, a formula); parts a list like a comma.
GAP = "\x1f"
#: Ends a statement.
STOP = "\x1e"

# One character for one character, so that offsets hold.
_SAME_LENGTH = {
    ord(old): new
    for olds, new in (
        ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        ("\u2018\u2019\u02bc\u00b4", "'"),
        ("\u201c\u201d", '"'),
        ("\u00a0\u2007\u2009\u202f\t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
    )
    for old in olds
}


# "…, page 63. Id. at 68": further pages of the document just named.
_SAME_DOCUMENT = re.compile(r"[.;,]?\s*\b(?:Id|Ibid)\b\.?,?\s{1,3}(?:at\s{1,3})?(?=(?:p\.?\s?|pages?\s)?\d)")


def clean(text: str) -> str:
    """``text`` with plain dashes, quotes and spaces, as long as before; "Id. at" counts as "pages".

    >>> clean("page 63. Id. at 68")
    'page 63, page   68'
    """
    if not text.isascii() or "\n" in text:
        text = text.translate(_SAME_LENGTH)
    if "Id" in text or "Ibid" in text:
        text = _SAME_DOCUMENT.sub(lambda m: ", page".ljust(len(m.group())), text)
    return text


def blank(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    """``text`` with each span overwritten by ``mark``; spans are sorted and apart."""
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], mark * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


_WINDOW = 200


def trim_end(pattern: re.Pattern[str], text: str) -> str:
    """``text`` without what ``pattern`` (which ends in ``$``) finds at its end.

    The pattern is tried on the last characters only and again while all of them go, so that the time is
    linear in the text however many marks stand in its middle.
    """
    while text:
        floor = max(0, len(text) - _WINDOW)
        match = pattern.search(text, floor)
        if match is None:
            return text
        text = text[: match.start()]
        if match.start() > floor or match.start() == match.end():
            return text
    return text
