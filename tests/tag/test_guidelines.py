"""Guideline citations: one row per rule or trap; the sentences are invented in the letters' form."""

import re
import runpy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

import imrnlp
from imrnlp import lexicons
from imrnlp.tag.guidelines import (
    Citations,
    find_references,
    parse_guidelines,
    read_citations,
    resolve_citations,
)
from imrnlp.tag.guidelines.details import split_topics
from imrnlp.tag.guidelines.documents import documents
from imrnlp.tag.guidelines.patterns import GAP, plain

CPG = "Chronic Pain Medical Treatment Guidelines"
ODG = "Official Disability Guidelines"
ACOEM = "ACOEM Practice Guidelines"
LABEL = {"source": "FDA", "title": "FDA Prescribing Information", "topics": ["Xyrem"]}
OUTSIDE = (
    "The Claims Administrator based their decision on recommendation(s) outside of the MTUS Guidelines. "
    "Decision based on Non-MTUS Citation "
)


def fields(reference):
    """What a reference says, without what it leaves open."""
    said = reference.model_dump(exclude={"text", "start", "end"})
    return {name: value for name, value in said.items() if value not in (None, [])}


def mtus(**said):
    return {"source": "MTUS", "title": CPG, **said}


def odg(chapter=None, *topics, **said):
    whole = {"source": "ODG", "title": ODG, **said}
    if chapter:
        whole["chapter"] = chapter
    if topics:
        whole["topics"] = list(topics)
    return whole


def acoem(chapter=None, **said):
    whole = {"source": "MTUS", "title": ACOEM, **said}
    return {**whole, "chapter": chapter} if chapter else whole


def check(text, *expected):
    found = parse_guidelines(text)
    assert [fields(r) for r in found] == list(expected)
    assert all(text[r.start : r.end] == r.text for r in found)


DB = "Decision based on MTUS "


