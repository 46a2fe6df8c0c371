"""Layouts, sections and items: small letters in our own words, one a layout or a trap."""

from __future__ import annotations

import copy
import json
import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imrnlp
from imrnlp import lexicons
from imrnlp.reading import Reading
from imrnlp.record import Letter
from imrnlp.sections.items import read_items
from imrnlp.sections.layout import read_structure
from imrnlp.sections.verdicts import find_verdicts

REVIEWER = "The reviewer is Board Certified in Neurology and is licensed to practice in Ohio."
HEAD = f"""HOW THE IMR FINAL DETERMINATION WAS MADE
{REVIEWER}
CLINICAL CASE SUMMARY
A 44-year-old woman hurt her neck.
"""
FINAL = f"""{HEAD}IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:
Zolpidem 10mg #30: Upheld
Claims Administrator guideline: Decision based on Non-MTUS Citation ODG.
MAXIMUS guideline: Decision based on Non-MTUS Citation ODG.
Decision rationale: Sleep was never looked into. The request is not medically necessary.
"""
DECISION = f"""INDEPENDENT MEDICAL REVIEW FINAL DETERMINATION LETTER
HOW THE IMR FINAL DETERMINATION WAS MADE
{REVIEWER}
DOCUMENTS REVIEWED
The usual ones.
CLINICAL CASE SUMMARY
A 44-year-old woman hurt her neck. The request for a brace was not medically necessary, said UR.
IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:
1. The request for Soma 350mg #60 is not medically necessary and appropriate.
The Claims Administrator based its decision on the MTUS, page 29.
The Physician Reviewer based his/her decision on the MTUS, page 29.
The Physician Reviewer's decision rationale:
It is meant for two weeks: 1) it sedates; 2) it is habit forming. The request for Soma is not
medically necessary and appropriate.

2. The request for one cervical MRI is medically necessary and appropriate.
The Claims Administrator did not cite any medical evidence for its decision.
The Physician Reviewer found no section of the MTUS applicable. The Physician Reviewer based
his/her decision on ODG.
The Physician Reviewer's decision rationale: Weakness has come on.
"""
NOTICE = f"""MAXIMUS FEDERAL SERVICES, INC.
Notice of Independent Medical Review Determination
Dated: 12/9/2013
Date of Injury: 4/20/2012
1) MAXIMUS Federal Services, Inc. has determined the request for therapy 2 x 6 for the
left knee is notmedically necessary and appropriate.
2) MAXIMUS Federal Services, Inc. has determined the request for Terocin patches #20 is medically
necessary and appropriate.
INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
An application for Independent Medical Review was filed on 8/8/2013 disputing the Utilization
Review Denial dated 7/30/2013. A decision has been made for each of the treatments in dispute:
1) MAXIMUS Federal Services, Inc. has determined the request for therapy 2 x 6 for the left
knee is not medically necessary and appropriate.
2) MAXIMUS Federal Services, Inc. has determined the request for Terocin patches #20 is medically
necessary and appropriate.
Medical Qualifications of the Expert Reviewer:
{REVIEWER}
Case Summary:
Disclaimer: The following was taken from the utilization review denial dated July 30, 2013.
"The patient is 44. 1) The request for therapy is not medically necessary."
Documents Reviewed for Determination:
- Application for Independent Medical Review
1) Regarding the request for therapy 2 x 6 for the left knee:
Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make
His/Her Decision:
The Claims Administrator based its decision on ACOEM, chapter 13.
The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate.
Rationale for the Decision:
Twelve visits were had. Regarding the request for more, none is explained.

2) Regarding the request for Terocin patches #20:
The Claims Administrator did not cite a guideline.
The Expert Reviewer based his/her decision on the MTUS.
Rationale for the Decision:
Tablets upset the stomach.
Effect of the Decision:
It is final.
"""
PROFESSIONAL = f"""MEDICAL PROFESSIONAL REVIEW
Case Number: CM13-0000042
ISSUE AT DISPUTE:
1. Is the request for Norco 10/325mg #120 medically necessary?
2. Chiropractic twice a week for 6 weeks, right shoulder
CASE SUMMARY:
A 44-year-old woman hurt her shoulder.
DOCUMENTS REVIEWED FOR DETERMINATION:
The usual ones.
MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:
1. MTUS, page 78.
2. ACOEM, chapter 9.
RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:
1. No benefit is told. It is not medically necessary.
2. Six visits were had before.
MEDICAL REVIEWER QUALIFICATIONS:
{REVIEWER}
"""
DMHC = (
    "Nature of Statutory Criteria/Case Summary: An enrollee has requested Harvoni for treatment of her "
    "hepatitis C. Findings: The physician reviewer found that it cures. There is evidence. Final Result: "
    "The reviewer determined that it was medically necessary. Therefore, the Health Plan's denial should "
    "be overturned. Credentials/Qualifications: The reviewer is board certified in gastroenterology."
)
LETTERS = {
    "final_determination": FINAL,
    "decision_and_rationale": DECISION,
    "notice": NOTICE,
    "professional_review": PROFESSIONAL,
    "dmhc": DMHC,
}


