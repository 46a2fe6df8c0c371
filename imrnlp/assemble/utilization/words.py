"""The words that state a utilization review's decision, compiled from ``lexicons/utilization_review.json``."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.text.alternatives import Alternatives
from imrnlp.text.searched import searched
from imrnlp.text.strings import lower


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """One pattern a list of the data file; ``outcomes`` are what the rows of ``outcome`` mean, in their order."""

    stems: tuple[str, ...]
    review: re.Pattern[str]
    not_review: re.Pattern[str]
    outcome: Alternatives
    outcomes: tuple[str, ...]
    denier: re.Pattern[str]
    source: re.Pattern[str]
    end: re.Pattern[str]
    narrowed: re.Pattern[str]
    naming: re.Pattern[str]
    no_item: re.Pattern[str]
    vague: re.Pattern[str]


@lru_cache(maxsize=1)
def review_words() -> ReviewWords:
    """The data file's words, compiled once."""
    data = lexicons.document("utilization_review.json")

    def compiled(before: str, key: str, after: str = "") -> re.Pattern[str]:
        return searched(re.compile(f"{before}(?:{'|'.join(data[key])}){after}", re.I))

    adverbs = "|".join(data["denier_adverbs"])
    return ReviewWords(
        stems=tuple(data["stems"]),
        review=compiled(r"\b", "review", r"(?!\w)"),
        not_review=compiled(r"\b", "not_review"),
        outcome=Alternatives([wording for _, wording in data["outcomes"]], before=r"\b", after=r"\b"),
        outcomes=tuple(outcome for outcome, _ in data["outcomes"]),
        denier=compiled(r"\b", "deniers", rf"\b(?:\s*\([^)]*\))?(?:\s+(?:{adverbs}))*\s*\Z"),
        source=compiled(r"\b", "sources", r"\s+\Z"),
        end=compiled(r"[\s,]+", "ends"),
        narrowed=compiled(r"[\s,]+", "narrowed"),
        naming=compiled(r"\b", "naming"),
        no_item=compiled("", "no_item"),
        vague=compiled(r"(?:the\s+|all\s+)*", "vague"),
    )


def _places(text: str, word: str) -> list[int]:
    """Where ``word`` stands in ``text``."""
    places = []
    at = text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + len(word))
    return places


class Stems:
    """Where stems of decision words stand: a sentence without one states no decision, and is skipped.

    >>> Stems("Utilization review denied Norco.").between(0, 10)
    True
    >>> bool(Stems("He takes Norco."))
    False
    """

    def __init__(self, text: str):
        low = lower(text)
        places = [at for stem in review_words().stems if stem in low for at in _places(low, stem)]
        self._places = sorted([*places, *_places(text, "UR")])

    def __bool__(self) -> bool:
        return bool(self._places)

    def between(self, start: int, end: int) -> bool:
        """Whether one stands in ``[start, end)``."""
        i = bisect_left(self._places, start)
        return i < len(self._places) and self._places[i] < end
