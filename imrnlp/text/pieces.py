"""Long patterns, written verbosely in named pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from imrnlp.text.searched import searched

_NAME = re.compile(r"\{([a-z_]+)\}")


class Wording(NamedTuple):
    """A verbose pattern in named pieces, and what it finds in its example."""

    name: str
    pattern: str
    example: str
    found: str
    flags: int = re.IGNORECASE


def assembled(pattern: str, pieces: Mapping[str, str]) -> str:
    """A verbose pattern with each ``{name}`` replaced by the piece of that name, in a group that does not capture.

    A piece may name others.  ``{1,3}`` is left alone.  Raises ``KeyError`` for a name that is not in ``pieces``.

    >>> assembled("{n} [ ] mg", {"n": "{digit}{1,3}", "digit": "[0-9]"})
    '(?:(?:[0-9]){1,3}) [ ] mg'
    """
    return _NAME.sub(lambda m: f"(?:{assembled(pieces[m[1]], pieces)})", pattern)


def compiled(pattern: str, pieces: Mapping[str, str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """:func:`assembled`, compiled as a verbose pattern.

    >>> compiled("{n} [ ] mg", {"n": "[0-9]+"}).match("20 MG").group()
    '20 MG'
    """
    return searched(re.compile(assembled(pattern, pieces), flags | re.VERBOSE))


def either(words: list[str] | tuple[str, ...]) -> str:
    """An alternation of words for a verbose pattern, the longest first.

    >>> either(["mg", "fl oz"])
    'fl\\\\ oz|mg'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