def items_of(text: str) -> list[tuple[str, str, str | None]]:
    """Each item's request, outcome and rationale, white space and hyphens aside."""
    reading = Reading(text)
    return [
        (
            single_gaps(text[slice(*i.request)]),
            i.outcome,
            single_gaps(text[slice(*i.rationale)]) if i.rationale else None,
        )
        for i in reading.items
    ]


def single_gaps(words: str) -> str:
    return " ".join(words.split())


def codes(text: str) -> list[str]:
    return [w.code for item in Reading(text).items for w in item.warnings]


# -- layouts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LETTERS)
def test_layout(layout: str) -> None:
    assert read_structure(LETTERS[layout]).layout == layout


@pytest.mark.parametrize(
    "text", ["", " ", "A note. The MRI was normal.", "The patient requested a wheelchair."]
)
def test_unknown_layout_invents_nothing(text: str) -> None:
    reading = Reading(text)
    assert reading.structure.layout == "unknown"
    assert reading.items == []


def test_unknown_layout_gives_what_can_be_found() -> None:
    text = (
        "To whom it may concern.\n1. The request for Norco #60 is not medically necessary and appropriate.\n"
    )
    assert items_of(text + "Rationale: No benefit.") == [("Norco #60", "upheld", "No benefit.")]


@pytest.mark.parametrize("layout", [k for k in LETTERS if k != "dmhc"])
@pytest.mark.parametrize(
    ("noise", "change"),
    [
        ("blank line after every line", lambda t: t.replace("\n", "\n \n")),
        ("doubled spaces", lambda t: t.replace(" ", "  ")),
        ("carriage returns", lambda t: t.replace("\n", "\r\n")),
        ("indented", lambda t: t.replace("\n", "\n    ")),
        ("no-break spaces", lambda t: t.replace(" ", "\u00a0")),
        ("headings in title case", lambda t: _headings(t, str.title)),
        ("scan: I and l, O and 0", lambda t: _headings(t, lambda h: h.replace("I", "l").replace("O", "0"))),
        ("headings without a space", lambda t: _headings(t, lambda h: h.replace(" ", "", 1))),
        ("a wrong letter in the heading", lambda t: _headings(t, lambda h: h[:9] + "X" + h[10:])),
    ],
)
def test_noise_changes_nothing(layout: str, noise: str, change) -> None:
    text = change(LETTERS[layout])
    assert read_structure(text).layout == layout
    assert items_of(text) == [(r, o, q) for r, o, q in items_of(LETTERS[layout])]


def _headings(text: str, change) -> str:
    return "\n".join(
        change(line) if line.rstrip(":").isupper() and len(line) > 12 else line for line in text.split("\n")
    )


def test_headings_broken_over_lines() -> None:
    text = PROFESSIONAL.replace("BY PROFESSIONAL REVIEWER", "BY PROFESSIONAL\nREVIEWER")
    assert read_structure(text).section("guidelines")


def test_heading_words_in_a_sentence_open_no_section() -> None:
    text = FINAL.replace(
        "A 44-year-old", "The following\nclinical case summary based on the file: A 44-year-old"
    )
    assert len(read_structure(text).all("clinical_case_summary")) == 1


def test_notice_header_holds_the_application_sentence() -> None:
    header = Reading(NOTICE).section("header")
    assert header
    assert "was filed on 8/8/2013" in header.text
    assert "Date of Injury" in header.text


