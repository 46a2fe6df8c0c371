"""Names of diseases that are more than their words."""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions


@pytest.mark.parametrize(
    ("words", "name"),
    [
        # A letter belongs to the name.
        ("The patient has chronic hepatitis B.", "chronic hepatitis B"),
        # Small words stand within it.
        ("She has severe graft-versus-host disease.", "severe graft-versus-host disease"),
        # A Latin quality stands behind.
        ("He has alopecia areata.", "alopecia areata"),
        # Hyphens and apostrophes are written or not.
        ("There is Charcot-Marie-Tooth disease.", "Charcot-Marie-Tooth disease"),
        ("There is Legionnaires' disease.", "Legionnaires' disease"),
        ("There is non-small cell lung cancer.", "non-small cell lung cancer"),
        # A condition within the name is not all of it.
        ("The child has autism spectrum disorder.", "autism spectrum disorder"),
        ("The child has attention deficit hyperactivity disorder.", "attention deficit hyperactivity disorder"),
        # Of many.
        ("She has mantle cell lymphomas.", "mantle cell lymphomas"),
    ],
)  # fmt: skip
def test_name(words: str, name: str) -> None:
    assert [c.text for c in find_conditions(words)] == [name]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        # What a specialty calls a disease stands before it.
        ("She has fistulizing Crohn's disease.", "fistulizing Crohn's disease"),
        ("He has early-stage prostate cancer.", "early-stage prostate cancer"),
        ("He has stage IIIB colon cancer.", "stage IIIB colon cancer"),
        ("She has poorly controlled type 2 diabetes.", "poorly controlled type 2 diabetes"),
        # Or behind it.
        ("She has alcohol use disorder, severe.", "alcohol use disorder, severe"),
        ("He has Gaucher disease type 1.", "Gaucher disease type 1"),
        ("She has severe cramping pain with menses.", "severe cramping pain with menses"),
        ("She has anxiety regarding the procedure.", "anxiety regarding the procedure"),
        ("He has numerous fungal infections.", "numerous fungal infections"),
        ("She has anorexia nervosa, restricting type.", "anorexia nervosa, restricting type"),
        ("He has major depressive disorder without psychotic features.", "major depressive disorder without psychotic features"),
        ("He was diagnosed with viral pharyngitis and discharged with tablets.", "viral pharyngitis"),
        # A name shares its noun with the places before it.
        ("He has significant heart, lung, or liver disease.", "significant heart, lung, or liver disease"),
        ("She has asthma and liver disease.", "liver disease"),
        ("He has alcohol or substance abuse.", "alcohol or substance abuse"),
        ("There is reactivation of hepatitis B.", "reactivation of hepatitis B"),
        # What follows a list of diagnoses says more of the last.
        ("It makes a diagnosis of growth hormone deficiency more probable.", "growth hormone deficiency"),
        ("It treats the member's macular degeneration.", "macular degeneration"),
        ("He has aggression toward his siblings.", "aggression toward his siblings"),
        # Behavior and other signs outside pain medicine.
        ("He has temper tantrums.", "temper tantrums"),
        ("He is unable to communicate.", "unable to communicate"),
        # A measure named for its disease is none.
        ("The apnea-hypopnea index was 17.", None),
        # A list of diagnoses ends where a clause begins.
        ("She carries a diagnosis of narcolepsy, she is able to see and drive.", "narcolepsy"),
        # An abbreviation is known by its definition.
        ("Joint hypermobility syndrome (JHS) is rare. She has severe JHS.", "severe JHS"),
    ],
)  # fmt: skip
def test_general_medicine(words: str, name: str | None) -> None:
    found = [c.text for c in find_conditions(words)]
    assert found[-1:] == ([name] if name else [])


@pytest.mark.parametrize(
    ("words", "assertion"),
    [
        ("The patient does not currently have a diagnosis of asthma.", "absent"),
        (
            "There is no such suspicion based on the records that the patient has suffered a fracture.",
            "absent",
        ),
        ("There is no evidence that he presented with a fracture.", "absent"),
        ("A radiograph excluded craniosynostosis.", "absent"),
        ("The fold does not constitute a hernia.", "absent"),
    ],
)
def test_denied(words: str, assertion: str) -> None:
    assert [c.assertion for c in find_conditions(words)] == [assertion]


@pytest.mark.parametrize(
    ("words", "assertion"),
    [
        ("Her child has asthma.", "family"),
        # In findings the child is the patient.
        ("The child has asthma.", "present"),
    ],
)
def test_whose(words: str, assertion: str) -> None:
    assert find_conditions(words)[-1].assertion == assertion
