"""Sentence boundaries of flowing text, by one regular expression.

A full stop ends a sentence before a capital letter, also when the two are glued together
("spasm.A Utilization Review"); it does not after a title or an abbreviation, after a single
initial, inside a number or a section number.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
_ABBREVIATION = re.compile(
    r"""
    (?:
        \b (?:
            Dr | Mr | Mrs | Ms | Prof | St                                               # "seen by Dr. Poe"
          | vs | etc | e\.g | i\.e | cf | [Cc]ont | No | Nos | Fig | approx | dept | Inc | Ltd | Jr | Sr | al | pt | Pt
          | [A-Z]                                                                        # "A. Poe"
          | p | pp                                                                       # "pp. 80-81"
          | Jan | Feb | Mar | Apr | Jun | Jul | Aug | Sept? | Oct | Nov | Dec            # "Oct. 13"
          | [CTLS] \d{1,2}                                                               # "at L5. he"
          | §+ \s? \d+                                                                   # "§ 9792. et seq"
        )
      | ^ \d{1,2}                                                                        # "1. Norco"
    ) $
    """,
    re.VERBOSE,
)
# A letter that ends a name of its own, and so may end a sentence: "hepatitis B. Guidelines", "vitamin D. He".
_LETTERED = re.compile(
    r"\b(?:[Hh]epatitis|[Vv]itamin|[Hh]emophilia|[Ii]nfluenza|[Tt]ype|[Gg]roup|[Cc]lass) $"
)
#: The last letters of the abbreviations that have so many: few words are looked at further.
_LAST_LETTERS = 4
_ENDS = frozenset(("Prof", "prox", "dept", "Sept", "Cont", "cont"))
_CLOSING = frozenset(("etc", "al", "Inc", "Ltd", "Jr", "Sr", "pt"))


@lru_cache(maxsize=8)
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """``(start, end)`` of each sentence in ``text``, white space between them left out.  Linear time.

    Several stages ask for the same summary's sentences, one after the other: the last few are kept.

    >>> text = "He has spasm.A review by Dr. A. Poe followed. Take 7.5 mg."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['He has spasm.', 'A review by Dr. A. Poe followed.', 'Take 7.5 mg.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        stop = gap.start()
        last = text[max(0, stop - _LAST_LETTERS) : stop]
        if text[stop] == "." and not (len(last) == _LAST_LETTERS and last.isalpha() and last not in _ENDS):
            before = _ABBREVIATION.search(text[max(start, stop - 12) : stop])
            if before is not None:
                following = text[gap.end() : gap.end() + 1]
                word = before.group()
                level = word[0] in "CTLS" and word[1:].isdigit()
                if not (
                    (word in _CLOSING and following.isupper())
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