# -- items --------------------------------------------------------------------------------------------


def test_list_before_labelled_items() -> None:
    listed = "1. Zolpidem 10mg #30: Overturned\n2. Crutches: Overturned\n\n1. Zolpidem 10mg #30: Upheld"
    text = FINAL.replace("Zolpidem 10mg #30: Upheld", listed)
    assert [i[:2] for i in items_of(text)] == [
        ("2. Crutches", "overturned"),
        ("1. Zolpidem 10mg #30", "upheld"),
    ]
    assert codes(text) == ["outcome_conflict"]


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("UPHELD", "upheld"),
        ("Upheld.", "upheld"),
        ("\nUpheld", "upheld"),  # on a line of its own
        ("UpheId", "upheld"),  # scan
        ("Overtumed", "overturned"),  # scan: rn and m
        ("Overturned in part", "modified"),
        ("Partially Overturned", "modified"),
        ("Modified", "modified"),
    ],
)
def test_outcome_words(printed: str, outcome: str) -> None:
    assert items_of(FINAL.replace("Upheld", printed))[0][:2] == ("Zolpidem 10mg #30", outcome)


def test_labels_as_scans_print_them() -> None:
    text = FINAL.replace("Claims Administrator guideline", "ClaimsAdministrator guideIine")
    text = text.replace("MAXIMUS guideline:", "MAXlMUS Guideline :").replace("Decision rat", "Decision  Rat")
    item = Reading(text).items[0]
    assert item.claims_administrator
    assert item.imr
    assert items_of(text)[0][2] == items_of(FINAL)[0][2]


def test_outcome_quoted_in_a_rationale_is_no_item() -> None:
    text = FINAL.replace("Sleep was", "The first review said: Upheld\nand gave no reason. Sleep was")
    assert [i[0] for i in items_of(text)] == ["Zolpidem 10mg #30"]


def test_item_without_passages_of_its_own() -> None:
    assert items_of(FINAL + "Associated surgical service: Crutches: Upheld\n")[1] == (
        "Associated surgical service: Crutches",
        "upheld",
        None,
    )


def test_unknown_layout_with_items_has_a_story() -> None:
    text = (
        "A 40-year-old man fell.\n1. The request for Norco #60 is not medically necessary and appropriate.\n"
    )
    assert Reading(text).summary.text.startswith("A 40-year-old man fell.")


def test_item_whose_words_another_contains() -> None:
    text = NOTICE.replace("therapy 2 x 6 for the\nleft knee", "Terocin").replace(
        "therapy 2 x 6 for the left\nknee", "Terocin"
    )
    text = (
        text.replace("therapy 2 x 6 for the left knee:", "Terocin:")
        .replace("1) MAX", "MAX")
        .replace("2) MAX", "MAX")
    )
    assert [i[:2] for i in items_of(text)] == [("Terocin", "upheld"), ("Terocin patches #20", "overturned")]


def test_decision_and_rationale() -> None:
    first, second = items_of(DECISION)
    assert first[:2] == ("Soma 350mg #60", "upheld")
    assert first[2]
    assert first[2].startswith("It is meant")
    assert first[2].endswith("appropriate.")
    assert second == ("one cervical MRI", "overturned", "Weakness has come on.")
    item = Reading(DECISION).items[1]
    assert DECISION[slice(*item.claims_administrator[0])].startswith("The Claims Administrator did not cite")
    assert DECISION[slice(*item.imr[0])].endswith("on ODG.")


def test_notice_states_three_times_one_item() -> None:
    first, second = items_of(NOTICE)
    assert first[:2] == ("therapy 2 x 6 for the left knee", "upheld")
    assert first[2] == "Twelve visits were had. Regarding the request for more, none is explained."
    assert second == ("Terocin patches #20", "overturned", "Tablets upset the stomach.")
    item = Reading(NOTICE).items[0]
    assert single_gaps(NOTICE[slice(*item.imr[0])]).startswith("The Expert Reviewer found the guidelines")


def test_professional_review_numbered() -> None:
    first, second = items_of(PROFESSIONAL)
    assert first == ("Norco 10/325mg #120", "upheld", "No benefit is told. It is not medically necessary.")
    assert second[1:] == ("upheld", "Six visits were had before.")
    assert [PROFESSIONAL[slice(*i.imr[0])] for i in Reading(PROFESSIONAL).items] == [
        "MTUS, page 78.",
        "ACOEM, chapter 9.",
    ]


