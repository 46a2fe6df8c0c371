"""Whose condition a sentence of a finding tells, and how it asserts it: frames crossed with names of all of medicine.

All sentences are invented.  Each is read where it stands in practice: behind a sentence about the patient.
"""

from __future__ import annotations

import pytest

import imrnlp

NAMES = [
    "diffuse large B-cell lymphoma",
    "opioid use disorder",
    "eosinophilic esophagitis",
    "trigeminal neuralgia",
    "endometriosis",
    "elevated liver enzymes",
]
FINDING = (
    "Nature of Statutory Criteria/Case Summary: The patient has requested authorization and coverage for the requested services."
    " Findings: The physician reviewer found that the patient is a 34-year-old woman who was seen by a specialist. {}"
    " Final Result: The reviewer determined that the requested services are medically necessary for treatment of the"
    " patient's medical condition. Therefore, the Health Plan's denial should be overturned."
)

OWN = {
    "present": [
        "The provider requested the study because of her {}.",
        "The patient's {} warrants treatment at a higher level.",
        "Her {} is in partial remission.",
        "Her {} is in remission on the medication.",
        "Her {} has not remitted.",
        "The etiology of her {} is unknown.",
    ],
    "absent": [
        "She was not diagnosed with {}.",
        "She has never been diagnosed with {}.",
        "The patient was not found to have {}.",
        "The submitted records fail to establish that this patient has {}.",
        "It has not been shown that this patient has {}.",
        "Nothing in the record suggests that she has {}.",
        "The work-up excluded {}.",
        "The evaluation of this patient ruled out {}.",
        "None of the notes mention {}.",
        "The notes are silent as to {}.",
    ],
    "possible": [
        "The provider requested the study to rule out {}.",
        "The differential diagnosis in this patient includes {}.",
        "The test was ordered for this patient to determine whether she has {}.",
    ],
    "historical": [
        "Her {} is in remission.",
        "Her {} is in sustained remission.",
        "Her {} remitted with medication.",
        "She is in full remission from {}.",
        "She has been in remission from {} since 2020.",
    ],
    "family": [
        "She has a first-degree relative with {}.",
        "Both of her parents have {}.",
        "Several relatives of the patient are affected by {}.",
    ],
    "hypothetical": [
        "The medication protects this patient from {}.",
        "She requires the medication for {} prevention.",
    ],
}

OTHERS = [
    "The pathophysiology of {} is incompletely understood.",
    "The etiology of {} is unknown.",
    "The natural history of {} is variable.",
    "The mechanism of {} involves several organs.",
    "The definition of {} has changed over time.",
    "The DSM-5 defines {} as a pattern of symptoms.",
    "The DSM-5 describes {} as persistent.",
    "The Level of Care Utilization System considers {} when rating risk.",
    "The criteria are met by the presence of {}.",
    "Inclusion criteria were age over 18 and {}.",
    "The Knox-Keene Act covers {}.",
    "It is well known that {} impairs quality of life.",
]


def told(frame: str, name: str) -> list[tuple[str, str]]:
    letter = imrnlp.extract_text(FINDING.format(frame.format(name)))
    return [(d.text, d.assertion) for d in letter.diagnoses]


@pytest.mark.parametrize(
    ("frame", "assertion"), [(frame, assertion) for assertion, frames in OWN.items() for frame in frames]
)
def test_the_patients_own(frame, assertion):
    read = {name: told(frame, name) for name in NAMES}
    assert read == {name: [(name, assertion)] for name in NAMES}


@pytest.mark.parametrize("frame", OTHERS)
def test_what_is_so_of_others(frame):
    assert {name: told(frame, name) for name in NAMES} == {name: [] for name in NAMES}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # A measure is named by what it prevents.
        ("She attends a relapse prevention group and a fall prevention program.", []),
        # A diagnosis that was made, beside one that was not.
        (
            "She was diagnosed with gout and was not diagnosed with lupus.",
            [("gout", "present"), ("lupus", "absent")],
        ),
        # The patient's own measure by a manual is hers, and the cause of her own is.
        ("She meets the DSM-5 criteria for gout.", [("gout", "present")]),
        ("She had seizures. The etiology of the seizures was tumor.", [("seizures", "present"), ("tumor", "present")]),
        # Every item of a denied list of states, however long.
        ("He was not psychotic, suicidal, or homicidal.", [("psychotic", "absent"), ("suicidal", "absent"), ("homicidal", "absent")]),
        ("Had she not been treated, gout would have recurred.", [("gout", "hypothetical")]),
        ("Treatment of her lupus could be complicated by gout.", [("lupus", "present"), ("gout", "hypothetical")]),
        ("The patient reports that her mother, who has lupus, is ill.", [("lupus", "family")]),
        ("The patient's sister is a carrier of cystic fibrosis.", [("cystic fibrosis", "family")]),
        ("Lupus was considered but later excluded in this patient.", [("Lupus", "absent")]),
        ("Her cancer was treated in 2012 with surgery.", [("cancer", "historical")]),
        ("Her gout was treated in 2012 with allopurinol.", [("gout", "present")]),
        ("Her family members are concerned about her gout.", [("gout", "present")]),
    ],
)  # fmt: skip
def test_what_stands_beside_it(sentence, expected):
    assert told(sentence, "") == expected
