"""Whose words a citation stands in, where both sides' are told in prose; invented passages."""

from __future__ import annotations

import pytest

from imrnlp.sections.styles.parties import CLAIMS, REVIEWER, sides
from imrnlp.tag.guidelines import read_citations, resolve_citations

CP, ACOEM, ODG = (
    "Chronic Pain Medical Treatment Guidelines",
    "ACOEM Practice Guidelines",
    "Official Disability Guidelines",
)
FDA = "FDA Prescribing Information"
CHRONIC = "the Chronic Pain Medical Treatment Guidelines, page 46"
LOW_BACK = "the ACOEM Practice Guidelines, Chapter 12"

PASSAGES = [
    ("one sentence each", f"The Claims Administrator based its decision on {CHRONIC}. The Expert Reviewer relied on {LOW_BACK}.", [CP], [ACOEM]),
    ("the reviewer first", f"The Expert Reviewer relied on {CHRONIC}. The Claims Administrator had cited {LOW_BACK}.", [ACOEM], [CP]),
    ("the reviewer first, the same chapter", f"The Expert Reviewer relied on {LOW_BACK}. The Claims Administrator had cited the same chapter as well as the Official Disability Guidelines.", [ACOEM, ODG], [ACOEM]),
    ("in one sentence", f"The Expert Reviewer relied on {LOW_BACK}; the Claims Administrator's decision was based on the ODG, Low Back Chapter.", [ODG], [ACOEM]),
    ("while", f"The Claims Administrator cited {CHRONIC}, while the Physician Reviewer relied on {LOW_BACK}.", [CP], [ACOEM]),
    ("passive", f"The insurer's reviewer cited the Official Disability Guidelines. {CHRONIC.replace('the', 'The', 1)}, were relied upon by the Professional Reviewer because they speak of it.", [ODG], [CP]),
    ("both", f"Both the Claims Administrator and the Expert Reviewer relied on {CHRONIC}.", [CP], [CP]),
    ("by both", f"{CHRONIC.replace('the', 'The', 1)}, were used by both the Claims Administrator and the Professional Reviewer.", [CP], [CP]),
    ("neither … nor", f"Neither the Claims Administrator nor the Expert Reviewer found a reason to go outside {CHRONIC}.", [CP], [CP]),
    ("as did the other", f"As did the Claims Administrator, the Expert Reviewer relied on {CHRONIC}.", [CP], [CP]),
    ("labels", f"Claims Administrator: {CHRONIC}. Expert Reviewer: {LOW_BACK}.", [CP], [ACOEM]),
    ("guidelines used by", f"Guideline(s) used by the Claims Administrator: {CHRONIC}. Guideline(s) used by the Expert Reviewer: {LOW_BACK}.", [CP], [ACOEM]),
    ("a relative clause", f"{LOW_BACK.replace('the', 'The', 1)}, which the Claims Administrator cited, does not speak of it. The Professional Reviewer therefore found the Official Disability Guidelines appropriate.", [ACOEM], [ODG]),
    ("guidelines used by the other are no one's words", f"The Claims Administrator based its decision on {CHRONIC}. The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate.", [CP], [CP]),
    ("an opinion", f"The Claims Administrator's decision cites {CHRONIC}. In the Expert Reviewer's opinion the Official Disability Guidelines are more on point.", [CP], [ODG]),
    ("found applicable, passive", f"The Claims Administrator gave {CHRONIC} as the basis of its denial. They were found applicable by the Professional Reviewer.", [CP], [CP]),
    ("upon which", f"The Professional Reviewer relied on {LOW_BACK}. These are also the guidelines upon which the Claims Administrator based its decision.", [ACOEM], [ACOEM]),
    ("no guideline cited", f"The Claims Administrator cited no guideline. The Expert Reviewer relied on {LOW_BACK}.", [], [ACOEM]),
    ("no guideline applied", f"The Claims Administrator stated that no guideline applied. The Expert Reviewer relied on {LOW_BACK}.", [], [ACOEM]),
    ("not applicable", f"The Claims Administrator cited {LOW_BACK}. The Expert Reviewer stated that these were not applicable as the MTUS addresses the issue, and instead based the decision on {CHRONIC}.", [ACOEM], [CP]),
    ("a heading of the form", f"Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision The Claims Administrator cited {CHRONIC}. The Expert Reviewer cited {LOW_BACK}.", [CP], [ACOEM]),
    ("both parties", f"Both parties' decisions rest on {CHRONIC}; the Claims Administrator also cited the FDA prescribing information.", [CP, FDA], [CP]),
    ("like that of the other", f"The Expert Reviewer's decision, like that of the Claims Administrator, was based on {CHRONIC}.", [CP], [CP]),
    ("the other's choice", f"The Claims Administrator cited {CHRONIC}. The Expert Reviewer concurred with the Claims Administrator's choice and added the Official Disability Guidelines.", [CP], [CP, ODG]),
    ("did likewise", "Since the MTUS is silent, the Professional Reviewer looked to the Official Disability Guidelines. The utilization review physician did likewise.", [ODG], [ODG]),
    ("none is named", "No guideline is named by the Claims Administrator. The Expert Reviewer used the Official Disability Guidelines.", [], [ODG]),
    ("are not", f"The Claims Administrator cited the Official Disability Guidelines. Per the Expert Reviewer {LOW_BACK}, are applicable, and the Official Disability Guidelines are not.", [ODG], [ACOEM]),
    ("agreed, nothing more", f"The Claims Administrator cited {CHRONIC}. The Expert Reviewer agreed with the Claims Administrator.", [CP], [CP]),
    ("concurred with it", f"The Claims Administrator cited {CHRONIC}. The Physician Reviewer concurred with it.", [CP], [CP]),
    ("agreed that something else is so", f"The Claims Administrator cited {CHRONIC}. The Expert Reviewer agreed with the Claims Administrator's denial.", [CP], []),
    ("did so too", f"The Claims Administrator relied on {CHRONIC}. The Expert Reviewer did so too.", [CP], [CP]),
    ("added to these", f"The Claims Administrator cited {CHRONIC}. To these the Expert Reviewer added the Official Disability Guidelines.", [CP], [CP, ODG]),
    ("found them", f"The Claims Administrator cited {CHRONIC}. The Professional Reviewer found them relevant and appropriate.", [CP], [CP]),
    ("the same document led the other", f"The Claims Administrator cited {CHRONIC}. The same document guided the Professional Reviewer.", [CP], [CP]),
    ("while, in front", f"While the Claims Administrator cited {LOW_BACK}, the Expert Reviewer preferred {CHRONIC}.", [ACOEM], [CP]),
    ("unlike", f"Unlike the Claims Administrator, who cited {LOW_BACK}, the Expert Reviewer relied on {CHRONIC}.", [ACOEM], [CP]),
    ("instead of a document cited by the other", f"Instead of the ACOEM Practice Guidelines cited by the Claims Administrator, the Expert Reviewer used {CHRONIC}.", [ACOEM], [CP]),
    ("because the other's", f"The Expert Reviewer relied on {CHRONIC}, because the Claims Administrator's choice, {LOW_BACK}, is of 2004.", [ACOEM], [CP]),
    ("this reviewer", f"The UR physician cited {LOW_BACK}. This reviewer relied on {CHRONIC}.", [ACOEM], [CP]),
    ("neither cited any", "Neither the Claims Administrator nor the Expert Reviewer cited any guideline.", [], []),
    ("not on any guideline", f"The Claims Administrator did not base its decision on any guideline. The Expert Reviewer cited {CHRONIC}.", [], [CP]),
    ("did not find a guideline", f"The Claims Administrator cited {CHRONIC}. The Expert Reviewer did not find a guideline that applies.", [CP], []),
    ("did not find persuasive", f"The Claims Administrator cited the ODG. The Expert Reviewer did not find the Official Disability Guidelines persuasive and followed {CHRONIC}.", [ODG], [CP]),
    ("no guideline on point", f"The Claims Administrator cited {CHRONIC}. The Expert Reviewer: no guideline is on point.", [CP], []),
    ("as well as", f"The Claims Administrator cited {CHRONIC}. The Expert Reviewer relied on the same MTUS guideline as well as the FDA label for Botox.", [CP], [CP, FDA]),
]  # fmt: skip


@pytest.mark.parametrize(("trap", "text", "claims", "reviewer"), PASSAGES, ids=[p[0] for p in PASSAGES])
def test_sides(trap: str, text: str, claims: list[str], reviewer: list[str]) -> None:
    cited = {CLAIMS: read_citations(""), REVIEWER: read_citations("")}
    for slot, (start, end) in sides(text, 0, len(text)):
        cited[slot].add(read_citations(text[start:end]))
    resolve_citations([(cited[CLAIMS], cited[REVIEWER])])
    assert [r.title for r in cited[CLAIMS].references] == claims
    assert [r.title for r in cited[REVIEWER].references] == reviewer


def test_nobody_is_named() -> None:
    assert sides("Chronic Pain Medical Treatment Guidelines, page 46.", 0, 51) == []
