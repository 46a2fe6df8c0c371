"""Numbers as letters write them: digits, words, and words with digits in brackets.

The words stand in ``lexicons/number_words.tsv``.  A pattern of :class:`~imrnlp.lexicons.wordings.Wordings` takes them by
name: :data:`WORD` and :data:`COUNT` are such names, which a folder of lexicons may add to.
"""

from __future__ import annotations

import re
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import names

#: Digits of the longest number that counts something.
_LONGEST = 12
# It begins with a digit, which the engine skips to; the first digit tried is the number's first.
_ENDLESS = re.compile(rf"\d\d{{{_LONGEST},}}+")
_TWO_DIGITS = re.compile(r"\d\d")
_WHOLE = re.compile(r"\d+")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


@cache
def _rows(kind: str) -> dict[str, int]:
    """The words of a kind, the longest first, with their values."""
    rows = [row for row in lexicons.table("number_words.tsv") if row["kind"] == kind]
    return {row["word"]: int(row["value"]) for row in sorted(rows, key=lambda row: -len(row["word"]))}


@cache
def _digit_words() -> dict[str, int]:
    """``one`` to ``nine``, which may stand behind a ten."""
    return {word: value for word, value in _rows("unit").items() if 1 <= value <= 9}


@cache
def number_words() -> dict[str, int]:
    """Number words with their values, those of two words too.

    >>> number_words()["twelve"], number_words()["forty-two"], number_words()["forty two"]
    (12, 42, 42)
    """
    values = {**_rows("unit"), **_rows("ten"), **_rows("other")}
    for ten, tens in _rows("ten").items():
        values.update({f"{ten}{sep}{word}": tens + n for word, n in _digit_words().items() for sep in "- "})
    return values


@cache
def word_pattern() -> str:
    """A number word, for a verbose pattern too; the first letters are looked at before the words are tried one by one."""
    first = "".join(sorted({word[0] for kind in ("unit", "ten", "other") for word in _rows(kind)}))
    others = "|".join(_rows("other")).replace(" ", "[ ]")
    return (
        rf"(?=[{first}])(?:(?:{'|'.join(_rows('ten'))})(?:[- ](?:{'|'.join(_digit_words())}))?"
        rf"|{'|'.join(_rows('unit'))}|{others})"
    )


@cache
def count_pattern() -> str:
    """A count: ``12``, ``twelve``, ``twelve (12)``, ``(12)``."""
    word = word_pattern()
    return rf"(?:(?:{word}|\d{{1,4}})\s*\(\s*\#?\d{{1,4}}\s*\)|\(\s*\d{{1,4}}\s*\)|\d{{1,4}}|(?:{word})\b)"


#: The names of a number word and of a count in the patterns of :class:`~imrnlp.lexicons.wordings.Wordings`.
WORD = names("number_word", word_pattern)
COUNT = names("count_of_any", count_pattern)


def count(words: str) -> int | None:
    """The whole number in ``words``; ``None`` when there is none.

    >>> count("twelve (12)"), count("six"), count("8"), count("many")
    (12, 6, 8, None)
    """
    digits = _WHOLE.findall(words)
    if digits:
        return int(digits[-1]) if len(digits[-1]) <= _LONGEST else None
    return number_words().get(" ".join(words.lower().split()))


def number(text: str) -> float | None:
    """A decimal number with thousands commas (``1,000``, ``.5``).

    >>> number("1,000"), number(".5"), number("x")
    (1000.0, 0.5, None)
    """
    match = _DIGITS.fullmatch(text.strip())
    if match is None or len(match.group()) > 2 * _LONGEST:  # no amount of anything has so many digits
        return None
    return float(match.group().replace(",", ""))


def endless(text: str) -> list[tuple[int, int]]:
    """The spans of numbers with too many digits to be a real count.

    >>> endless("Norco 1234567890123456 mg #60")
    [(6, 22)]
    """
    # So many digits hold two that stand six characters apart: few texts are looked at whole.
    if _TWO_DIGITS.search(text[:: _LONGEST // 2]) is None:
        return []
    return [m.span() for m in _ENDLESS.finditer(text)]