@pytest.mark.parametrize(
    ("issue", "words"),
    [
        # one request that joins two services
        (
            "The request for an arthroscopy, and 12 sessions of\ntherapy.",
            "an arthroscopy, and 12 sessions of therapy",
        ),
        ("Whether a lumbar MRI is medically necessary.", "a lumbar MRI"),
        ("Was the retrospective request for an EMG medically necessary and appropriate?", "an EMG"),
        ("Should the request for an EMG be certified?", "an EMG"),
        ("The medical necessity of an EMG", "an EMG"),
        ("Disputed treatment: gym membership, 6 months", "gym membership, 6 months"),
    ],
)
def test_issue_wording(issue: str, words: str) -> None:
    start = PROFESSIONAL.index("1. Is the")
    text = PROFESSIONAL[:start] + issue + "\n" + PROFESSIONAL[PROFESSIONAL.index("CASE SUMMARY") :]
    assert [i[0] for i in items_of(text)] == [words]


def test_issues_by_line_share_the_rationale() -> None:
    text = re.sub(r"^\d\. (Is the request for )?", "", PROFESSIONAL, flags=re.M).replace(
        " medically necessary?", ""
    )
    both = items_of(text)
    assert [i[0] for i in both] == [
        "Norco 10/325mg #120",
        "Chiropractic twice a week for 6 weeks, right shoulder",
    ]
    assert both[0][2] == both[1][2]


def test_heading_says_overturned() -> None:
    text = PROFESSIONAL.replace("IS/WAS NOT MEDICALLY", "IS/WAS MEDICALLY").replace("is not med", "is med")
    assert [i[1] for i in items_of(text)] == ["overturned", "overturned"]


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ("is not medically necessary and appropriate", "upheld"),
        ("is notmedically necessary and appropriate", "upheld"),  # the space lost
        ("isnot medically necessary", "upheld"),
        ("are not medi-\ncally necessary", "upheld"),  # broken at the line's end
        ("is  not\nmedica1ly  necessary", "upheld"),  # scan
        ("is medically necessary and appropriate", "overturned"),
        ("was medicallynecessary", "overturned"),
        ("is partially medically necessary", "modified"),
        ("is medically necessary in part", "modified"),
        ("is not certified", "upheld"),
        ("is certified", "overturned"),
        ("is upheld", "upheld"),
        ("is overturned in part", "modified"),
        ("is modified", "modified"),
    ],
)
def test_verdict_words(verdict: str, outcome: str) -> None:
    text = DECISION.replace("is medically necessary and appropriate", verdict)
    assert items_of(text)[1][:2] == ("one cervical MRI", outcome)


@pytest.mark.parametrize("words", ["he is board certified in pain", "denied as not medically necessary"])
def test_no_verdict(words: str) -> None:
    assert find_verdicts(words, 0, len(words)) == []


def test_unnumbered_items_without_request_for() -> None:
    text = DECISION.replace("1. The request for ", "").replace("2. The request for one", "One")
    assert [i[:2] for i in items_of(text)] == [
        ("Soma 350mg #60", "upheld"),
        ("One cervical MRI", "overturned"),
    ]


def test_text_without_lines() -> None:
    assert items_of(" ".join(DECISION.split())) == items_of(DECISION)
    assert items_of(" ".join(NOTICE.split())) == items_of(NOTICE)


def test_list_before_the_items_is_no_item_of_its_own() -> None:
    listed = (
        "1. The request for Soma 350mg #60 is not medically necessary and appropriate.\n"
        "2. The request for one cervical MRI is medically necessary and appropriate.\n"
    )
    assert items_of(DECISION.replace("1. The request for S", listed + "1. The request for S", 1)) == items_of(
        DECISION
    )


def test_items_in_a_row_share_what_follows() -> None:
    text = DECISION.replace("2. The", "2. The request for Ambien #30 is not medically necessary.\n3. The")
    soma, ambien, mri = items_of(text)
    assert (ambien[0], ambien[1]) == ("Ambien #30", "upheld")
    assert ambien[2] == mri[2] == "Weakness has come on."
    assert soma[2] != mri[2]