@pytest.mark.parametrize(
    ("citation", "pages"),
    [
        ("Page(s): 12-14, 20.", [(12, 14), (20, 20)]),
        ("page 12. Id. at 20.", [(12, 12), (20, 20)]),
        ("page 12; Ibid., at 14-16.", [(12, 12), (14, 16)]),
        ("Pages(s): 12", [(12, 12)]),
        ("Page (s): 12-14", [(12, 14)]),
        ("pgs. 12-14", [(12, 14)]),
        ("Pg. 12", [(12, 12)]),  # an abbreviation's full stop ends no sentence
        ("pg 9", [(9, 9)]),
        ("p. 9", [(9, 9)]),
        ("pages 9, 12-14 and 20", [(9, 9), (12, 14), (20, 20)]),
        ("page 9; 20", [(9, 9), (20, 20)]),
        ("pages 12 to 14", [(12, 14)]),
        ("Page(s): 12 - 14", [(12, 14)]),
        ("Page(s): 12\u201314", [(12, 14)]),  # en dash
        ("page 11 of 127", [(11, 11)]),  # the document's length is no page
        ("Page(s): 111-13", [(111, 113)]),  # a shortened end
        ("12-14", [(12, 14)]),  # a range without the word
        ("Page(s): 12, 2009", [(12, 12)]),  # a year is no page
    ],
)
def test_pages(citation, pages):
    found = parse_guidelines(f"{DB}Chronic Pain Treatment Guidelines {citation}")
    assert [r.pages for r in found] == [pages]
    assert found[0].topics == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<9792.24.2 Page(s): 24-25.",  # no closing bracket
            mtus(regulation="8 CCR 9792.24.2", pages=[(24, 25)]),
        ),
        ("(9792.24.2, pages 24-25.", mtus(regulation="8 CCR 9792.24.2", pages=[(24, 25)])),
        ("9792.24.2. Page(s): 46.", mtus(regulation="8 CCR 9792.24.2", pages=[(46, 46)])),
        (
            "8 C.C.R. \u00a7\u00a79792.20 - 9792.26 MTUS (Effective July 18, 2009) page 30 of 127.",
            mtus(regulation="8 CCR 9792.20 - 9792.26", pages=[(30, 30)], year=2009),
        ),
        # a month in short parts no name from its document
        ("MTUS (Sept. 2009) Chronic Pain Guidelines, page 78", mtus(pages=[(78, 78)], year=2009)),
        ("(May 2009) Opioids Page(s): 78.", mtus(topics=["Opioids"], pages=[(78, 78)], year=2009)),
        (
            "Opioids, dosing, Exercise Page(s): 86, 46.",  # a comma inside a heading
            mtus(topics=["Opioids, dosing", "Exercise"], pages=[(86, 86), (46, 46)]),
        ),
        (
            "Exercise Page(s): 46, Massage therapy Page(s): 60.",  # pages between topics
            mtus(topics=["Exercise", "Massage therapy"], pages=[(46, 46), (60, 60)]),
        ),
        ("Exercise; Massage therapy.", mtus(topics=["Exercise", "Massage therapy"])),
        (
            "Part 2, Pain Interventions and Treatments Page(s): 98.",
            mtus(topics=["Part 2, Pain Interventions and Treatments"], pages=[(98, 98)]),
        ),
    ],
)
def test_chronic_pain_guidelines(text, expected):
    check(f"{DB}Chronic Pain Treatment Guidelines {text}", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MTUS.", [{"source": "MTUS"}]),  # the framework alone
        ("MTUS ACOEM.", [acoem()]),
        ("MTUS Knee Complaints 2004.", [acoem("13 (Knee Complaints)", year=2004)]),
        (
            "MTUS Knee Complaints 2004, Section(s): Initial Care, Summary, and Acupuncture Treatment 2007.",
            [
                acoem("13 (Knee Complaints)", topics=["Initial Care", "Summary"], year=2004),
                {"source": "MTUS", "title": "Acupuncture Medical Treatment Guidelines", "year": 2007},
            ],
        ),
        (
            # Chapter names inside "Section(s)" are headings, not documents.
            "MTUS General Approaches 2004, Section(s): Prevention, Initial Approaches to Treatment.",
            [acoem(topics=["Prevention", "Initial Approaches to Treatment"], year=2004)],
        ),
        (
            "MTUS General Approaches 2004, and Chronic Pain Medical Treatment 2016, Section(s): Yoga.",
            [
                acoem(year=2004),  # the regulation's name for four chapters is none of them
                {
                    "source": "MTUS",
                    "title": "Chronic Pain Medical Treatment Guidelines",
                    "topics": ["Yoga"],
                    "year": 2016,
                },
            ],
        ),
        (
            "MTUS ACOEM Chapter 13 Knee Complaints Page(s): 338, Table 13-3.",  # 13 is no page
            [acoem("13 (Knee Complaints)", pages=[(338, 338)])],
        ),
        (
            "MTUS Low Back Complaints 2004, Table 12-8, Initial Care.",
            [acoem("12 (Low Back Complaints)", topics=["Initial Care"], year=2004)],
        ),
        (
            "MTUS General Approaches 2004, Section(s): Initial Approaches to Treatment.",
            [
                acoem(
                    "3 (Initial Approaches to Treatment)",
                    topics=["Initial Approaches to Treatment"],
                    year=2004,
                )
            ],
        ),
        (
            "MTUS Knee Complaints 2004, and Shoulder Complaints 2004, Section(s): Special Studies.",
            [
                acoem("13 (Knee Complaints)", year=2004),
                acoem("9 (Shoulder Complaints)", topics=["Special Studies"], year=2004),
            ],
        ),
        (
            "MTUS ACOEM Chapters 8 and 12.",
            [acoem("8 (Neck and Upper Back Complaints)"), acoem("12 (Low Back Complaints)")],
        ),
        (
            "MTUS ACOEM Chapter 9 Shoulder Complaints, Chronic Pain Treatment Guidelines Exercise Page(s): 46.",
            [acoem("9 (Shoulder Complaints)"), mtus(topics=["Exercise"], pages=[(46, 46)])],
        ),
        (
            "MTUS 9792.23.6 Knee Complaints.",
            [acoem("13 (Knee Complaints)", regulation="8 CCR 9792.23.6")],
        ),
        (
            "MTUS Postsurgical Treatment 2009, Section(s): Knee, Forearm, Wrist, & Hand.",
            [
                {
                    "source": "MTUS",
                    "title": "Postsurgical Treatment Guidelines",
                    "topics": ["Knee", "Forearm, Wrist, & Hand"],
                    "year": 2009,
                }
            ],
        ),
        (
            # Numbered headings keep number, colon and comma.
            "MTUS Opioid Treatment 2016, Section(s): 3.3.10 Opioids for Chronic Pain: Tapering.",  # no day of 2010
            [
                {
                    "source": "MTUS",
                    "title": "Opioids Treatment Guidelines",
                    "topics": ["3.3.10 Opioids for Chronic Pain: Tapering"],
                    "year": 2016,
                }
            ],
        ),
        (
            "MTUS Opioid Treatment 2016, Section(s): 3.3.1 Opioids for Chronic Pain: Screening, Prior to Treatment, 4.2 Tapering Opioids: Methods.",
            [
                {
                    "source": "MTUS",
                    "title": "Opioids Treatment Guidelines",
                    "topics": [
                        "3.3.1 Opioids for Chronic Pain: Screening, Prior to Treatment",
                        "4.2 Tapering Opioids: Methods",
                    ],
                    "year": 2016,
                }
            ],
        ),
        ("MTUS Shoulder Disorders 2016.", [acoem("Shoulder Disorders", year=2016)]),
        # A heading with a comma of its own, behind "and".
        (
            "MTUS Chronic Pain Treatment Guidelines Topical Analgesics Page(s): 111, and Capsaicin, topical Page(s): 28.",
            [mtus(topics=["Topical Analgesics", "Capsaicin, topical"], pages=[(111, 111), (28, 28)])],
        ),
        (
            "Official Disability Guidelines-Treatment for Workers' Compensation, Pain Procedure Summary, Proton pump inhibitors (PPIs).",
            [odg("Pain", "Proton pump inhibitors (PPIs)")],
        ),
        ("MTUS Chronic Pain 2018.", [acoem("Chronic Pain", year=2018)]),  # ACOEM's from 2017 on
        (
            "MTUS Drug Formulary, 8 CCR 9792.27.15.",
            [{"source": "MTUS", "title": "MTUS Drug Formulary", "regulation": "8 CCR 9792.27.15"}],
        ),
        (
            # Slips of character recognition.
            "MTUS Chronlc Pain Treatrnent Guidelines Exercise Page(s): 46.",
            [mtus(topics=["Exercise"], pages=[(46, 46)])],
        ),
    ],
)
def test_mtus(text, expected):
    check("Decision based on " + text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ODG}.", [odg()]),
        (f"{ODG} (ODG), Hip & Pelvis Chapter, Arthroplasty.", [odg("Hip & Pelvis", "Arthroplasty")]),
        (
            f"{ODG} (ODG) Head (updated 2/7/15).",  # as written, and the day of an update is no year
            [odg("Head (updated 2/7/15)")],
        ),
        (
            "ODG Chapter: Knee & Leg (Acute & Chronic) 3/4/2016 Walking aids.",
            [odg("Knee & Leg (Acute & Chronic)", "Walking aids")],
        ),
        ("ODG, Hernia Chapter (2015), Surgery.", [odg("Hernia", "Surgery", year=2015)]),
        (
            "ODG, Pain (web version): Opioids.",
            [odg("Pain (web version)", "Opioids")],
        ),
        (f"{ODG}: Elbow (Acute & Chronic): Surgery.", [odg("Elbow (Acute & Chronic)", "Surgery")]),
        (
            "ODG, Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter (Online Version), Traction.",
            [odg("Low Back - Lumbar & Thoracic (Acute & Chronic) (Online Version)", "Traction")],
        ),
        ("ODG-TWC, Pain Procedure Summary, Yoga.", [odg("Pain", "Yoga")]),
        ("ODG Knee (Meniscectomy).", [odg("Knee", "Meniscectomy")]),  # brackets that hold the topic
        ("ODG MRI knee.", [odg("knee", "MRI")]),  # a chapter's name in small letters too
        ("ODG physical therapy, shoulder chapter.", [odg("shoulder", "physical therapy")]),
        ("ODG MRI Elbow.", [odg("Elbow", "MRI")]),  # the chapter behind its heading
        (
            "ODG, a medical treatment guideline (MTG) not part of the MTUS, Pain Chapter, Zolpidem.",
            [odg("Pain", "Zolpidem")],
        ),
        ("ODG Low Back Chapter, Knee Chapter, MRI.", [odg("Low Back"), odg("Knee", "MRI")]),
        ("ODG Neck; Low Back.", [odg("Neck"), odg("Low Back")]),
        (
            "ODG Neck & Upper Back and Low Back chapters: Traction.",  # a topic belongs to the last
            [odg("Neck & Upper Back"), odg("Low Back", "Traction")],
        ),
        (
            "ODG Shoulder, Imaging and Other Medical Treatment Guidelines www.example.org.",
            [odg("Shoulder", "Imaging"), {"source": "other", "title": "www.example.org"}],
        ),
        (
            "Official Disabilty Guidlines (ODG) Pain Chapter.",  # misspelt
            [odg("Pain")],
        ),
        (
            f"{ODG} Treatment in Workers Compensation, Online Edition, Chapter: Pain, Zolpidem.",
            [odg("Pain", "Zolpidem")],
        ),
    ],
)
def test_odg(text, expected):
    check(OUTSIDE + text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FDA label for Xyrem.", [LABEL]),
        ("FDA, Xyrem package insert.", [LABEL]),
        ("Xyrem prescribing information.", [LABEL]),
        ("FDA.gov - Xyrem label.", [LABEL]),
        ("DailyMed: Xyrem full prescribing information.", [LABEL]),
        (
            "American Academy of Orthopaedic Surgeons, Guideline on the Treatment of Distal Radius Fractures.",
            [{"source": "other", "title": "Guideline on the Treatment of Distal Radius Fractures"}],
        ),
        ("Full prescribing information: Xyrem.", [LABEL]),
        ("Product labeling for Xyrem.", [LABEL]),
        (
            "Medicare Benefit Policy Manual, Chapter 15, Section 110.",
            [
                {
                    "source": "CMS",
                    "title": "Medicare Benefit Policy Manual",
                    "chapter": "15",
                    "topics": ["Section 110"],
                }
            ],
        ),
        (
            "CMS, Medicare National Coverage Determinations Manual.",
            [{"source": "CMS", "title": "Medicare National Coverage Determinations Manual"}],
        ),
        (
            "Example Hospital. Reflux disease (RD). Ann Arbor (MI): Example Hospital; 2007 Jan. 10.",
            [{"source": "other", "title": "Reflux disease (RD)", "year": 2007}],  # the page's own title
        ),
        ("Drugs.com, Xyrem prescribing information.", [LABEL]),  # whoever prints it
        # Documents of Medicare have names of their own.
        (
            "Centers for Medicare and Medicaid Services, Clinical Laboratory Fee Schedule.",
            [{"source": "CMS", "title": "Clinical Laboratory Fee Schedule"}],
        ),
        (
            "Medicare Physician Fee Schedule (MPFS); Chapter 12-Surgeons and Global Surgery; 40.2- Billing.",
            [
                {
                    "source": "CMS",
                    "title": "Medicare Physician Fee Schedule (MPFS)",
                    "chapter": "12-Surgeons and Global Surgery",
                    "topics": ["40.2- Billing"],
                }
            ],
        ),
        (
            "Medicare National Coverage Determination (NCD) for Home Use of Oxygen (240.2).",
            [
                {
                    "source": "CMS",
                    "title": "Medicare National Coverage Determination (NCD) for Home Use of Oxygen (240.2)",
                }
            ],
        ),
        # A web page is titled by its own name, whoever publishes it; an address alone by itself.
        (
            "Example Clinic, Sprains of the ankle, http://www.example.org/sprain.",
            [{"source": "other", "title": "Sprains of the ankle"}],
        ),
        (
            "Medscape: Frozen shoulder, http://emedicine.medscape.com/article/1.",
            [{"source": "other", "title": "Frozen shoulder"}],
        ),
        (
            "Treating sprains. http://www.example.org/sprain.",
            [{"source": "other", "title": "Treating sprains"}],
        ),
        # What a body publishes is titled by its own name.
        (
            "American Academy of Orthopaedic Surgeons, Treatment of Distal Radius Fractures, 2009.",
            [{"source": "other", "title": "Treatment of Distal Radius Fractures", "year": 2009}],
        ),
        (
            "AANEM Position Statement on Needle Studies.",
            [{"source": "other", "title": "Position Statement on Needle Studies"}],
        ),
        (
            "AANEM Recommended Policy for Nerve Studies.",
            [{"source": "other", "title": "Recommended Policy for Nerve Studies"}],
        ),
        (
            "ASIPP Guidelines: Steps in Chronic Neck Pain.",
            [{"source": "other", "title": "Steps in Chronic Neck Pain"}],
        ),
        (
            "CDC Guideline for Caring for Sprains, 2016.",
            [{"source": "other", "title": "Guideline for Caring for Sprains", "year": 2016}],
        ),
        (
            "National Guideline Clearinghouse: Colorado Division of Workers' Compensation, Shoulder Injury Guidelines.",
            [{"source": "other", "title": "Shoulder Injury Guidelines"}],
        ),
        (
            "ACR Appropriateness Criteria, headache.",
            [{"source": "other", "title": "ACR Appropriateness Criteria", "topics": ["headache"]}],
        ),
        ("FDA (Xyrem).", [{"source": "FDA", "title": "Food and Drug Administration", "topics": ["Xyrem"]}]),
        (
            "FDA: Xyrem, http://www.accessdata.fda.gov/x.pdf.",  # one document
            [{"source": "FDA", "title": "Food and Drug Administration", "topics": ["Xyrem"]}],
        ),
        (
            "AMA Guides, 6th Edition, page 21.",  # the edition is no page and no year
            [
                {
                    "source": "AMA",
                    "title": "AMA Guides to the Evaluation of Permanent Impairment",
                    "pages": [(21, 21)],
                }
            ],
        ),
        (
            "ACOEM 3rd Edition, Shoulder Disorders, page 5.",  # outside the MTUS it is ACOEM's
            [{"source": "ACOEM", "title": ACOEM, "chapter": "Shoulder Disorders", "pages": [(5, 5)]}],
        ),
        (
            "Miller Q, Olsen P, et al. Rest after sprains. Spine. 2009;34(2):112-9. PMID: 1234567.",
            [{"source": "journal", "title": "Rest after sprains", "pages": [(112, 119)], "year": 2009}],
        ),
        (
            "J Hand Surg Am. 2012 Feb;37(2):200-6.",  # no title: the journal's
            [{"source": "journal", "title": "J Hand Surg Am", "pages": [(200, 206)], "year": 2012}],
        ),
        (
            "Textbook of Sprains, 4th ed., pages 10-12.",
            [{"source": "other", "title": "Textbook of Sprains", "pages": [(10, 12)]}],
        ),
        ("Aetna Clinical Policy Bulletin.", [{"source": "other", "title": "Aetna Clinical Policy Bulletin"}]),
        (
            "http://www.example.com/\npro/soma.html.",  # broken at the line's end
            [{"source": "other", "title": "http://www.example.com/pro/soma.html"}],
        ),
        (
            "https://www.example.com/a.html and ODG, Pain.",
            [{"source": "other", "title": "https://www.example.com/a.html"}, odg("Pain")],
        ),
    ],
)
def test_outside_the_mtus(text, expected):
    check(OUTSIDE + text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Expert Reviewer based his/her decision on the Knee Complaints (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 13) pg. 341, which is part of the MTUS.",
            [acoem("13 (Knee Complaints)", pages=[(341, 341)], year=2004)],
        ),
        (
            "The Claims Administrator based its decision on the ACOEM Guidelines, Chapter 7, which is not part of the MTUS.",
            [
                {
                    "source": "ACOEM",
                    "title": ACOEM,
                    "chapter": "7 (Independent Medical Examinations and Consultations)",
                }
            ],
        ),
        (
            "The Claims Administrator based its decision on the Pain Chapter of the Official Disability Guidelines.",
            [odg("Pain")],
        ),
        (
            "The Expert Reviewer found that no section of the MTUS was applicable and relevant to the issue at dispute. The Expert Reviewer relied on ODG, Head, Triptans.",
            [odg("Head", "Triptans")],
        ),
        ("The MTUS is silent on pillows, so the ODG Neck Chapter was used.", [odg("Neck")]),
        ("The MTUS does not address pillows.", []),
        ("The Physician Reviewer did not base their decision on the MTUS.", []),
        ("Not applicable.", []),
        ("Norco 10/325mg #60", []),
        ("", []),
    ],
)
def test_sentences(text, expected):
    check(text, *expected)


