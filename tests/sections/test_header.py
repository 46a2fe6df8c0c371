"""The head of a letter: labels and values in every arrangement."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.sections.header import read_header


def shown(text: str) -> dict[str, str]:
    case = read_header(text).case.model_dump(mode="json")
    return {k: v for k, v in case.items() if v is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Case Number: CM15-0000007 Date Assigned: 02/03/2015 Date of Injury: 05/06/2012",
            {"case_number": "CM15-0000007", "date_assigned": "2015-02-03", "date_of_injury": "2012-05-06"},
        ),
        (  # other labels of the same facts
            "IMR Number: CM13-0001999 Review Date: 8/9/2013 Date of Loss: 9/9/2009 UR Denial: 6/3/2013 Type of Review: Expedited "
            "IMR Application Date: 7/1/2013 Referral Date: 7/9/2013",
            {
                "case_number": "CM13-0001999",
                "decision_date": "2013-08-09",
                "date_of_injury": "2009-09-09",
                "ur_denial_date": "2013-06-03",
                "priority": "expedited",
                "application_received": "2013-07-01",
                "date_assigned": "2013-07-09",
            },
        ),
        (  # labels and values in two columns
            "Case Number: Date Assigned: Date of Injury: CM15-0000007 02/03/2015 05/06/2012",
            {"case_number": "CM15-0000007", "date_assigned": "2015-02-03", "date_of_injury": "2012-05-06"},
        ),
        (  # a label broken over lines
            "Application\nReceived:\n12/13/2016\nUR Denial Date: 12/01/2016",
            {"application_received": "2016-12-13", "ur_denial_date": "2016-12-01"},
        ),
        (  # a label without its value, then one with
            "Employee: Claim Number: Date of UR Decision: 3/4/2013 Date of Injury: 1/2/2011",
            {"ur_denial_date": "2013-03-04", "date_of_injury": "2011-01-02"},
        ),
        (
            "Priority: Standard Decision Date: January 5, 2015",
            {"priority": "standard", "decision_date": "2015-01-05"},
        ),
        ("Priority: Regular", {"priority": "standard"}),  # the notice's word
        ("Pr\u0130or\u0130ty: Standard", {"priority": "standard"}),  # capitals that Turkish writes with a dot
        ("Priority: Exped\u0130ted", {}),
        ("Review Type: EXPEDITED", {"priority": "expedited"}),
        ("Priority - Regular", {"priority": "standard"}),  # a dash for the colon
        ("Review: Expedited", {"priority": "expedited"}),
        (  # a line of its own
            "UR Denial Date: 4/30/2013 Review completed: July 2, 2013 Expedited",
            {"ur_denial_date": "2013-04-30", "decision_date": "2013-07-02", "priority": "expedited"},
        ),
        ("This is an expedited review.", {"priority": "expedited"}),  # without a label
        (
            "Date of Injury: 4/5/2011 Priority level: Standard",
            {"date_of_injury": "2011-04-05", "priority": "standard"},
        ),
        ("Date of Notice: 7/24/2013", {"decision_date": "2013-07-24"}),
        ("Issued: 2/3/2014 Date of Final Determination: 2/3/2014", {"decision_date": "2014-02-03"}),
        (
            "Case Number: CM13-0021102 Date: May 20, 2013",
            {"case_number": "CM13-0021102", "decision_date": "2013-05-20"},
        ),
        (
            "November 19, 2013 Date of Injury: 1/2/2011",
            {"decision_date": "2013-11-19", "date_of_injury": "2011-01-02"},
        ),  # at the head
        ("Case Type: Expedited", {"priority": "expedited"}),
        ("Start Date: 5/6/2013", {}),  # another date's label
        (
            "An application for Independent Medical Review was filed on 9/8/2013 disputing the Utilization Review "
            "Denial dated 8/30/2013.",
            {"application_received": "2013-09-08", "ur_denial_date": "2013-08-30"},
        ),
        ("RE: CM13-0000019", {"case_number": "CM13-0000019"}),  # a number without its label
        ("Nothing of use stands here.", {}),
        ("", {}),
    ],
)
def test_heads(text, expected):
    assert shown(text) == expected


def test_impossible_date_is_null_with_a_warning():
    facts = read_header("Date of Injury: 2/30/2014")
    assert facts.case.date_of_injury is None
    assert [w.code for w in facts.warnings] == ["impossible_date"]


def test_first_of_two_values_stands():
    facts = read_header("Date of Injury: 1/2/2014 Date of Injury: 1/3/2014")
    assert facts.case.date_of_injury == dt.date(2014, 1, 2)
    assert [w.code for w in facts.warnings] == ["header_conflict"]


@pytest.mark.parametrize("unit", ["Date of Injury: ", "1/2/2014 ", "Case Number: CM14-0000001 "])
def test_long_heads_end(unit):
    read_header(unit * (20_000 // len(unit)))


like = st.lists(
    st.sampled_from(["Case Number:", "Date of Injury:", " ", "1/2/2014", "CM14-0000001", "Priority:", "Standard", "\n", "dated ", "13/45/2014"]),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=300), like))
def test_warnings_point_into_the_text(text):
    for warning in read_header(text).warnings:
        assert warning.start is not None
        assert warning.end is not None
        assert 0 <= warning.start <= warning.end <= len(text)


def test_a_notices_assignment_is_told_in_a_sentence():
    text = (
        "An application for Independent Medical Review was filed on 8/21/2013 disputing the Utilization Review Denial "
        "dated 8/7/2013. A Notice of Assignment and Request for Information was provided to the above parties on 9/3/2013."
    )
    case = read_header(text).case
    assert str(case.date_assigned) == "2013-09-03"
    assert str(case.application_received) == "2013-08-21"
    assert str(case.ur_denial_date) == "2013-08-07"
