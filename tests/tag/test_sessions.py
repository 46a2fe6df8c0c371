"""How many sessions are asked for, and how often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.tag import sessions
from imrnlp.tag.sessions import MAX_SESSIONS, find_frequency, find_sessions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Physical therapy 3x4", 12),
        # The same service for two sites adds up, another service does not.
        (
            "two physical therapy sessions for the hip and eight physical therapy sessions for the left elbow",
            10,
        ),
        ("6 visits of acupuncture for the neck and 4 visits of acupuncture for the hip", 10),
        ("Six PT visits for the knee, and six PT visits for the ankle", 12),
        ("PT 6 visits for the neck and 4 visits for the low back", 10),
        ("3 chiropractic sessions for the neck; 5 chiropractic sessions for the back", 8),
        ("four OT sessions of the wrist and four OT sessions of the elbow", 8),
        ("8 massage sessions for the neck and two (2) massage sessions for the hip", 10),
        ("12 sessions of physical therapy and 6 sessions of acupuncture", 12),
        ("6 PT visits and 4 chiropractic visits", 6),
        ("12 visits of PT, of which 6 visits were done", 12),
        # The number behind "treatment" is one of times.
        ("Chiropractic treatment two (2) times a week for four (4) weeks", 8),
        ("Chiropractic treatment 2xWk x 5Wks", 10),
        ("Chiropractic treatment 2-3 times a week for 4 weeks", 12),
        ("Chiropractic treatment one time a week for six weeks", 6),
        ("PT 2 x 5", 10),
        ("PT 2 times 5", 10),
        ("Acupuncture 2xWk x 5Wks", 10),
        ("Aquatic therapy 2x/week x 5 weeks", 10),
        ("Chiro two times a week for five weeks", 10),
        ("Therapy three (3) times a week over four (4) weeks", 12),
        ("PT once a week times 8 weeks", 8),
        ("PT twice per week for 3 weeks", 6),
        ("Psychotherapy weekly x 9", 9),
        ("12 sessions of physical therapy", 12),
        ("Twelve (12) physical therapy sessions", 12),
        ("additional 7 visits", 7),
        ("Chiropractic x 7 visits", 7),
        ("sessions, 7", 7),
        ("Acupuncture #7", 7),
        ("PT x12", 12),
        ("physical therapy times 7", 7),
        ("Nine sessions, 3 times a week for 3 weeks", 9),  # the count said outright
        ("Series of 3 injections", 3),
        ("PT 2 to 3 times a week for 6 weeks (18)", 18),  # a total behind a range
        ("PT 3 times a week for 2 weeks then 2 times a week for 3 weeks", 12),
        ("PT 1x/wk for 6 wks then every other week", None),  # a tail that cannot be counted
        ("PT 2-3 x 4-6", 18),  # the larger ends
        ("PT 12-18 sessions", 18),
        ("PT sessions 8 to 12", 12),
        ("PT 1 to 2 times a week for 4 weeks", 8),
        ("PT two (2) to three (3) times a week for six (6) weeks", 18),
        ("Chiropractic 4-6 visits over three weeks", 6),
        ("twenty-four (24) visits", 24),
        ("PT 2 to 3 times a week for 6 weeks", 18),
        ("evaluation and treatment 2 x wk x 6 wks", 12),
        ("treatment 12 weeks", None),
        ("one week trial of rehabilitation", None),
        ("Physical therapy", None),
        ("Norco 10 mg with 3 cc lidocaine injection", None),
        ("PT 900 sessions", None),  # not believed
    ],
)
def test_counts(text, expected):
    assert find_sessions(text) == expected


def test_bare_counts_need_something_counted():
    assert find_sessions("Back brace x 2", counted=False) is None
    assert find_sessions("Consultation, 2 visits", counted=False) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT two times a week for six weeks", "two times a week"),
        ("PT 2-3 times per week", "2-3 times per week"),
        ("PT 2x/week", "2x/week"),
        ("Psychotherapy weekly x 8", "weekly"),
        ("Home aide, 5 days a week", "5 days a week"),
        ("Botox every 12 weeks", "every 12 weeks"),
        ("Urine drug screen, quarterly", "quarterly"),
        ("Acupuncture, six visits", None),
        ("MRI of the knee", None),
    ],
)
def test_frequencies(text, expected):
    assert find_frequency(text) == expected


like = st.lists(
    st.sampled_from(
        [
            "2",
            "12",
            " x ",
            "x",
            " times ",
            "a week",
            "weeks",
            " for ",
            "sessions",
            "(",
            ")",
            "-",
            "then ",
            "twice ",
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(max_size=200), like))
def test_no_crash_and_bounds(text):
    count = find_sessions(text)
    assert count is None or 0 < count <= MAX_SESSIONS
    find_frequency(text)


@pytest.mark.parametrize("wording", sessions.WORDINGS, ids=lambda w: w.name)
def test_each_wording_has_an_example(wording):
    match = sessions.session_pattern(wording.name).search(wording.example)
    assert match is not None
    assert match.group().strip(" ,") == wording.found