@pytest.mark.parametrize(
    "text",
    [
        "The Claims Administrator did not cite any medical evidence for its decision.",
        "The Claims Administrator did not provide any evidence-based guideline for its decision.",
        "No guideline was cited.",
    ],
)
def test_none_cited(text):
    assert read_citations(text) == Citations(none_cited=True)


@pytest.mark.parametrize(
    ("pages", "code"), [("66-63", "page_range_reversed"), ("167", "page_beyond_document")]
)
def test_doubtful_pages_are_kept_with_a_warning(pages, code):
    found = read_citations(f"Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): {pages}.")
    assert "-".join(str(p) for p in dict.fromkeys(found.references[0].pages[0])) == pages
    assert [w.code for w in found.warnings] == [code]


def test_a_chapter_without_its_guideline_is_inferred_with_a_warning():
    found = read_citations("Decision based on Non-MTUS Citation Shoulder (Acute & Chronic), Traction.")
    assert [fields(r) for r in found.references] == [odg("Shoulder (Acute & Chronic)", "Traction")]
    assert [w.code for w in found.warnings] == ["guideline_inferred"]


SAME = "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate."


def test_the_reviewer_repeats_the_claims_administrators_references():
    claims, imr = read_citations("Decision based on MTUS Knee Complaints 2004."), read_citations(SAME)
    assert imr.same_as_claims_administrator
    resolve_citations([(claims, imr)])
    assert imr.references == claims.references
    assert imr.references[0] is not claims.references[0]


