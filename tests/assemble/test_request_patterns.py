"""The longer patterns of requests and lists of drugs, each with an example and what it takes of it."""

import re

import pytest

from imrnlp.assemble import medication_status
from imrnlp.assemble.request import category, dates
from imrnlp.tag import drugs, prescription, services, sites


@pytest.mark.parametrize(
    ("pattern", "example", "found"),
    [
        (sites._SIDE, "the (R) knee", "(R)"),
        (sites._SIDE, "left-sided pain", "left"),
        (sites._SIDE, "R. shoulder", "R. "),
        (sites._SIDE, "the left-handed worker", None),
        (services._CODE, "EMG (95886, 95911)", "95886, 95911"),
        (services._CODE, "TENS unit E0730", "E0730"),
        (services._CODE, "Botox 12000 units", None),
        (drugs._FORM_OF_BRAND, "Opana ER", " ER"),
        (drugs._FORM_OF_BRAND, "Norco extended-release", " extended-release"),
        (prescription._BARE_STRENGTH, "Soma 350 #30", " 350"),
        (prescription._BARE_STRENGTH, "Norco 7.5 one BID", " 7.5"),
        (prescription._BARE_STRENGTH, "Norco 4 per day", None),
        (prescription._BARE_PAIR, "HCTZ 20/12.5, Mobic", " 20/12.5"),
        (prescription._LISTED_STRENGTH, "Topamax 25, Mobic", " 25"),
        (prescription._LISTED_STRENGTH, "Topamax 2012, Mobic", None),
        (prescription._RAISED, " TID was increased to 600 mg", " TID was increased to "),
        (prescription._DIRECTIONS, " at bedtime", "bed"),
        (prescription._DIRECTIONS, " and ", None),
        (medication_status._PROSE, " #60. He sat", "He"),
        (medication_status._PROSE, " as prescribed, ", None),
        (dates._DOS, "MRI, dates of service: 3/4/2014", "dates of service: "),
        (dates._DOS, "UDS performed on 3/4/2014", "performed on "),
        (category._SELF_INJECTED, "Humira pen", "pen"),
        (category._SELF_INJECTED, "Toradol IM monthly", None),
        (category._ABLATED, "ablation of a thyroid nodule", "thyroid"),
    ],
)
def test_a_pattern_takes_its_example(pattern: re.Pattern[str], example: str, found: str | None):
    match = pattern.search(example)
    assert (match and match.group()) == found


def test_the_tail_of_a_name():
    tail = drugs._TAIL.match("tramadol HCl ER 150 mg", len("tramadol"))
    assert tail is not None
    assert (tail["salt"], tail["release"]) == (" HCl", " ER")
