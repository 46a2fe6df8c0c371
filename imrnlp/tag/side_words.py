"""The words of a side (``lexicons/side_words.tsv``), and which side each means."""

from __future__ import annotations

from functools import cache

from imrnlp.lexicons.wordings import Wordings

#: The words that patterns name: ``{left}``, ``{right_limbs}``.
SIDE_WORDS = Wordings("side_words.tsv")
#: "lt" and "rt" with the part behind them, and the full stop between: "LT" alone is light touch, "RT" a therapy.
SHORT_SIDE = SIDE_WORDS.compile(r"(?:{left_in_short}|{right_in_short})(?:\.?\s)(?={sided}\b)")
#: The classes of each side: words that say the side and nothing else, then a letter, which may be of a name ("L-amino
#: acid"), and words that say the limb too.
_ALONE = {
    "left": ("left", "left_in_short"),
    "right": ("right", "right_in_short"),
    "bilateral": ("bilateral", "bilaterally", "bilateral_in_short"),
}
_OTHERS = {
    "left": ("left_letter", "left_limbs"),
    "right": ("right_letter", "right_limbs"),
    "bilateral": ("bilateral_limbs",),
}


def _meanings_of(classes: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: side for side, names in classes.items() for name in names for word in SIDE_WORDS.of(name)}


@cache
def sides_alone() -> dict[str, str]:
    """Each word that says a side and nothing else, with its side.

    >>> sides_alone()["both"], sides_alone()["rt"], "rle" in sides_alone()
    ('bilateral', 'right', False)
    """
    return _meanings_of(_ALONE)


@cache
def _meanings() -> dict[str, str]:
    return {**sides_alone(), **_meanings_of(_OTHERS)}


def side_of(word: str) -> str:
    """``left``, ``right`` or ``bilateral`` for a side's word or shorthand in lower case, in brackets or not.

    Raises ``KeyError`` for a word of no side.

    >>> side_of("rle"), side_of("both"), side_of("(l)")
    ('right', 'bilateral', 'left')
    """
    return _meanings()[word.strip("()")]
