"""One spelling for what letters print in many, and the way back to the source's offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imrnlp
from imrnlp.text.normalize import normalize
from imrnlp.text.reflow import reflow


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain ASCII - stays", "plain ASCII - stays"),
        ("non\u2010certified", "non-certified"),  # hyphen
        ("non\u2011certified", "non-certified"),  # non-breaking hyphen
        ("non\u2212certified", "non-certified"),  # minus sign
        ("non\u2013certified", "non-certified"),  # en dash in a word
        ("pages 63\u201366", "pages 63-66"),
        ("denied \u2013 see below", "denied \u2013 see below"),  # a dash between clauses
        ("non \u2013 certified", "non-certified"),  # a spaced dash in a word
        ("non - certified", "non-certified"),
        ("non -certified", "non-certified"),
        ("Non- certified", "Non-certified"),
        ("non- and semi-synthetic", "non- and semi-synthetic"),  # a hyphen that waits for its word
        ("non\u00adcertified", "non-certified"),  # a soft hyphen for the word's own
        ("medi\u00adcation; medication", "medication; medication"),  # a soft hyphen for a syllable's
        ("fol\u00adlow\u00adup", "followup"),
        ("follow\u00adup", "follow-up"),
        ("recom\u00ad\nmended", "recom-\nmended"),  # at a line's end: decided where lines are joined
        ("63\u00ad66", "63-66"),
        ("non\ufffecertified", "non-certified"),  # what PDF readers give for a hyphen at a line's end
        ("non\x02certified", "non-certified"),
        ("Nor\u200bco 10\ufeff mg", "Norco 10 mg"),  # zero-width blank, byte order mark
        ("\ufb01bromyalgia, o\ufb03ce", "fibromyalgia, office"),
        ("cafe\u0301", "caf\u00e9"),
        ("x\u0301y", "x\u0301y"),  # no single letter for it
        ("the patient\u2019s \u201cpain\u201d", 'the patient\'s "pain"'),
        ("10\u00a0mg", "10 mg"),
        ("a\r\nb\rc\u2028d", "a \nb\nc\nd"),
        ("", ""),
    ],
)
def test_text(source, text):
    assert normalize(source).text == text


@pytest.mark.parametrize(
    ("source", "words", "told"),
    [
        ("takes \ufb02urbiprofen.", "flurbiprofen", "\ufb02urbiprofen"),  # begins with a ligature
        ("o\ufb03ce", "office", "o\ufb03ce"),
        ("o\ufb03ce", "f", "\ufb03"),  # a part of a ligature is the whole of it
        ("a cafe\u0301.", "caf\u00e9", "cafe\u0301"),  # ends with an accent
        ("Nor\u200bco  10\u200b mg", "Norco 10 mg", "Nor\u200bco  10\u200b mg"),
        (
            "is non \u2013 certi\u00adfied \n today",
            "non-certified today",
            "non \u2013 certi\u00adfied \n today",
        ),
    ],
)
def test_offsets_of_a_flow_are_those_of_its_source(source, words, told):
    flow = reflow(normalize(source))
    at = flow.text.index(words)
    start, end = flow.to_source(at, at + len(words))
    assert source[start:end] == told
    assert flow.from_source(start) <= at < flow.from_source(start) + 3


_PIECES = st.sampled_from(
    ["a", "b\u0301", "\ufb03", "\u00ad", "\u200b", " ", "\n", "-", "\u2013", "non", "\r", "1", "\f", "\u0301"]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_every_character_has_its_place_in_the_source(source):
    for flow in (normalize(source), reflow(normalize(source))):
        places = [flow.to_source(at, at + 1) for at in range(len(flow.text))]
        assert all(0 <= start < end <= len(source) for start, end in places)
        assert [start for start, _ in places] == sorted(start for start, _ in places)
        for at, (start, _) in enumerate(places):
            if flow.text[at] in "ab1":
                assert unicodedata.normalize("NFC", source[start])[0] == flow.text[at]
            assert flow.position(flow.from_source(start)) == start


SPELLINGS = [
    "non\u2010certified", "non\u2011certified", "non\u2212certified", "non\u00adcertified", "non\u2013certified",
    "non - certified", "non -certified", "non- certified", "non \u2013 certified", "non\u200b-\u200bcertified",
    "non\ufffecertified", "non-certi\ufb01ed", "NON\u2011CERTIFIED", "noncertified", "non certified",
    "non-cer\u00adti\u00adfied", "non\u2012certified",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_non_certified_is_denied_in_every_spelling(spelling):
    text = (
        "CLINICAL CASE SUMMARY\nThe patient is a 40 year old man with low back pain. On 3/4/16 Utilization Review "
        f"{spelling} the request for an MRI of the lumbar spine.\nIMR ISSUES, DECISIONS AND RATIONALES\n"
        "MRI of the lumbar spine: Upheld\nClaims Administrator guideline: MTUS.\nMAXIMUS guideline: MTUS.\n"
        "Decision rationale: It is not medically necessary.\n"
    )
    letter = imrnlp.extract_text(text)
    assert [(d.request, d.outcome) for d in letter.utilization_review] == [
        ("MRI of the lumbar spine", "denied")
    ]
    assert letter.determinations[0].outcome == "upheld"


def test_a_normalised_megabyte_takes_linear_time():
    soft = normalize("medi\u00adcation " * 60_000)
    assert soft.text.startswith("medication medication")
    assert len(normalize("a" + "\u0301" * 200_000).text) <= 200_000
    assert normalize("\u200b " * 200_000 + "x").text.strip() == "x"
    assert len(normalize("non -" * 100_000).text) > 0
