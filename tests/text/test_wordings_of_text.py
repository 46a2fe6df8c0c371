"""Ten words for each character that once changed what a letter says."""

from __future__ import annotations

import pytest

import imrnlp
from imrnlp.assemble.utilization import read_utilization_review
from imrnlp.text.normalize import normalize

HYPHENS = ["\u2010", "\u2011", "\u2212", "\u2013", "\u00ad", "\ufffe"]
#: Hyphens that are none of a syllable: a soft one for each is the word's own.
WORDS = ["non-certified", "follow-up", "non-steroidal", "X-ray", "L4-L5", "2013-2014", "L5-S1", "self-care", "T-spine",
         "10-20"]  # fmt: skip
REFUSED = ["non-certified", "non-authorized", "non-approved", "de-certified", "non-certifies", "non-certification of",
           "non-certifying", "non-approval of", "non-authorizing", "Non-certified"]  # fmt: skip
LIGATURES = {"\ufb01": "fi", "\ufb02": "fl", "\ufb00": "ff", "\ufb03": "ffi", "\ufb04": "ffl"}
LIGATED = [
    "fibromyalgia",
    "office",
    "Flexeril",
    "sufficient",
    "stiffness",
    "flare",
    "specific",
    "affected",
    "efficacy",
    "fluid",
]


@pytest.mark.parametrize("hyphen", HYPHENS)
@pytest.mark.parametrize("word", WORDS)
def test_a_hyphen_of_any_kind_is_one(word, hyphen):
    assert normalize(f"a {word.replace('-', hyphen)} b").text == f"a {word} b"


@pytest.mark.parametrize("hyphen", [*HYPHENS, "- ", " -", " - ", " \u2013 "])
@pytest.mark.parametrize("verb", REFUSED)
def test_a_refusal_is_never_a_certification(verb, hyphen):
    text = normalize(f"UR {verb.replace('-', hyphen)} Norco 10/325 mg.").text
    assert [d.outcome for d in read_utilization_review(text)] in (["denied"], [])


@pytest.mark.parametrize("word", LIGATED)
def test_a_ligature_is_its_letters(word):
    printed = word
    for ligature, letters in sorted(LIGATURES.items(), key=lambda pair: -len(pair[1])):
        printed = printed.replace(letters, ligature)
    assert normalize(printed).text == word


@pytest.mark.parametrize("nothing", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])
@pytest.mark.parametrize("word", LIGATED)
def test_what_has_no_width_is_nothing(word, nothing):
    printed = nothing.join([word[:2], word[2:4], word[4:]])
    assert normalize(printed).text == word


@pytest.mark.parametrize("hyphen", HYPHENS)
@pytest.mark.parametrize("item", ["Norco", "cane", "TENS unit", "lumbar MRI", "Soma 350 mg", "wrist brace", "sleep study", "Mobic",
                                  "back brace", "x-ray"])  # fmt: skip
def test_the_records_offsets_are_the_sources(item, hyphen):
    source = (
        "CLINICAL CASE SUMMARY\nThe patient is a 40-year-old male.\n"
        f"On 5/6/2014 utilization review non{hyphen}certified the request for {item}.\n"
        "IMR ISSUES, DECISIONS AND RATIONALES\n"
    )
    letter = imrnlp.extract_text(source)
    for decision in letter.utilization_review:
        assert (decision.outcome, decision.request) == ("denied", item)
        assert source[decision.start : decision.end] == item
    assert letter.utilization_review
