"""Dates as letters write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.text.dates import find_dates, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10/13/2016", dt.date(2016, 10, 13)),
        ("10-13-16", dt.date(2016, 10, 13)),
        ("1/5/13", dt.date(2013, 1, 5)),
        ("October 13, 2016", dt.date(2016, 10, 13)),
        ("Oct. 13 2016", dt.date(2016, 10, 13)),
        ("June 5th, 2013", dt.date(2013, 6, 5)),
        ("13 October 2016", dt.date(2016, 10, 13)),
        ("2016-10-13", dt.date(2016, 10, 13)),
        ("2/30/2016", None),  # no such day
        ("13/45/2016", None),
        ("12/9/3026", None),  # a slip of the pen
    ],
)
def test_one_date(text, expected):
    assert parse_date(text) == expected
    assert [d for _, _, d in find_dates(f"seen on {text} again")] == [expected]


@pytest.mark.parametrize(
    "text", ["10/325 mg", "L4/5", "7/10", "2x6", "50/325/40 mg", "555-12-3456-7", "5/5", "97110/97140"]
)
def test_no_dates(text):
    assert find_dates(text) == []


def test_range_gives_both_days():
    days = [d for _, _, d in find_dates("dates of service 1/5/13-3/5/13")]
    assert days[0] == dt.date(2013, 1, 5)


def test_two_digit_years_follow_the_pivot():
    assert parse_date("6/1/58", pivot=2016) == dt.date(1958, 6, 1)
    assert parse_date("6/1/14", pivot=2016) == dt.date(2014, 6, 1)


like = st.lists(
    st.sampled_from(["1", "12", "/", "-", "2016", " ", "October", "oct", ",", "th", "30", "."]), max_size=30
).map("".join)


@given(st.one_of(st.text(max_size=200), like))
def test_offsets_and_no_crash(text):
    for start, end, date in find_dates(text):
        assert 0 <= start < end <= len(text)
        assert date is None or 1900 <= date.year < 2100
    parse_date(text)
