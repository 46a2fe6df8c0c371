"""Letters made by chance: every layout's, with values that are known, and damage of every kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from paths import ROOT

SAMPLES = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "letters" / "dev").glob("*.txt"))]


@dataclass(frozen=True, slots=True)
class Values:
    """What a made letter says of its one item and of its patient."""

    drug: str = "Naproxen"
    strength: str = "550"
    quantity: int = 60
    refills: int = 2
    pages: tuple[int, int] = (67, 73)
    side: str = "left"
    level: str = "L4-L5"
    outcome: str = "Upheld"


DRUGS = {
    "Naproxen": "naproxen",
    "Tramadol": "tramadol",
    "Gabapentin": "gabapentin",
    "Omeprazole": "omeprazole",
    "Cyclobenzaprine": "cyclobenzaprine",
    "Ibuprofen": "ibuprofen",
}

VALUES = st.builds(
    Values,
    drug=st.sampled_from(sorted(DRUGS)),
    strength=st.sampled_from(["7.5", "10", "20", "50", "100", "550", "600"]),
    quantity=st.integers(10, 240),
    refills=st.integers(1, 9),
    pages=st.tuples(st.integers(8, 60), st.integers(61, 127)),
    side=st.sampled_from(["left", "right", "bilateral"]),
    level=st.sampled_from(["L3-L4", "L4-L5", "L5-S1", "C5-C6", "C6-C7"]),
    outcome=st.sampled_from(["Upheld", "Overturned"]),
)

LAYOUTS = ("final_determination", "decision_and_rationale", "professional_review", "dmhc", "unknown")


def letter(values: Values, layout: str = "final_determination") -> str:
    """A letter of the layout with these values, in words of our own."""
    story = (
        f"The injured worker is a 47 year old male who lifted a crate on 03/04/2014. He complains of {values.side} knee "
        f"pain. A magnetic resonance image showed disc protrusion at {values.level}. He denied fever. He takes Norco "
        "10/325 mg twice daily."
    )
    item = f"{values.drug} {values.strength} mg #{values.quantity} with {values.refills} refills"
    cited = f"MTUS Chronic Pain Medical Treatment Guidelines Page(s): {values.pages[0]}-{values.pages[1]}"
    why = "The records show no functional benefit from this medication. The request is decided as said above."
    necessary = "is" if values.outcome == "Overturned" else "is not"
    if layout == "final_determination":
        return (
            f"Case Number: CM14-0000001 Date Assigned: 06/01/2014\n\nCLINICAL CASE SUMMARY\n\n{story}\n\n"
            f"IMR ISSUES, DECISIONS AND RATIONALES\n\n1. {item}: {values.outcome}\n\nClaims Administrator guideline: "
            f"Decision based on {cited}.\n\nMAXIMUS guideline: Decision based on {cited}.\n\nDecision rationale: {why}\n"
        )
    if layout == "decision_and_rationale":
        return (
            f"CLINICAL CASE SUMMARY\n\n{story}\n\nIMR DECISION(S) AND RATIONALE(S)\n\n1. The request for {item} "
            f"{necessary} medically necessary and appropriate.\n\nThe Claims Administrator based its decision on the "
            f"{cited}.\n\nThe Physician Reviewer based his/her decision on the {cited}.\n\nThe Physician Reviewer's "
            f"decision rationale: {why}\n"
        )
    if layout == "professional_review":
        return (
            f"MEDICAL PROFESSIONAL REVIEW\n\nISSUE AT DISPUTE:\n1. {item}\n\nCASE SUMMARY:\n{story}\n\n"
            f"MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:\n{cited}.\n\n"
            f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:\n{why}\n"
        )
    if layout == "dmhc":
        return (
            f"Nature of Statutory Criteria/Case Summary: An enrollee has requested {item} for treatment of {values.side} "
            f"knee pain. Findings: The physician reviewer found that {why} Final Result: The reviewer determined that "
            f"the medication {necessary} medically necessary. Therefore, the Health Plan's denial should be "
            f"{values.outcome.lower()}.\n"
        )
    return f"{story}\n{item}: {values.outcome}\n{why}\n"


#: One change of a made letter: the field and its other value.
def changed(values: Values, field: str, other: Values) -> Values:
    return replace(values, **{field: getattr(other, field)})


# -- damage -------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "", " ", "\n", "\n\n", "\t", "\f", "\r\n", "\u00a0", "\u200b", "\u00ad", "ﬁ", "–", "\u2028", "\x00", "é", "İ",
        "Upheld", ": Upheld", "Overturned", "1. ", "12) ", "#60", "10/325mg", "x 3", "L4-5", "12/17/2012", "denies ",
        "IMR ISSUES, DECISIONS AND RATIONALES", "CLINICAL CASE SUMMARY", "MAXIMUS guideline:", "Page(s): 7-", "MTUS ",
        "family history of ", "no ", "if ", "(", ")", "[/b]", "=1+1", "\ud7ff", "😀", "e\u0301", "Norco", "MRI of the ",
    ]
)  # fmt: skip
_EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 80), _PIECES | st.text(max_size=12)), min_size=0, max_size=10
)


def _edit(text: str, edits: list[tuple[float, int, str]]) -> str:
    for part, taken, put in edits:
        at = int(part * len(text))
        text = text[:at] + put + text[at + taken :]
    return text


#: Whole letters: samples and made ones, damaged in up to ten places.
DAMAGED = st.builds(
    _edit,
    st.sampled_from(SAMPLES) | st.builds(letter, VALUES, st.sampled_from(LAYOUTS)),
    _EDITS,
)
