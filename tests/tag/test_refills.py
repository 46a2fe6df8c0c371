"""Refill counts: an example for each wording, and the words that are none."""

import re

import pytest

import imrnlp
from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.refills import WORDINGS, find_refills


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w.name)
def test_each_wording_has_an_example(wording):
    pattern = Wordings("prescription_words.tsv").compile(wording.pattern, re.IGNORECASE | re.VERBOSE)
    assert pattern.search(wording.example)
    assert imrnlp.parse_request(wording.example).refills == wording.refills


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("may refill twice", 2),
        ("may be refilled three times", 3),
        ("refillable two times", 2),
        ("refill once", 1),
        ("refill x 2", 2),
        ("3 RFs", 3),
        ("RF2", 2),
        ("RF: 1", 1),
        ("x2RF", 2),
        ("with 2 additional refills", 2),
        ("plus one refill", 1),
        ("refills (3)", 3),
        ("NR", 0),
        ("without refills", 0),
        ("refills: none", 0),
        ("refills: -1", None),  # a misprint
        ("refills: 400", None),
        ("five (5) refills", 5),
        ("quantity 60 refill 2", 2),  # the quantity is no count of refills
        ("qty 60 refills 2", 2),
        ("60 refill 2", 2),
        ("1 refill 60 tablets", 1),
        ("2 refills #60", 2),
    ],
)
def test_refills(words, count):
    assert [r.value for r in find_refills(f"Naproxen 550 mg #60, {words}")] == [count]


@pytest.mark.parametrize(
    "words", ["medication refill", "pump refill", "refilled on 3/4/14 by the clinic", "NSAID"]
)
def test_no_count(words):
    assert find_refills(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Naproxen #60 (2 refills)", "2 refills"),
        ("(2 refills)", "2 refills"),
        ("Naproxen 550 mg #60  ( refills x 2)", "refills x 2"),
    ],
)
def test_where_a_count_begins(words, expected):
    [found] = find_refills(words)
    assert words[found.start : found.end] == expected
