"""Flowing text: what it joins and what it keeps, and the way back to the source's offsets."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.hyphens import WordsOf
from imrnlp.text.reflow import reflow


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
        ("http://www.\nguideline.gov/x", "http://www.guideline.gov/x"),  # a web address
        ("http://www.drugs.\ncom/pro", "http://www.drugs.com/pro"),
        ("http://www.drugs.com.\nThe pain", "http://www.drugs.com. The pain"),  # one that ends its sentence
        ("the drugs.\nthe pain", "the drugs. the pain"),
        ("İİ recom-\nmended; recommended", "İİ recommended; recommended"),  # longer in lower case
        ("", ""),
        (" \n ", ""),
        ("ﬁbro\n\U0001f600 œdema", "ﬁbro \U0001f600 œdema"),  # ligatures and astral characters are one each
    ],
)
def test_text(source, text):
    assert reflow(source).text == text


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ("right hand- wrist pain", "right hand-wrist pain"),
        ("recom- mended", "recommended"),
        ("Norco 10/ 325 mg on 12-10- 2016", "Norco 10/325 mg on 12-10-2016"),
        ("short- and long-acting, two- to three-fold", "short- and long-acting, two- to three-fold"),
    ],
)
def test_copied_text_keeps_a_blank_for_each_lost_line_end(words, joined):
    told = "The patient has pain in the neck and takes no medication. "
    assert reflow(told * 20 + words).text == told * 20 + joined
    lines = (told + "\n") * 20
    assert reflow(lines + words).text.endswith(words)  # with its lines, a blank is a blank


def test_a_text_of_broken_words_takes_linear_time():
    letters = itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=5)
    words = ["".join(w) for w in itertools.islice(letters, 0, 400_000, 10)]
    source = " ".join(f"{one}-\n{two}" for one, two in itertools.pairwise(words))
    assert reflow(source).text.count("\n") == 0


@given(st.text(alphabet="ab-/ \né1", max_size=80), st.text(alphabet="ab", min_size=1, max_size=2), st.data())
def test_the_table_of_words_says_what_looking_through_says(text, word, data):
    table, but_at = WordsOf(text), -1
    places = [m.start() for m in re.finditer(f"(?={word})", text)]
    if places:
        but_at = data.draw(st.sampled_from([-1, *places]))
    assert table._look_up(word, but_at) == table._look_through(word, but_at)
    assert table._look_up(f"{word}-a", -1) == table._look_through(f"{word}-a", -1)


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
    single_gaps = re.sub(r"[\s-]+", "", source[first:last])
    assert single_gaps == re.sub(r"[\s-]+", "", flow.text[start:end])


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
