"""Numbers as letters write them: digits, words, and words with digits in brackets."""

from __future__ import annotations

import re

from imrnlp import lexicons

_ROWS = lexicons.table("number_words.tsv")
_UNITS = [row["word"] for row in _ROWS if row["kind"] == "unit"]
_TENS = [row["word"] for row in _ROWS if row["kind"] == "ten"]
WORDS: dict[str, int] = {row["word"]: int(row["value"]) for row in _ROWS}
WORDS.update({f"{t}{sep}{u}": WORDS[t] + WORDS[u] for t in _TENS for u in _UNITS[1:10] for sep in ("-", " ")})

#: A number word, for a verbose pattern too.  The first letters are looked at before the words are tried one by one.
WORD = (
    rf"(?=[dehfnostz])(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?"
    rf"|{'|'.join(sorted(_UNITS, key=len, reverse=True))}|(?:one[ ])?hundred|dozen)"
)
#: A count: ``12``, ``twelve``, ``twelve (12)``, ``(12)``.
COUNT = rf"(?:(?:{WORD}|\d{{1,4}})\s*\(\s*\#?\d{{1,4}}\s*\)|\(\s*\d{{1,4}}\s*\)|\d{{1,4}}|(?:{WORD})\b)"
#: Digits of the longest number that counts something.
_LONGEST = 12
# It begins with a digit, which the engine skips to; the first digit tried is the number's first.
_ENDLESS = re.compile(rf"\d\d{{{_LONGEST},}}+")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


def count(words: str) -> int | None:
    """The whole number that ``words`` say.

    >>> count("twelve (12)"), count("six"), count("8"), count("many")
    (12, 6, 8, None)
    """
    digits = re.findall(r"\d+", words)
    if digits:
        return int(digits[-1]) if len(digits[-1]) <= _LONGEST else None
    return WORDS.get(" ".join(words.lower().split()))


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
    """Where numbers stand that have too many digits to count anything.

    >>> endless("Norco 1234567890123456 mg #60")
    [(6, 22)]
    """
    return [m.span() for m in _ENDLESS.finditer(text)]