def test_item_over_two_pages() -> None:
    footer = "\nFinal Determination Letter for IMR Case Number CM13-0012345  3\n\f\n"
    text = NOTICE.replace("Tablets upset", f"Tablets{footer}upset").replace(
        "Terocin patches", f"Terocin{footer}patches"
    )
    reading = Reading(text)
    assert [p.text for p in reading.requests] == ["therapy 2 x 6 for the left knee", "Terocin patches #20"]
    assert reading.rationales[1].text == "Tablets upset the stomach."


def test_lists_that_contradict_each_other() -> None:
    text = NOTICE.replace("Terocin patches #20 is medically", "Terocin patches #20 is not medically", 1)
    assert [i[1] for i in items_of(text)] == ["upheld", "upheld"]
    assert codes(text) == ["outcome_conflict"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Final Determination: UPHOLD. None is necessary.\n", ["outcome_conflict"]),
        ("Final Determination: PARTIAL OVERTURN. Some are.\n", []),
        ("Final Determination: OVERTURN\n", ["outcome_conflict"]),
    ],
)
def test_outcome_of_the_letter(stated: str, expected: list[str]) -> None:
    assert codes(stated + DECISION) == expected


def test_bodies_for_several_numbers() -> None:
    start = NOTICE.index("2) Regarding")
    text = (
        NOTICE[:start].replace("1) Regarding the request for", "1-2) Regarding the requests for")
        + "Effect of the Decision:\n"
    )
    first, second = items_of(text)
    assert first[2] == second[2]
    assert first[0] != second[0]


# -- dmhc ---------------------------------------------------------------------------------------------

FINDINGS = "Findings: The physician reviewer found that it cures. There is evidence. "


def test_dmhc() -> None:
    reading = Reading(DMHC)
    assert items_of(DMHC) == [
        ("Harvoni", "overturned", "The physician reviewer found that it cures. There is evidence.")
    ]
    assert [s.name for s in reading.structure.sections] == [
        "clinical_case_summary",
        "findings",
        "final_result",
        "reviewer",
    ]


@pytest.mark.parametrize(
    ("findings", "result", "outcome", "warned"),
    [
        ("Three looked.", "Two of three reviewers found it medically necessary.", "overturned", []),
        ("Three looked.", "Two of the three physician reviewers determined that it is not likely to be more beneficial.", "upheld", []),
        ("Three looked.", "One of three reviewers found it was medically necessary.", "upheld", []),
        ("Three looked.", "All three reviewers determined that it is medically necessary.", "overturned", []),
        ("Three looked.", "2 of 3 reviewers determined that it is not medically necessary.", "upheld", []),
        ("Reviewer 1 found it medically necessary. Reviewer 2 found it not medically necessary. "
         "Reviewer 3 found it is not medically necessary.", "So decided.", "upheld", []),
        ("One of two reviewers found it necessary.", "They were split.", "overturned", ["outcome_inferred"]),
        ("Three looked.", "The Health Plan's denial should be overturned in part.", "modified", []),
        ("Three looked.", "Therefore, the Health Insurer's decision should be partially upheld.", "modified", []),
        ("Two of three reviewers found it medically necessary.", "The Health Plan's denial should be upheld.", "upheld", ["outcome_conflict"]),
        ("It helps.", "The reviewer determined that it was not medically necessary.", "upheld", []),
        ("It helps.", "Upheld Decision of Health Plan", "upheld", []),
        ("It helps.", "No more is said.", "unknown", ["outcome_not_found"]),
    ],
)  # fmt: skip
def test_dmhc_outcome(findings: str, result: str, outcome: str, warned: list[str]) -> None:
    head = "Nature of Statutory Criteria/Case Summary: A patient has requested Harvoni for treatment of hepatitis C. "
    text = f"{head}Findings: {findings} Final Results: {result} Credentials/Qualifications: None."
    assert [i[:2] for i in items_of(text)] == [("Harvoni", outcome)]
    assert codes(text) == warned


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("An enrollee has requested a power wheelchair and a ramp for treatment of her ALS.", "a power wheelchair and a ramp"),
        ("The patient has requested authorization and coverage for Skyrizi 150 mg/mL injection.", "Skyrizi 150 mg/mL injection"),
        ("The parent of a 15-year-old enrollee has requested reimbursement for testing performed on 5/13/16.", "testing performed on 5/13/16"),
        ("The enrollee is requesting proton therapy to treat his cancer.", "proton therapy"),
        ("The enrollee requested a stair lift, which the Health Plan denied.", "a stair lift"),
        ("He has ALS. The Health Plan has denied authorization for a stair lift.", "a stair lift"),
        ("The Plan denied the request for information. She has requested a stair lift.", "a stair lift"),
        ("The patient seeks help. Residential care has been requested.", "Residential care"),
    ],
)  # fmt: skip
def test_dmhc_request(sentence: str, words: str) -> None:
    text = f"Nature of Statutory Criteria/Case Summary: {sentence} {FINDINGS}"
    assert [i[0] for i in items_of(text)] == [words]


