"""Two results against the same gold: what got better and what got worse."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from imrnlp.evaluation.scores import Score, Scores

Difference = tuple[str, str, str]


@dataclass(slots=True)
class Change:
    """One part of the record in both results.

    ``better`` has the differences from gold that only the first result has, ``worse`` those that only the second has.
    """

    part: str
    before: Score
    after: Score
    better: list[Difference] = field(default_factory=list)
    worse: list[Difference] = field(default_factory=list)


def compare(before: Scores, after: Scores) -> list[Change]:
    """The parts that differ between two results of the same gold, in the gold's order.

    >>> before, after = Scores("a", 1), Scores("a", 1)
    >>> before.add("diagnoses", "x", ["pain"], ["gain"])
    >>> after.add("diagnoses", "x", ["pain"], ["pain", "rain"])
    >>> change = compare(before, after)[0]
    >>> change.better
    [('x', 'missed', 'pain'), ('x', 'wrong', 'gain')]
    >>> change.worse
    [('x', 'wrong', 'rain')]
    """
    changes = []
    for part in dict.fromkeys([*before.parts, *after.parts]):
        old, new = before.parts.get(part, Score()), after.parts.get(part, Score())
        was, now = Counter(old.errors), Counter(new.errors)
        better, worse = list((was - now).elements()), list((now - was).elements())
        if better or worse:
            changes.append(Change(part, old, new, better, worse))
    return changes
