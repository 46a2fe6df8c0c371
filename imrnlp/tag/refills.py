"""How many refills a prescription allows: the one place that reads a refill count.

Each wording is a piece of its own in :data:`WORDINGS`, with an example that the tests read.  Where two begin at
the same character the earlier counts.  A count that cannot be believed (negative, above 99) is ``None``.
A bare ``x 2`` behind a quantity ("#30 x 2") counts refills too: :func:`of_prescription`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.mentions import Posology
from imrnlp.tag.posology_words import meanings
from imrnlp.tag.quantity import WEIGHED
from imrnlp.text.numbers import WORD, count

#: More refills than this are a misprint.
MAX_REFILLS = 99

#: "refill", "refills", "RF", "RFs"
_REFILL = r"(?:refills?|rfs?)"
#: "2", "two", "two (2)"
_COUNT = rf"(?:\d{{1,12}}|(?:{WORD})\b(?:\s*\(\d+\))?)"
#: More times than this behind a quantity are no refills.
_MOST_TIMES = 12


class RefillWording(NamedTuple):
    """One way to state refills: a verbose pattern whose group of the wording's name holds the count."""

    name: str
    pattern: str
    example: str
    refills: int


WORDINGS = (
    RefillWording(
        "no_refills",
        rf"""
        (?-i: \b NR \b )
        | \b (?: no|zero|without|w/o|0 ) \s+ (?: additional\s+ )? {_REFILL} \b
        | \b refills? \s* [:x\#=]? \s* (?: 0|none|zero|no ) \b (?! \.\d )
        """,
        "Norco 10/325 mg #60, no refills",
        0,
    ),
    RefillWording(
        "often",
        r"""
        (?: \b (?: may|can|to ) \s+ (?: be\s+ )? )?+ \b refill (?: s|ed|able )? \s+
        (?P<often> once|twice|thrice | (?: \d{1,2} | """
        + WORD
        + r""" ) \s+ times? ) \b
        """,
        "Norco 10/325 mg #60, may refill twice",
        2,
    ),
    RefillWording(
        "before",
        rf"""
        (?: \b (?: with|plus|w/|x|times|and ) \s* | \+ \s* | \( )?
        (?<! [\w\#.,] ) (?<! \#\s ) (?<! \b qty \s ) (?<! \b quantity \s ) (?P<before> {_COUNT} )
        \s* (?: additional\s+ )? {_REFILL} \b
        (?! \s* (?: x|times|[:=] ) \s* \d )
        (?! \s* \# \s* \d \b )                          # "60 refills #2", not "2 refills #60"
        (?! (?<= refill ) \s+ \d \b )                   # "60 refill 2", not "1 refill 60 tablets"
        """,
        "Norco 10/325 mg #60 with two (2) refills",
        2,
    ),
    RefillWording(
        "behind",
        rf"""
        \b {_REFILL} \s* (?: of\s+ | [:x\#=] | times )? \s* (?: x\s* )? \(? (?P<sign> - )?
        (?P<behind> \d{{1,12}} | (?:{WORD})\b )
        """,
        "Norco 10/325 mg #60, refills: 3",
        3,
    ),
    RefillWording("glued", r"\b x \s? (?P<glued> \d{1,2} ) \s? rf s? \b", "Norco 10/325 mg #60 x3RF", 3),
)
#: The wordings that have a count; the others mean none.
_COUNTING = tuple(w.name for w in WORDINGS if f"(?P<{w.name}>" in w.pattern)
#: A text with none of these is not searched; those in capitals must stand in capitals.
HINTS = ("refill", "rf", "NR")
_WORDING = Wordings("prescription_words.tsv").compile(
    "|".join(f"(?:{w.pattern})" for w in WORDINGS), re.IGNORECASE | re.VERBOSE
)


class Refills(NamedTuple):
    """Where refills are stated, and how many; ``None`` for a number that cannot be believed."""

    start: int
    end: int
    value: int | None


def find_refills(text: str) -> list[Refills]:
    """The refill counts of a text, in its order.

    >>> find_refills("Norco 10/325 mg #60, may refill twice")
    [Refills(start=21, end=37, value=2)]
    >>> [r.value for r in find_refills("#60 with 3 RFs")], [r.value for r in find_refills("#60 NR")]
    ([3], [0])
    """
    return [_read(match) for match in _WORDING.finditer(text)]


def of_prescription(posology: Sequence[Posology], quantity: Posology | None) -> int | None:
    """The refills of an item whose quantity the mention ``quantity`` states."""
    stated = next((p for p in posology if p.label == "REFILLS" and p.value is not None), None)
    if stated is not None:
        return int(stated.value)
    if quantity is None or quantity.unit in WEIGHED:
        return None
    times = next((p for p in posology if p.label == "TIMES" and 0 <= p.start - quantity.end <= 2), None)
    return times.value if times and times.value <= _MOST_TIMES else None


def _read(match: re.Match[str]) -> Refills:
    start = match.start()
    while match.string[start : start + 1] in (" ", "("):
        start += 1
    said = next((match[name] for name in _COUNTING if match[name]), None)
    if said is None:
        return Refills(start, match.end(), 0)
    words = said.lower().removesuffix("times").removesuffix("time").strip()
    value = int(often) if (often := meanings("often").get(words)) else count(words)
    if match["sign"] or value is None or value > MAX_REFILLS:
        value = None
    return Refills(start, match.end(), value)