def test_dmhc_without_headings() -> None:
    text = (
        "A 46-year-old male enrollee has requested a knee brace. The Health Plan has denied this request. "
        "The physician reviewer found that braces help. Thus, the Health Plan's denial should be overturned. "
        "The reviewer is board certified in surgery."
    )
    reading = Reading(text)
    assert reading.structure.layout == "dmhc"
    assert reading.summary.text.rstrip().endswith(
        "denied this request."
    )  # what is said of braces is not the patient's
    (item,) = items_of(text)
    assert item[:2] == ("a knee brace", "overturned")
    assert item[2]
    assert item[2].endswith("should be overturned.")


@pytest.mark.parametrize("apostrophe", ["’", "\x92", "´", ""])
def test_apostrophes_of_other_encodings(apostrophe: str) -> None:
    text = (
        "A man has requested a knee brace for the patient's gonarthrosis. The reviewer found that it helps. "
        "The Health Plan's denial should be overturned."
    )
    assert items_of(text.replace("'", apostrophe))[0][:2] == ("a knee brace", "overturned")
    changed = DECISION.replace("'", apostrophe)
    assert items_of(changed)[1] == items_of(DECISION)[1]


def test_dmhc_request_inside_the_finding() -> None:
    text = (
        "Nature of Statutory Criteria/Case Summary: The physician reviewer found that The patient has requested a "
        "stair lift. He is 70 years old. The reviewer determined that it is medically necessary. Therefore, the "
        "Health Plan's denial should be overturned."
    )
    assert items_of(text)[0][:2] == ("a stair lift", "overturned")
    assert "He is 70 years old" in Reading(text).summary.text


def test_dmhc_services_with_results_of_their_own() -> None:
    text = (
        "Nature of Statutory Criteria/Case Summary: The patient has requested a wheelchair and a hospital bed "
        "for treatment of MS. Findings: With respect to the wheelchair, he cannot walk. Regarding the hospital "
        "bed, he turns himself. Final Results: The Health Plan's denial of the wheelchair should be overturned "
        "and its denial of the hospital bed should be upheld."
    )
    assert items_of(text) == [
        ("a wheelchair", "overturned", "With respect to the wheelchair, he cannot walk."),
        ("a hospital bed", "upheld", "Regarding the hospital bed, he turns himself."),
    ]


def test_dmhc_numbered_services_with_votes() -> None:
    text = (
        "Nature of Statutory Criteria/Case Summary: The patient has requested 1) a PET scan, and 2) genetic testing "
        "for evaluation of cancer. Findings: All three reviewers determined that the PET scan is likely to be more "
        "beneficial. Two of three reviewers found that genetic testing is not likely to be more beneficial. "
        "Final Results: The Health Plan's denial should be overturned in part."
    )
    assert [i[:2] for i in items_of(text)] == [("a PET scan", "overturned"), ("genetic testing", "upheld")]


# -- a new layout is data -----------------------------------------------------------------------------


