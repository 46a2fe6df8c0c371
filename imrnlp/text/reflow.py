"""Joins the lines of wrapped text and keeps the mapping to the source's offsets.

PDF text breaks lines where the page ends them, so a phrase may hold a line break, a
doubled space or a page footer.  The grammars read *flowing* text, in which every run of
white space is one space and running heads are gone; the record's offsets are into the source.
:class:`~imrnlp.text.flow.Flow` holds both texts and maps offsets between them.

>>> flow = reflow("Norco  10/325mg \\n\\n#60")
>>> flow.text
'Norco 10/325mg #60'
>>> flow.to_source(15, 18)
(18, 21)
>>> flow.source[18:21]
'#60'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imrnlp.text.flow import Flow
from imrnlp.text.hyphens import WordsOf, is_syllable

__all__ = ["Flow", "blanked", "reflow"]

# White space that is not one plain space.
_GAP = re.compile(r"\s(?:\s++|(?<! ))")
# Copied text has lost its lines, and keeps a blank for each: "hand- wrist" was broken at a line's end.
_GAP_OF_COPIED = re.compile(
    r"\s(?:\s++|(?<! )|(?<=[a-z\d][-/] )(?=[a-z\d])(?!(?:and|or|to|nor|versus|through)\b))"
)
#: Characters a line of a text whose lines were kept; no page is so wide.
_WIDEST = 400


def reflow(source: str | Flow, dropped: Sequence[tuple[int, int]] = ()) -> Flow:
    """Flowing text of ``source`` without the ``dropped`` spans (running heads, footers).

    ``source`` may be a normalised text (:func:`imrnlp.text.normalize.normalize`): the flow's offsets are
    those of its source.  ``dropped`` are ``(start, end)`` offsets into the text given, sorted, not
    overlapping.  Linear time.
    """
    if isinstance(source, Flow):
        return reflow(source.text, dropped).after(source)
    text = blanked(source, dropped)
    pieces: list[str] = []
    flow_starts: list[int] = []
    source_starts: list[int] = []
    length = 0
    words: WordsOf | None = None
    end = len(text.rstrip())
    at = len(text) - len(text.lstrip())
    copied = end - at > _WIDEST * (text.count("\n", at, end) + 1)
    broken = ""
    for start, stop in _gaps_of_copied(text, at, end) if copied else _gaps(text, at, end):
        flow_starts.append(length)
        source_starts.append(at)
        piece = broken + text[at:start] if broken else text[at:start]
        # A word or number broken after its hyphen or slash is joined with nothing between.
        if (
            (last := text[start - 1]) in "-/."
            and start > 1
            and not text[start - 2].isspace()
            and (copied or _breaks_line(text, start, stop))
            and (last != "." or _in_address(text, start, stop))
        ):
            broken = piece
            length += start - at
            # "FDA-" is a word of its own, whatever follows.
            if last == "-" and not text[start - 2].isupper():
                words = words or WordsOf(text)
                if is_syllable(words, start, stop):
                    # The hyphen is the line's, not the word's: it goes with the gap.
                    broken = piece[:-1]
                    length -= 1
        else:
            # The first character of the gap is the flow's blank.
            pieces.append(piece)
            broken = ""
            length += start - at + 1
        at = stop
    if at < end:
        flow_starts.append(length)
        source_starts.append(at)
        pieces.append(broken + text[at:end])
    if not pieces:
        flow_starts, source_starts = [0], [0]
    return Flow(source, " ".join(pieces), flow_starts, source_starts)


#: White space beside blanks, line breaks and page breaks: few texts have any.
_OTHER_BLANKS = tuple(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \n\r\f")
_LINE_BREAK = re.compile(r"\n\s*+")
_BLANKS = re.compile(r"  \s*+")


def _gaps(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Each stretch of white space in ``text[at:end]`` that is not one plain space."""
    if any(map(text.__contains__, _OTHER_BLANKS)):
        yield from (gap.span() for gap in _GAP.finditer(text, at, end))
        return
    # Both patterns begin with characters that the engine looks for; what stands before a line's end is looked at here.
    lines = text.replace("\f", "\n").replace("\r", "\n")
    for line_break in _LINE_BREAK.finditer(lines, at, end):
        start, stop = line_break.span()
        while lines[start - 1] == " ":
            start -= 1
        if lines.find("  ", at, start) >= 0:
            yield from (gap.span() for gap in _BLANKS.finditer(lines, at, start))
        yield start, stop
        at = stop
    yield from (gap.span() for gap in _BLANKS.finditer(lines, at, end))


def _gaps_of_copied(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """As :func:`_gaps`, with the places where a copied text may have had a line's end."""
    return (gap.span() for gap in _GAP_OF_COPIED.finditer(text, at, end))


# A web address that a line's end breaks after a full stop goes on with a small letter or a digit.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_LONGEST_ADDRESS = 300


def _in_address(text: str, start: int, stop: int) -> bool:
    follows = text[stop]
    return (follows.islower() or follows.isdigit()) and (
        _ADDRESS.search(text, max(0, start - _LONGEST_ADDRESS), start) is not None
    )


def _breaks_line(text: str, start: int, stop: int) -> bool:
    return any(text.find(end, start, stop) >= 0 for end in "\n\f\r")


def blanked(source: str, dropped: Sequence[tuple[int, int]]) -> str:
    """``source`` with the dropped spans replaced by line breaks, so that text joins across them and offsets stay.

    >>> blanked("a Page 2 b", [(2, 8)])
    'a \\n\\n\\n\\n\\n\\n b'
    """
    if not dropped:
        return source
    parts, at = [], 0
    for start, end in dropped:
        parts += [source[at:start], "\n" * (end - start)]
        at = end
    return "".join([*parts, source[at:]])
