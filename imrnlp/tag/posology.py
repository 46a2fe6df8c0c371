"""Finds posology: strength, form, route, frequency, duration, quantity, refills.

Each label has its rules, which are tried in order on the same text.  Where two overlap, the earlier, more specific
one counts (a refill count is not a quantity, a duration is not a frequency).  Quantities are found by
:mod:`imrnlp.tag.quantity`, refills by :mod:`imrnlp.tag.refills`; the patterns of the rest are
:data:`WORDINGS`, with an example each, in the words of ``lexicons/posology_words.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Strength
from imrnlp.tag.drugs import named_forms
from imrnlp.tag.mentions import Posology
from imrnlp.tag.posology_words import meanings, posology_pieces, unit_of
from imrnlp.tag.quantity import find_counted, find_marked
from imrnlp.tag.refills import HINTS as REFILL_HINTS
from imrnlp.tag.refills import find_refills
from imrnlp.text.matcher import Matcher
from imrnlp.text.numbers import count, number
from imrnlp.text.pieces import Wording, compiled, either
from imrnlp.text.searched import searched
from imrnlp.text.strings import lower

_WORDS = Wordings("prescription_words.tsv")


#: Pieces of the patterns below, beside those of the words.
_PIECES = {
    # A number stands alone, or is glued to a drug's name ("Norco10/325mg"); "helps 50 %" is no strength.
    "free": r"""
        (?<! [\w#.$] ) (?<! helps\s ) (?<! helped\s ) (?<! about\s ) (?<! approximately\s )
      | (?<= [A-Za-z]{4} )
    """,
    # "30% relief": a share of the pain is no strength.
    "no_share": r"""
        (?! \s* (?: pain\s+ )?
            {effects} )
    """,
    # "10 mg" of "10 mg/325 mg"
    "amount": r"{number} (?:\s?%)? (?: \s?{mass} )?",
    "next_amount": r"\s? [-/] \s? {number} (?:\s?%)? (?: \s?{mass} (?![\w]) )?",
    # "q", "every", "by mouth": what follows a dose that is taken
    "taken": r"""
        {how_taken}
    """,
}
WORDINGS = (
    Wording(
        "strength",
        r"""
        {free} (?P<values> {amount} {next_amount}{0,5} )
        \s? -? \s? (?P<unit> {mass} (?![\w]) | (?: % | percent ) (?![\w]) {no_share} )
        (?: \s? / \s? (?P<per> {number} )? \s? (?P<per_unit> {volume} | {per} ) (?![\w])
          | \s? (?: per | an? ) \s (?P<per2> {number} )? \s? (?P<per_unit2> {volume} | {per} ) (?![\w]) )?
        """,
        "fentanyl 25 mcg/hr patch",
        "25 mcg/hr",
    ),
    Wording(
        "percent",
        r"""
        (?<! [\w#.$] ) (?<! helps\s ) (?<! helped\s ) (?<! relief\s ) (?<! \bby\s ) (?<! about\s ) (?<! approximately\s )
        (?P<values> {number} \s?%? (?: \s? [-/] \s? {number} \s?%? ){0,5} ) \s? (?P<unit> % | percent ) {no_share}
        """,
        "flurbiprofen/baclofen 20%/5% cream",
        "20%/5%",
    ),
    Wording(
        "piece", r"(?P<n> {number} ) \s? (?P<unit> % | percent | {mass} (?![\w]) )?", "of 325 mg", "325 mg"
    ),
    # 10/325 without a unit: two or three numbers of different size, the second no year.
    Wording(
        "bare",
        r"""
        (?<! [\w#./-] ) (?P<a> \d{1,3} (?: \.\d+ )? ) \s? [-/] \s? (?P<b> \d{2,3} (?: \.\d+ )? )
        (?: / (?P<c> \d{1,3} ) )?
        (?! [\w/%-] | \s? (?: mg | days? ) )
        """,
        "Norco 10/325 #60",
        "10/325",
        0,
    ),
    Wording(
        "duration",
        r"""
        (?: \b (?: for | x | times | over ) \s* )?
        (?<! [\w./#-] ) (?<! every[ ] ) (?<! q[ ] )
        (?P<n> {count} | a | an ) \s? -? \s? (?P<unit> {period} ) \b
        (?! \s? (?: / | (?: a | per | each | every | out[ ]of[ ]the ) \s ) \s? (?: week | wk | month | day )   # "3 days a week"
          | \s+ (?: ago | old | weekly | follow ) )
        (?: ['’]?s? \s? -? \s? (?P<supply> supply | course | rental | trial | use ) )?
      | \b (?: day | days ) \s? -? \s? supply \s? [:=]? \s? (?P<n2> \d{1,3} )
        """,
        "H-wave 30 day rental",
        "30 day rental",
    ),
    Wording(
        "hourly",
        r"""
        \b (?: q\.?\s? | every\s+ ) (?P<n> \d{1,2} | {word} ) (?: \s? (?: - | to ) \s? (?P<m> \d{1,2} | {word} ) )?
        \s? (?: hours? | hrs? | hr | h ) \b \.?
        """,
        "Norco q4-6h prn",
        "q4-6h",
    ),
    # "Carafate 1 gm #120", "17 grams daily": behind a dose in grams.
    Wording(
        "dose_after",
        r"\s* ,? \s* (?: (?P<taken> {taken} ) | \# | tab | cap | qty | quantity )",
        "1 gm po bid",
        " po",
    ),
    # By itself: a refill, a series or a number of things.
    Wording(
        "times",
        r"\b x \s? (?P<n> \d{1,3} ) (?! [\w.%/-] ) (?! \s* {times_of} )",
        "physical therapy x 2",
        "x 2",
    ),
    # Letters that a page's reading puts for digits: "l0 mg", "#6O"; only in a number that has a digit too.
    Wording(
        "slip",
        r"""
        (?<! [A-Za-z0-9] ) (?= [OoIl]{0,4} \d ) [\dOoIl]{1,7}
        (?= \s? (?: mg | mcg | gm | ml | % | / \s? [\dOoIl]{2,5} \s? mg ) \b | % ) (?<= [\dOoIl] )
      | (?<= \# ) \s? (?= [OoIl]{0,3} \d ) [\dOoIl]{2,5} (?! [A-Za-z0-9] )
        """,
        "Norco 1O mg",
        "1O",
        0,
    ),
)


@cache
def posology_pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of the wording ``name``."""
    wording = next(w for w in WORDINGS if w.name == name)
    return compiled(wording.pattern, {**posology_pieces(), **_PIECES}, wording.flags)


@cache
def _period_words() -> re.Pattern[str]:
    """What a duration's words cannot do without."""
    return searched(re.compile(rf"(?:{either(list(meanings('period')))})\b|supply"))


# What a direction's words cannot do without.
_FREQUENCY_WORDS = _WORDS.compile(r"{frequency_hints}")
_DIGITS = tuple("0123456789")


class _Hit(NamedTuple):
    """A mention that a rule has found; it counts where no earlier rule has found one."""

    start: int
    end: int
    value: object
    unit: str | None = None


class _Rule(NamedTuple):
    """How the mentions of one label are found in a text.

    ``read`` makes a hit of each thing that ``find`` gives, or ``None`` of what is none; without it they are hits
    already.  A text that has none of the ``hints`` (all have, if there are none), or nothing of the pattern
    ``needs``, is not searched.  Hints are in lower case; one in capitals must stand so in the text.
    """

    label: str
    find: Callable[[str], Iterable[Any]]
    read: Callable[[Any], _Hit | None] | None = None
    hints: tuple[str, ...] = ()
    needs: re.Pattern[str] | None = None


def find_posology(text: str) -> list[Posology]:
    """Posology mentions in text order; ``text[m.start:m.end] == m.text``.

    STRENGTH's value is a list of :class:`imrnlp.record.Strength`; a QUANTITY or REFILLS whose number
    cannot be believed has value ``None``.

    >>> [(m.label, m.text, m.value) for m in find_posology("7.5mg #60 refills x 3")]
    [('STRENGTH', '7.5mg', [Strength(7.5 mg)]), ('QUANTITY', '#60', 60.0), ('REFILLS', 'refills x 3', 3)]
    """
    written = text
    for start, end in digit_slips(text):
        text = text[:start] + text[start:end].translate(_DIGIT_OF) + text[end:]
    low = lower(text)
    both = f"{text}\n{low}"
    found: list[Posology] = []
    for rule in _rules():
        if rule.hints and not any(map(both.__contains__, rule.hints)):
            continue
        if rule.needs and not rule.needs.search(low):
            continue
        hits = rule.find(text)
        for hit in map(rule.read, hits) if rule.read else hits:
            if hit is None:
                continue
            start, end, value, *unit = hit
            for before in found:
                if start < before.end and end > before.start:
                    break
            else:
                found.append(Posology(rule.label, start, end, written[start:end], value, *unit))
    found.sort(key=lambda m: m.start)
    return found


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rules in their order: where two find something at the same place, the earlier counts."""

    def wording(name: str) -> Callable[[str], Iterable[re.Match[str]]]:
        return posology_pattern(name).finditer

    frequencies, _ = _frequencies()
    return (
        _Rule("REFILLS", find_refills, hints=REFILL_HINTS),
        _Rule("STRENGTH", wording("strength"), _strength, hints=_DIGITS),
        _Rule("STRENGTH", wording("percent"), _strength, hints=("%", "percent")),
        _Rule("QUANTITY", find_marked),
        _Rule("DURATION", wording("duration"), _duration, needs=_period_words()),
        _Rule("FREQUENCY", wording("hourly"), _hourly, hints=("q", "every")),
        _Rule("FREQUENCY", frequencies.finditer, _frequency, needs=_FREQUENCY_WORDS),
        _Rule("QUANTITY", find_counted),
        _Rule("STRENGTH", wording("bare"), _bare_strength, hints=_DIGITS),
        _Rule("TIMES", wording("times"), _times, hints=_DIGITS),
        _Rule("FORM", _form_words, _form),
        _Rule("ROUTE", _form_words, _route),
    )


_DIGIT_OF = str.maketrans("OoIl", "0011")
# Cheap: a letter of the slips next to a digit.
_SLIP_HINT = searched(re.compile(r"\d[OoIl]|(?<![A-Za-z])[OoIl]\d"))


def digit_slips(text: str) -> list[tuple[int, int]]:
    """The spans of numbers in which a letter is written for a digit.

    >>> digit_slips("Norco l0/325 mg #6O")
    [(6, 8), (17, 19)]
    """
    if not _SLIP_HINT.search(text):
        return []
    return [m.span() for m in posology_pattern("slip").finditer(text) if not m.group().strip().isdigit()]


def _strength(m: re.Match[str]) -> _Hit | None:
    per_unit = per = None
    groups = m.groupdict()
    if groups.get("per_unit") or groups.get("per_unit2"):
        per_unit = unit_of(groups["per_unit"] or groups["per_unit2"])
        per = number(groups["per"] or groups["per2"] or "1")
    unit = unit_of(m["unit"])
    # 30gm and 240 grams are pack sizes unless something else says that they are doses.
    if unit in ("g", "L", "oz") and per_unit is None and not (unit == "g" and _is_dose(m)):
        return None
    parts = list(posology_pattern("piece").finditer(m["values"]))
    if unit not in ("%",) and any(unit_of(p["unit"] or "") == "%" for p in parts):
        return None
    amounts = [(number(part["n"]), unit_of(part["unit"] or unit)) for part in parts]
    strengths = [
        Strength(value=value, unit=of, per_value=per, per_unit=per_unit)
        for value, of in amounts
        if value is not None
    ]
    return _Hit(m.start(), m.end(), strengths) if strengths else None


def _is_dose(m: re.Match[str]) -> bool:
    """``Carafate 1 gm #120`` and ``17 grams daily`` are doses; ``60 gm`` is a tube."""
    value = number(m["values"])
    following = posology_pattern("dose_after").match(m.string, m.end())
    return value is not None and following is not None and value <= (20 if following["taken"] else 4)


def _bare_strength(m: re.Match[str]) -> _Hit | None:
    a, b = float(m["a"]), float(m["b"])
    values = [a, b] + ([float(m["c"])] if m["c"] else [])
    # L4/5 and 7/10 are no strengths; combination drugs pair a small amount with a large one.
    if b < 20 or b <= a:
        return None
    return _Hit(m.start(), m.end(), [Strength(value=v, unit=None) for v in values])


def _duration(m: re.Match[str]) -> _Hit | None:
    if m["n2"]:
        return _Hit(m.start(), m.end(), int(m["n2"]), "supply")
    article = m["n"].lower() in ("a", "an")
    value = 1 if article else count(m["n"])
    if value is None or (article and not m["supply"]):
        return None
    days = value * int(meanings("period")[m["unit"].lower()])
    supply = (m["supply"] or "").lower() or None
    return _Hit(m.start(), m.end(), days if 0 < days <= 3660 else None, supply)


def _hourly(m: re.Match[str]) -> _Hit:
    hours = count(m["n"])
    return _Hit(m.start(), m.end(), round(24 / hours, 4) if hours and not m["m"] else None)


def _times(m: re.Match[str]) -> _Hit:
    return _Hit(m.start(), m.end(), int(m["n"]))


@cache
def _frequencies() -> tuple[re.Pattern[str], list[float | None]]:
    rows = lexicons.table("frequencies.tsv")
    groups = [f"(?P<f{i}>{lexicons.spaced(row['pattern'])})" for i, row in enumerate(rows)]
    pattern = re.compile(rf"(?<![\w/.-])(?:{'|'.join(groups)})(?![\w/-])", re.I)
    return pattern, [float(row["per_day"]) if row["per_day"] else None for row in rows]


def _frequency(m: re.Match[str]) -> _Hit:
    _, rates = _frequencies()
    return _Hit(m.start(), m.end(), rates[int((m.lastgroup or "f0")[1:])])


@cache
def _form_matcher() -> Matcher[str]:
    return Matcher({word: word for word in (*named_forms(), *meanings("route"))})


@lru_cache(maxsize=1)
def _form_words(text: str) -> list[tuple[int, int, str]]:
    """Whole words for a form or a route, in text order, the longest first where they begin together."""
    return sorted(_form_matcher().words(lower(text), also="_-"), key=lambda f: (f[0], -f[1]))


def _form(word: tuple[int, int, str]) -> _Hit | None:
    start, end, said = word
    return _Hit(start, end, named_forms()[said][0]) if said in named_forms() else None


def _route(word: tuple[int, int, str]) -> _Hit | None:
    start, end, said = word
    return _Hit(start, end, meanings("route")[said]) if said in meanings("route") else None
