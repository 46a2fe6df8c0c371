"""The alternation by first letters finds what ``re``'s own alternation finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.alternatives import Alternatives, beginnings, needed

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
        ("Stop", ["sto"]),
        ("(?:was )?stopped|D/C", ["was", "sto", "d/c"]),
        ("s(?:top)?", ["s"]),
        ("s(?:top)?ed", ["sto", "sed"]),
        (r"\w?x", None),
        (r"[ab]?x", ["ax", "bx", "x"]),
        (r"(?<!\w)now", ["now"]),
        (r"(?>ab|cd)e", ["abe", "cde"]),
        (r"[b-d]{0,2}e", ["e", *(a + "e" for a in "bcd"), *(a + b + "e" for a in "bcd" for b in "bcd")]),
        (r"a[^b]", ["a"]),
        (r"x[a-z]{2}", ["x" + a for a in "abcdefghijklmnopqrstuvwxyz"]),  # more are not told apart
        (r"(?:ab*)+c", ["abc", "abb", "aba", "aab", "aac", "aaa", "ac"]),
        ("[^a]", None),
        (r"\w", None),
        (".", None),
        ("x*", None),  # takes nothing, too
    ],
)
def test_beginnings(pattern, begin):
    assert beginnings(pattern) == (None if begin is None else set(begin))


TEXTS = st.lists(
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
).map("".join)


@given(TEXTS)
def test_finds_what_the_alternation_finds(text):
    plain = re.compile(rf"(?<![\w-])(?:{'|'.join(f'({row})' for row in ROWS)})(?!\w)", re.I)
    expected = [(m.lastindex - 1, m.span()) for m in plain.finditer(text)]
    found = Alternatives(ROWS, r"(?<![\w-])", r"(?!\w)").finditer(text)
    assert [(row, match.span()) for row, match in found] == expected


def test_a_row_with_a_group_of_its_own_is_refused():
    with pytest.raises(ValueError, match="may not have a capturing group"):
        Alternatives(["(a)b"])


@given(TEXTS, st.integers(0, 4), st.integers(0, 8))
def test_the_first_match_is_that_of_trying_every_row_at_every_place(text, start, more):
    """Rows that anything may begin are tried where a word of theirs stands; "\u017ftop" is "stop" in other letters."""
    rows = [*ROWS, r"[^.]{0,6}\bstop"]
    last, end = start + more, len(text)
    plain = re.compile(f"(?:{'|'.join(f'({row})' for row in rows)})", re.I)
    each = (plain.match(text, at) for at in range(start, min(last + 1, end)))
    expected = next(((m.lastindex - 1, m.span()) for m in each if m), None)
    found = Alternatives(rows).first(text, start, last, end)
    assert (found and (found[0], found[1].span())) == expected


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"[^.]{0,20}(?:has|have)\s+been", ["been"]),
        (r"\w+ (?:Taken|used)", ["taken", "used"]),
        (r"x?(?:in)?(?=later)", [""]),  # all of it may be missing, or is only looked at
        (r"(?:re){2,3}y", ["re"]),
        (r"(?>ab|c)d?", ["ab", "c"]),
        (r"was|\w", [""]),
    ],
)
def test_what_a_match_must_hold(pattern, words):
    assert sorted(needed(pattern)) == words
