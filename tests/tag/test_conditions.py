"""Conditions of the case summary: one row per rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import TEST_DATA

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


SUMMARIES = TEST_DATA / "condition_summaries.txt"


def summaries():
    lines = [ln for ln in SUMMARIES.read_text(encoding="utf-8").splitlines() if not ln.startswith("#")]
    for text, gold in zip(lines[::2], lines[1::2], strict=True):
        rows = [row.split("|") for row in gold.removeprefix(">> ").split("; ")]
        yield pytest.param(
            text, {(r[0].lower(), r[1] if len(r) > 1 else "present") for r in rows}, id=text[:40]
        )


@pytest.mark.parametrize(("text", "expected"), summaries())
def test_summary(text, expected):
    assert {(m.text.lower(), m.assertion) for m in find_conditions(text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He has a 4 mm disc protrusion at L3/4.", "4 mm disc protrusion at L3/4"),  # measure
        ("MRI shows grade II chondromalacia of the patella.", "grade II chondromalacia of the patella"),
        ("Drug for NSAID induced gastritis.", "NSAID induced gastritis"),
        ("She has generalized anxiety disorder.", "generalized anxiety disorder"),  # two heads
        ("He has a positive Patrick's test on the right.", "positive Patrick's test on the right"),
        ("There is spasm of the right quadratus lumborum.", "spasm of the right quadratus lumborum"),
        ("There is spasm of the right zygofloris.", "spasm of the right zygofloris"),  # unknown site
        ("He reports zygoflorosis.", "zygoflorosis"),  # ending
        ("He has no hepatic zygofloritis.", "hepatic zygofloritis"),
        ("There is mildly impaired tandem gait.", "mildly impaired tandem gait"),
        ("Lumbar flexion limited to 40 degrees.", "Lumbar flexion limited to 40 degrees"),
        (
            "Range of motion of the hip was decreased and painful.",
            "Range of motion of the hip was decreased and painful",
        ),
        ("The left knee was swollen and tender.", "left knee was swollen and tender"),
        ("He has difficulty with grasping; he is left handed.", "difficulty with grasping"),
        ("He has sensitivity to cold.", "sensitivity to cold"),
        ("Decreased cervical, thoracic and lumbar range of motion.", None),  # coordination, whole
        ("Pain with hip flexion was noted.", "Pain with hip flexion"),
        ("pain and swelling about the knee", "pain and swelling about the knee"),
    ],
)
def test_boundary(text, expected):
    assert [m.text for m in find_conditions(text)] == [expected or text.rstrip(".")]


@pytest.mark.parametrize(
    "text",
    [
        "Stellate ganglion block is planned.",
        "Body mass index is 31.",
        "He rates his pain 7/10 on the pain scale.",
        "The patient takes pain medication and had a hernia repair.",
        "Carpal tunnel release surgery was done in 2010.",
        "The worker sustained an industrial injury.",
        "Prior treatment included acupuncture, Botox and a knee brace.",
        "Reflexes were normal. Sensation is intact. Gait was normal.",
        "Flexion was 80 degrees.",
        "The Utilization Review denied Botox, sumatriptan and physical therapy.",
        "Lack of failure of conservative treatment.",
        "The patient reported that therapy helped.",
        "Beck Depression Inventory score was 29.",
    ],
)
def test_no_condition(text):
    assert [m.text for m in find_conditions(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She denies zugs, florps or quiblets.", ["zugs", "florps", "quiblets"]),
        ("He complains of zugs in the left leg.", ["zugs in the left leg"]),
        ("The test was negative for zugs.", ["zugs"]),
        ("The claims administrator denied zugs.", []),  # a treatment
        ("He reports neck pain, zugs and numbness.", ["neck pain", "zugs", "numbness"]),
        ("He reports improvement.", []),
    ],
)
def test_unknown_nouns_after_a_cue(text, expected):
    assert [m.text for m in find_conditions(text)] == expected


def test_defined_abbreviation():
    text = "She has myofascial pain syndrome (MPS). The MPS is worse."
    assert [(m.text, m.name) for m in find_conditions(text)] == [
        ("myofascial pain syndrome", "myofascial pain syndrome"),
        ("MPS", "myofascial pain syndrome"),
    ]


def test_side_does_not_cross_a_pain():
    found = find_conditions("He has left knee pain with pins and needles.")
    assert [(m.text, m.laterality) for m in found] == [("left knee pain", "left"), ("pins and needles", None)]


def test_motion_only_where_denied():
    assert [m.text for m in find_conditions("Films did not show motion at L4/5.")] == ["motion at L4/5"]
    assert find_conditions("Films showed motion at L4/5.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is radiating, and how much less there is
        ("Pain is radiating from the neck to the left arm.", [("Pain is radiating from the neck to the left arm", "present", "left")]),
        ("The pain was radiating down the right leg.", [("pain was radiating down the right leg", "present", "right")]),
        ("There is a 30% decrease in range of motion.", [("30% decrease in range of motion", "present", None)]),
        ("He has 20% loss of flexion.", [("20% loss of flexion", "present", None)]),
        # places with a number, a grade before the level, a side behind the muscle
        ("She has tingling in the medial two toes.", [("tingling in the medial two toes", "present", None)]),
        ("He has numbness in the lateral three fingers of the left hand.", [("numbness in the lateral three fingers of the left hand", "present", "left")]),
        ("Films showed mild anterolisthesis grade I at L4-5.", [("mild anterolisthesis grade I at L4-5", "present", None)]),
        ("Films showed spondylolisthesis grade 2 at L5-S1.", [("spondylolisthesis grade 2 at L5-S1", "present", None)]),
        ("There was 4/5 strength in the biceps on the right.", [("4/5 strength in the biceps on the right", "present", "right")]),
        # what a reflex does not do is there, whoever tries
        ("I cannot elicit the Achilles reflexes.", [("cannot elicit the Achilles reflexes", "present", None)]),
        ("I was unable to obtain an ankle reflex.", [("unable to obtain an ankle reflex", "present", None)]),
        # what is denied of health at large
        ("She has no chronic health problems.", [("chronic health problems", "absent", None)]),
        ("He has no other medical conditions.", [("other medical conditions", "absent", None)]),
        # limbs that feel
        ("Her whole hand becomes very numb.", [("whole hand becomes very numb", "present", None)]),
        ("The entire leg gets quite weak.", [("entire leg gets quite weak", "present", None)]),
        # no findings: labels, values, titles, rules
        ("Allergies: penicillin.", []),
        ("Range of motion: ulnar deviation 30 degrees, radial deviation 20 degrees.", []),
        ("It was rated by the AMA Guides to the Evaluation of Permanent Impairment.", []),
        ("The review said that injections are permitted for the treatment of radicular pain.", []),
        # no sides
        ("He has severe knee pain right now.", [("severe knee pain", "present", None)]),
        ("She felt severe knee pain right away after that.", [("severe knee pain", "present", None)]),
        ("On examination of the right arm, one can appreciate no swelling.", [("swelling", "absent", "right")]),
        # the law's word is no part of the injury
        ("He sustained a compensable injury to his lumbar spine.", [("injury to his lumbar spine", "present", None)]),
    ],
)  # fmt: skip
def test_what_hearings_and_reports_say(text, expected):
    assert [(m.text, m.assertion, m.laterality) for m in find_conditions(text)] == expected
