"""The side of a finding, however its sentence names it: in short, behind a verb, in brackets, at the head of the clause."""

import pytest

from imrnlp.tag.conditions import find_conditions

SHORT = [("left", "left"), ("Lt", "left"), ("Lt.", "left"), ("L", "left"), ("Rt.", "right"), ("R", "right")]
SHORT_TOO = [*SHORT, ("bilateral", "bilateral")]

FRAMES = [
    "He has weakness of the {} knee.",
    "He has {} knee weakness.",
    "There is weakness along the {} lower extremity.",
    "Weakness is noted in the {} forearm.",
    "Weakness was present over the {} great toe.",
    "Tenderness is noted in the {} lower back.",
    "Palpation of the {} hip elicits crepitus.",
    "The {} wrist was examined and swelling was found.",
    "{} shoulder: swelling.",
    "He has swelling ({} elbow).",
    "The {} elbow demonstrates limited range of motion.",
    "Physical examination of the {} hand was notable for numbness.",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_side_is_read_in_every_frame(frame):
    read = {word: [m.laterality for m in find_conditions(frame.format(word))] for word, _ in SHORT_TOO}
    assert read == {word: [side] for word, side in SHORT_TOO}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A side alone, in brackets or behind a comma.
        ("He has wrist stiffness (Lt).", ["wrist stiffness:left"]),
        ("He has wrist stiffness (right) and a limp.", ["wrist stiffness:right", "limp:-"]),
        ("He has shoulder spasm, left.", ["shoulder spasm, left:left"]),
        # The clause begins with the side alone.
        ("On the right, there is hand stiffness.", ["hand stiffness:right"]),
        (
            "On the left there is hand weakness; on the right, crepitus.",
            ["hand weakness:left", "crepitus:right"],
        ),
        # The full stop of a short form ends nothing.
        ("He reports numbness of the Rt. knee.", ["numbness of the Rt. knee:right"]),
        ("He has Lt. shoulder pain.", ["Lt. shoulder pain:left"]),
        # "LT" is light touch where no part follows.
        ("There is decreased sensation to LT in the foot.", ["decreased sensation to LT in the foot:-"]),
        ("He has decreased LT at L5.", ["decreased LT at L5:-"]),
    ],
)
def test_sides(text, expected):
    assert [f"{m.text}:{m.laterality or '-'}" for m in find_conditions(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He has left hip decreased range of motion.", ["left hip decreased range of motion"]),
        ("He has right hand decreased grip strength.", ["right hand decreased grip strength"]),
        # The place of another finding, without a comma, or what was examined.
        ("There is tenderness over the lumbar spine decreased flexion.", ["tenderness", "decreased flexion"]),
        ("Examination of the neck decreased motion.", ["decreased motion"]),
    ],
)
def test_the_part_before_what_is_abnormal(text, expected):
    assert [m.text for m in find_conditions(text)] == expected
