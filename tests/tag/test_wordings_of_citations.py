"""Ten variations of each wording by which citations were misread."""

from __future__ import annotations

from itertools import product

import pytest

from imrnlp.tag.guidelines import read_citations

OUTSIDE = "The Expert Reviewer did not base their decision on the MTUS. Decision based on Non-MTUS Citation "
ODG = "Official Disability Guidelines"
ACOEM = "ACOEM Practice Guidelines"


def shown(text: str) -> list[tuple]:
    return [(r.source, r.title, r.chapter, tuple(r.topics)) for r in read_citations(text).references]


# -- a topic behind two chapters belongs to the last ------------------------------------------------

TWO = [
    ("Pain Chapter and Low Back Chapter, {}", "Pain", "Low Back"),
    ("Pain and Low Back Chapters, {}", "Pain", "Low Back"),
    ("Neck & Upper Back Chapter; Shoulder Chapter: {}", "Neck & Upper Back", "Shoulder"),
    ("Knee & Leg and Ankle & Foot Chapters: {}", "Knee & Leg", "Ankle & Foot"),
    ("Elbow Chapter and Forearm, Wrist, & Hand Chapter - {}", "Elbow", "Forearm, Wrist, & Hand"),
]


@pytest.mark.parametrize("topic", ["Physical therapy", "Opioids"])
@pytest.mark.parametrize(("wording", "first", "second"), TWO)
def test_topics_behind_two_chapters(wording, first, second, topic):
    assert shown(f"{OUTSIDE}ODG, {wording.format(topic)}.") == [
        ("ODG", ODG, first, ()),
        ("ODG", ODG, second, (topic,)),
    ]


# -- what is no topic ---------------------------------------------------------------------------------

NO_TOPIC = [
    "Subheading: {}",
    "{}, subheading",
    "Sub-heading {}",
    "{}, Table 12-8",
    "Table 8-3, {}",
    "{}, study",
    "{}, studies",
    "a medical treatment guideline (MTG) not part of the MTUS, {}",
    "(MTG) {}",
    "a medical treatment guideline that is not part of the MTUS, {}",
]


@pytest.mark.parametrize("topic", ["Office visits", "MRIs (magnetic resonance imaging)"])
@pytest.mark.parametrize("wording", NO_TOPIC)
def test_no_topics(wording, topic):
    text = f"{OUTSIDE}Official Disability Guidelines (ODG), Low Back Chapter, {wording.format(topic)}."
    assert shown(text) == [("ODG", ODG, "Low Back", (topic,))]


# -- labels of the Food and Drug Administration --------------------------------------------------------

LABELS = [
    "FDA label for {}",
    "FDA drug label, {}",
    "FDA, {} package insert",
    "{} prescribing information",
    "Full prescribing information: {}",
    "DailyMed: {} label",
    "Drugs.com, {} prescribing information",
    "FDA.gov - {} label",
    "Product labeling for {}",
    "FDA Medication Guide: {}",
]


@pytest.mark.parametrize("drug", ["Belsomra", "Horizant"])
@pytest.mark.parametrize("wording", LABELS)
def test_labels(wording, drug):
    assert shown(f"{OUTSIDE}{wording.format(drug)}.") == [
        ("FDA", "FDA Prescribing Information", None, (drug,))
    ]


# -- manuals of Medicare ---------------------------------------------------------------------------------

MANUALS = ["Medicare Benefit Policy Manual", "Medicare Claims Processing Manual", "Medicare Program Integrity Manual",
           "Medicare National Coverage Determinations Manual", "Medicare Managed Care Manual"]  # fmt: skip


@pytest.mark.parametrize("lead", ["", "CMS, "])
@pytest.mark.parametrize("manual", MANUALS)
def test_manuals_of_medicare(manual, lead):
    text = f"{OUTSIDE}{lead}{manual}, Chapter 15 (Covered Services), Section 110."
    assert shown(text) == [("CMS", manual, "15 (Covered Services)", ("Section 110",))]


# -- web pages ----------------------------------------------------------------------------------------------

PAGES = [
    "Example Clinic, {}, http://www.example.org/a",
    "{}. http://www.example.org/a",
    "{}, https://example.org/b.html",
    "Medscape: {}, http://emedicine.medscape.com/article/1",
    "Mayo Clinic, {}. http://www.mayoclinic.org/x",
    "{}. Available at: http://www.example.org/a",
    "{}, retrieved from http://www.example.org/a",
    "WebMD, {}, http://www.webmd.com/a",
    "{} (http://www.example.org/a)",
    "{}; www.example.org/a",
]


@pytest.mark.parametrize("title", ["Frozen shoulder", "Care after a sprain"])
@pytest.mark.parametrize("wording", PAGES)
def test_a_web_page_is_titled_by_its_own_name(wording, title):
    assert shown(f"{OUTSIDE}{wording.format(title)}.") == [("other", title, None, ())]


