"""The long patterns of citations, sections and reviews: for each, examples of what it takes.

What is taken stands in ``{braces}``; a row without them is taken nowhere.
"""

from __future__ import annotations

import importlib

import pytest

GUIDELINES = {
    "other": [
        ("_ANCHOR", "J Pain. {2007;132(3):237-251}."),
        ("_ANCHOR", "J Pain. {2007 Jul-Aug; vol. 32, no. 3: pp. 237-51}."),
        ("_ANCHOR", "Hand Clin {34(2):12-19} (2009)"),
        ("_ANCHOR", "J Pain, {Volume 35, 2009, pages 12-19}"),
        ("_ANCHOR", "Cochrane Database Syst Rev {2010 Issue 3. Art. No.: CD006001}"),
        ("_ANCHOR", "Back pain. {PMID: 19127150}"),
        ("_ANCHOR", "Back pain. {doi: 10.1000/182}"),
        ("_ANCHOR", "Low back pain 2009"),
        ("_AFTER", "{. PMID: 19127150}; more"),
        ("_AFTER", "{ Epub 2009 Jul 3} more"),
        ("_AFTER", "{ (March 2009)}, more"),
        ("_AUTHORS", "{Deyo RA, Mirza SK, et al. }Back pain"),
        ("_AUTHORS", "{van der Berg JK & O'Neil P Jr. }Back pain"),
        ("_AUTHORS", "{Deyo and Mirza (2009). }Back pain"),
        ("_AUTHORS", "{Deyo et al. 2008. }Back pain"),
        ("_VOLUME", "J Hand Surg{, Vol. (2009) }"),
        ("_JOURNAL_END", "J Hand Surg{, (2009) }"),
        ("JOURNAL", "the {Journal} of Hand Therapy"),
        ("JOURNAL", "{Ann I}ntern Med"),
        ("JOURNAL", "{Eur J} Pain"),
        ("JOURNAL", "{Spine (}Phila Pa 1976)"),
        ("JOURNAL", "the spine (lumbar)"),
        ("_PUBLISHER", "New Haven, {McGraw} Hill"),
        ("NO_TITLE", "{N/A}"),
        ("NO_TITLE", "{the Expert Reviewer}"),
        ("_OWN_NAME", "the society's {position} on it"),
    ],
    "details": [
        ("_LIST", "Opioids {Page(s): 41-42, 63-65}, 2009"),
        ("_LIST", "{pgs. 78 through 80, and 91}, done"),
        ("_LIST", "Table 12-8, {page 46 of 127}"),
        ("_LIST", "{p. 111-13}"),
        ("_LIST", "page 20 mg"),
        ("_EMPTY", "Opioids, {Page(s):} not told"),
        ("_DIGITS", "updated {11/22/16}"),
        ("_DIGITS", "2nd edition ({2004})"),
        ("_DIGITS", "32004 or 2004%"),
        ("_BEFORE", "Knee {(updated on }"),
        ("_BEFORE", "Guidelines {(May }"),
        ("_BEFORE", "Pain, {last reviewed: December 3rd, }"),
        ("_LEAD", "{, Section(s): }Opioids"),
        ("_LEAD", "{ regarding the }Use of braces"),
        ("_LEAD", "{criteria for the: }use of opioids"),
        ("_TAIL", "Opioids{, section of the}"),
        ("_NOT_TOPIC", "{online version}"),
        ("_NOT_TOPIC", "{Procedure Summary}"),
    ],
    "chapters": [
        ("_pattern", "{the Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter}, MRI"),
        ("_pattern", "{Chapter: Pain (updated 11/22/16)}, Opioids"),
        ("_PARTS", "Head{ (trauma, headaches, etc., not including stress)}"),
        ("_PARTS", "Pain{ (updated 11/22/16)}"),
        ("_PARTS", "Pain{ - Procedure Summary}"),
        ("_PARTS", "Pain, Section(s)"),
        ("_BEFORE_CHAPTER", "{, Treatment Index, (web) section: }Low Back"),
    ],
    "groups": [
        ("_LIGHT", "{ (2009) Treatment Guidelines, }ACOEM"),
        ("_LIGHT", "{, 2nd Edition, }Low Back Complaints"),
        ("_MORE", "ACOEM {Chapters 8, 10 and 12}"),
        ("_MORE", "ACOEM {Chapter 12} page 8"),
        ("_BEGINS", "Opioids{, }"),
        ("_BEGINS", "Opioids, see {also }"),
        ("_JOINED", "Opioids{, and the }"),
        ("_CALLED", "{ Guidelines} of 2009"),
        ("_CALLED", "{, Section(s):} Opioids"),
    ],
    "prose": [
        ("_NOT_RELIED_ON", "The MTUS {does not directly address} it"),
        ("_NOT_RELIED_ON", "ACOEM {has no} section on it"),
        ("_NOT_RELIED_ON", "is {not specifically covered} by the MTUS"),
        ("_EDITION", "ACOEM {2nd Edition (2004)}, Chapter 12"),
        ("_EDITION", "Pain chapter {(updated 11/22/16)}"),
    ],
    "patterns": [
        ("MAYBE_NOISE", "Low Back {Procedure} Summary"),
        ("MAYBE_NOISE", "Opioids, criteria for use"),
        ("SENTENCE_END", "Pain chapter{. }The reviewer found"),
        ("SENTENCE_END", "pg. 78, Vol. 3"),
    ],
    "statements": [
        ("_STANDING", "{The Expert Reviewer did not base their decision on the MTUS}. So"),
        ("_STANDING", "{The Claims Administrator did not cite any medical evidence for its decision}."),
    ],
    "references": [
        ("_JOINER", "Opioids{, as well as the }"),
        ("_GOES_ON", "MTUS Opioids{, but} found"),
        ("_GOES_ON", "MTUS Opioids{ and determined} that"),
        ("_LEAD_OF", "{the opioids section of the }"),
        ("_BIBLIOGRAPHIC", "Campbell's {Textbook} of Surgery"),
    ],
    "known": [
        ("_CHAPTER_WORDS", "ACOEM{, Chapter 12 - }Low Back"),
        ("LABEL", "Lyrica {full prescribing information:} 2009"),
        ("_MANUAL", "the {Medicare Benefit Policy Manual, Chapter 15 (Covered Services)}"),
    ],
    "documents": [
        ("_SECTION", "under {8 CCR §9792.24.2(a)(1)} now"),
        ("_SECTION", "under {Title 8, California Code of Regulations, section 9792.20 - 9792.26} now"),
        ("_ADDRESS", "see {https://www.example.org/a/b.html} page 2"),
    ],
}
SECTIONS = {
    "wording": [
        ("_LEAD", "{the (retrospective) review of }Norco"),
        ("_LEAD", "{a prospective request (DOS 3/4/2014) for authorization of the }MRI"),
        ("_PARTIAL", "{Norco #60 was the original request. Norco #30 was authorized by the Claims Administrator, leaving the "
         "original request IMR eligible. The original request, Norco #60}"),
        ("_PARTIAL", "{Norco #60 was the original request. The Claims Administrator approved Norco #30, leaving the original "
         "request IMR eligible.}"),
    ],
    "verdicts": [
        ("_VERB", "the MRI {is/are }"),
        ("_VERB", "the MRI {was found to be }"),
        ("_TAIL", "{ and appropriate for this patient.} More"),
    ],
    "header": [
        ("_FILED", "An {application for Independent Medical Review was received on March 10, 2013} by us"),
    ],
    "styles.narrative": [
        ("_JUDGED", "The cane {was found to be medically necessary}."),
        ("_JUDGED", "It {is unlikely to be more beneficial} than"),
    ],
    "styles.issue_list": [
        ("_HEAD", "{Regarding the knee brace,} it"),
        ("_HEAD", "{MRI of the neck:} it"),
    ],
}  # fmt: skip
ROWS = [
    (f"imrnlp.{package}.{module}", name, example)
    for package, modules in (("tag.guidelines", GUIDELINES), ("sections", SECTIONS))
    for module, rows in modules.items()
    for name, example in rows
]


@pytest.mark.parametrize(("module", "name", "example"), ROWS)
def test_example(module, name, example):
    pattern = getattr(importlib.import_module(module), name)
    pattern = pattern() if callable(pattern) else pattern
    text = example.replace("{", "").replace("}", "")
    whole = example == f"{{{text}}}"
    match = pattern.fullmatch(text) if whole else pattern.search(text)
    taken = match and f"{text[: match.start()]}{{{match.group()}}}{text[match.end() :]}"
    assert taken == (example if "{" in example else None)
