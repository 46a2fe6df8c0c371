"""Every form in which the state's findings are written: what was asked for, the outcome, the panel.  All are invented."""

from __future__ import annotations

import csv

import pytest
from paths import ROOT

import imrnlp
from imrnlp.extraction import extract_document
from imrnlp.read.table import letters_of_table
from imrnlp.record import Panel

TABLE = ROOT / "data" / "findings" / "findings.csv"
UPHELD = "Final Result: The reviewer determined that the service is not medically necessary for treatment of the patient's medical condition. Therefore, the Health Plan's denial should be upheld."
PART = "Final Result: Therefore, the Health Plan's denial should be partially overturned."


@pytest.mark.parametrize(
    ("text", "items"),
    [
        # Apostrophes that the table lost.
        (f"Findings: The physician reviewer found that The patients parent has requested authorization and coverage for a stair lift. The childs legs are weak. {UPHELD}", [("stair lift", "upheld")]),
        (f"An enrollees mother requested coverage for a stair lift for treatment of her sons weakness. It helps. {UPHELD}".replace("'", ""), [("stair lift", "upheld")]),
        # A company's full stop is none of the sentence's, save before a word that begins one.
        (f"A patient has requested reimbursement for the Signatera test by Natera, Inc. (CPT 0340U). The test is new. {UPHELD}", [("Signatera test by Natera, Inc. (CPT 0340U)", "upheld")]),
        (f"A patient has requested authorization and coverage for the Omnipod 5 system from Insulet Corp. The system is new. {UPHELD}", [("Omnipod 5 system from Insulet Corp", "upheld")]),
        # Signs of a mark, of one character or of four.
        (f"A patient has requested authorization and coverage for the BrainsWay® Deep TMS™ system. It helps. {UPHELD}", [("BrainsWay® Deep TMS™ system", "upheld")]),
        (f"A patient has requested authorization and coverage for Vivitrol(TM) and InterStim(R). It helps. {UPHELD}", [("Vivitrol(TM) and InterStim(R)", "upheld")]),
        # Codes alone.
        (f"The patient has requested reimbursement for 97110, 97112, 97140 and 97530. The therapy helped. {UPHELD}", [("97110, 97112, 97140 and 97530", "upheld")]),
        # Narratives of old.
        ("52-year-old female with chronic migraine requested Botox. The plan denied it as investigational. Findings: The enrollee has had migraine for years. The denial should be overturned.", [("Botox", "overturned")]),
        ("A 12-year-old female requested coverage for growth hormone. Reviewer #1 found that it is not medically necessary. Reviewer #2 found that it is not medically necessary. The denial is upheld.", [("growth hormone", "upheld")]),
        # A verdict, and no more.
        ("The requested MRI of the brain is medically necessary for this patient.", [("MRI of the brain", "overturned")]),
        ("MRI of the lumbar spine was not medically necessary for treatment of the patient's back pain.", [("MRI of the lumbar spine", "upheld")]),
        ("The Health Plan's denial of the PET scan should be overturned.", [("PET scan", "overturned")]),
        # A verdict for each of several services; for a site, a quantity, dates.
        (f"The patient has requested authorization and coverage for Botox injections, physical therapy, and a brace. Botox injections are medically necessary. The physical therapy is not medically necessary. The brace is medically necessary. {PART}", [("Botox injections", "overturned"), ("physical therapy", "upheld"), ("brace", "overturned")]),
        (f"The patient requested reimbursement for chiropractic services. Chiropractic services to the cervical spine were not medically necessary. The chiropractic services to the lumbar spine were medically necessary. {PART}", [("chiropractic services", "modified")]),
        (f"The parents of a patient have requested 40 hours per week of applied behavior analysis. 25 hours per week are medically necessary. The remaining 15 hours per week are not medically necessary. {PART}", [("40 hours per week of applied behavior analysis", "modified")]),
        (f"The patient has requested reimbursement for residential treatment services from 1/3/2021 through 3/1/2021. The services through 2/1/2021 were medically necessary. The services after 2/1/2021 were not medically necessary. {PART}", [("residential treatment services from 1/3/2021 through 3/1/2021", "modified")]),
    ],
)  # fmt: skip
def test_form(text: str, items: list[tuple[str, str]]) -> None:
    letter = imrnlp.extract_text(text, "x")
    assert letter.layout == "dmhc"
    assert [(d.request, d.outcome) for d in letter.determinations] == items


@pytest.mark.parametrize(
    ("text", "panel"),
    [
        # Each physician has a part.
        ("A 57-year-old male has requested a polysomnogram. Physician #1: He snores. It is medically necessary. Physician #2: It is medically necessary. Physician #3: It is not medically necessary. The Health Plan's denial should be overturned.", Panel(size=3, agreeing=2)),
        ("A patient requested a scan. Findings: 2 of 3 reviewers found that the scan is not likely to be more beneficial. Final Result: The denial should be upheld.", Panel(size=3, agreeing=2)),
        ("A patient requested a scan. Findings: It is new. Findings: One of the three physician reviewers found that the scan is likely to be more beneficial. Final Result: It was not likely to be more beneficial. The Health Plan's denial should be upheld.", Panel(size=3, agreeing=2)),
    ],
)  # fmt: skip
def test_panel_of_a_form(text: str, panel: Panel) -> None:
    assert imrnlp.extract_text(text, "x").panel == panel


def test_every_row_of_the_sample_table_is_decided() -> None:
    letters = [extract_document(document) for document in letters_of_table(str(TABLE))]
    with open(TABLE, newline="", encoding="utf-8") as file:
        assert len(letters) == len(list(csv.DictReader(file)))
    for letter in letters:
        assert letter.layout == "dmhc", letter.letter_id
        assert letter.determinations, letter.letter_id
        assert {d.outcome for d in letter.determinations} != {"unknown"}, letter.letter_id
        assert all(d.category for d in letter.determinations), letter.letter_id