# -- two chapters of ACOEM -----------------------------------------------------------------------------------

CHAPTERS = [
    ("Low Back Complaints", "12 (Low Back Complaints)"),
    ("Neck and Upper Back Complaints", "8 (Neck and Upper Back Complaints)"),
    ("Shoulder Complaints", "9 (Shoulder Complaints)"),
    ("Knee Complaints", "13 (Knee Complaints)"),
]


@pytest.mark.parametrize(("first", "second"), [(a, b) for a, b in product(CHAPTERS, CHAPTERS) if a != b][:10])
def test_two_chapters_of_acoem_are_both_of_the_mtus(first, second):
    text = f"Decision based on MTUS {first[0]} 2004, Section(s): Initial Care, and {second[0]} 2004, Section(s): Summary."
    assert shown(text) == [
        ("MTUS", ACOEM, first[1], ("Initial Care",)),
        ("MTUS", ACOEM, second[1], ("Summary",)),
    ]


# -- Id. ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "further",
    ["Id. at 80", "Id. at page 80", "Id. at p. 80", "Ibid. at 80", "Ibid at 80", "Id. 80", "Id., at 80", "Id at 80",
     "Id. p. 80", "Ibid., page 80"],
)  # fmt: skip
def test_further_pages_of_the_same_document(further):
    text = f"Decision based on MTUS Chronic Pain Medical Treatment Guidelines, Opioids, page 76. {further}."
    [reference] = read_citations(text).references
    assert (reference.topics, reference.pages) == (["Opioids"], [(76, 76), (80, 80)])


# -- blanks lost, slips, names of firms, words around labels -------------------------------------------

CP = "Chronic Pain Medical Treatment Guidelines"
LOW_BACK = "12 (Low Back Complaints)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Decision based on MTUS CPMTG, Gabapentin.", [("MTUS", CP, None, ("Gabapentin",))]),
        ("Decision based on MTUS Chronic Pain Medical Treatment GuidelinesGabapentin.", [("MTUS", CP, None, ("Gabapentin",))]),
        ("Decision based on MTUS ChronicPainMedicalTreatmentGuidelines, Gabapentin.", [("MTUS", CP, None, ("Gabapentin",))]),
        ("Decision based on MTUS Chonic Pain Medical Treatment Guidelines, Gabapentin.", [("MTUS", CP, None, ("Gabapentin",))]),
        ("Decision based on MTUS ACOEMChapter 12 Low Back Complaints.", [("MTUS", ACOEM, LOW_BACK, ())]),
        ("Decision based on MTUS ACEOM Chapter 12.", [("MTUS", ACOEM, LOW_BACK, ())]),
        (f"{OUTSIDE}OfficialDisability Guidelines (ODG)Low Back Chapter, MRIs.", [("ODG", ODG, "Low Back", ("MRIs",))]),
        (f"{OUTSIDE}ODG, Pain Chapter, Ambien and Knee Chapter, MRI.", [("ODG", ODG, "Pain", ("Ambien",)), ("ODG", ODG, "Knee", ("MRI",))]),
        (f"{OUTSIDE}ODG, Pain Chapter, Ambien as well as Knee Chapter, MRI.", [("ODG", ODG, "Pain", ("Ambien",)), ("ODG", ODG, "Knee", ("MRI",))]),
        ("The reviewer based his decision on the MRIs section of the Low Back chapter of the Official Disability Guidelines.", [("ODG", ODG, "Low Back", ("MRIs",))]),
        ("The reviewer relied on a guideline outside the MTUS: ACOEM 3rd Edition, Low Back Disorders.", [("ACOEM", ACOEM, "Low Back Disorders", ())]),
        (f"{OUTSIDE}the FDA-approved labeling for Belsomra.", [("FDA", "FDA Prescribing Information", None, ("Belsomra",))]),
        (f"{OUTSIDE}manufacturer's prescribing information for Belsomra.", [("FDA", "FDA Prescribing Information", None, ("Belsomra",))]),
        (f"{OUTSIDE}None cited.", []),
        ("The employer, ODG Industries, denied the request.", []),
        ("The physician is MTUS-trained.", []),
    ],
)  # fmt: skip
def test_slips_and_names(text, expected):
    assert shown(text) == expected


def test_offsets_hold_where_blanks_were_lost():
    text = "Decision based on MTUS ChronicPainMedicalTreatmentGuidelinesGabapentin, page 18. ACOEMChapter 12, page 303."
    references = read_citations(text).references
    assert [text[r.start : r.end] for r in references] == [r.text for r in references]
    assert references[0].text == "MTUS ChronicPainMedicalTreatmentGuidelinesGabapentin, page 18"
