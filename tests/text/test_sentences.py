"""Sentence boundaries."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He has spasm.A Utilization Review followed.", 2),  # glued to the capital
        ("Seen by Dr. A. Poe today.", 1),  # title and initial
        ("Tenderness at L4. Gait is normal.", 2),  # a level closes a sentence before a word
        ("Levels L4. 5 were seen.", 1),  # a level broken by a stop
        ("Use 7.5 mg. See 9792.24.2 for more.", 2),  # numbers and sections
        ("Drugs, e.g. Norco, help.", 1),  # abbreviation
        ("It prevents hepatitis B. Guidelines say so.", 2),  # the letter belongs to the name
        ("He asked for a device.GBM is a tumor.", 2),  # glued to an abbreviation
        ("Drugs, e.g.MRI dyes, help.", 1),  # an abbreviation glued
        ("", 0),
    ],
)
def test_count(text, count):
    assert len(split_sentences(text)) == count


@given(st.text(alphabet="aB.!? \n1", max_size=60))
def test_spans(text):
    spans = split_sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
