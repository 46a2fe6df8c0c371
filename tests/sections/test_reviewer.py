"""The reviewer's block in both forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.sections.reviewer import read_reviewer


@pytest.mark.parametrize(
    ("text", "specialties", "subspecialties", "states"),
    [
        (
            "State(s) of Licensure: Oregon, Nevada Certification(s)/Specialty: Orthopedic Surgery",
            ["Orthopedic Surgery"],
            [],
            ["OR", "NV"],
        ),
        (  # a profession that has no board
            "The Expert Reviewer is a licensed Doctor of Chiropractic, has a subspecialty in Acupuncture and is licensed to practice in Ohio.",
            ["Chiropractic"],
            ["Acupuncture"],
            ["OH"],
        ),
        (  # the licence behind a label in one line
            "Board certification: Family Medicine; subspecialty: Geriatric Medicine; licensed in Oklahoma and Texas.",
            ["Family Medicine"],
            ["Geriatric Medicine"],
            ["OK", "TX"],
        ),
        (
            "Board Certified: Orthopaedic Surgery. Subspecialty: Spine. License: Nevada.",
            ["Orthopaedic Surgery"],
            ["Spine"],
            ["NV"],
        ),
        (
            "The reviewer is Board Certified in Neurology with special qualifications in Pain Medicine, licensed in CO.",
            ["Neurology"],
            ["Pain Medicine"],
            ["CO"],
        ),
        (
            "The reviewer is Board Certified in Occupational Medicine and in Internal Medicine.",
            ["Occupational Medicine", "Internal Medicine"],
            [],
            [],
        ),
        (  # "&" inside a name, a comma between two
            "State(s) of Licensure: Texas Certification(s)/Specialty: Physical Medicine & Rehabilitation, Pain Management",
            ["Physical Medicine & Rehabilitation", "Pain Management"],
            [],
            ["TX"],
        ),
        (
            "The expert reviewer is Board Certified in Family Practice and is licensed to practice in Ohio.",
            ["Family Practice"],
            [],
            ["OH"],
        ),
        (
            "The physician reviewer is Board Certified in Anesthesiology, has a subspecialty in Pain Medicine and is "
            "licensed to practice in California and West Virginia.",
            ["Anesthesiology"],
            ["Pain Medicine"],
            ["CA", "WV"],  # not Virginia
        ),
        (
            "The Physician Reviewer is Board Certified in Chiropractic and Acupuncture and is licensed to practice in "
            "Florida, Georgia and New York.",
            ["Chiropractic", "Acupuncture"],
            [],
            ["FL", "GA", "NY"],
        ),
        (  # the state before the board
            "A Medical Doctor licensed in the State of Ohio, board-certified in Urology.",
            ["Urology"],
            [],
            ["OH"],
        ),
        ("Board Certified in Urology; he holds an active license in Florida.", ["Urology"], [], ["FL"]),
        (  # a label in brackets
            "He is Board Certified in Neurology (subspecialty: Sleep Medicine). He is licensed to practice medicine in Texas, Utah.",
            ["Neurology"],
            ["Sleep Medicine"],
            ["TX", "UT"],
        ),
        (
            "Board Certified in Family Medicine, subspecialty certified in Sports Medicine, and licensed in Maine.",
            ["Family Medicine"],
            ["Sports Medicine"],
            ["ME"],
        ),
        (
            "The reviewer is a Licensed Chiropractor, licensed to practice in Iowa.",
            ["chiropractor"],
            [],
            ["IA"],
        ),
        # Names that hold "and" or commas; the neurologists' certificates; training is no certificate.
        (
            "The reviewer is board certified in medical genetics and genomics and is actively practicing.",
            ["medical genetics and genomics"],
            [],
            [],
        ),
        (
            "The reviewer is board-certified in neurology with special qualification in child neurology and is actively practicing.",
            ["neurology"],
            ["child neurology"],
            [],
        ),
        (
            "The reviewer is board certified in obstetrics and gynecology with subspecialty certification in reproductive endocrinology and infertility and is actively practicing.",
            ["obstetrics and gynecology"],
            ["reproductive endocrinology and infertility"],
            [],
        ),
        (
            "Reviewer 3 is board certified in orthopaedic surgery with a fellowship in spine surgery.",
            ["orthopaedic surgery"],
            [],
            [],
        ),
        ("He/she has been in active clinical practice for more than five years.", [], [], []),
        ("", [], [], []),
    ],
)
def test_blocks(text, specialties, subspecialties, states):
    reviewer, _ = read_reviewer(text)
    assert reviewer.specialties == specialties
    assert reviewer.subspecialties == subspecialties
    assert reviewer.states == states


def test_unknown_state_is_told():
    reviewer, warnings = read_reviewer(
        "State(s) of Licensure: California, Ruritania Certification(s)/Specialty: Urology"
    )
    assert reviewer.states == ["CA"]
    assert [w.code for w in warnings] == ["state_unknown"]


@pytest.mark.parametrize(
    "unit", ["Board Certified in ", "licensed in ", "Maine, ", "State(s) of Licensure: "]
)
def test_long_blocks_end(unit):
    read_reviewer(unit * (20_000 // len(unit)))


like = st.lists(
    st.sampled_from(["Board Certified in ", "Neurology", ", ", " and ", "licensed to practice in ", "Maine", "State(s) of Licensure:", "Certification(s)/Specialty:", ".", "subspecialty in ", "\n"]),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=300), like))
def test_no_crash_and_postal_codes(text):
    reviewer, warnings = read_reviewer(text)
    assert all(len(state) == 2 and state.isupper() for state in reviewer.states)
    assert len(set(reviewer.states)) == len(reviewer.states)
    for warning in warnings:
        assert warning.start is None or 0 <= warning.start <= warning.end <= len(text)


def test_a_licence_is_no_specialty():
    reviewer, _ = read_reviewer(
        "The reviewer is Board certified in Orthopedic Surgery, licensed in California and Nevada."
    )
    assert reviewer.specialties == ["Orthopedic Surgery"]
    assert reviewer.states == ["CA", "NV"]


@pytest.mark.parametrize(
    ("text", "specialties", "subspecialties"),
    [
        (
            "The reviewer is board certified in psychiatry and neurology with special competence in child and adolescent psychiatry.",
            ["psychiatry and neurology"],
            ["child and adolescent psychiatry"],
        ),
        (
            "Physician reviewer 1 is board certified in neurology, and physician reviewers 2 and 3 are board certified in dermatology.",
            ["neurology", "dermatology"],
            [],
        ),
        (
            "The reviewer is licensed as a marriage and family therapist and is actively practicing.",
            ["marriage and family therapist"],
            [],
        ),
    ],
)
def test_credentials_of_findings(text, specialties, subspecialties):
    reviewer, _ = read_reviewer(text)
    assert (reviewer.specialties, reviewer.subspecialties) == (specialties, subspecialties)
