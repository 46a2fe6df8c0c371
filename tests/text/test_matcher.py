"""The automaton finds what looking at every place finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.matcher import Matcher

WORDS = st.text("ab c", min_size=1, max_size=8)


@given(st.sets(WORDS, max_size=12), st.text("ab c", max_size=40))
def test_every_term_is_found_wherever_it_stands(terms, text):
    """Terms that begin others, too: those near the root are made, and taken away again where they are none."""
    places = (
        (at, at + len(term), term) for term in terms for at in range(len(text)) if text.startswith(term, at)
    )
    found = Matcher({term: term for term in terms}).everywhere(text)
    assert sorted(found) == sorted(places)
    assert [end for _, end, _ in found] == sorted(end for _, end, _ in found)