@pytest.mark.parametrize(
    "words",
    [
        "The Expert Reviewer found these guidelines applicable.",
        "The Expert Reviewer also relied upon this chapter.",
        "The Physician Reviewer based his/her decision on the same.",
        "The Expert Reviewer agreed with the guideline used by the Claims Administrator.",
        # the denial ends where the sentence turns
        "The Expert Reviewer found the MTUS did not address the issue at dispute and found the guideline used by the Claims "
        "Administrator to be relevant and appropriate.",
    ],
)
def test_wordings_that_repeat_the_claims_administrators_references(words):
    claims, imr = read_citations("Decision based on MTUS Knee Complaints 2004."), read_citations(words)
    resolve_citations([(claims, imr)])
    assert imr.references == claims.references


@pytest.mark.parametrize(
    ("words", "chapters"),
    [
        # what else the reviewer considered stays
        (
            "The Expert Reviewer agreed with the guidelines cited by the Claims Administrator but also considered ODG, Hernia Chapter.",
            ["13 (Knee Complaints)", "Hernia"],
        ),
        ("The Expert Reviewer found the MTUS silent and used ODG, Hernia Chapter.", ["Hernia"]),
    ],
)
def test_the_reviewers_own_besides(words, chapters):
    claims, imr = read_citations("Decision based on MTUS Knee Complaints 2004."), read_citations(words)
    resolve_citations([(claims, imr)])
    assert [r.chapter for r in imr.references] == chapters


