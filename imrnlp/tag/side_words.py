"""The words of a side (``lexicons/side_words.tsv``), and which side each means."""

from __future__ import annotations

from functools import cache

from imrnlp.lexicons.wordings import Wordings

#: The words that patterns name: ``{left}``, ``{right_limbs}``.
SIDE_WORDS = Wordings("side_words.tsv")
#: The classes of each side, those that are words in full first.
_CLASSES = {
    "left": ("left", "left_letter", "left_in_short", "left_limbs"),
    "right": ("right", "right_letter", "right_in_short", "right_limbs"),
    "bilateral": ("bilateral", "bilaterally", "bilateral_in_short", "bilateral_limbs"),
}


@cache
def _meanings() -> dict[str, str]:
    return {word: side for side, names in _CLASSES.items() for name in names for word in SIDE_WORDS.of(name)}


def side_of(word: str) -> str:
    """``left``, ``right`` or ``bilateral`` for a side's word or shorthand in lower case, in brackets or not.

    Raises ``KeyError`` for a word of no side.

    >>> side_of("rle"), side_of("both"), side_of("(l)")
    ('right', 'bilateral', 'left')
    """
    return _meanings()[word.strip("()")]
