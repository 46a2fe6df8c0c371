"""A condition is read alike whatever stands around it: names that lists know, and names of which they know a part."""

import pytest

import imrnlp
from imrnlp.tag.conditions import find_conditions

#: Names by what their reading rests on: a known noun, an unknown word before it, words that also specify another name.
NAMES = [
    "achalasia",
    "gender dysphoria",
    "conduct disorder",
    "Fabry disease",
    "benzodiazepine dependence",
    "food allergies",
    "neuroendocrine tumor",
    "binge eating disorder",
    "agoraphobia",
    "macular edema",
    "tophi",
    "toe walking",
    "left knee pain",
    "vocal cord paralysis",
]

FRAMES = [
    # Who has it.
    "The patient has {}.",
    "The patient lives with {}.",
    "A boy with {} was seen in clinic.",
    "The child was born with {}.",
    # Verbs that no list of conditions knows.
    "The patient reports {}.",
    "The patient battled {} for years.",
    "The patient contracted {}.",
    "The patient manifested {}.",
    "The provider suspects {}.",
    "The surgeon found {}.",
    "The physician noted {}.",
    "The weakness reflects {}.",
    "The records contain {}.",
    # By, that, to be.
    "The course was complicated by {}.",
    "The weakness was caused by {}.",
    "The records state that {} was noted.",
    "It appears to be {}.",
    "There are several problems, namely {}.",
    # In company.
    "The patient has obesity along with {}.",
    "The patient has obesity as well as {}.",
    "The patient has obesity, {}, and anxiety.",
    "The patient has obesity associated with {}.",
    # A list that a verb ends.
    "A diagnosis of {} was made.",
    "The diagnosis of {} is established.",
    "The diagnosis of {} has been confirmed by tests.",
    "The diagnosis of {} remains uncertain.",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_condition_is_read_in_every_frame(frame):
    read = {name: [m.text for m in find_conditions(frame.format(name))] for name in NAMES}
    assert {name: found for name, found in read.items() if name not in found} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She has panic disorder with agoraphobia.", ["panic disorder with agoraphobia"]),
        ("He has gout with tophi.", ["gout with tophi"]),
        ("He has swelling of the left foot reportedly since the fall.", ["swelling of the left foot"]),
        ("He has hand pain as well as knee stiffness.", ["hand pain", "knee stiffness"]),
        ("He has numbness of the hand as well as the elbow.", ["numbness of the hand as well as the elbow"]),
        ("He has hip pain described as dull and constant.", ["hip pain described as dull and constant"]),
        (
            "He has thigh pain that worsened with prolonged sitting, but prolonged standing helped.",
            ["thigh pain that worsened with prolonged sitting"],
        ),
        ("Diagnoses include dizziness and giddiness, and gout.", ["dizziness and giddiness", "gout"]),
        # The verb stays outside where any name may be that of a substance.
        ("The plan suspects penicillin allergy.", ["penicillin allergy"]),
    ],
)
def test_bounds_beside_it(text, expected):
    assert [m.text for m in find_conditions(text)] == expected


@pytest.mark.parametrize(
    ("text", "finding", "side"),
    [
        ("Exam revealed tenderness over the bilateral paraspinal muscles with spasm.", "spasm", "bilateral"),
        ("There is left knee swelling and tenderness.", "tenderness", "left"),
        ("He has right shoulder pain and weakness.", "weakness", "right"),
        ("There was pain with motion of the left wrist along with crepitus.", "crepitus", "left"),
        ("He has back pain that radiates to the left leg with tingling.", "tingling", "left"),
        # What is no finding of a place has no side.
        ("He has right knee pain and insomnia.", "insomnia", None),
        # Another place's.
        ("He has right knee swelling and hip tenderness.", "hip tenderness", None),
        # A list that begins anew, and what goes on from a joined one.
        ("Exam revealed bilateral hip tenderness with spasm, weak grip.", "weak grip", None),
        ("Exam revealed spasm of the right hip, tenderness.", "tenderness", None),
        ("He denies numbness in the right hand or weakness.", "weakness", None),
    ],
)
def test_side_of_a_finding_that_is_joined(text, finding, side):
    assert {m.text: m.laterality for m in find_conditions(text)}[finding] == side


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The services prevent serious jeopardy to the patient's health or serious impairment to bodily functions.", []),
        ("The delay would not have caused a serious deterioration in his health.", []),
        ("There was no imminent and serious threat to the patient's health, including severe pain, potential loss of life,"
         " limb or major bodily function.", []),
        # The law's words alone are left out.
        ("The patient's chest pain could result in serious dysfunction of any bodily organ.", ["chest pain"]),
        ("The patient has serious impairment of speech.", ["serious impairment of speech"]),
    ],
)  # fmt: skip
def test_what_the_law_calls_an_emergency_is_no_condition(sentence, expected):
    letter = imrnlp.extract_text(
        f"Findings: The physician reviewer found that the patient is 45 years old. {sentence}"
    )
    assert [d.text for d in letter.diagnoses] == expected