def test_new_layout_is_an_entry_of_the_data_file(monkeypatch: pytest.MonkeyPatch) -> None:
    document = copy.deepcopy(
        json.loads(files("imrnlp").joinpath("lexicons", "layouts.json").read_text(encoding="utf-8"))
    )
    document["headings"]["appeal_title"] = ["APPEAL BOARD FINDING"]
    document["headings"]["appeal_story"] = ["WHAT HAPPENED"]
    document["headings"]["appeal_decisions"] = ["WHAT WE DECIDED"]
    document["layouts"].append(
        {
            "name": "appeal_board",
            "evidence": [["heading", "appeal_title", 5], ["heading", "appeal_decisions", 2]],
            "sections": {
                "appeal_title": "header",
                "appeal_story": "clinical_case_summary",
                "appeal_decisions": "decisions",
            },
            "items": {
                "style": "outcome_heading",
                "outcomes": {"allowed": "overturned", "refused": "upheld"},
                "slots": {"imr": ["Rule:"], "rationale": ["Why:"]},
            },
        }
    )
    real = lexicons.document
    monkeypatch.setattr(lexicons, "document", lambda name: document if name == "layouts.json" else real(name))
    text = (
        "APPEAL BOARD FINDING\nWHAT HAPPENED\nHe fell.\nWHAT WE DECIDED\nNorco #60: Refused\nRule: ODG.\n"
        "Why: No benefit.\nCane: Allowed\nRule: ODG.\nWhy: He falls.\n"
    )
    assert read_structure(text).layout == "appeal_board"
    assert Letter(letter_id="a", layout="appeal_board").layout == "appeal_board"
    assert items_of(text) == [("Norco #60", "upheld", "No benefit."), ("Cane", "overturned", "He falls.")]


@pytest.mark.parametrize("name", ["", "Appeal Board", "appeal-board", "x-" * 200, "a\nb"])
def test_a_word_that_is_no_name_of_a_layout_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="nor the name of an added one") as error:
        Letter(letter_id="a", layout=name)
    (told,) = error.value.errors(include_input=False, include_url=False)
    assert "x-" * 30 not in told["msg"]


def test_a_record_of_an_added_layout_is_read_without_it() -> None:
    assert Letter(letter_id="a", layout="appeal_board").layout == "appeal_board"


def test_every_name_in_the_data_file_is_known() -> None:
    document = lexicons.document("layouts.json")
    headings = set(document["headings"])
    assert set(document["inline"]) <= headings
    assert set(document["default_sections"]) <= headings
    for layout in document["layouts"]:
        assert set(layout["sections"]) <= headings, layout["name"]
        assert set(layout.get("expects", ())) <= headings
        assert {value for kind, value, _ in layout["evidence"] if kind == "heading"} <= headings
        sections = {
            *layout["sections"].values(),
            *layout.get("openings", {}),
            layout.get("lead", "header"),
            "header",
        }
        assert set(layout["items"].get("within", ())) <= sections


# -- any text -----------------------------------------------------------------------------------------

PIECES = [line + "\n" for text in LETTERS.values() for line in text.split("\n")]
PIECES += [
    *re.findall(r"[^.]+\. ", DMHC),
    "\x0c",
    "\n\n",
    "İ ",
    "\xa0",
    "[redacted] ",
    "1. ",
    "2) ",
    ": Upheld\n",
    "•",
]


def check(text: str) -> None:
    structure = read_structure(text)
    reached = 0
    for section in structure.sections:
        assert reached <= section.heading_start <= section.start <= section.end <= len(text)
        reached = section.end
    reading = Reading(text)
    for first, second in zip(reading.running_heads, reading.running_heads[1:], strict=False):
        assert first[1] <= second[0]
    items = read_items(text, structure)
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    for item in items:
        spans = [item.request, *item.claims_administrator, *item.imr]
        for start, end in [*spans, *([item.rationale] if item.rationale else [])]:
            assert 0 <= start <= end <= len(text)
            assert text[start:end] == text[start:end].strip()
        assert item.outcome in ("upheld", "overturned", "modified", "unknown")
        for warning in item.warnings:
            assert warning.start is not None
            assert warning.end is not None
            assert 0 <= warning.start <= warning.end <= len(text)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_never_crashes_on_any_string(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=250, deadline=None)
def test_never_crashes_on_shuffled_letters(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "line", ["1. " * 4000, "The request for " * 1000, "is not medically " * 1000, "Regarding the request for x: " * 500, "A " * 8000, "\n" * 10000, "Findings: " * 1500, "MEDICAL " * 2000]
)  # fmt: skip
def test_pathological_lines(line: str) -> None:
    for text in (line, DECISION + line, NOTICE + line, DMHC + line):
        check(text)


