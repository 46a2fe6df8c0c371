"""The alternation by first letters finds what ``re``'s own alternation finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.alternatives import Alternatives, first_characters

ROWS = [
    "was stopped",
    r"stop\w*",
    "(?:he )?stop",
    r"[^a] on",
    r"\d+ mg",
    "(?-i:UR)",
    "s(?:top)?",
    r"(?:now|then) stop",
]


@pytest.mark.parametrize(
    ("pattern", "firsts"),
    [
        ("Stop", "s"),
        ("(?:was )?stopped|D/C", "dsw"),
        (r"\s?x", " \t\n\r\f\vx"),
        (r"(?<!\w)now", "n"),
        (r"(?>ab|cd)e", "ac"),
        (r"[b-d]{0,2}e", "bcde"),
        ("[^a]", None),
        (r"\w", None),
        (".", None),
        ("x*", None),  # takes nothing, too
    ],
)
def test_first_characters(pattern, firsts):
    assert first_characters(pattern) == (None if firsts is None else frozenset(firsts))


@given(
    st.lists(
        st.sampled_from(["he ", "was ", "stop", "stopped ", "Now ", "UR ", "ur on ", "5 mg ", "s", "-", "\n"])
    )
)
def test_finds_what_the_alternation_finds(words):
    text = "".join(words)
    plain = re.compile(rf"(?<![\w-])(?:{'|'.join(f'({row})' for row in ROWS)})(?!\w)", re.I)
    expected = [(m.lastindex - 1, m.span()) for m in plain.finditer(text)]
    found = Alternatives(ROWS, r"(?<![\w-])", r"(?!\w)").finditer(text)
    assert [(row, match.span()) for row, match in found] == expected


def test_a_row_with_a_group_of_its_own_is_refused():
    with pytest.raises(ValueError, match="no group"):
        Alternatives(["(a)b"])
