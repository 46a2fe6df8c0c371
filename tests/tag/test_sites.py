"""Body sites, sides, spinal levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.tag.sites import body_sites, find_sites, laterality, spinal_levels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI of the Right Knee", ["Knee"]),  # the letter's words, without the side
        ("cervical and lumbar spine", ["cervical", "lumbar spine"]),
        ("left knee and right knee", ["knee"]),  # once
        ("low back, neck", ["low back", "neck"]),
        ("one by mouth daily", []),
        ("nasal spray", []),
        ("referral to a hand surgeon", []),
        ("knee scooter", []),
        ("spinal cord stimulator", []),
        ("liver function tests", []),
        ("carpal tunnel release", []),
        ("subacromial injection", ["subacromial"]),
        ("subacromial injection, left shoulder", ["shoulder"]),  # one place
        ("shoulder arthroscopy, rotator cuff repair, biceps tenodesis", ["shoulder"]),
        ("rotator cuff repair with biceps tenodesis", ["rotator cuff", "biceps"]),
        ("plantar fascia injection", ["plantar fascia"]),
        ("handy backing", []),  # whole words
        ("L4-5 laminectomy", []),  # never inferred from levels
    ],
)
def test_body_sites(text, expected):
    assert body_sites(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("left knee", "left"),
        ("RIGHT shoulder", "right"),
        ("bilateral wrists", "bilateral"),
        ("b/l knees", "bilateral"),
        ("right and left hands", "bilateral"),
        ("right-sided L4-5 block", "right"),
        ("R shoulder", "right"),
        ("(L) hip", "left"),
        ("left hand, right leg", None),  # two sides
        ("copyright of leftover", None),
        ("lumbar spine", None),
    ],
)
def test_laterality(text, expected):
    assert laterality(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L4-5", ["L4-L5"]),
        ("L4/5", ["L4-L5"]),
        ("L5-1", ["L5-S1"]),  # L5-S1 in short
        ("L3-L4, L4-L5", ["L3-L4", "L4-L5"]),
        ("L3-4-5", ["L3-L4", "L4-L5"]),
        ("C7-T1", ["C7-T1"]),
        ("L4 through S1", ["L4-S1"]),
        ("C4, C5 and C6", ["C4", "C5", "C6"]),
        ("C9-10, L8", []),  # no such vertebrae
        ("T-shirt, S1000, c5", []),
    ],
)
def test_levels(text, expected):
    assert spinal_levels(text) == expected


like = st.lists(
    st.sampled_from(
        ["L4", "-5", "/", "left ", "bilateral", "knee", " ", "S1", "to", "C", "hand surgeon", "İ", "(R)"]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(max_size=200), like))
def test_offsets_and_no_crash(text):
    for mention in find_sites(text):
        assert text[mention.start : mention.end] == mention.text
    body_sites(text)
    laterality(text)
    spinal_levels(text)
