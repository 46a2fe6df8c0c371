"""Codes of conditions: the right one by site and side, and none rather than a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.link.icd10cm import THRESHOLD, find_written_codes, link


@pytest.mark.parametrize(
    ("name", "laterality", "site", "code"),
    [
        ("low back pain", None, None, "M54.50"),
        ("chronic low back pain", None, None, "M54.50"),
        ("LBP", None, None, "M54.50"),  # abbreviation
        ("lumbar radiculopathy", None, None, "M54.16"),  # "Radiculopathy, lumbar region"
        ("radiculopathy", None, "lumbar", "M54.16"),  # the site stands elsewhere
        ("carpal tunnel syndrome", "right", None, "G56.01"),
        ("bilateral carpal tunnel syndrome", None, None, "G56.03"),
        ("carpal tunnel syndrome", None, None, "G56.00"),
        ("disc herniation at L4-L5", None, None, "M51.26"),  # levels tell the region
        ("disc protrusion at L5-S1", None, None, "M51.27"),
        ("left knee pain", None, None, "M25.562"),
        ("lt knee pain", None, None, "M25.562"),  # a side in short
        ("bilat carpal tunnel syndrome", None, None, "G56.03"),
        ("moderate effusion of the right knee", None, None, "M25.461"),
        ("displaced fracture of the proximal phalanx of the left index finger", None, None, "S62.611A"),
        ("lumbar radiculopaty", None, None, "M54.16"),  # misspelt
        ("tinnitus", "left", None, "H93.12"),
        ("hypertension", None, None, "I10"),
    ],
)
def test_code(name, laterality, site, code):
    found, score = link(name, laterality, site)
    assert found == code
    assert THRESHOLD <= score <= 1


@pytest.mark.parametrize(
    ("name", "laterality"),
    [
        ("pain", None),
        ("severe pain", None),  # generic, whatever its degree
        ("bilateral hip pain", None),  # the list has a code for each side only
        ("left and right wrist pain", None),
        ("positive straight leg raise", None),
        ("decreased range of motion", None),
        ("tenderness over the paraspinal muscles", None),
        ("status post carpal tunnel release", None),
        ("", None),
        ("xyzzy", None),
        ("failed conservative care", None),
    ],
)
def test_no_code_rather_than_a_wrong_one(name, laterality):
    assert link(name, laterality)[0] is None


def test_misspelling_lowers_the_score():
    assert link("lumbar radiculopaty")[1] < link("lumbar radiculopathy")[1]


@given(st.text(max_size=200))
def test_never_crashes(text):
    _, score = link(text, None, None)
    assert 0 <= score <= 1
    for found in find_written_codes(text):
        assert text[found.start : found.end] == found.code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Lumbago (724.2); cervicalgia M54.2", [("724.2", "icd9cm"), ("M54.2", "icd10cm")]),
        ("ICD-9 diagnoses: 722.10, 724.4", [("722.10", "icd9cm"), ("724.4", "icd9cm")]),
        ("Norco 10/325 mg, 106.32 gm of lotion, 7.5 mg", []),  # amounts
        ("8 CCR 9792.24, page 46.5", []),
        ("S83.242A was listed", [("S83.242A", "icd10cm")]),
    ],
)
def test_written_codes(text, codes):
    assert [(c.code, c.kind) for c in find_written_codes(text)] == codes


def test_every_code_is_of_the_release():
    cm = pytest.importorskip("simple_icd_10_cm")
    from imrnlp.link.icd10cm import entries

    assert all(cm.is_valid_item(e.code) and cm.is_leaf(e.code) for found in entries().values() for e in found)
