"""Words of a verdict, "is notmedically necessary and appropriate", and the outcome they mean.

The words stand in ``lexicons/layouts.json`` under ``verdicts``; the first that matches at a place
counts, so a longer wording stands before the one it contains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings

_WORDS = Wordings("section_words.tsv")


@dataclass(slots=True, frozen=True)
class Verdict:
    """A verdict: the span of its words (with the verb or colon) and the outcome that they mean."""

    start: int
    end: int
    outcome: str


# Letters that scans confuse, and a word broken at a line's end.
_CONFUSED = {
    "l": "[l1i|!]",
    "i": "[il1|!]",
    "o": "[o0]",
    "s": "[s5]",
    "y": "[yv]",
    "rn": "(?:rn|m)",
    "m": "(?:m|rn)",
}
_BREAK = r"(?:-\s+)?"
#: What stands before a verdict's words: "is/are", "was found to be", a colon or dash.
_VERB = _WORDS.compile(
    r"""
    (?: \b | (?<=[a-z0-9)\]]) )
    (?: (?: is|was ) \s* / \s* (?: is|was|are|were ) | {verbs_of_verdicts} )
    \s* (?: found|determined|deemed|considered )? \s* (?: to\s+be )? \s* $
    | [:;–—-] \s* $
    """,
    re.VERBOSE,
)
#: What goes on behind them: " and appropriate for this patient."
_TAIL = re.compile(
    r"""
    (?: \s* (?: and | or | / ) \s* (?: medically\s* )? (?: appropriate|necessary ) )?
    (?: \s+ (?: for\s+(?: this|the )\s+(?: patient|employee|claimant ) | at\s+this\s+time ) )?
    ["”]? \s* (?P<stop> [.;] | $ )?
    """,
    re.VERBOSE,
)
_CORE_LETTERS = 3
_LOOK_BACK = 40


def as_scanned(phrase: str) -> str:
    """A lower-case phrase (a regular expression with plain words) as scans may print it.

    Spaces may be lost or doubled.  Letters in brackets, after a backslash or in short words stay as
    they are.
    """

    def word(match: re.Match[str]) -> str:
        letters = match.group()
        if len(letters) <= _CORE_LETTERS:
            return letters
        head, rest = letters[:_CORE_LETTERS], letters[_CORE_LETTERS:]
        return _BREAK.join([head, *(_CONFUSED.get(c, c) for c in re.findall("rn|.", rest))])

    return re.sub(r"(?<![\\\[?])[a-z]+", word, re.sub(r" (\?)?", r"\\s*", phrase))


@lru_cache(maxsize=2)
def _patterns(identity: int) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(as_scanned(wording)), outcome)
        for entry, outcome in lexicons.document("layouts.json")["verdicts"]
        for wording in _alternatives(entry)
    )


def _alternatives(entry: str) -> list[str]:
    """Alternatives at the top and in a group that begins the entry: each begins with plain letters.

    >>> _alternatives("(?:not|non) certified|upheld")
    ['not certified', 'non certified', 'upheld']
    """
    wordings = []
    for part in _split(entry):
        group = re.match(r"\(\?:([^()]*)\)(?![?*+{])", part)
        heads = group[1].split("|") if group else [""]
        wordings += [head + part[group.end() if group else 0 :] for head in heads]
    return wordings


def _split(entry: str) -> list[str]:
    parts, depth, at = [], 0, 0
    for i, c in enumerate(entry):
        depth += (c == "(") - (c == ")")
        if c == "|" and depth == 0:
            parts.append(entry[at:i])
            at = i + 1
    return [*parts, entry[at:]]


def find_verdicts(lowered: str, start: int, end: int) -> list[Verdict]:
    """Verdicts in ``lowered[start:end]`` (a text in lower case), in order, not overlapping.

    >>> [v.outcome for v in find_verdicts("the request for x is notmedically necessary.", 0, 44)]
    ['upheld']
    """
    spans = [
        (m.start(), order, m.end(), outcome)
        for order, (pattern, outcome) in enumerate(_patterns(id(lexicons.document("layouts.json"))))
        for m in pattern.finditer(lowered, start, end)
    ]
    found: list[Verdict] = []
    reached = start
    for first, _, last, outcome in sorted(spans):
        if first < reached:
            continue
        verb = _VERB.search(lowered, max(reached, first - _LOOK_BACK), first)
        tail = _TAIL.match(lowered, last, end)
        assert tail is not None  # every piece of it may be missing
        reached = tail.end()
        # "Board certified" and "denied as not medically necessary" are no verdicts.
        if verb:
            found.append(Verdict(verb.start(), reached, outcome))
    return found
