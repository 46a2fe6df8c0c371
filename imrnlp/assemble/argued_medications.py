"""Drugs of an argument: whether the patient takes them, took them, is to take them, or none of that.

Findings say in sentences what a case summary says in lists.  Their words are rows of ``argument_medications.tsv``;
they are used where the cues of a case summary (:mod:`imrnlp.assemble.medication_status`) say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from imrnlp import lexicons
from imrnlp.assemble.medication_status import one_list
from imrnlp.lexicons import spaced
from imrnlp.lexicons.wordings import Wordings

Span = tuple[int, int]

#: Characters behind a drug in which its cue begins.
_REACH = 30
#: Characters behind it in which it is told that it did not help.
_RESULT_REACH = 160
_WORDS = Wordings("prescription_words.tsv")
#: Where another clause begins, which is about something else: "…, but she improved on".
_CLAUSE = _WORDS.compile(r"[;:]|,\s+{another_clause}\b|\b(?:but|however|although|while)\b")
#: What may stand between a drug and its cue: "Humira (40 mg) injections | were tried".
_BETWEEN = _WORDS.compile(
    r"""
    [\s,()]*
    (?:
        (?: {between_drug_and_cue}
          | \d+ \s? (?: mg | mcg | units )
          | and | as\s+well )
        [\s,()]*
    )*+
    """,
    re.IGNORECASE | re.VERBOSE,
)


@cache
def _cues(place: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The rows of ``place`` as one pattern, each a group of its own, and the status of each."""
    rows = [row for row in lexicons.table("argument_medications.tsv") if row["place"] == place]
    either = "|".join(f"({spaced(row['cue'])})" for row in rows)
    return re.compile(rf"(?<![\w-])(?:{either})(?!\w)", re.I), tuple(row["status"] for row in rows)


def stated_status(sentence: str, drugs: Sequence[Span], which: int) -> str | None:
    """What a sentence says of one of its ``drugs`` (offsets in it): a status, ``"none"``, or ``None``.

    >>> stated_status("She failed Humira.", [(11, 17)], 0)
    'past'
    >>> stated_status("She meets the criteria for Humira.", [(27, 33)], 0)
    'none'
    """
    stated = _behind(sentence, drugs, which)
    if stated in (None, "current") and _came_to_nothing(sentence, *drugs[which]):
        return "past"
    return stated or _before(sentence, drugs[which][0])


def only_named(sentence: str, drugs: Sequence[Span], which: int) -> bool:
    """Whether a drug's name is part of another thing's: "insulin levels", "nicotine products".

    >>> only_named("Insulin levels were low.", [(0, 7)], 0)
    True
    """
    return _behind(sentence, drugs, which) == "none"


# "He began it in May, | and it is well tolerated."
_GOING_ON = re.compile(
    r"\b(?:(?:is|are|has|have)(?:\s+been)?\s+(?:well\s+)?tolerated|continues?|remains?|still)\b", re.I
)


def only_begun(sentence: str, drugs: Sequence[Span], which: int) -> bool:
    """Whether a sentence tells of a drug only that it was begun then: "was started on", "was added".

    >>> only_begun("Soma was added.", [(0, 4)], 0), only_begun("Soma was started two years ago.", [(0, 4)], 0)
    (True, False)
    """
    start, end = drugs[which]
    if _GOING_ON.search(sentence, end):
        return False
    # Of a list the first stands behind the cue: "was started on Soma and Lyrica".
    first = which
    while first and one_list(sentence, drugs[first - 1][1], drugs[first][0]):
        first -= 1
    start = drugs[first][0]
    before = [m.end() for m in _cues("begun")[0].finditer(sentence, max(0, start - _REACH), start)]
    if before and not sentence[before[-1] : start].strip():
        return True
    between = _BETWEEN.match(sentence, end)
    return _cues("begun_behind")[0].match(sentence, between.end() if between else end) is not None


def _behind(sentence: str, drugs: Sequence[Span], which: int) -> str | None:
    end = drugs[which][1]
    last = which
    while last + 1 < len(drugs) and one_list(sentence, drugs[last][1], drugs[last + 1][0]):
        last += 1
    cues, statuses = _cues("after")
    for at in (end, drugs[last][1]):
        between = _BETWEEN.match(sentence, at)
        place = between.end() if between else at
        found = cues.match(sentence, place) if place - at <= _REACH else None
        if found:
            return statuses[(found.lastindex or 1) - 1]
    return None


def _came_to_nothing(sentence: str, start: int, end: int) -> bool:
    """Whether a treatment is told with its want of success: "was treated with | Mobic | and rest, without relief"."""
    result = _cues("result")[0].search(sentence, end, end + _RESULT_REACH)
    if result is None or _CLAUSE.search(sentence, end, result.start()):
        return False
    verbs = [m.end() for m in _cues("treated")[0].finditer(sentence, 0, start)]
    return bool(verbs) and not _cues("before")[0].search(sentence, verbs[-1], start)


def _before(sentence: str, start: int) -> str | None:
    cues, statuses = _cues("before")
    clause = max((bound.start() for bound in _CLAUSE.finditer(sentence, 0, start)), default=0)
    for first in (clause, 0) if clause else (0,):
        nearest = None
        for found in cues.finditer(sentence, first, start):
            nearest = found
        if nearest is not None:
            return statuses[(nearest.lastindex or 1) - 1]
    touching, told = _cues("touching")
    for found in touching.finditer(sentence, max(0, start - _REACH), start):
        if not sentence[found.end() : start].strip():
            return told[(found.lastindex or 1) - 1]
    return None
