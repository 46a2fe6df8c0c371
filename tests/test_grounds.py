"""What the argument of a finding names as its grounds."""

import pytest

from imrnlp.tag.grounds import find_grounds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Per American Dental Association (ADA) guidelines, sealing comes first.", [("other", "American Dental Association")]),
        ("The American Academy of Pediatrics and the American Dental Association recommend it.", [("other", "American Academy of Pediatrics"), ("other", "American Dental Association")]),
        ("The American College of Radiology (ACR) appropriateness criteria favor it. The ACR notes this.", [("other", "American College of Radiology Appropriateness Criteria")]),
        # the body only publishes the instrument
        ("The American Association of Community Psychiatrists Level of Care Utilization System (LOCUS) provides a framework.", [("other", "Level of Care Utilization System")]),
        ("The tumor locus was imaged.", []),
        ("According to the NCCN guidelines, it comes second.", [("other", "National Comprehensive Cancer Network")]),
        ("The U.S. Food and Drug Administration (FDA) approves it for adults.", [("FDA", "U.S. Food and Drug Administration")]),
        ("It was approved by the FDA in spring.", [("FDA", "Food and Drug Administration")]),
        ("The device is not FDA approved.", []),
        ("Per the package insert for Wegovy, the dose rises monthly.", [("FDA", "FDA Prescribing Information")]),
        ("Okafor and Lindqvist found that wipes irritate.", [("journal", "Okafor and Lindqvist")]),
        ("Okafor et al. (2019) agreed.", [("journal", "Okafor et al")]),
        ("The literature supports it. Researchers report gains.", []),
        ("He studied at the American River College.", []),
    ],
)  # fmt: skip
def test_grounds(text, expected):
    found = find_grounds(text)
    assert [(r.source, r.title) for r in found] == expected
    assert all(text[r.start : r.end] == r.text for r in found)


def test_the_drug_of_a_label_is_its_topic():
    [label] = find_grounds("The FDA label of Wegovy names this use.")
    assert label.topics == ["Wegovy"]
