"""Flowing text: what it joins and what it keeps, and the way back to the source's offsets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.read.reflow import reflow


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Norco  10/325mg \n\n#60", "Norco 10/325mg #60"),
        ("a\tb\xa0c\u2009d", "a b c d"),
        ("  led and trailed \n", "led and trailed"),
        ("non-\ncertified", "non-certified"),  # a word's own hyphen stays
        ("non-\n\fcertified", "non-certified"),  # at a page's end too
        ("12-10-\n2016", "12-10-2016"),
        ("10/\n325mg", "10/325mg"),
        ("recom-\nmended; we recommended it", "recommended; we recommended it"),  # a line's hyphen goes
        ("cervi-\ncal", "cervical"),
        ("sprain-\nstrain of the strain", "sprain-strain of the strain"),  # both are words
        ("FDA-\napproved", "FDA-approved"),
        ("facet-\nmediated", "facet-mediated"),  # a site of the lexicon
        ("x-\nrays", "x-rays"),
        ("over-the-\ncounter", "over-the-counter"),
        ("a - \nb", "a - b"),  # a dash, not a hyphen
        ("", ""),
        (" \n ", ""),
        ("ﬁbro\n\U0001f600 œdema", "ﬁbro \U0001f600 œdema"),  # ligatures and astral characters are one each
    ],
)
def test_text(source, text):
    assert reflow(source).text == text


def test_dropped_spans_join_the_text_around_them():
    source = "is not\nPage 2 of 5\nmedically necessary"
    flow = reflow(source, [(7, 18)])
    assert flow.text == "is not medically necessary"
    start = flow.text.index("medically")
    assert source[slice(*flow.to_source(start, start + 9))] == "medically"


TEXT = st.text(alphabet="ab1 -/.\n\r\t\f\xa0Zé\U0001f600", max_size=60)


@given(TEXT)
def test_every_kept_character_is_the_sources(source):
    flow = reflow(source)
    for i, character in enumerate(flow.text):
        kept = source[flow.position(i)]
        assert kept == character or (character == " " and kept.isspace())


@given(TEXT, st.integers(0, 60), st.integers(0, 60))
def test_spans_map_to_the_source(source, one, two):
    flow = reflow(source)
    start, end = sorted((min(one, len(flow.text)), min(two, len(flow.text))))
    first, last = flow.to_source(start, end) if flow.text else (0, 0)
    assert 0 <= first <= last <= len(source)
    squeezed = re.sub(r"[\s-]+", "", source[first:last])
    assert squeezed == re.sub(r"[\s-]+", "", flow.text[start:end])


@given(TEXT)
def test_from_source_is_the_way_back(source):
    flow = reflow(source)
    for i in range(len(flow.text)):
        assert flow.from_source(flow.position(i)) == i


@given(TEXT)
def test_flowing_text_flows(source):
    text = reflow(source).text
    assert "  " not in text
    assert text == text.strip()
    assert reflow(text).text == text or "-" in text
