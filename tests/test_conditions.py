"""Conditions of the case summary: one row per rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.tag.conditions import find_conditions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He reports neck, upper back and left knee pain.",
            [("neck, upper back and left knee pain", "present")],
        ),
        (
            "There was positive Tinel's test, Phalen's test.",
            [("positive Tinel's test", "present"), ("Phalen's test", "present")],
        ),
        (
            "Cervical range of motion was restricted.",
            [("Cervical range of motion was restricted", "present")],
        ),
        ("Motor strength was 4/5 in the left leg.", [("Motor strength was 4/5 in the left leg", "present")]),
        ("Motor strength was 5/5 in the left leg.", []),  # normal
        ("Deep tendon reflexes were 2/2.", []),
        ("The pain was rated 7/10.", []),  # bare pain
        ("She takes pain medication daily.", []),
        (
            "Diagnoses include thoracic sprain and zebra blight.",
            [("thoracic sprain", "present"), ("zebra blight", "present")],
        ),
        ("He denies numbness but has tingling.", [("numbness", "absent"), ("tingling", "present")]),
        ("He complained of ongoing wrist pain.", [("wrist pain", "present")]),
        ("Phalen's test was negative.", []),
    ],
)
def test_boundaries(text, expected):
    assert [(m.text, m.assertion) for m in find_conditions(text)] == expected


def test_side_level_and_name():
    (m,) = find_conditions("MRI showed right foraminal stenosis at L4-5.")
    assert (m.laterality, m.levels) == ("right", ("L4-L5",))
    (m,) = find_conditions("The patient has chronic LBP.")
    assert m.name == "chronic low back pain"


def test_side_governs_from_the_examination():
    (m,) = find_conditions("Examination of the left knee revealed decreased range of motion.")
    assert m.laterality == "left"


def test_each_wording_once():
    assert len(find_conditions("He has neck pain. He still has neck pain.")) == 1


def test_long_line_is_linear():
    find_conditions("left neck, " * 2000)
    find_conditions("pain " * 4000)


WORDS = [
    "no",
    "left",
    "neck",
    "pain",
    "of",
    "the",
    ",",
    "and",
    "/",
    "L4-5",
    "with",
    "diagnoses:",
    "test",
    ".",
    "4",
]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_offsets(text):
    for m in find_conditions(text):
        assert text[m.start : m.end] == m.text
