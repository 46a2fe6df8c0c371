"""Whose words a citation stands in: the claims administrator's, the reviewer's or both, told in prose.

"The Claims Administrator based its decision on A. The Expert Reviewer relied on B." goes sentence by sentence; a
sentence that names nobody goes on with the one before.  A sentence that names both is cut where the second one's
clause begins, unless both did the same ("As did the Claims Administrator, the Expert Reviewer relied on C").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.strings import Span, trim

_WORDS = Wordings("section_words.tsv")

#: The slots of :class:`imrnlp.sections.item.Item` by party.
CLAIMS, REVIEWER = "claims_administrator", "imr"

_CLAIMS = r"""
    (?: claims? \s+ (?: administrator | examiner | adjuster ) | (?: insurer | carrier ) (?: ['\u2019]s \s+ reviewer )?
      | utili[sz]ation \s+ review (?:er)? | (?-i: \bUR ) ) \b
"""
_REVIEWER = r"""
    (?: {kinds_of_reviewer} \s+ reviewer | MAXIMUS \s+ guidelines? | (?: (?<= the \s ) | (?<= this \s ) ) reviewer ) \b
"""
_FLAGS = re.IGNORECASE | re.VERBOSE
#: One that is named, and which of the two it is.
_PARTY = _WORDS.compile(rf"\b (?: (?P<claims> {_CLAIMS} ) | (?P<reviewer> {_REVIEWER} ) )", _FLAGS)
_ANY = rf"(?: the \s+ )? (?: {_CLAIMS} | {_REVIEWER} ) (?: ['\u2019]s )?"
#: "Both the Claims Administrator and the Expert Reviewer", "by the Claims Administrator and the reviewer", "As did the
#: Claims Administrator, the Expert Reviewer …"
_JOINT = _WORDS.compile(
    rf"""
    \b {_ANY} \s+ (?: and | nor | or ) \s+ {_ANY}
    | \b (?: as \s+ did | like (?: \s+ (?: that | those ) \s+ of )? | along \s+ with | together \s+ with ) \s+ {_ANY} ,
    """,
    _FLAGS,
)
_BOTH_PARTIES = re.compile(r"\b both \s+ (?: parties | sides | reviewers ) \b", _FLAGS)
#: "the guidelines used by the Claims Administrator", "concurred with the Claims Administrator": not who speaks.
_POINTS = _WORDS.compile(
    r"""
    \b (?: agree[sd]? | concur (?: s | red )? ) \s+ with \s+ (?: the \s+ )? \Z
    | \b (?! (?-i: (?<! \b[Tt]he\s ) (?: Guidelines | Chapter ) \b ) ) {named_by_their_user} \s+
    (?: that \s+ (?: was | were ) \s+ | which \s+ (?: was | were ) \s+ )?
    {used_by} \s+ by \s+ (?: the \s+ )? \Z
    """,
    _FLAGS,
)
#: Where a sentence ends: a stop or semicolon before a capital, or a blank line.
_END = re.compile(r"(?<= [.;] ) \s+ (?= [A-Z(\d] | the \s ) | \n \s* \n", re.VERBOSE)
#: The heading over a notice's citations: "Section of the … Relied Upon by the Expert Reviewer to Make His/Her Decision".
_HEADING = _WORDS.compile(
    rf"""
    [\s:.]{{0,8}}+ (?: [^.;:\n] | \n (?! \s*+ \n ) ){{0,160}}? \b relied \s+ upon \s+ by \s+ (?: the \s+ )? {_REVIEWER}
    (?: \s+ to \s+ make \s+ (?: his/her | his \s+ or \s+ her | its ) \s+ decisions? \s* :? | \s* : | [^\S\n]* \n )
    """,
    _FLAGS,
)
#: What begins the clause of the second one in a sentence.
_CUT = _WORDS.compile(
    r"; | ,? \s+ (?= {before_another_party} \b ) | , \s+ (?= (?: which | who ) \b | (?: the \s+ )? \Z )",
    _FLAGS,
)
#: "Claims Administrator guideline:" as a label.
_LABEL = re.compile(r"\s* (?: claims \s+ administrator | MAXIMUS ) \s+ guidelines? \s? :", _FLAGS)
_LONGEST_POINTER = 120


def sides(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    """The slots of the passages in ``[start, end)``, in order; nothing where nobody is named.

    >>> text = "The Claims Administrator cited the ODG. The Expert Reviewer cited the MTUS, while the carrier had not."
    >>> [(slot, text[a:b]) for slot, (a, b) in sides(text, 0, len(text))][:2]
    [('claims_administrator', 'The Claims Administrator cited the ODG.'), ('imr', 'The Expert Reviewer cited the MTUS')]
    """
    heading = _HEADING.match(text, start, end)
    if heading:
        start = heading.end()
    found: list[tuple[frozenset[str], int, int]] = []
    for first, last in _sentences(text, start, end):
        for named, a, b in _clauses(text, first, last):
            if not named and not found:
                continue
            label = _LABEL.match(text, a, b)
            if not named or (found and found[-1][0] == named and not label):
                found[-1] = (found[-1][0], found[-1][1], b)
            elif label:
                found.append((named, label.end(), b))
            else:
                found.append((named, a, b))
    spans = [
        (slot, trim(text, a, b)) for named, a, b in found for slot in (CLAIMS, REVIEWER) if slot in named
    ]
    return [(slot, span) for slot, span in spans if span[1] > span[0]]


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _END.finditer(text, start, end):
        yield at, match.end()
        at = match.end()
    yield at, end


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[frozenset[str], int, int]]:
    """The parts of a sentence and whom each is about."""
    parties = [(CLAIMS if m["claims"] else REVIEWER, m) for m in _PARTY.finditer(text, start, end)]
    spoken = [
        (who, m)
        for who, m in parties
        if not _POINTS.search(text, max(start, m.start() - _LONGEST_POINTER), m.start())
    ]
    parties = spoken or parties
    both = frozenset(who for who, _ in parties)
    if _BOTH_PARTIES.search(text, start, end):
        both = frozenset([CLAIMS, REVIEWER])
    elif len(both) < 2 or not _JOINT.search(text, start, end):
        yield from _cut(text, start, end, parties)
        return
    yield both, start, end


def _cut(
    text: str, start: int, end: int, parties: list[tuple[str, re.Match[str]]]
) -> Iterator[tuple[frozenset[str], int, int]]:
    """A sentence's clauses, cut where the next one that is named begins."""
    at = start
    for (who, one), (then, other) in pairwise(parties):
        cuts = list(_CUT.finditer(text, one.end(), other.start())) if who != then else []
        if cuts:
            yield frozenset([who]), at, cuts[-1].start()
            at = cuts[-1].end()
    yield frozenset([parties[-1][0]] if parties else []), at, end
