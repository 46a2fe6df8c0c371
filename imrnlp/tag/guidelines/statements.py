"""A passage's statements: what the standing formulas of the letters say, and what each one cites.

``The Claims Administrator did not base their decision on the MTUS. Decision based on Non-MTUS Citation
Official Disability Guidelines`` is one denial, which cites nothing, and one citation outside the MTUS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imrnlp.tag.guidelines.patterns import CUE, CUE_AT, DENIAL, PART_OF, SAME
from imrnlp.tag.guidelines.words import GAP, STOP, blank
from imrnlp.text.strings import lower

#: How most letters' passages begin.
_STANDING = re.compile(
    r"""
    \s* The[ ] (?: Claims[ ]Administrator | Expert[ ]Reviewer | Physician[ ]Reviewer ) [ ]
    (?: based[ ]their[ ]decision[ ]on[ ]recommendation\(s\)[ ]outside[ ]of[ ]the[ ]MTUS[ ]Guidelines
      | (?P<none> did[ ]not[ ]cite[ ]any[ ]medical[ ]evidence[ ]for[ ]its[ ]decision )
      | did[ ]not[ ]base[ ]their[ ]decision[ ]on[ ]the[ ]MTUS )
    (?= \. )
    """,
    re.VERBOSE,
)
# Words without which the patterns below cannot match; looking for them first is far cheaper.
_DENYING = (" not ", "n't", " no ", "silent", "outside", "without", "fail", "notbase")
_POINTING = (
    "by the claims admin",
    "by claims admin",
    "same",
    "above",
    "ibid",
    "as per",
    "see the claims",
    "see claims",
)


@dataclass(slots=True)
class Statement:
    """The words of one citation, ``[start, end)`` of the passage.

    ``kind``: ``mtus`` ("Decision based on MTUS …"), ``outside`` ("… Non-MTUS Citation …"), ``free`` ("based its
    decision on …") or ``bare`` (no formula).
    """

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class CitationText:
    """A passage's text with formulas blanked, its statements and what the formulas said."""

    text: str
    statements: list[Statement] = field(default_factory=list)
    parts_of_mtus: list[tuple[int, bool]] = field(default_factory=list)
    none_cited: bool = False
    same_as_claims_administrator: bool = False
    same_as_above: bool = False


def read_statements(text: str) -> CitationText:
    """The statements of a cleaned passage, in order.

    >>> p = read_statements("The Expert Reviewer did not base their decision on the MTUS. "
    ...                     "Decision based on Non-MTUS Citation ODG.")
    >>> [(s.kind, p.text[s.start:s.end]) for s in p.statements if p.text[s.start:s.end].strip(" .\\x1e")][-1]
    ('outside', 'ODG.')
    """
    passage = CitationText(text)
    lowered = lower(text)
    spans = _standing(passage)
    rest = blank(text, spans, STOP) if spans else text
    if _any(_DENYING, " " + lowered[spans[0][1] :] if spans else " " + lowered):
        for match in DENIAL.finditer(rest):
            if match.lastgroup in ("none", "no_one"):
                passage.none_cited = True
            spans.append(match.span())
        spans.sort()
    passage.text = blank(text, spans, STOP)
    if _any(_POINTING, lowered):
        spans = []
        for match in SAME.finditer(passage.text):
            if match["above"]:
                passage.same_as_above = True
            else:
                passage.same_as_claims_administrator = True
            spans.append(match.span())
        passage.text = blank(passage.text, spans, STOP)
    if "part of" in lowered or "adopted" in lowered or "incorporated" in lowered:
        spans = []
        for match in PART_OF.finditer(passage.text):
            passage.parts_of_mtus.append((match.start(), match["not"] is None))
            spans.append(match.span())
        passage.text = blank(passage.text, spans, GAP)
    _split(passage)
    return passage


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def _standing(passage: CitationText) -> list[tuple[int, int]]:
    """The two sentences that stand in most letters, read without the general patterns."""
    match = _STANDING.match(passage.text)
    if match is None:
        return []
    passage.none_cited = match["none"] is not None
    return [match.span()]


def _split(passage: CitationText) -> None:
    kind, at = "bare", 0
    text = passage.text
    for candidate in CUE_AT.finditer(lower(text)):
        start = candidate.start()
        if start < at:
            continue
        if text[start] == STOP:
            _add(passage, kind, at, start)
            kind, at = "bare", candidate.end()
            continue
        cue = CUE.match(text, start)
        if cue is None:
            continue
        _add(passage, kind, at, start)
        kind, at = {"other": "outside"}.get(cue.lastgroup or "", cue.lastgroup or "bare"), cue.end()
    _add(passage, kind, at, len(text))


def _add(passage: CitationText, kind: str, start: int, end: int) -> None:
    if end > start:
        passage.statements.append(Statement(kind, start, end))
