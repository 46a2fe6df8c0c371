"""Ten wordings of each kind that summaries of cases before other reviewers brought: heads, broken bones, eyes, care, plans.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or
``assertion: text``, parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

ASSERTIONS = ("absent", "possible", "hypothetical", "historical", "family")

#: "Diagnosis: X Treatment: Y": a label ends the list, and what a plan is asked to pay for is no condition.
HEADS = [
    ("Diagnosis: Broken Wrist Treatment: Inpatient Admission", "Broken Wrist"),
    ("Diagnosis: Croup\nTreatment: Nebulizer\nThe insurer denied the nebulizer.", "Croup"),
    ("Diagnosis: Gout Treatment Requested: Krystexxa", "Gout"),
    ("Diagnosis: General Debility Due to Lumbar Stenosis Treatment: Stay in Facility", "General Debility | Lumbar Stenosis"),
    ("Diagnosis: Dilated CBD, distended gallbladder Treatment: Inpatient admission, surgery", "Dilated CBD | distended gallbladder"),
    ("Diagnoses: Asthma and eczema Medications: Humira", "Asthma | eczema"),
    ("Diagnosis: Sepsis Services: Ambulance", "Sepsis"),
    ("Diagnosis: Psoriasis Procedure: Phototherapy", "Psoriasis"),
    ("Diagnosis: Narcolepsy Plan: Modafinil", "Narcolepsy"),
    ("Diagnosis: Lupus, gout Decision: Upheld", "Lupus | gout"),
]  # fmt: skip

#: A plan that denies a treatment says nothing of the condition.
PLANS = [
    ("The insurer denied inpatient admission for pneumonia.", "pneumonia"),
    ("The health plan denied Humira for her psoriasis.", "psoriasis"),
    ("The Health Plan denied the requested stay for depression.", "depression"),
    ("The plan denied the stay for her depression.", "depression"),
    ("Her insurance denied proton therapy for chordoma.", "chordoma"),
    ("The HMO denied coverage of a pump for gastroparesis.", "gastroparesis"),
    ("The payer denied the infusion for lupus.", "lupus"),
    ("His plan denied the drug for gout.", "gout"),
    ("The Insurer denied continued stay.", ""),
    ("The patient denied asthma, and the nurse saw none.", "absent: asthma"),
]  # fmt: skip

#: Bones and parts that are broken, and where.
BROKEN = [
    ("He had fractured ribs and a fractured left ankle.", "fractured ribs | fractured left ankle"),
    ("She has a broken wrist.", "broken wrist"),
    ("There was a dislocated right shoulder.", "dislocated right shoulder"),
    ("A scan showed mildly displaced 5th and 6th rib fractures.", "mildly displaced 5th and 6th rib fractures"),
    ("There is a 2nd metacarpal fracture.", "2nd metacarpal fracture"),
    ("The left clavicle was fractured.", "left clavicle was fractured"),
    ("He has a perforated eardrum.", "perforated eardrum"),
    ("She has a dilated bile duct.", "dilated bile duct"),
    ("There was a CBD stone.", "CBD stone"),
    ("She presented with an abnormal screening mammogram.", "abnormal screening mammogram"),
]  # fmt: skip

#: What the eye shows.
EYES = [
    ("There were scattered dot/blot hemorrhages in the macula.", "scattered dot/blot hemorrhages in the macula"),
    ("There were flame-shaped hemorrhages of the left retina.", "flame-shaped hemorrhages of the left retina"),
    ("He has arteriovenous crossing changes bilaterally.", "arteriovenous crossing changes bilaterally"),
    ("She had venous tortuosity.", "venous tortuosity"),
    ("There is arteriovenous nicking.", "arteriovenous nicking"),
    ("There were cotton wool spots.", "cotton wool spots"),
    ("He had hard exudates at the posterior pole.", "hard exudates at the posterior pole"),
    ("She has soft drusen.", "soft drusen"),
    ("There was retinal neovascularization.", "retinal neovascularization"),
    ("Dot-blot hemorrhages were seen.", "Dot-blot hemorrhages"),
]  # fmt: skip

#: What help the patient needs, what he lacks, what threatens.
CARE = [
    ("He required total dependence for most activities of daily living.", "total dependence for most activities of daily living"),
    ("She is dependent in all ADLs.", "dependent in all ADLs"),
    ("He is dependent for transfers and bathing.", "dependent for transfers and bathing"),
    ("She has limitations in walking.", "limitations in walking"),
    ("He has limitations with climbing stairs.", "limitations with climbing stairs"),
    ("She is at increased risk for falls.", "hypothetical: falls"),
    ("He is at risk of falling.", "hypothetical: falling"),
    ("His chart told of his lack of cooperation with therapy.", "lack of cooperation with therapy"),
    ("She has impaired coordination and decreased aerobic capacity.", "impaired coordination | decreased aerobic capacity"),
    ("The vital signs were stable.", ""),
    ("Vital signs, including pulse, were normal.", ""),
    ("He was given heparin for deep vein thrombosis prophylaxis.", "hypothetical: deep vein thrombosis"),
    ("She was counseled on hypertension control.", "hypertension"),
]  # fmt: skip

#: Names of diseases and of delays: lost apostrophes, two names, qualities joined.
NAMES = [
    ("He has Parkinsons disease.", "Parkinsons disease"),
    ("She has suspected Alzheimers disease.", "possible: Alzheimers disease"),
    ("She has Pitt-Hopkins syndrome.", "Pitt-Hopkins syndrome"),
    ("He has Sturge-Weeks syndrome.", "Sturge-Weeks syndrome"),
    ("She has motor planning difficulties.", "motor planning difficulties"),
    ("He has receptive and expressive language delays.", "receptive and expressive language delays"),
    ("She has extensive and inoperable carcinoma of the liver.", "extensive and inoperable carcinoma of the liver"),
    ("He has social communication deficits.", "social communication deficits"),
    ("She has general weakness.", "general weakness"),
    ("He has a sensory processing disorder.", "sensory processing disorder"),
    # What stands behind a procedure of the past is past too; a comma parts what a pain brought about.
    ("His past medical history includes obesity status post gastric sleeve, gout and lupus.", "historical: obesity | historical: gout | historical: lupus"),
    ("He had chest pain with deep breathing, prompting a call.", "chest pain with deep breathing"),
    # The abbreviation within a finding is part of it.
    ("There is an anterior cruciate ligament (ACL) tear.", "anterior cruciate ligament (ACL) tear"),
    ("There were arteriovenous (AV) crossing changes.", "arteriovenous (AV) crossing changes"),
    ("He has temporomandibular joint (TMJ) pain.", "temporomandibular joint (TMJ) pain"),
]  # fmt: skip

KINDS = {"heads": HEADS, "plans": PLANS, "broken": BROKEN, "eyes": EYES, "care": CARE, "names": NAMES}


def _expected(row: str) -> list[tuple[str, str]]:
    items = [item.partition(": ") for item in row.split(" | ") if item]
    return [(text, kind) if kind in ASSERTIONS else (kind, "present") for kind, _, text in items]


@pytest.mark.parametrize(("text", "row"), [row for rows in KINDS.values() for row in rows])
def test_wording_of_a_kind(text: str, row: str) -> None:
    assert [(m.text, m.assertion) for m in find_conditions(text)] == _expected(row)


def test_each_kind_has_ten_wordings() -> None:
    assert [kind for kind, rows in KINDS.items() if len(rows) < 10] == []