def test_no_part_of_the_mtus_with_its_abbreviation_leaves_nothing():
    text = "ODG, Pain Chapter, Zolpidem, which is not part of the Medical Treatment Utilization Schedule (MTUS). He agrees."
    assert [fields(r) for r in read_citations(text).references] == [odg("Pain", "Zolpidem")]


def test_same_as_above_takes_the_nearest_passage_before():
    first = read_citations("ODG, Knee."), read_citations("ODG, Head.")
    second = read_citations("Same as above."), read_citations("Same as above.")
    third = Citations(none_cited=True), read_citations("Same as above.")
    resolve_citations([first, second, third])
    assert [r.chapter for slot in (*second, *third) for r in slot.references] == ["Head", "Head", "Head"]


def test_what_is_found_inappropriate_is_not_repeated():
    text = "The Expert Reviewer stated the guidelines used by the Claims Administrator were not appropriate. "
    imr = read_citations(text + "The Expert Reviewer relied on ODG, Knee.")
    assert not imr.same_as_claims_administrator
    assert [r.chapter for r in imr.references] == ["Knee"]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Per ODG, Knee Chapter, braces help.", [("ODG, Knee Chapter", "Knee")]),
        ("ODG recommends it for knee pain.", [("ODG", None)]),
        ("The MTUS does not address this, so ODG was used.", [("ODG", None)]),
        ("He has low back complaints.", []),  # the patient's, not the chapter
        (
            "As ACOEM Chapter 13, Table 13-2, page 335 notes, imaging can wait.",
            [("ACOEM Chapter 13, Table 13-2, page 335", "13 (Knee Complaints)")],
        ),
    ],
)
def test_prose(prose, expected):
    assert [(r.text, r.chapter) for r in find_references(prose)] == expected


