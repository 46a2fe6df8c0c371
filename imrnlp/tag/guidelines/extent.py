"""Where a reference's words end: without the marks around them, with the brackets they open."""

from __future__ import annotations

import re

from imrnlp.tag.guidelines.clean import GAP, STOP, trim_end

END = re.compile(rf"(?:[\s,;:.\-<>{GAP}{STOP}]|\s(?:and|or|&)(?=[\s{GAP}{STOP}]{{0,9}}$))+$", re.I)


def content_end(text: str, start: int, end: int) -> int:
    """``end`` without trailing marks; an unopened bracket goes too."""
    words = trim_end(END, text[start:end])
    for _ in range(4):
        if not words.endswith((")", "]")) or _balance(words) >= 0:
            break
        words = trim_end(END, words[:-1])
    return start + len(words)


def _balance(words: str) -> int:
    """Brackets opened less brackets closed."""
    return words.count("(") + words.count("[") - words.count(")") - words.count("]")


def closed_end(text: str, start: int, end: int) -> int:
    """``end``, past a bracket that closes one opened in ``text[start:end]``."""
    words = text[start:end]
    return end + 1 if text[end : end + 1] == ")" and words.count("(") > words.count(")") else end


def closes_first(words: str) -> bool:
    """A bracket closes in ``words`` before any opens."""
    closed, opened = words.find(")"), words.find("(")
    return closed >= 0 and (opened < 0 or closed < opened)
