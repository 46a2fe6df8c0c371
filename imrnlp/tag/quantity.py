"""How much is asked for: the one place that finds a quantity and decides which one is the item's.

Each wording is a piece of its own in :data:`MARKED` and :data:`COUNTED`, with an example that the tests read;
:func:`of_drugs` and :func:`of_things` choose between those that an item has.  The counting words are those of
``lexicons/posology_words.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.mentions import DrugMention, Posology
from imrnlp.tag.posology_words import counted_unit, meanings, posology_pieces, unit_of
from imrnlp.text.numbers import count, number
from imrnlp.text.pieces import compiled

_WORDS = Wordings("prescription_words.tsv")

#: Largest quantity that a request can sensibly ask for; above it the number is not believed.
MAX_QUANTITY = 10_000
#: Units of what is weighed or measured.
WEIGHED = frozenset(["g", "mL", "oz", "L"])


class Quantity(NamedTuple):
    """Where a quantity is stated and how much; ``value`` is ``None`` for a number that is not believable."""

    start: int
    end: int
    value: float | None
    unit: str | None = None


class QuantityWording(NamedTuple):
    """One way to state a quantity: a verbose pattern in named pieces, and what it says of its example.

    ``read`` turns a match into a quantity, or ``None`` when the words mean something else.  A text without the words
    of ``needs`` is not searched; ``{counted}`` is any word for what is counted.
    """

    name: str
    pattern: str
    read: Callable[[re.Match[str]], Quantity | None]
    example: str
    quantity: float
    unit: str | None = None
    needs: str = ""


def _believed(said: str) -> float | None:
    words = said.replace(",", "")
    value = number(words)
    if value is None:
        whole = count(words)
        value = None if whole is None else float(whole)
    return None if value is None else _in_bounds(value)


def _in_bounds(value: float) -> float | None:
    """The quantity, where it can be believed."""
    return float(value) if 0 < value <= MAX_QUANTITY else None


def _plain(m: re.Match[str]) -> Quantity | None:
    """The number ``n`` of the thing ``unit``, where the pattern has one."""
    unit = m["unit"] if "unit" in m.re.groupindex else None
    return Quantity(m.start(), m.end(), _believed(m["n"]), counted_unit(unit))


#: "Tylenol #3" is a name.
_NAME_BEFORE_HASH = re.compile(r"(?:tylenol|codeine|cod|apap|acetaminophen)\s*$", re.I)


def _behind_hash(m: re.Match[str]) -> Quantity | None:
    if int(m["n"].replace(",", "")) <= 4 and _NAME_BEFORE_HASH.search(m.string, 0, m.start()):
        return None
    return _plain(m)


def _labelled(m: re.Match[str]) -> Quantity | None:
    """``No. 60`` is a label, ``no 60`` is not."""
    if m.group().lower().startswith("no") and m.group()[2:3] not in ".:#":
        return None
    return _plain(m)


#: "take 1 tablet", "1 or 2 tablets" are doses.
_DOSE_BEFORE = _WORDS.compile(r"\b{dosing}\s+(?:up\s+to\s+)?$", re.I)


def _pieces_counted(m: re.Match[str]) -> Quantity | None:
    value = count(m["n"])
    if value is None or _DOSE_BEFORE.search(m.string, max(0, m.start() - 8), m.start()):
        return None
    return Quantity(m.start(), m.end(), _in_bounds(value), counted_unit(m["unit"]))


def _packed(m: re.Match[str]) -> Quantity | None:
    """A weight or volume; "apply 4 g four times daily" is a dose."""
    value = number(m["n"])
    if value is None or _DOSE_BEFORE.search(m.string, max(0, m.start() - 16), m.start()):
        return None
    return Quantity(m.start(), m.end(), _in_bounds(value * int(m["times"] or 1)), unit_of(m["unit"]))


def _boxes(m: re.Match[str]) -> Quantity | None:
    """ "2 boxes of 30" is sixty."""
    return Quantity(m.start(), m.end(), _in_bounds((count(m["boxes"]) or 0) * int(m["n"])))


#: Told as a quantity: such a number is no duration and no frequency.
MARKED = (
    QuantityWording(
        "hash_behind",
        r"(?<! [\w./#-] ) (?P<n> \d{2,4} ) \s? \# (?! \s?\d )",
        _plain,
        "Norco 60#",
        60,
        needs="#",
    ),
    QuantityWording(
        "hash_boxes",
        r"""
        \# \s? (?P<boxes> \d{1,3} ) \s+
        {packs} \s+ of \s+ (?P<n> \d{1,4} ) (?! [\w.%] )
        """,
        _boxes,
        "Lidoderm patches 5% #2 boxes of 10",
        20,
        needs="#",
    ),
    QuantityWording(
        "hash",
        r"""
        (?<! & ) \# \s? (?P<n> \d{1,3} (?: ,\d{3} )+ | \d{1,15} ) (?: \.0+ (?!\d) )?
        (?P<unit> \s? {unit} \b )?
        (?! \.\d )
        """,
        _behind_hash,
        "Norco 10/325 mg #60 tablets",
        60,
        "tablet",
        "#",
    ),
    QuantityWording(
        "label",
        r"""
        \b {quantity_labels} \b
        \.? \s* (?: of | [:#=] )? \s* \.? \#? \s*
        (?P<n> \d{1,15} (?: \.\d+ )? | {word} \b (?: \s* \( \d+ \) )? )
        (?P<unit> \s? {unit} \b )?
        """,
        _labelled,
        "Norco 10/325 mg, quantity: 60 tablets",
        60,
        "tablet",
    ),
    # What a prescription gives out.
    QuantityWording(
        "per_month",
        r"(?<! [\w./#-] ) (?P<n> \d{1,3} ) \s? (?: per|a|/|each ) \s? month \b",
        _plain,
        "Norco 60 per month",
        60,
        needs="month",
    ),
)

#: Told by what is counted or weighed.
COUNTED = (
    QuantityWording(
        "times_pieces",
        r"\b x \s? (?P<n> \d{1,3} ) \s? (?P<unit> {counted} ) \b",
        _plain,
        "Terocin x 30 patches",
        30,
        "patch",
        "{counted}",
    ),
    QuantityWording(
        "boxes",
        r"""
        (?<! [\w./#-] ) (?P<boxes> {count} ) \s+
        {packs} \s+ of \s+ (?P<n> \d{1,4} ) (?! [\w.%] )
        """,
        _boxes,
        "Terocin patches, 2 boxes of 30",
        60,
        needs="of",
    ),
    QuantityWording(
        "pieces",
        r"""
        (?<! [\w./#-] ) (?P<n> {count} ) \s? -? \s? (?: (?: count|ct ) \s+ )? (?P<unit> {counted} ) \b
        (?! \s* {direction} )
        """,
        _pieces_counted,
        "60 tablets of naproxen 550 mg",
        60,
        "tablet",
        "{counted}",
    ),
    QuantityWording(
        "box_of",
        r"""
        \b {packages} s? \s+ of \s+
        (?P<n> \d{1,4} ) (?! [\w.%] )
        """,
        _plain,
        "Terocin patches, box of 10",
        10,
        needs="of",
    ),
    QuantityWording(
        "pack",
        r"""
        (?<! [\w./%#-] ) (?P<n> {number} ) \s? -? \s? (?P<unit> {volume} | {grams} ) (?! [\w/%] )
        (?: \s* (?: jars? | tubes? | bottles? | containers? ) \s* (?: x|times ) \s? (?P<times> \d{1,2} ) (?! [\w.%/-] ) )?
        """,
        _packed,
        "Voltaren gel 100 gm tube",
        100,
        "g",
    ),
    QuantityWording(
        "spelt",
        r"""
        \b {word} \s* \( \s* \#? (?P<n> \d{1,4} ) \s* \)
        (?! \s* (?: \w+\s+ ){0,3}
            {counted_in_visits} )
        """,
        _plain,
        "Norco 10/325 mg, sixty (60)",
        60,
        needs="(",
    ),
)


@cache
def quantity_pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of the wording ``name``."""
    said = next(w.pattern for w in (*MARKED, *COUNTED) if w.name == name)
    return compiled(said, posology_pieces())


@cache
def _counted_words() -> tuple[str, ...]:
    """What a count's words cannot do without: the shortest of the words that hold one another."""
    words = {word.lower() for word in meanings("counted")}
    return tuple(w for w in sorted(words) if not any(w != other and other in w for other in words))


def _needed(needs: str) -> tuple[str, ...]:
    return _counted_words() if needs == "{counted}" else (needs,)


def find_marked(text: str) -> list[Quantity]:
    """Quantities with a mark or label ("#60", "Qty: 60"), wording by wording.

    >>> [q.value for q in find_marked("Norco 10/325 mg #60")]
    [60.0]
    """
    return _found(MARKED, text, text.lower())


def find_counted(text: str) -> list[Quantity]:
    """Quantities by the things counted or weighed, wording by wording.

    >>> [(q.value, q.unit) for q in find_counted("60 tablets of naproxen, 2 boxes of 30, 240 gm")]
    [(60.0, None), (60.0, 'tablet'), (2.0, 'box'), (240.0, 'g')]
    """
    low = text.lower()
    # A digit is found faster than words, and nearly always there.
    if not _DIGIT.search(low) and not any(map(low.__contains__, _counted_words())):
        return []
    return _found(COUNTED, text, low)


_DIGIT = re.compile(r"\d")


def _found(wordings: tuple[QuantityWording, ...], text: str, low: str) -> list[Quantity]:
    found = []
    for wording in wordings:
        if any(map(low.__contains__, _needed(wording.needs))):
            for match in quantity_pattern(wording.name).finditer(text):
                quantity = wording.read(match)
                if quantity is not None:
                    found.append(quantity)
    return found


# -- which of them is the item's --------------------------------------------------------------------

_AHEAD = re.compile(r"(?<![\w./#,-])\(?(?P<n>[1-9]\d{1,2})\)?\s+\Z")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
#: "Terocin patch x 10"; a smaller number is a series or a refill.
_LEAST_TIMES = 5
#: "#4" behind a weight counts packs of it.
_MOST_PACKS = 4


def of_drugs(
    text: str, mentions: Sequence[DrugMention], posology: Sequence[Posology], solid: str | None
) -> tuple[Quantity | None, Posology | None]:
    """The quantity of an item that asks for drugs, and the mention that states it, where one does.

    ``solid`` is the form that a bare count counts.
    """
    stated = [p for p in posology if p.label == "QUANTITY" and p.value is not None]
    stated = [q for q in stated if not _counts_another(text, q, mentions)]
    best = min(stated, key=lambda q: (_rank(q), q.start), default=None)
    if best is not None:
        packs = _packs(stated, best)
        return packs or Quantity(best.start, best.end, best.value, best.unit or solid), best
    if mentions and (ahead := _AHEAD.search(text, 0, mentions[0].start)):
        return Quantity(ahead.start(), ahead.end(), float(ahead["n"]), solid), None  # "90 Norco 10/325 mg"
    times = next((p for p in posology if p.label == "TIMES" and p.value >= _LEAST_TIMES), None)
    return (Quantity(times.start, times.end, float(times.value), solid) if times else None), None


def _packs(stated: Sequence[Posology], count: Posology) -> Quantity | None:
    """ "60 grams #2" are two tubes of 60 grams."""
    if count.value > _MOST_PACKS or not count.text.startswith("#"):
        return None
    pack = next((q for q in stated if q.unit in WEIGHED and q.end <= count.start), None)
    return None if pack is None else Quantity(pack.start, count.end, pack.value * count.value, pack.unit)


def _rank(quantity: Posology) -> int:
    """``#`` and ``QTY`` before a count of pieces, a count before a weight or volume."""
    first = quantity.text[:1].lower()
    if first == "#":
        return 0
    if first in {"q", "d", "a", "c", "n"}:
        return 1
    return 3 if quantity.unit in WEIGHED else 2


def _counts_another(text: str, quantity: Posology, mentions: Sequence[DrugMention]) -> bool:
    """Whether "1 box of 30" goes on to say what is counted; "60 tablets of naproxen" counts the drug."""
    of = _OF.match(text, quantity.end)
    return of is not None and all(m.start != of.end() for m in mentions)


_LEADING = _WORDS.compile(
    r"""
    (?: ^ | (?<=:) \s? )                        # "2 leg wraps", "Associated surgical service: 2 leg wraps"
    (?P<n> \d{1,2} | {numbers_of_things} ) \s+
    (?! {parts_of_a_thing} \b )
    (?= [a-z] )
    """,
    re.IGNORECASE | re.VERBOSE,
)


@cache
def _said_behind() -> tuple[re.Pattern[str], ...]:
    """ "NCV of both legs, 2", "crutches (2)"; "electrocardiogram times 3"; "EKG two times"."""
    n = r"(?P<n> \d{1,2} | {word} \b )"
    return (
        compiled(rf"(?: , \s? {n} | \( {n.replace('<n>', '<inside>')} \) ) \s* $", posology_pieces()),
        compiled(rf"\b times \s {n} (?! \s? [\w/%.] )", posology_pieces()),
        compiled(
            rf"(?<! [\w./#-] ) {n} \s? times \b (?! \s* (?: a | per | each | every | daily | weekly | / | \d ) )",
            posology_pieces(),
        ),
    )


def of_things(text: str, posology: Sequence[Posology], *, equipment: bool, test: bool) -> Quantity | None:
    """The quantity of an item that asks for things: what is counted with ``#`` or ``QTY``, or in packs and pairs.

    For ``equipment`` any counted pieces count, for a ``test`` the number of times it is done.
    """
    for mention in posology:
        if mention.label == "QUANTITY" and mention.value is not None and _counts_things(mention, equipment):
            return Quantity(mention.start, mention.end, mention.value, mention.unit)
    times = next((p for p in posology if p.label == "TIMES" and p.value > 0), None)
    if times is not None and (test or (equipment and times.value > 1)):
        return Quantity(times.start, times.end, float(times.value))
    if not (test or equipment):
        return None
    for words in _said_behind() if test else (_LEADING, *_said_behind()):
        if said := words.search(text):
            value = count(said["n"] or said["inside"])
            return None if value is None else Quantity(said.start(), said.end(), float(value))
    return None


def _counts_things(quantity: Posology, equipment: bool) -> bool:
    """Whether a quantity is marked as one ("#2", "Qty: 2"), or counts equipment in a unit that no drug comes in."""
    if quantity.text[:1].lower() in {"#", "q"}:
        return True
    return equipment and quantity.unit not in _WORDS.of("units_of_drugs")