NOT = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY\n"
IS = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS MEDICALLY NECESSARY\n"
TWO = "1. Physical therapy twice a week\n2. MRI of the knee\n\n"
THREE = "1. Physical therapy\n2. MRI of the knee\n3. Knee brace\n\n"


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        pytest.param(
            f"{TWO}{NOT}The knee MRI shows nothing new.\n\n{IS}Physical therapy helps.\n", ["overturned", "upheld"],
            id="two rationales, in another order than the issues",
        ),
        pytest.param(
            f"{TWO}{NOT}It shows nothing new.\n\n{IS}It helps.\n", ["upheld", "overturned"],
            id="two rationales that name no issue",
        ),
        pytest.param(
            f"{THREE}{NOT}The MRI of the knee and a brace show nothing.\n\n{IS}Physical therapy helps.\n",
            ["overturned", "upheld", "upheld"], id="fewer rationales than issues",
        ),
        pytest.param(
            f"{TWO}{NOT}1. Physical therapy helps and is medically necessary.\n2. The MRI is not medically necessary.\n",
            ["overturned", "upheld"], id="one heading, a number each",
        ),
        pytest.param(
            f"{THREE}{NOT}Regarding the physical therapy, it is medically necessary.\n\n"
            "Regarding the MRI of the knee, it is not medically necessary.\n",
            ["overturned", "upheld", "upheld"], id="one rationale, some issues by their words",
        ),
        pytest.param(f"{TWO}{NOT}The patient is no better.\n", ["upheld", "upheld"], id="one rationale for all"),
        pytest.param(
            f"{TWO}DETERMINATION:\n1. Physical therapy is medically necessary.\n2. The MRI is not medically necessary.\n",
            ["overturned", "upheld"], id="a conclusion without rationales",
        ),
    ],
)  # fmt: skip
def test_which_rationale_is_whose(text, outcomes):
    head = "MEDICAL PROFESSIONAL REVIEW\nCase Number: CM13-0000042\nISSUE AT DISPUTE:\n"
    letter = imrnlp.extract_text(head + text + f"MEDICAL REVIEWER QUALIFICATIONS:\n{REVIEWER}\n")
    assert [d.outcome for d in letter.determinations] == outcomes


@pytest.mark.parametrize(
    ("stated", "first", "second", "outcomes", "codes"),
    [
        ("UPHOLD", "Upheld", "Upheld", ["upheld", "upheld"], []),
        ("UPHOLD", "Upheld", "Overturned", ["upheld", "overturned"], ["outcome_conflict"]),
        ("OVERTURN", "Upheld", "Upheld", ["upheld", "upheld"], ["outcome_conflict"] * 2),
        ("Partial Overturn", "Upheld", "Overturned", ["upheld", "overturned"], []),
        ("Partial Overturn", "Upheld", "Upheld", ["upheld", "upheld"], ["outcome_conflict"] * 2),
        ("Overturn in part", "Upheld", "Upheld", ["upheld", "upheld"], ["outcome_conflict"] * 2),
        ("none yet", "Upheld", "Upheld", ["upheld", "upheld"], []),
    ],
)
def test_the_letters_own_outcome_contradicts_its_items(stated, first, second, outcomes, codes):
    text = f"IMR ISSUES\nFinal Determination: {stated}\n\n1. Norco 10/325mg #60: {first}\n2. Knee brace: {second}\n"
    letter = imrnlp.extract_text(text)
    assert [d.outcome for d in letter.determinations] == outcomes
    told = [w for w in letter.warnings if w.code == "outcome_conflict"]
    assert [w.code for w in told] == codes
    assert all(text[w.start : w.end].startswith(f"Final Determination: {stated.split()[0]}") for w in told)


@pytest.mark.parametrize("stated", ["UPHOLD", "OVERTURN"])
def test_the_letters_own_outcome_is_that_of_items_without_one(stated):
    text = f"Final Determination: {stated}\n\nISSUE AT DISPUTE\n1. Norco 10/325mg #60\n2. Knee brace\n"
    letter = imrnlp.extract_text(text)
    assert {d.outcome for d in letter.determinations} == {"upheld" if stated == "UPHOLD" else "overturned"}
    told = [w for w in letter.warnings if w.code == "outcome_inferred"]
    assert len(told) == 2
    assert {text[w.start : w.end] for w in told} == {f"Final Determination: {stated}"}
