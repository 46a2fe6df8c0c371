"""Age, sex and the date of injury out of the story."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.assemble.patient import read_narrative_dates, read_patient


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("The injured worker is a 47 year old male.", 47, "male"),
        ("This is a 47-year-old left-hand dominant female painter.", 47, "female"),
        # In short, and where nothing calls the number an age.
        ("47/M with low back pain.", 47, "male"),
        ("The patient is a 47F with low back pain.", 47, "female"),
        ("The claimant, 47, reports pain. He limps.", 47, "male"),
        ("The claimant, 150, reports pain. He limps.", None, "male"),
        ("A 47 year 3 month old male fell.", 47, "male"),
        # The age of a thing.
        ("The wheelchair is approximately three years old. He limps.", None, "male"),
        ("The scooter is now about 12 years old. The patient is a 47 year old male.", 47, "male"),
        # An age that cannot be read.
        ("The patient is a 4? year old male.", None, "male"),
        ("A 47 y/o woman fell.", 47, "female"),
        ("The employee is a 47 y.o. F with knee pain.", 47, "female"),
        ("The patient is a forty-seven-year-old gentleman.", 47, "male"),
        ("The claimant, aged 47, female, slipped.", 47, "female"),
        ("The applicant is a male, age 47.", 47, "male"),
        ("The patient is a female who first drank at age 10.", None, "female"),  # when, not how old
        ("The injured worker is a female who slipped.", None, "female"),  # no age
        ("The patient is 47 years old. He limps.", 47, "male"),  # from pronouns, with a warning
        ("The worker is 47 years old. His wife drives her car.", 47, None),  # two voices
        ("His father is a 70 year old man. The patient is a 47 year old male.", 47, "male"),
        ("He/she is the reviewer. The patient is 47 years old.", 47, None),
        ("The patient is a 150 year old male.", None, "male"),
        ("A five-year history of pain.", None, None),
        ("pain", None, None),
        ("", None, None),
    ],
)
def test_patient(text, age, sex):
    patient, _ = read_patient(text)
    assert (patient.age, patient.sex) == (age, sex)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("The records describe a six-year-old boy.", 6, "male"),
        ("She is a 3 1/2 year old girl.", 3, "female"),
        ("The child is three years of age.", 3, None),
        ("It is for children 6 years of age and older. He limps.", None, "male"),
        ("He is two and a half years old.", 2, "male"),
        ("The patient is an 18-month-old boy.", 1, "male"),
        ("The child is a 9 month old female.", 0, "female"),  # not somebody's child
        ("The patient, a 34-year-old mother of two, limps.", 34, None),
        ("Her 5-year-old son was ill. She is 34 years old.", 34, "female"),
        ("Her child is 4 years old. She is 34 years old.", 34, "female"),
        ("The patient's four-year-old sibling has the same mutation. She limps.", None, "female"),
        ("His father died at the age of 44.", None, "male"),
        ("He has been depressed since age 17.", None, "male"),
        ("She has seen a therapist since she was nine years old.", None, "female"),
    ],
)
def test_patients_of_any_age(text, age, sex):
    patient, _ = read_patient(text, youngest=0)
    assert (patient.age, patient.sex) == (age, sex)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The patient is a 150 year old male.", "age_impossible"),
        ("The patient limps. She fell.", "sex_inferred"),
    ],
)
def test_doubts_are_told(text, code):
    _, (warning,) = read_patient(text)
    assert warning.code == code
    assert warning.start is not None
    assert 0 <= warning.start < warning.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He sustained an industrial injury on 3-4-2015.", dt.date(2015, 3, 4)),
        ("She was injured on March 4, 2015 while lifting.", dt.date(2015, 3, 4)),
        ("with a date of injury of 03/04/15.", dt.date(2015, 3, 4)),
        ("DOI: 3/4/15.", dt.date(2015, 3, 4)),
        ("an industrial injury March 4, 2015.", dt.date(2015, 3, 4)),  # no preposition
        (
            "a claim for pain reportedly associated with an industrial injury of March 4, 2015.",
            dt.date(2015, 3, 4),
        ),
        ("a prior injury on 1/2/2001 and an industrial injury on 3/4/2015.", dt.date(2015, 3, 4)),
        ("seen on 3/4/2015 for follow-up.", None),
        ("an industrial injury on 2/30/2015.", None),
        ("", None),
    ],
)
def test_date_of_injury(text, expected):
    assert read_narrative_dates(text).date_of_injury == expected


def test_impossible_date_is_told():
    (warning,) = read_narrative_dates("He sustained an industrial injury on 2/30/2015.").warnings
    assert warning.code == "impossible_date"


def test_long_and_short_stories():
    assert read_patient("male " * 40_000)[0].age is None
    read_narrative_dates("injury on 1/2/2014 " * 5_000)


like = st.lists(
    st.sampled_from(["47", " year", " old", "-", " male", "female", " he ", "She", "injury on ", "1/2/2014", "aged ", "\u00a0", "\t", "ﬁ", "🦵"]),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=300), like))
def test_no_crash(text):
    patient, warnings = read_patient(text)
    assert patient.age is None or 10 <= patient.age <= 115
    for warning in [*warnings, *read_narrative_dates(text).warnings]:
        assert 0 <= warning.start <= warning.end <= len(text)