@pytest.mark.parametrize(
    ("listed", "topics"),
    [
        ("NSAIDs, GI symptoms & cardiovascular risk", ["NSAIDs, GI symptoms & cardiovascular risk"]),
        ("EMG, NCV", ["EMG", "NCV"]),
        ("Zebra therapy, unproven, Yoga", ["Zebra therapy, unproven", "Yoga"]),  # goes on in lower case
        ("Naproxen (Naprosyn, Anaprox), Yoga", ["Naproxen (Naprosyn, Anaprox)", "Yoga"]),
        ("Exercise and Yoga", ["Exercise", "Yoga"]),  # two known headings
        ("Zebra and lion therapy", ["Zebra and lion therapy"]),
        ("Exercise section", ["Exercise"]),
        ("Electro-diagnostic studies", ["Electrodiagnostic studies"]),  # broken at the line's end
        ("Botulinum toxin (Botox; Myobloc", ["Botulinum toxin (Botox", "Myobloc"]),  # never closed
    ],
)
def test_topic_lists(listed, topics):
    assert split_topics(listed) == topics


def test_line_breaks_do_not_matter():
    text = "Decision based on MTUS Chronic Pain\nTreatment  Guidelines\n\nExercise\nPage(s): 46-\n47."
    check(text, mtus(topics=["Exercise"], pages=[(46, 47)]))


@pytest.mark.parametrize("value", [None, 1, b"MTUS"])
def test_only_strings(value):
    with pytest.raises(TypeError, match="str"):
        parse_guidelines(value)


