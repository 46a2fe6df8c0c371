"""Letters for the benchmarks: the given ones, and varied copies of them.

A copy keeps the form and changes what differs between real letters: case numbers, dates, ages,
drugs, strengths, quantities, pages, and the order of the sentences of its case summary, so that
neither a cache of strings nor spaCy's string store sees the same letter twice.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from imrnlp import lexicons

_NUMBER = re.compile(r"\b\d{1,4}\b")
_SUMMARY = re.compile(r"(including all medical records:\s*)(.*?)(\s*IMR ISSUES)", re.S)
_SENTENCE = re.compile(r"(?<=[.])\s+(?=[A-Z])")


def read_letters(folder: Path) -> list[str]:
    """The texts in ``folder``, sorted by name."""
    return [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))]


def _names() -> list[str]:
    return sorted({row["name"] for row in lexicons.table("drugs.tsv") if row.get("name", "").isalpha()})


def varied(texts: list[str], count: int, seed: int = 0, characters: int = 0) -> Iterator[str]:
    """``count`` varied letters made from ``texts``; the same seed gives the same letters.

    With ``characters``, sentences of the others' case summaries are added to each until it is about so
    long; letters without a summary in the usual place are left out.  Raises ``ValueError`` if all are.
    """
    rng = random.Random(seed)
    pool: list[str] = []
    if characters:
        texts = [text for text in texts if _SUMMARY.search(text)]
        if not texts:
            raise ValueError("no letter has a case summary that sentences could be added to")
        for text in texts:
            pool += [s for m in _SUMMARY.finditer(text) for s in _SENTENCE.split(m.group(2))[2:]]
    names = _names()
    drug = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.I) if names else None

    def summary(match: re.Match[str]) -> str:
        sentences = _SENTENCE.split(match.group(2))
        head, rest = sentences[:2], sentences[2:]
        missing = characters - len(match.string)
        while pool and missing > 0:
            rest.append(rng.choice(pool))
            missing -= len(rest[-1])
        rng.shuffle(rest)
        return match.group(1) + " ".join(head + rest) + match.group(3)

    for i in range(count):
        text = _SUMMARY.sub(summary, texts[i % len(texts)])
        if drug is not None:
            text = drug.sub(lambda m: rng.choice(names), text)
        yield _NUMBER.sub(lambda m: _digits(rng, m.group()), text)


def _digits(rng: random.Random, number: str) -> str:
    if len(number) == 4 or rng.random() < 0.5:  # years and sections stay
        return number
    return str(rng.randint(1, 10 ** len(number) - 1)).zfill(len(number))
