"""A pattern made for searching finds what the pattern finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text import searched as module
from imrnlp.text.searched import searched

PATTERNS = [
    (r"\b(?:claims|UR)\b", re.I),
    (r"(?<![\w-])(?P<level>[CTLS]\s?-?\d{1,2})(?:\s?-\s?\d)?", re.I),
    (r"\s+ (?: on | in ) \s | [,;] (?P<rest>x)?", re.I | re.X),
    (r"(?:\s+is)?\s*:|\s+is", 0),
    (r"(?>ab|kl)+s?\b", re.I),
    (r"^k|s$", re.I | re.M),
    (r"(?-i:UR)|(?i:is)", 0),
    (r"\d+|(?!a)\blong", 0),
]
#: Letters with three cases, letters whose capitals are two, blanks that are not ASCII.
LETTERS = "abklruisKSUR ,;:-0159\n\N{KELVIN SIGN}\N{LATIN SMALL LETTER LONG S}İıßéÉ\xa0\u2003x"


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
@given(text=st.text(st.sampled_from(LETTERS), max_size=30))
def test_it_finds_what_the_pattern_finds(pattern, flags, text):
    plain = re.compile(pattern, flags)
    fast = searched(plain)
    assert (fast.pattern, fast.flags, fast.groups, fast.groupindex) == (
        plain.pattern,
        plain.flags,
        plain.groups,
        plain.groupindex,
    )
    for at in (0, 3):
        assert [m.regs for m in fast.finditer(text, at)] == [m.regs for m in plain.finditer(text, at)]
        found, expected = fast.match(text, at), plain.match(text, at)
        assert (found and found.groupdict()) == (expected and expected.groupdict())


@pytest.mark.parametrize("pattern", [p for p, _ in PATTERNS[:5]])
def test_it_is_another_program(pattern):
    plain = re.compile(pattern, re.I | re.X)
    assert searched(plain) is not plain


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        ("claims", 0),  # re sees how it begins
        (r"\b\w+", 0),  # any letter begins it
        ("x*", 0),  # takes nothing, too
        (r"[^a]b", re.I),
        ("\N{LATIN SMALL LETTER LONG S}a", re.I),  # "Sa" is the same word
        (r"\bé", re.I | re.A),
    ],
)
def test_a_pattern_that_gains_nothing_is_itself(pattern, flags):
    plain = re.compile(pattern, flags)
    assert searched(plain) is plain


@pytest.mark.parametrize("missing", ["_code", "SRE_INFO_CHARSET"])
def test_an_engine_that_is_made_otherwise_has_the_pattern_itself(monkeypatch, missing):
    plain = re.compile(r"\b(?:claims|UR)\b", re.I)  # before: without these names re compiles nothing itself
    monkeypatch.delattr(module.compiler, missing)
    assert searched(plain) is plain


def test_an_engine_that_takes_no_such_code_has_the_pattern_itself(monkeypatch):
    plain = re.compile(r"\b(?:claims|UR)\b", re.I)
    monkeypatch.setattr(module.compiler, "SRE_INFO_CHARSET", 99)
    assert searched(plain) is plain
