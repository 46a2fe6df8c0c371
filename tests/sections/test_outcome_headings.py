"""Item headings that a page's edge, a narrow column or a bad text layer breaks."""

from __future__ import annotations

import pytest

import imrnlp

HEAD = (
    "CLINICAL CASE SUMMARY\nThe patient is a 40 year old man with low back pain.\nIMR ISSUES, DECISIONS AND "
    "RATIONALES\nThe Final Determination was based on decisions for the disputed items/services set forth below:\n\n"
)
PASSAGES = (
    "\nClaims Administrator guideline: Decision based on MTUS Opioids Treatment Guidelines.\nMAXIMUS guideline: "
    "Decision based on MTUS Opioids Treatment Guidelines.\nDecision rationale: Long use of it is not recommended. "
    "{verdict}\n\n"
)
NECESSARY = "The request is not medically necessary."


@pytest.mark.parametrize("before", ["", "Norco 10/325mg #120: Upheld" + PASSAGES.format(verdict=NECESSARY)])
@pytest.mark.parametrize(
    ("heading", "outcome"),
    [
        ("Cyclobenzaprine 7.5mg #60 refills x\n3: Upheld", "upheld"),  # broken before a number
        ("Cyclobenzaprine 7.5mg\n#60 refills x 3: Upheld", "upheld"),
        ("Cyclobenzaprine\n7.5mg #60\nrefills x 3:\nUpheld", "upheld"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3: 0verturned", "overturned"),  # a nought for the letter
        ("Cyclobenzaprine 7.5mg #60 refills x 3: Up held", "upheld"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3: Over turned", "overturned"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3: U p h e l d", "upheld"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3: Overtuned.", "overturned"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3: Up\u200bheld", "upheld"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3: Over\u00adturned", "overturned"),
        ("Cyclobenzaprine 7.5mg #60 refills x 3 \u2013 Upheld", "upheld"),  # a dash for the colon
        ("Cyclobenzaprine 7.5mg #60 refills x 3; Upheld", "upheld"),
    ],
)
def test_heading(before, heading, outcome):
    letter = imrnlp.extract_text(HEAD + before + heading + PASSAGES.format(verdict=NECESSARY))
    item = letter.determinations[-1]
    assert len(letter.determinations) == (2 if before else 1)
    assert (item.outcome, item.quantity, item.refills) == (outcome, 60, 3)
    assert " ".join(item.request.split()) == "Cyclobenzaprine 7.5mg #60 refills x 3"
    assert item.claims_administrator_guidelines
    assert item.imr_guidelines


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [
        ("Gabapentin 6% in cream base,\nlidocaine 5%", NECESSARY),
        ("MRI of the right shoulder\n(1.5 Tesla Closed)", NECESSARY),
        ("Associated surgical service:\nCold therapy unit, seven days", NECESSARY),
        # Rationales that end with a note, or without a verdict's full stop.
        ("Fioricet #120", f"{NECESSARY} The patient is advised to speak with the physician before it is stopped."),
        ("Soma 350 mg #60", "The request is not medically necessary\n"),
        ("Soma 350 mg #60", "The request would not be supported by the guideline."),
        ("Soma 350 mg. #60", "The request is not medically necessary and appropriate."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lines", [True, False])
def test_where_a_heading_begins(heading, verdict, lines):
    text = HEAD + "Norco #9: Upheld" + PASSAGES.format(verdict=verdict) + f"{heading}: Upheld" + PASSAGES
    if not lines:
        if verdict.endswith("\n"):
            pytest.skip("nothing tells where the sentence ends")
        text = " ".join(text.split())
    letter = imrnlp.extract_text(text)
    assert [" ".join(d.request.split()) for d in letter.determinations] == [
        "Norco #9",
        " ".join(heading.split()),
    ]
    assert letter.determinations[0].rationale.text.endswith(verdict.strip()[-20:])


@pytest.mark.parametrize("printed", ["Up held", "0verturned", "Uphe1d", "O v e r turned", "Overtumed"])
def test_a_bare_list_keeps_an_item_whose_outcome_is_misprinted(printed):
    letter = imrnlp.extract_text(f"1. Norco 10/325 mg #60: {printed}\n2. MRI of the lumbar spine: Upheld\n")
    outcome = "upheld" if printed.startswith("U") else "overturned"
    assert [(d.request, d.outcome) for d in letter.determinations] == [
        ("Norco 10/325 mg #60", outcome),
        ("MRI of the lumbar spine", "upheld"),
    ]


def test_a_bare_list_has_no_outcome_in_other_words():
    letter = imrnlp.extract_text("1. Wound: unhealed\n2. MRI of the lumbar spine: Upheld\n")
    assert [d.outcome for d in letter.determinations] == ["upheld"]
