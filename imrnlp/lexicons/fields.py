"""The kinds of value that a lexicon's field may hold, each with the words that say what is allowed.

A kind is a pydantic type: ``Term`` a lower-case term, ``Pattern`` a regular expression of the lexicons'
dialect (``docs/lexicons.md``), ``Category`` one of the taxonomy's, and so on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from imrnlp.lexicons import WORDS_ONLY
from imrnlp.text.strings import quoted

_ENDS_WORD = re.compile(r"\s{2,}|^\s|\s$")
_TERM = re.compile(r"[^\sA-Z|]+(?: [^\sA-Z|]+)*")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
#: A pattern longer than this is written as several rows.
LONGEST_PATTERN = 2500


def _of_words_only(pattern: str) -> str:
    if not WORDS_ONLY.fullmatch(pattern):
        raise ValueError(r"words, (a|b) and (a|b)? only, without classes and repeats such as \w+")
    return pattern


def _visible(text: str) -> str:
    """Refuses what no reader of the file would see: control, format and private characters."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") or character == "\ufffd":
            raise ValueError(f"printable text, without U+{ord(character):04X}")
    return text


def _printable(text: str) -> str:
    _visible(text)
    if _ENDS_WORD.search(text):
        raise ValueError("words with single spaces between them, none at the ends")
    if "|" in text:
        raise ValueError('words without "|", which separates the terms of a list')
    return text


def _filled(text: str) -> str:
    if not text:
        raise ValueError("some words: this field may not be empty")
    return text


def _holds_letter(text: str) -> str:
    if not any(c.isalnum() for c in text):
        raise ValueError("words: at least one letter or digit")
    return text


def _term(text: str) -> str:
    if not _TERM.fullmatch(text):
        raise ValueError("a term in lower case, with single spaces between words")
    return text


def _bar_separated(text: Any) -> Any:
    """``a|b`` as its parts; an empty cell has none."""
    return text.split("|") if isinstance(text, str) and text else [] if text == "" else text


def _apart(parts: list[str]) -> list[str]:
    seen: set[str] = set()
    for part in parts:
        if part in seen:
            raise ValueError(f"each term once: {quoted(part)} occurs twice")
        seen.add(part)
    return parts


def _at_least_one(parts: list[str]) -> list[str]:
    if not parts:
        raise ValueError("at least one term")
    return parts


def _compiles(pattern: str) -> str:
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"a pattern of at most {LONGEST_PATTERN} characters; write several")
    try:
        re.compile(pattern, re.I)
    except (re.error, OverflowError) as error:
        raise ValueError(f"a regular expression ({error})") from None
    return pattern


def _matches_something(pattern: str) -> str:
    if re.match(pattern, "", re.I):
        raise ValueError("a pattern that matches at least one character")
    return pattern


def one_of(*allowed: str) -> Callable[[str], str]:
    """A check that the value is one of ``allowed``; the empty string is written as "empty"."""

    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError("one of " + ", ".join(a or "empty" for a in allowed))
        return value

    return check


def shaped(pattern: str, what: str) -> Callable[[str], str]:
    """A check that the whole value has the form ``pattern``; ``what`` says the form in words."""
    form = re.compile(rf"\A(?:{pattern})\Z")

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise ValueError(what)
        return value

    return check


def optional(check: Callable[[str], str]) -> Callable[[str], str]:
    """The same check for a field that may be empty."""
    return lambda value: value if value == "" else check(value)


@cache
def taxonomy() -> dict[str, tuple[str, ...]]:
    """Category -> its subcategories, in the order of ``taxonomy.tsv``."""
    from imrnlp import lexicons

    return {row["category"]: tuple(row["subcategories"].split("|")) for row in lexicons.table("taxonomy.tsv")}


def _category(value: str) -> str:
    return one_of(*taxonomy())(value)


def _drug_class(value: str) -> str:
    return one_of(*taxonomy()["pharmaceuticals"])(value)


def _per_day(value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        raise ValueError("a number of times a day, or empty") from None
    if not 0 < number <= 48:
        raise ValueError("a number of times a day between 0 and 48")
    return value


Text = Annotated[str, AfterValidator(_printable), AfterValidator(_filled), AfterValidator(_holds_letter)]
OptionalText = Annotated[str, AfterValidator(_printable), AfterValidator(optional(_holds_letter))]
Term = Annotated[Text, AfterValidator(_term)]
#: Like a term, but a question mark or dash alone will do.
CueText = Annotated[str, AfterValidator(_printable), AfterValidator(_filled), AfterValidator(_term)]
TermList = Annotated[
    list[Term], BeforeValidator(_bar_separated), AfterValidator(_apart), AfterValidator(_at_least_one)
]
OptionalTerms = Annotated[list[Term], BeforeValidator(_bar_separated), AfterValidator(_apart)]
Names = Annotated[
    list[Text], BeforeValidator(_bar_separated), AfterValidator(_apart), AfterValidator(_at_least_one)
]
OptionalNames = Annotated[list[Text], BeforeValidator(_bar_separated), AfterValidator(_apart)]
#: A part of a longer pattern; it may match nothing.
Fragment = Annotated[str, AfterValidator(_filled), AfterValidator(_visible), AfterValidator(_compiles)]
Pattern = Annotated[Fragment, AfterValidator(_matches_something)]
#: A pattern that is written out as all its phrases: a cue of assertion.
Phrases = Annotated[Pattern, AfterValidator(_of_words_only)]
OptionalPattern = Annotated[
    str,
    AfterValidator(_visible),
    AfterValidator(optional(_compiles)),
    AfterValidator(optional(_matches_something)),
]
Key = Annotated[str, AfterValidator(shaped(_SNAKE.pattern, "a key in lower snake case"))]
Category = Annotated[str, AfterValidator(_category)]
DrugClass = Annotated[str, AfterValidator(_drug_class)]
PerDay = Annotated[str, AfterValidator(optional(_per_day))]
