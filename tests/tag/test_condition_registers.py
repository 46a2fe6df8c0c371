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
    ("R>L leg pain, TTP L>R paraspinals.", "R>L leg pain [bilateral] | TTP L>R paraspinals [bilateral]"),
    ("+ Tinel's bilat elbows.", "+ Tinel's bilat elbows [bilateral]"),
    ("Sens dec. R C5-6, DTR 1+ R biceps.", "Sens dec. R C5-6 [right] | DTR 1+ R biceps [right]"),
    ("AC jt tender, wt loss 9 lbs.", "AC jt tender | wt loss 9 lbs"),
    ("Assessment was wrist sprain, chronic pain and gout.", "wrist sprain | chronic pain | gout"),
]

# Tests that are positive, each by itself, with the side told behind them.
TESTS = [
    ("Cozen's test and Mill's test were positive on the left.", "Cozen's test [left] | Mill's test [left]"),
    ("Neer and Hawkins signs are positive.", "Neer | Hawkins signs"),
    (
        "O'Brien's test, Speed's test and the cross arm adduction test were positive.",
        "O'Brien's test | Speed's test | cross arm adduction test",
    ),
    ("There was no Hoffmann's sign and no Babinski.", "absent: Hoffmann's sign | absent: Babinski"),
    ("There is no sign of infection.", "absent: infection"),
]

# How far a finding reaches.
EXTENTS = [
    (
        "There was 2 cm of retraction and 4 mm of anterolisthesis of C3 on C4.",
        "2 cm of retraction | 4 mm of anterolisthesis of C3 on C4",
    ),
    (
        "He has 4 minus over 5 grip strength and 3 out of 5 strength in abduction.",
        "4 minus over 5 grip strength | 3 out of 5 strength in abduction",
    ),
    ("There is loss of 15 degrees of wrist extension.", "loss of 15 degrees of wrist extension"),
    (
        "Biceps, brachioradialis and triceps reflexes were 1+.",
        "Biceps, brachioradialis and triceps reflexes were 1+",
    ),
    ("The hemoglobin was elevated at 19.", "hemoglobin was elevated at 19"),
    ("Flexion was limited by 20 percent with pain.", "Flexion was limited by 20 percent with pain"),
    (
        "There is edema in the cuneiforms, a plantar plate tear and gout.",
        "edema in the cuneiforms | tear | gout",
    ),
    ("The knee is cool, mottled and sweaty.", "knee is cool, mottled and sweaty"),
    ("Toe walking was painful.", "Toe walking was painful"),
    ("Her diagnoses were noted to include neck sprain and gout.", "neck sprain | gout"),
    ("There is urinary incontinence with sneezing.", "urinary incontinence with sneezing"),
    ("There is a well-healed surgical scar.", ""),
    ("There is numbness around the scar.", "numbness around the scar"),
    ("She has pain between the shoulder blades.", "pain between the shoulder blades"),
    (
        "There is a 3 mm protrusion at C4-5 mildly effacing the thecal sac.",
        "3 mm protrusion at C4-5 mildly effacing the thecal sac",
    ),
    ("He has difficulty walking on uneven ground.", "difficulty walking on uneven ground"),
    (
        "She feels detached from others and afraid to leave the house.",
        "detached from others | afraid to leave the house",
    ),
    ("He is suspicious of his coworkers.", "suspicious of his coworkers"),
    ("There is a hernia containing fat.", "hernia containing fat"),
    (
        "He was seen. Palpation of the lateral epicondyle elicited pain.",
        "Palpation of the lateral epicondyle elicited pain",
    ),
    ("He was seen. Lifting a box caused pain.", "Lifting a box caused pain"),
    ("The nurse was seen. She produced pain.", ""),
    ("There is 5 minus out of 5 hip flexion strength.", "5 minus out of 5 hip flexion strength"),
    ("The culture was positive for yeast.", "yeast"),
    ("Intraocular pressure was elevated at 29.", "Intraocular pressure was elevated at 29"),
    ("She sleeps 3 hours a night and talks in her sleep.", "sleeps 3 hours a night | talks in her sleep"),
    ("Dec ROM all planes, r/o CTS.", "Dec ROM all planes | possible: CTS"),
    ("She cries several times a week.", "cries several times a week"),
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
    ("On the left ankle there was swelling.", "swelling [left]"),
    (
        "She has tingling going into both right and left hand.",
        "tingling going into both right and left hand [bilateral]",
    ),
    (
        "He has spasm in the bilateral calves, greater on the left.",
        "spasm in the bilateral calves, greater on the left [bilateral]",
    ),
    ("He has obesity and a wound of the right foot.", "obesity | wound of the right foot [right]"),
    (
        "There is bilateral arm pain, left worse than right.",
        "bilateral arm pain, left worse than right [bilateral]",
    ),
    ("Status post left ankle surgery with laxity; gout.", "laxity [left] | gout"),
]


def shown(text: str) -> str:
    return " | ".join(
        ("" if m.assertion == "present" else f"{m.assertion}: ")
        + m.text
        + (f" [{m.laterality}]" if m.laterality else "")
        for m in find_conditions(text)
    )


@pytest.mark.parametrize(("text", "row"), [*NOTES, *TESTS, *EXTENTS, *DENIED, *SIDES])
def test_register(text: str, row: str) -> None:
    assert shown(text) == row
