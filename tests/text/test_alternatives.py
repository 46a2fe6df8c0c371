"""The alternation by first letters finds what ``re``'s own alternation finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.alternatives import Alternatives, beginnings

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
    ("pattern", "begin"),
    [
        ("Stop", ["st"]),
        ("(?:was )?stopped|D/C", ["wa", "st", "d/"]),
        ("s(?:top)?", ["s"]),
        ("s(?:top)?ed", ["st", "se"]),
        (r"\w?x", None),
        (r"[ab]?x", ["ax", "bx", "x"]),
        (r"(?<!\w)now", ["no"]),
        (r"(?>ab|cd)e", ["ab", "cd"]),
        (r"[b-d]{0,2}e", [*(a + b for a in "bcd" for b in "bcde"), "e"]),
        (r"a[^b]", ["a"]),
        (r"(?:ab*)+c", ["ab", "aa", "ac"]),
        ("[^a]", None),
        (r"\w", None),
        (".", None),
        ("x*", None),  # takes nothing, too
    ],
)
def test_beginnings(pattern, begin):
    # One character stands for itself with any behind it.
    expected = None if begin is None else {text for text in begin if len(text) == 1 or text[0] not in begin}
    assert beginnings(pattern) == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "he ",
                "was ",
                "stop",
                "stopped ",
                "Now ",
                "UR ",
                "ur on ",
                "5 mg ",
                "s",
                "-",
                "\n",
                "\u017ftop",
                "\u212a",
            ]
        )
    )
)
def test_finds_what_the_alternation_finds(words):
    text = "".join(words)
    plain = re.compile(rf"(?<![\w-])(?:{'|'.join(f'({row})' for row in ROWS)})(?!\w)", re.I)
    expected = [(m.lastindex - 1, m.span()) for m in plain.finditer(text)]
    found = Alternatives(ROWS, r"(?<![\w-])", r"(?!\w)").finditer(text)
    assert [(row, match.span()) for row, match in found] == expected


def test_a_row_with_a_group_of_its_own_is_refused():
    with pytest.raises(ValueError, match="may not have a capturing group"):
        Alternatives(["(a)b"])
