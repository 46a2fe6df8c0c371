"""Sentence boundaries of flowing text, by one regular expression.

A full stop ends a sentence before a capital letter, also when the two are glued together
("spasm.A Utilization Review"); it does not after a title or an abbreviation, after a single
initial, inside a number or a section number.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from imrnlp.lexicons.wordings import Wordings

_WORDS = Wordings("text_words.tsv")

# It begins with one class of characters, to which the engine skips.
_BREAK = re.compile(
    r"""
    [.!?\n] (?:
        (?<! \n ) [.!?]* (?: ["”')\]]+ (?=\s) )? (?:
            \s+ (?= ["“'(\[]? [A-Z0-9•] )                         # "spasm. A review"
          | (?<= [a-z)%]\. ) (?= [A-Z][a-z ] )                      # "spasm.A review"
          | (?<= [a-z]{4}\. ) (?= [A-Z]{2,6}\  )                    # "spasm.MRI showed"
        )
      | (?<= \n ) \s*\n\s*                                        # an empty line
    )
    """,
    re.VERBOSE,
)
# What stands before a full stop that ends no sentence.
_ABBREVIATION = _WORDS.compile(
    r"""
    (?:
        \b (?:
            {titles_of_persons}     # "seen by Dr. Poe"
          | {abbreviated}           # "vs. placebo"
          | [A-Z]                                                                        # "A. Poe"
          | p | pp                                                                       # "pp. 80-81"
          | {months_abbreviated}    # "Oct. 13"
          | [CTLS] \d{1,2}                                                               # "at L5. he"
          | §+ \s? \d+                                                                   # "§ 9792. et seq"
        )
      | ^ \d{1,2}                                                                        # "1. Norco"
    ) $
    """,
    re.VERBOSE,
)
# A letter that ends a name of its own, and so may end a sentence: "hepatitis B. Guidelines", "vitamin D. He".
_LETTERED = _WORDS.compile(r"\b{lettered} $")
_LAST_LETTERS = 4


@cache
def _ends() -> frozenset[str]:
    """The last letters of the abbreviations that have so many: few words are looked at further."""
    classes = ("titles_of_persons", "abbreviated", "months_abbreviated")
    return frozenset(word[-_LAST_LETTERS:] for name in classes for word in _WORDS.of(name))


@lru_cache(maxsize=8)
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """``(start, end)`` of each sentence in ``text``, without the white space between them.  Linear time.

    The results of the last few texts are cached, because several stages ask for the same sentences.

    >>> text = "He has spasm.A review by Dr. A. Poe followed. Take 7.5 mg."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['He has spasm.', 'A review by Dr. A. Poe followed.', 'Take 7.5 mg.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    ends = _ends()
    for gap in _BREAK.finditer(text):
        stop = gap.start()
        last = text[max(0, stop - _LAST_LETTERS) : stop]
        if text[stop] == "." and not (len(last) == _LAST_LETTERS and last.isalpha() and last not in ends):
            before = _ABBREVIATION.search(text[max(start, stop - 12) : stop])
            if before is not None:
                following = text[gap.end() : gap.end() + 1]
                word = before.group()
                level = word[0] in "CTLS" and word[1:].isdigit()
                if not (
                    (word in _WORDS.of("abbreviated_closing") and following.isupper())
                    or (level and following.isalpha())
                    or (
                        len(word) == 1
                        and word.isupper()
                        and _LETTERED.search(text, max(start, stop - 14), stop - 1)
                    )
                    or (len(word) == 1 and word.isupper() and word not in "ABCDEFGHJKLMNOPRSTW")
                ):
                    continue
        end = gap.end()
        _append(text, spans, start, end)
        start = end
    _append(text, spans, start, len(text))
    return tuple(spans)


def _append(text: str, spans: list[tuple[int, int]], start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