def test_every_document_has_a_source_and_a_way_to_be_found():
    for row in lexicons.table("guidelines.tsv"):
        assert row["sources"], row["id"]
        assert row["aliases"] or row["short"] or row["regulation"], row["id"]
    assert len(documents()) == len(lexicons.table("guidelines.tsv"))


_WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "MTUS ODG ACOEM Chapter 12 Page(s): 63-66 ( ) < 9792.24.2 , ; . and Section(s): Pain Low Back Knee Complaints "
        "2004 (updated 1/2/15) Opioids, Decision based on Non-MTUS Citation not cite any medical evidence guidelines "
        "2007;132(3):237-251 et al. Smith AB www.a.org FDA same above chapters the of Other Medical Treatment Guidelines",
    )
)


@given(st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_string_is_read_and_offsets_hold(text):
    for reference in parse_guidelines(text):
        assert text[reference.start : reference.end] == reference.text
        assert all(len(pages) == 2 for pages in reference.pages)
    for reference in find_references(text):
        assert text[reference.start : reference.end] == reference.text


@pytest.mark.parametrize(
    "unit",
    ["(", "ODG; Low Back; ", "did not cite any ", "Acute and ", "1-", "Smith AB, ", "9792.", "Page(s): 1, "],
)
def test_long_passages_come_to_an_end(unit):
    parse_guidelines("ODG Pain (" + unit * (20_000 // len(unit)))


def test_the_page_of_the_docs_is_what_the_code_reads():
    root = ROOT
    script = runpy.run_path(str(root / "scripts" / "docs_guidelines.py"))
    assert (root / "docs" / "guidelines.md").read_text(encoding="utf-8") == script["page"]()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Smith et al. A trial of braces for the knee (2011).", [("journal", "A trial of braces for the knee (2011)", None, 2011)]),
        ("et al.", []),
        ("Spine 2009;34(10):1066-77", [("journal", "Spine", None, 2009)]),
        ("PMID 12345678", [("journal", None, None, None)]),
        ("Medscape: Insomnia; Restless legs", [("other", "Medscape", None, None)]),
        ("Clinical Policy Bulletin: Ketamine", [("other", "Clinical Policy Bulletin: Ketamine", None, None)]),
        ("AANEM Position Statement on needle EMG, 2006", [("other", "Position Statement on needle EMG", None, 2006)]),
        (
            "Campbell's Operative Orthopaedics, chapter 12 (Low back), fusion; chapter 14, knee",
            [("other", "Campbell's Operative Orthopaedics", "12 (Low back)", None),
             ("other", "Campbell's Operative Orthopaedics", "14 (knee)", None)],
        ),
        (
            "Cochrane Database of Systematic Reviews 2010: Acupuncture for shoulder pain, p. 3-5",
            [("journal", "Cochrane Database of Systematic Reviews", None, 2010)],
        ),
        ("The same as above; none cited", []),
    ],
)  # fmt: skip
def test_works_by_authors_bodies_and_chapters(words, expected):
    found = imrnlp.parse_guidelines(words)
    assert [(r.source, r.title, r.chapter, r.year) for r in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A chapter in brackets, with or without its number.
        ("MTUS (Chapter 12) Low Back Complaints, page 300", [acoem("12 (Low Back Complaints)", pages=[(300, 300)])]),
        ("MTUS (Neck and Upper Back Complaints), ACOEM", [acoem("8 (Neck and Upper Back Complaints)")]),
        # Later chapters of ACOEM, which stand at the sections that earlier ones had.
        ("ACOEM 3rd Edition, Chronic Pain, page 20",
         [{"source": "ACOEM", "title": ACOEM, "chapter": "Chronic Pain", "pages": [(20, 20)]}]),
        ("ACOEM, Chronic Pain, 3rd edition; Opioids",
         [{"source": "ACOEM", "title": ACOEM, "chapter": "Chronic Pain", "topics": ["Opioids"]}]),
        ("ACOEM, Eye Disorders, page 4",
         [{"source": "ACOEM", "title": ACOEM, "chapter": "Eye Disorders", "pages": [(4, 4)]}]),
        ("MTUS 9792.23.5 (2018)", [acoem("Low Back Disorders", regulation="8 CCR 9792.23.5", year=2018)]),
        ("ACOEM 9792.23.5", [acoem("12 (Low Back Complaints)", regulation="8 CCR 9792.23.5")]),
        ("ACOEM, 9792.23.99", [acoem(regulation="8 CCR 9792.23.99")]),  # no such section
        ("MTUS 9792.27.10", [{"source": "MTUS", "title": "MTUS Drug Formulary", "regulation": "8 CCR 9792.27.10"}]),
        # Ends of page ranges: shortened, or smaller than the start.
        ("MTUS Chronic Pain pages 111-13, 99-7", [mtus(pages=[(111, 113), (99, 7)])]),
        ("MTUS Chronic Pain, 8-9, 10-11", [mtus(pages=[(8, 9), (10, 11)])]),
        # Topics: with a space between, in quotes, with a bracket that nothing opens.
        ("ODG Salicylate topicals Topical analgesics", [odg(None, "Salicylate topicals", "Topical analgesics")]),
        ('ODG "Physical therapy"', [odg(None, "Physical therapy")]),
        ("ODG [Physical therapy], Acupuncture)", [odg(None, "Physical therapy", "Acupuncture")]),
        # Two chapters of one document are two references; a chapter that no one knows keeps its number.
        ("ACOEM Chapter 99, page 4", [{"source": "ACOEM", "title": ACOEM, "chapter": "99", "pages": [(4, 4)]}]),
        ("MTUS ACOEM Practice Guidelines, Chapter 12, ACOEM Chapter 9 pages 3-4.",
         [acoem("12 (Low Back Complaints)"), acoem("9 (Shoulder Complaints)", pages=[(3, 4)])]),
        ("MTUS Chronic Pain Medical Treatment Guidelines Section(s): Opioids; and CMS.",
         [mtus(topics=["Opioids"]), {"source": "CMS", "title": "Centers for Medicare & Medicaid Services"}]),
        ("MTUS ACOEM Chapter 12; AMA Guides, 5th edition.",
         [acoem("12 (Low Back Complaints)"),
          {"source": "AMA", "title": "AMA Guides to the Evaluation of Permanent Impairment"}]),
    ],
)  # fmt: skip
def test_what_else_a_citation_may_say(text, expected):
    check(text, *expected)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ODG, Neck, Low Back and Shoulder chapters.", [odg("Neck"), odg("Low Back"), odg("Shoulder")]),
        ("ODG, Neck and Low Back: Fusion.", [odg("Neck"), odg("Low Back", "Fusion")]),
        ("ODG; Knee and Leg, Fusion; Meniscectomy.", [odg("Knee and Leg", "Fusion", "Meniscectomy")]),
        ("Neck Chapter and Back Chapter: Surgery; Fusion.", [odg("Neck"), odg("Back", "Surgery", "Fusion")]),
        # An address that a line's end has broken; one with its publisher's name before it.
        ("www.example.org/some_ page.html, page 3", [{"source": "other", "title": "www.example.org/some_page.html"}]),
        ("American Academy of Orthopaedic Surgeons, www.aaos.org/knee.",
         [{"source": "other", "title": "www.aaos.org/knee"}]),
        # Articles: the title on either side of its journal's name, or alone.
        ("Official Disability Guidelines, Pain (Chronic). Orthopaedic Journal of Sports Medicine, outcomes of surgery, 2010.",
         [odg("Pain (Chronic)"), {"source": "journal", "title": "outcomes of surgery", "year": 2010}]),
        ("Cochrane Database, 2010.", [{"source": "journal", "title": "Cochrane Database", "year": 2010}]),
        ("Cochrane Database of Systematic Reviews.",
         [{"source": "journal", "title": "Cochrane Database of Systematic Reviews"}]),
        ("12-34.", []),  # numbers alone are no work
    ],
)  # fmt: skip
def test_what_else_stands_outside_the_mtus(words, expected):
    check(OUTSIDE + words, *expected)


@pytest.mark.parametrize(
    ("text", "words", "topics"),
    [
        (
            "ODG, Low Back, Fusion (spinal) , is not advised.",
            "ODG, Low Back, Fusion (spinal)",
            ["Fusion (spinal)"],
        ),
        (
            "ACOEM Guidelines, 2nd edition, 2004, state that surgery is rare.",
            "ACOEM Guidelines, 2nd edition",
            [],
        ),
        ("See www.example.org/a for more.", "www.example.org/a", []),
        ("Per the MTUS, page 78, opioids are limited.", "MTUS, page 78", []),
    ],
)
def test_where_a_reference_in_prose_ends(text, words, topics):
    [reference] = find_references(text)
    assert (reference.text, reference.topics) == (words, topics)


@pytest.mark.parametrize("name", ["ODG", "CA MTUS", "ODG TWC"])
def test_a_short_name_in_brackets_is_no_part_of_a_heading(name):
    """One of two words was left in the heading."""
    assert plain(f"Chronic Pain ({name}) Opioids") == f"Chronic Pain {GAP} Opioids"
