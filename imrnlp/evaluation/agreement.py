"""How well two annotators agree: F1 of each part, and Cohen's kappa for fields of the items that both have."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from imrnlp.evaluation.scores import Scores, match, words
from imrnlp.evaluation.sources import score_folders


class Kappa(NamedTuple):
    """Agreement beyond chance on one field, over the items that both annotators have."""

    field: str
    items: int
    agreed: int
    kappa: float | None


def agreement(first: str, second: str) -> tuple[Scores, list[Kappa]]:
    """F1 and kappas of two annotators' folders, over the letters that both have.

    Raises ``ValueError`` for a folder without gold records, and for two with no letter in common.
    """
    scores, pairs = score_folders(first, second)
    return scores, kappas(pairs)


def kappas(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[Kappa]:
    """Cohen's kappa for outcome, category and assertion; ``pairs`` are two annotators' records of each letter.

    ``kappa`` is None when there are no items, or when both use only one value, since agreement is then
    certain by chance (Cohen J. A coefficient of agreement for nominal scales. Educ Psychol Meas 1960;20:37-46).
    """
    items = [
        (one, two)
        for a, b in pairs
        for one, two in match(a.get("determinations") or [], b.get("determinations") or [])
        if one is not None and two is not None
    ]
    conditions = [pair for a, b in pairs for pair in _same_words(a, b)]
    return [
        kappa("outcome", [(one.get("outcome"), two.get("outcome")) for one, two in items]),
        kappa("category", [(one.get("category"), two.get("category")) for one, two in items]),
        kappa("assertion", [(one.get("assertion"), two.get("assertion")) for one, two in conditions]),
    ]


def _same_words(a: dict[str, Any], b: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The conditions that both have, by their words."""
    left = list(b.get("diagnoses") or [])
    pairs = []
    for one in a.get("diagnoses") or []:
        same = next((d for d in left if words(d["text"]) == words(one["text"])), None)
        if same is not None:
            left.remove(same)
            pairs.append((one, same))
    return pairs


def kappa(field: str, values: list[tuple[Any, Any]]) -> Kappa:
    """Cohen's kappa of pairs of values.

    >>> kappa("outcome", [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
    Kappa(field='outcome', items=50, agreed=35, kappa=0.4)
    """
    of, agreed = len(values), sum(a == b for a, b in values)
    first, second = Counter(a for a, _ in values), Counter(b for _, b in values)
    # In whole numbers, so that no rounding shows agreement beyond chance.
    chance = sum(n * second[value] for value, n in first.items())
    if not of or chance == of * of:
        return Kappa(field, of, agreed, None)
    return Kappa(field, of, agreed, round((agreed * of - chance) / (of * of - chance), 4))
