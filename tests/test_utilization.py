"""What utilization review decided, out of sentences that mix decisions."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imrnlp.assemble.utilization import read_utilization_review, review_date, tells_decision


def shown(text: str) -> list[tuple[str, str]]:
    return [(d.outcome, d.request) for d in read_utilization_review(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 5/6/14, Utilization Review denied a TENS unit.", [("denied", "TENS unit")]),
        ("The UR dated 5/6/14 non-certified an MRI of the hip and a bone scan.",
         [("denied", "MRI of the hip"), ("denied", "bone scan")]),
        ("The UR dated 5/6/14 certified an MRI of the hip, denied a TENS unit and modified 12 sessions of acupuncture "
         "to 6 sessions.",
         [("certified", "MRI of the hip"), ("denied", "TENS unit"), ("modified", "12 sessions of acupuncture")]),
        ("The utilization review of 5/6/14 recommended non-certification of Soma 350 mg and certification of Mobic 15 mg.",
         [("denied", "Soma 350 mg"), ("certified", "Mobic 15 mg")]),
        ("The claims administrator failed to approve a request for a gym membership.", [("denied", "gym membership")]),
        ("UR conditionally non-certified Soma pending more information.", [("conditional", "Soma")]),
        ("UR partially certified Norco 10/325 mg #60.", [("modified", "Norco 10/325 mg #60")]),
        ("Utilization Review denied Soma because it is not recommended.", [("denied", "Soma")]),  # no reason
        ("The UR dated 5/6/14 found the request for an EMG not medically necessary.", [("denied", "EMG")]),
        ("The requested treatments were denied by utilization review on 5/6/14: Soma 350 mg and a TENS unit.",
         [("denied", "Soma 350 mg"), ("denied", "TENS unit")]),  # a list behind a colon
        ("A prior denial was made on 5/6/2014 for a sleep study as no log was kept; for a CT scan as no flags were noted.",
         [("denied", "sleep study"), ("denied", "CT scan")]),
        ("The request for acupuncture was received. Utilization Review denied the request.",
         [("denied", "acupuncture")]),  # named a sentence before
        ("The provider requested labs including CBC, CMP and a TENS unit. The requests were previously denied on 5/6/2014.",
         [("denied", "labs including CBC, CMP"), ("denied", "TENS unit")]),
        ("A prior determination dated 5/6/2014 was found not medically necessary.", []),  # names nothing
        ("The UR shows that Soma 350mg #60 was the original request. Soma 350mg #20 was authorized by the Claims "
         "Administrator.", [("modified", "Soma 350mg #60")]),
        # No decisions of utilization review.
        ("She denied numbness.", []),
        ("He works modified duty.", []),
        ("He is board certified.", []),
        ("The surgery was authorized and performed in 2013.", []),
        ("", []),
    ],
)  # fmt: skip
def test_decisions(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A utilization review dated May 6, 2014 denied Soma.", dt.date(2014, 5, 6)),
        ("The original utilization review (5-6-2014) denied Soma.", dt.date(2014, 5, 6)),
        ("On 5/6/14, Utilization Review denied Soma.", dt.date(2014, 5, 6)),
        ("Soma was denied by Utilization Review on May 6, 2014.", dt.date(2014, 5, 6)),
        ("The previous denial for the request below was on 5/6/2014.", dt.date(2014, 5, 6)),
        ("The request for Soma was previously denied.", None),
        ("On 12/9/3026, Utilization Review denied Soma.", None),
        ("He was seen on 5/6/2014.", None),
    ],
)
def test_dates(text, expected):
    assert review_date(text) == expected


def test_one_decision_told_twice_is_one():
    text = "UR denied Soma 350 mg. Utilization Review denied Soma 350 mg."
    assert shown(text) == [("denied", "Soma 350 mg")]


def test_tells_decision():
    assert tells_decision("UR modified the request.")
    assert not tells_decision("She denied fever.")


@pytest.mark.parametrize(
    "unit",
    [
        "UR denied Soma. ",
        "UR denied Soma and ",
        "request for ",
        "was denied ",
        "utilization review ",
        "; for ",
    ],
)
def test_long_stories_end(unit):
    read_utilization_review(unit * (20_000 // len(unit)))


like = st.lists(
    st.sampled_from(["UR ", "denied ", "certified ", "Soma", " and ", ", ", "the request for ", ". ", "was ", "5/6/2014", "because ", ": ", ";", "modified ", "to 6", "\u00a0", "🦵"]),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), like))
def test_offsets_and_no_crash(text):
    for decision in read_utilization_review(text):
        assert text[decision.start : decision.end] == decision.request
    review_date(text)
