"""Finds services and procedures, and the procedure codes of an item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imrnlp import lexicons
from imrnlp.tag.mentions import ServiceMention
from imrnlp.text.matcher import Matcher
from imrnlp.text.strings import lower

BY_SITE = "by_site"
#: "95886, 95911", "E0730"; no amount.
_CODE = re.compile(
    r"""
    (?<! [\w#.$/-] ) (?P<code> \d{4} [0-9FTU] | [A-V] \d{4} )
    (?P<more> (?: \s? [/,&-] \s? (?: \d{5} | [A-V] \d{4} ) (?! \w ) )* )
    (?! [\w%] | \.\d | \s? (?: mg | units? | mcg | iu ) \b )
    """,
    re.VERBOSE,
)
_ONE_CODE = re.compile(r"\d{4}[0-9FTU]|[A-V]\d{4}")


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUV"


@dataclass(frozen=True, slots=True)
class _Term:
    category: str
    subcategory: str
    weak: bool


@cache
def _terms() -> dict[str, _Term]:
    terms: dict[str, _Term] = {}
    for row in lexicons.table("services.tsv"):
        for term in row["terms"].split("|"):
            terms.setdefault(term, _Term(row["category"], row["subcategory"], row["weak"] == "weak"))
    return terms


@cache
def _matcher() -> Matcher[str]:
    terms = _terms()
    plurals = {_plural(term): term for term in terms if _may_be_several(term)}
    return Matcher(plurals | {term: term for term in terms})


def _may_be_several(term: str) -> bool:
    """Whether the last word names a thing that there may be several of.

    >>> [t for t in ("bone scan", "ct", "physical therapy", "drug testing", "x-rays") if _may_be_several(t)]
    ['bone scan']
    """
    last = re.split(r"[\s/-]", term)[-1]
    return last.isalpha() and len(last) > 2 and not last.endswith(("s", "apy", "ing"))


def _plural(term: str) -> str:
    """
    >>> [_plural(t) for t in ("bone scan", "biopsy", "patch", "box")]
    ['bone scans', 'biopsies', 'patches', 'boxes']
    """
    if term.endswith("y") and term[-2] not in "aeiou":
        return term[:-1] + "ies"
    return term + ("es" if term.endswith(("x", "ch", "sh")) else "s")


@cache
def _code_ranges() -> tuple[tuple[str, int, int, str, str], ...]:
    """Letter of the code set's section (empty for CPT), first and last number, category, subcategory."""
    return tuple(
        (
            r["first"][: -len(digits)],
            int(digits),
            int(r["last"].lstrip(_LETTERS)),
            r["category"],
            r["subcategory"],
        )
        for r in lexicons.table("procedure_codes.tsv")
        for digits in [r["first"].lstrip(_LETTERS)]
    )


def find_services(text: str) -> list[ServiceMention]:
    """Services in text order, the longest where several overlap; ``text[m.start:m.end] == m.text``.

    >>> [(m.text, m.subcategory) for m in find_services("MRI of the lumbar spine and 6 sessions of physical therapy")]
    [('MRI', 'mri'), ('physical therapy', 'physical_therapy')]
    """
    found = sorted(_matcher().words(lower(text)), key=lambda f: (f[0], -f[1]))
    mentions: list[ServiceMention] = []
    reach = 0
    for start, end, term in found:
        if start < reach:
            continue
        reach = end
        kind = _terms()[term]
        mentions.append(
            ServiceMention("PROCEDURE", start, end, text[start:end], kind.category, kind.subcategory, term)
        )
    return mentions


def is_weak(mention: ServiceMention) -> bool:
    """Whether the service's word counts only where no other service is named."""
    term = _terms().get(mention.term)
    return term is not None and term.weak


def procedure_codes(text: str) -> list[str]:
    """CPT and HCPCS codes, each once, in order.

    >>> procedure_codes("EMG/NCV (95886, 95911) of the left arm"), procedure_codes("Norco 10/325mg #12345")
    (['95886', '95911'], [])
    """
    codes = []
    for match in _CODE.finditer(text):
        codes += _ONE_CODE.findall(match.group())
    return list(dict.fromkeys(codes))


def category_of_codes(codes: list[str]) -> tuple[str, str] | None:
    """Category and subcategory of the first code that the ranges know."""
    for code in codes:
        digits = code.lstrip(_LETTERS)
        if not digits.isdigit():
            continue
        letter, number = code[: -len(digits)], int(digits)
        inside = [r for r in _code_ranges() if r[0] == letter and r[1] <= number <= r[2]]
        if inside:
            best = min(inside, key=lambda r: r[2] - r[1])
            return best[3], best[4]
    return None
