"""Findings in the registers of real summaries: notes, reports, complaints; each row names the trap it sets.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or ``assertion: text``, a
side in brackets behind it, parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

# Notes leave out the preposition, and put side and size behind.
NOTES = [
    ("TTP L3-S1 paraspinals w/ spasm.", "TTP L3-S1 paraspinals | spasm"),
    ("TTP bilat traps.", "TTP bilat traps [bilateral]"),
    ("Thenar atrophy R, hypoesthesia R C6.", "Thenar atrophy R [right] | hypoesthesia R C6 [right]"),
    (
        "Dx: medial meniscus tear R knee, DJD bilat hips.",
        "medial meniscus tear R knee [right] | DJD bilat hips [bilateral]",
    ),
    ("Effusion 2+, quad atrophy 3 cm.", "Effusion 2+ | quad atrophy 3 cm"),
    ("MRI: L3-4 bulge 4 mm, mod. central stenosis.", "L3-4 bulge 4 mm | mod. central stenosis"),
    ("SLR + L at 50 deg.", "SLR + L at 50 deg [left]"),
    ("Facet loading + bilat L3-4, L4-5.", "Facet loading + bilat L3-4, L4-5 [bilateral]"),
    ("Ant. drawer 2+, talar tilt +.", "Ant. drawer 2+ | talar tilt +"),
    ("+ Phalen R, + Tinel R.", "+ Phalen R [right] | + Tinel R [right]"),
    ("AJ absent R.", "AJ absent R [right]"),
    ("ROM dec. flex 50, ext 5.", "ROM dec."),
    ("LBP 6/10 radiating to L leg.", "LBP 6/10 radiating to L leg [left]"),
    ("Hoffmann's + R, clonus 3 beats R.", "Hoffmann's + R [right] | clonus 3 beats R [right]"),
    ("There is 4/5 weakness of left wrist extension.", "4/5 weakness of left wrist extension [left]"),
    ("Imp: shoulder sprain, right.", "shoulder sprain, right [right]"),  # the comma's title stays
    (
        "XR L hip: severe joint space loss, osteophytes.",
        "severe joint space loss [left] | osteophytes [left]",
    ),
    ("Denies CP, SOB.", "absent: CP | absent: SOB"),
]

# What a cue denies, and what only has the cue in its words.
DENIED = [
    (
        "He complained of lack of energy, weight gain and forgetfulness.",
        "lack of energy | weight gain | forgetfulness",
    ),
    (
        "She denies auditory or visual hallucinations, mania and paranoia.",
        "absent: auditory or visual hallucinations | absent: mania | absent: paranoia",
    ),
    ("Status post left knee replacement with stiffness.", "stiffness [left]"),
    ("Status post concussion with dizziness.", "historical: concussion | historical: dizziness"),
]

# A side that goes along.
SIDES = [
    ("Status post left ankle surgery with laxity; gout.", "laxity [left] | gout"),
]


def shown(text: str) -> str:
    return " | ".join(
        ("" if m.assertion == "present" else f"{m.assertion}: ")
        + m.text
        + (f" [{m.laterality}]" if m.laterality else "")
        for m in find_conditions(text)
    )


@pytest.mark.parametrize(("text", "row"), [*NOTES, *DENIED, *SIDES])
def test_register(text: str, row: str) -> None:
    assert shown(text) == row
