r"""Word classes for patterns: ``{pronouns}`` in a pattern matches any of the words that a table has under ``pronouns``.

A table of word classes (``utilization_review_words.tsv``) has on each line the name of a class, its words, and an example with one
of them.  The words are in the lexicons' dialect (``docs/lexicons.md``).  A folder of your own may add lines; a class with
several lines has the words of all of them.

>>> words = Wordings("utilization_review_words.tsv")
>>> words.compile(r"{pronouns} \s+ were", re.VERBOSE).search("The reviewer saw that both were denied.").group()
'both were'
>>> "both" in words.of("pronouns")
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from imrnlp.lexicons import PIECE, spaced, table
from imrnlp.lexicons.extra import forgets
from imrnlp.text.searched import searched


class Late:
    """A pattern that is compiled when it is first used, and again after other lexicons were chosen.

    It has the methods and attributes of a compiled pattern.  Each is looked up once and kept on the object, so that a
    call costs no more than that of a compiled pattern.
    """

    def __init__(self, words: Wordings, pattern: str, flags: int):
        self.__dict__.update(template=pattern, words=words, given_flags=flags)
        _LATE.append(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = self.__dict__.get("compiled")
        if compiled is None:
            compiled = searched(re.compile(self.words.filled(self.template), self.given_flags))
            self.__dict__["compiled"] = compiled
        value = getattr(compiled, name)
        self.__dict__[name] = value
        return value

    def forget(self) -> None:
        """Drops the compiled pattern."""
        kept = ("template", "words", "given_flags")
        self.__dict__ = {name: self.__dict__[name] for name in kept}


_LATE: list[Late] = []


def late_patterns() -> tuple[Late, ...]:
    """All patterns that were made by :meth:`Wordings.compile` so far."""
    return tuple(_LATE)


def _forget() -> None:
    for pattern in _LATE:
        pattern.forget()


forgets(_forget)


@cache
def _classes(file: str) -> dict[str, tuple[str, ...]]:
    """Class -> the words of each of its lines."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table(file):
        found[row["class"]] = (*found.get(row["class"], ()), row["words"])
    return found


@cache
def words_of(file: str, name: str) -> frozenset[str]:
    """The words of a class as they stand in the table, for a class that has plain words only."""
    return frozenset(word for words in _lines_of(file, name) for word in words.split("|"))


def _lines_of(file: str, name: str) -> tuple[str, ...]:
    classes = _classes(file)
    if name not in classes:
        raise ValueError(f"{file} has no class {name}; it has {', '.join(classes)}")
    return classes[name]


#: The table whose classes the patterns of a document name too.
_BOUNDS = "condition_bound_words.tsv"

_NAMED: dict[str, Callable[[], str]] = {}


def names(name: str, words: Callable[[], str]) -> str:
    """Makes ``{name}`` mean ``words()`` in the patterns of every table; returns ``{name}``.

    For what is made of several rows of a table of its own, as number words are.
    """
    _NAMED[name] = words
    return f"{{{name}}}"


def pieces_of(own: Mapping[str, str | Sequence[str]]) -> dict[str, str | Sequence[str]]:
    """The pieces of ``condition_patterns.json``: its own, and the words around a condition, which the bounds read too.

    >>> "turns_from_a_finding" in pieces_of({"turn": ["{turns_from_a_finding}", "rated"]})
    True
    """
    words = _classes(_BOUNDS)
    return {**{name: "(" + "|".join(words[name]) + ")" for name in words}, **own}


class Wordings:
    """The word classes of one table."""

    def __init__(self, file: str):
        self.file = file

    def filled(self, pattern: str) -> str:
        """``pattern`` with each ``{name}`` replaced by the words of that class.

        Raises ``ValueError`` for a name that the table does not have.
        """
        return PIECE.sub(lambda m: f"(?:{self._words(m[1])})", pattern)

    def _words(self, name: str) -> str:
        if name in _NAMED:
            return _NAMED[name]()
        return spaced("|".join(_lines_of(self.file, name)))

    def compile(self, pattern: str, flags: int = 0) -> re.Pattern[str]:
        """A pattern in which ``{name}`` stands for a class; it is compiled when it is first used."""
        return cast("re.Pattern[str]", Late(self, pattern, flags))

    def of(self, name: str) -> frozenset[str]:
        """The words of a class, for a class that has plain words only.

        Raises ``ValueError`` for a name that the table does not have.
        """
        return words_of(self.file, name)

    def pieces(self) -> dict[str, str]:
        """Class to a pattern of its words, for patterns that are made of pieces (:mod:`imrnlp.text.pieces`)."""
        return {name: self.filled(f"{{{name}}}") for name in _classes(self.file)}
