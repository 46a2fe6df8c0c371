"""Findings of the Department of Managed Health Care: forms, measures, panels, and whose conditions they tell.

All texts are invented.
"""

from __future__ import annotations

import re

import pytest

import imrnlp
from imrnlp import lexicons
from imrnlp.assemble.argued_medications import only_begun, stated_status
from imrnlp.assemble.findings import read_criteria, read_panel
from imrnlp.record import Letter, Panel
from imrnlp.tag.subjects import own_words

VERDICT = "The reviewer determined that the service is not medically necessary for treatment of the patient's medical condition. Therefore, the Health Plan's denial should be upheld."
CREDENTIALS = (
    "Credentials/Qualifications: The reviewer is board certified in neurology and is actively practicing."
)
ASKED = "The patient has requested authorization and coverage for a stair lift."
REASONS = "Lifts help some people. In this case, she climbs stairs by herself."


def read(text: str) -> Letter:
    return imrnlp.extract_text(text, "x")


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        # The heading comes first and brings the request too.
        (f"Findings:  The physician reviewer found that Nature of Statutory Criteria/Case Summary: {ASKED} {REASONS}Final Result: {VERDICT}", "The physician reviewer found that Nature", "by herself."),
        (f"Findings: The physician reviewer found that {ASKED} {REASONS} Final Result: {VERDICT}", "The physician reviewer found that The", "by herself."),
        # The request first, then a heading with the reasons.
        (f"Nature of Statutory Criteria/Case Summary: {ASKED} Findings: The physician reviewer found that lifts help. She climbs.Final Results: {VERDICT}", "The physician reviewer found that lifts", "She climbs."),
        # No heading: behind the sentence of the request, also where the next one is glued to it.
        (f"Nature of Statutory Criteria/Case Summary: {ASKED}{REASONS}Final Result: {VERDICT}", "Lifts help", "by herself."),
        (f"Nature of Statutory Criteria/Case Summary: The patient requested reimbursement for a device.ALS is a disease.Final Result: {VERDICT}", "ALS is", "a disease."),
        # A second heading brings only the vote of a panel.
        (f"Nature of Statutory Criteria/Case Summary: {ASKED} {REASONS} Lifts are costly. Findings: Two of the three physician reviewers found that it is not likely to be more beneficial.Final Result: {VERDICT}", "Lifts help", "more beneficial."),
        (f"Findings: The physician reviewer found that {ASKED} {REASONS} Findings: Three of the three reviewers found that it is not needed. Final Result: {VERDICT}", "The physician", "not needed."),
        # A panel's heading is the only one with reasons.
        (f"Nature of Statutory Criteria/Case Summary: {ASKED} Findings: Two of three reviewers found that it helps. The first noted that she falls. The others saw no fall. The stairs are low. Final Result: {VERDICT}", "Two of three", "are low."),
    ],
)  # fmt: skip
def test_rationale(text: str, begins: str, ends: str) -> None:
    rationale = read(f"{text} {CREDENTIALS}").determinations[0].rationale
    assert rationale is not None
    assert rationale.text.startswith(begins)
    assert rationale.text.endswith(ends)


def test_services_that_are_judged_one_by_one() -> None:
    text = (
        "The patient has requested authorization and coverage for a walker and speech therapy. She walks freely. "
        "Therefore, the walker is not medically necessary. Her speech is slurred. Accordingly, the speech therapy "
        "is medically necessary. Final Result: Therefore, the Health Plan's denial should be partially overturned."
    )
    assert [(d.request, d.outcome) for d in read(text).determinations] == [
        ("walker", "upheld"),
        ("speech therapy", "overturned"),
    ]


@pytest.mark.parametrize(
    "dissent", ["Physician #3: The stair lift is not medically necessary.", "One of the three reviewers found that it is not medically necessary."]
)  # fmt: skip
def test_a_dissent_contradicts_no_result(dissent: str) -> None:
    text = f"{ASKED} Findings: The stair lift is medically necessary. {dissent} Final Result: The Health Plan's denial should be overturned."
    assert "outcome_conflict" not in [w.code for w in read(text).warnings]


def test_a_bare_verdict_of_a_panel() -> None:
    [item] = read(
        "Two of the three physician reviewers found that the requested stair lift is not likely to be more beneficial than any "
        "standard therapy. The records describe a 54-year-old woman who climbs. The Health Plan's denial should be upheld."
    ).determinations
    assert (item.request, item.outcome) == ("stair lift", "upheld")


def test_services_with_dates_are_judged_one_by_one() -> None:
    text = (
        "The patient has requested reimbursement for residential treatment services provided from 3/4/22 through 4/2/22 and "
        "partial hospitalization services provided from 4/3/22 through 4/30/22. Therefore, the residential treatment services "
        "provided from 3/4/22 through 4/2/22 were medically necessary. He then lived at home. Therefore, the partial "
        "hospitalization services provided from 4/3/22 through 4/30/22 were not medically necessary. Final Result: "
        "Therefore, the Health Plan's denial should be partially overturned."
    )
    letter = read(text)
    assert [(d.outcome, d.date_of_service and d.date_of_service.day) for d in letter.determinations] == [
        ("overturned", 4),
        ("upheld", 3),
    ]
    assert "outcome_conflict" not in [w.code for w in letter.warnings]


@pytest.mark.parametrize(
    ("verdicts", "items"),
    [
        # Two together and one apart; each in a clause of one sentence; in the result alone.
        ("The walker and the ramp are medically necessary. The lift is not medically necessary.", [("walker, a ramp", "overturned"), ("lift", "upheld")]),
        ("The walker is not medically necessary, and the ramp is not medically necessary, but the lift is medically necessary.", [("walker", "upheld"), ("ramp", "upheld"), ("lift", "overturned")]),
        ("Final Result: The reviewer determined that the walker and the ramp are medically necessary and that the lift is not medically necessary.", [("walker, a ramp", "overturned"), ("lift", "upheld")]),
        ("The walker and the ramp are medically necessary, whereas the lift is neither medically necessary nor safe.", [("walker, a ramp", "overturned"), ("lift", "upheld")]),
        # Those judged together are not side by side.
        ("The walker and the lift are medically necessary. The ramp is not medically necessary.", [("walker, a ramp, and a lift", "modified")]),
    ],
)  # fmt: skip
def test_services_judged_in_groups(verdicts: str, items: list[tuple[str, str]]) -> None:
    text = (
        f"The patient has requested authorization and coverage for a walker, a ramp, and a lift. She walks. {verdicts} "
        "Therefore, the Health Plan's denial should be partially overturned."
    )
    found = [(re.sub(r"^an? ", "", d.request), d.outcome) for d in read(text).determinations]
    assert found == items


@pytest.mark.parametrize(
    "reason",
    [
        "The Health Insurer has denied this request indicating that the test was considered investigational for evaluation of her asthma.",
        "The Health Plan denied the request, stating that the test was not medically necessary.",
    ],
)
def test_what_a_plan_says_of_its_denial_is_no_verdict(reason: str) -> None:
    letter = read(f"A 41-year-old female enrollee has requested reimbursement for a breath test. {reason}")
    assert [(d.outcome, d.criterion) for d in letter.determinations] == [("unknown", [])]
    assert "outcome_not_found" in [w.code for w in letter.warnings]


def test_services_judged_together_are_one() -> None:
    text = f"The patient has requested a walker and speech therapy. The walker and speech therapy are not medically necessary. {VERDICT}"
    assert [d.request for d in read(text).determinations] == ["walker and speech therapy"]


@pytest.mark.parametrize(
    ("sentence", "retrospective"),
    [
        ("A patient has requested reimbursement for acupuncture.", True),
        ("A patient has requested reimbursement and prospective authorization and coverage for acupuncture.", True),
        ("A patient has requested authorization and coverage for acupuncture.", False),
        ("A patient has requested authorization for acupuncture. The plan offered reimbursement.", False),
    ],
)  # fmt: skip
def test_reimbursement_is_retrospective(sentence: str, retrospective: bool) -> None:
    assert (
        read(f"{sentence} It helps. Final Result: {VERDICT}").determinations[0].retrospective is retrospective
    )


@pytest.mark.parametrize(
    ("result", "reasons", "criteria"),
    [
        ("The reviewer determined that the service is medically necessary.", "", ["medical_necessity"]),
        ("The reviewers determined that it was not likely to have been more beneficial than any available standard therapy.", "", ["experimental"]),
        ("The reviewer determined that the services at issue were not emergency services.", "It is not medically necessary to wait.", ["emergency"]),
        ("The reviewer determined that the services were not medically necessary on an emergent or urgent basis.", "", ["medical_necessity", "emergency"]),
        ("It is medically necessary and reconstructive in nature.", "", ["medical_necessity", "reconstructive"]),
        ("It is not medically necessary.", "The scar is flat. Thus, the surgery is not reconstructive in nature.", ["medical_necessity", "reconstructive"]),
        # What the statute says is no verdict.
        ("It is not medically necessary.", "The law defines reconstructive surgery. It covers it.", ["medical_necessity"]),
        ("", "It is new. The lamp was not medically indicated for this patient.", ["medical_necessity"]),
        ("So decided.", "", []),
    ],
)  # fmt: skip
def test_criterion(result: str, reasons: str, criteria: list[str]) -> None:
    assert read_criteria(result, reasons) == criteria


@pytest.mark.parametrize(
    ("text", "outcome", "panel"),
    [
        ("The physician reviewer found that it is medically necessary.", "overturned", Panel(size=1, agreeing=1)),
        ("Two of the three physician reviewers found it is not medically necessary.", "upheld", Panel(size=3, agreeing=2)),
        ("One of three reviewers found that it was medically necessary.", "upheld", Panel(size=3, agreeing=2)),
        ("All three reviewers determined that it is likely to be more beneficial.", "overturned", Panel(size=3, agreeing=3)),
        ("Physician reviewer 1: It is medically necessary. Physician reviewer 2: It is not medically necessary. "
         "Physician reviewer 3: It is not medically necessary.", "upheld", Panel(size=3, agreeing=2)),
        ("Physician reviewers 1, 2, and 3 are board certified in urology.", "upheld", Panel(size=3)),
        ("Nobody is named.", "upheld", None),
    ],
)  # fmt: skip
def test_panel(text: str, outcome: str, panel: Panel | None) -> None:
    assert read_panel(text, outcome) == panel


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Patients with asthma may wheeze.", ""),
        ("In this case, the patient has asthma.", "In this case, the patient has asthma."),
        ("The patient meets criteria for asthma care, and patients with eczema do not.", "The patient meets criteria for asthma care"),
        ("Guidelines advise rest when the patient has a fever.", ""),
        ("The records do not document that she has had a fever.", "The records do not document that she has had a fever."),
        ("Asthma is a common disease.", ""),
        ("A seizure is frightening to a child.", ""),
        ("The study found that a 20-year-old patient recovers, although this patient has not.", "although this patient has not."),
        ("It is not medically necessary for the treatment of this patient.", ""),
        ("In dense tissue, as is the case with this patient, imaging helps.", "In dense tissue, as is the case with this patient, imaging helps."),
        # A test tells of the patient, a study of others.
        ("A sleep study ruled out apnea.", "A sleep study ruled out apnea."),
        ("A study ruled out apnea.", ""),
        ("The plan says that only members with cirrhosis qualify.", ""),
        ("It is medically necessary for the treatment of the enrollee's asthma.", "It is medically necessary for the treatment of the enrollee's asthma."),
        ("It works for patients on pills, such as this patient who has lupus.", "such as this patient who has lupus."),
        ("There is indication or report of aggression.", "There is indication or report of aggression."),
        # A criterion's name is not what is so of the patient.
        ("Dimension 1, acute intoxication and withdrawal: she drank.", "she drank."),
        ("For dimension 3, the patient has lupus.", "For dimension 3, the patient has lupus."),
        # What is always so before what is so of the patient.
        ("Apnea of the brain is a contraindication, and the patient has gout.", "and the patient has gout."),
        ("State law defines repair as surgery performed for disease caused by trauma.", ""),
        ("A randomized trial of rest showed a fever.", ""),
        ("Trials of rest failed in her.", "Trials of rest failed in her."),
        ("Per the Centers for Coverage, payment extends to ulcers.", ""),
        # Names of bodies hold names of diseases.
        ("She has lupus per National Lung Cancer Society rules.", "She has lupus per                              rules."),
        # What was not documented was not documented of this patient.
        ("There is no documentation of a fever.", "There is no documentation of a fever."),
        ("The Child and Adolescent Service Tool rates fever.", ""),
        ("She has lupus, as defined by Health and Safety Code section 1.", "She has lupus"),
        # The apostrophe is lost, or many are spoken of.
        ("The plan held it is not needed for treatment of the enrollees asthma.", "The plan held it is not needed for treatment of the enrollees asthma."),
        ("It was tested for the insureds grade II sprain.", "It was tested for the insureds grade II sprain."),
        ("The patients history is of asthma.", "The patients history is of asthma."),
        ("The patients were free of asthma.", ""),
        ("The patients in the second arm had asthma.", ""),
        ("The enrollees with asthma wheezed.", ""),
        ("The patients treated with steroids had asthma.", ""),
        # How a drug acts is so of everybody.
        ("The drug inhibits tumor growth and vision loss.", ""),
        ("As per Lexicomp, the drug slows bone loss.", ""),
        ("Such blockade is thought to slow vision loss.", ""),
        ("She takes a pill which inhibits bone loss.", "She takes a pill which inhibits bone loss."),
        ('The society writes, "For the patient with a fever one should wait and see what comes." She has lupus.', "She has lupus."),
    ],
)  # fmt: skip
def test_whose_words(sentence: str, kept: str) -> None:
    own = own_words(sentence)
    assert len(own) == len(sentence)
    assert own.strip(" ,") == kept


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Summaries of no known layout: what stands behind the words asked for belongs to the story too.
        ("A 50-year-old man has requested coverage for a brace. The insurer denied it as not medically necessary for his left knee pain.", ["present: left knee pain"]),
        ("She has requested a brace and coverage of it. The Health Insurer has denied this request indicating that the brace was not medically necessary for treatment of the enrollees asthma.", ["present: asthma"]),
        ("The parent of a male enrollee has requested coverage for a drug. The Health Plan has denied this request indicating that it is investigational for treatment of the enrollees grade IV glioma.", ["present: grade IV glioma"]),
        # What others have is nobody's here; a sentence without anybody goes on with the story.
        ("Admitted with asthma. Patients with gout limp. CT showed a calcified lesion.", ["present: asthma", "present: calcified lesion"]),
        ("This is a woman with lupus. The antibody binds to a receptor, slowing vision loss.", ["present: lupus"]),
        # What the text is about is there; what is told as past is past.
        ("The patient is a 22-year-old male with a history of scoliosis.", ["present: scoliosis"]),
        ("This is a woman with a medical history of lupus and severe gout.", ["present: lupus", "present: severe gout"]),
        ("The item is asked for by the patient, who has a history of a spinal cord injury.", ["present: spinal cord injury"]),
        ("This patient with past history of gout presented with asthma.", ["historical: gout", "present: asthma"]),
        ("The patient's relevant past medical history includes gout and asthma.", ["historical: gout", "historical: asthma"]),
        ("Diagnosis: Lupus Treatment: Rest. The patient is a woman with a history of lupus.", ["present: Lupus"]),
        # A verdict right behind the head takes no story away.
        ("Diagnosis: Gout Treatment: Admission\n\nThe insurer denied admission. The denial is upheld.\n\nThe man has lupus.", ["present: Gout", "present: lupus"]),
        ("This patient has lung cancer (LC).", ["present: lung cancer (LC)"]),
    ],
)  # fmt: skip
def test_a_story_without_a_known_layout(text: str, told: list[str]) -> None:
    assert [f"{d.assertion}: {d.text}" for d in read(text).diagnoses] == told


def test_drugs_only_spoken_of_where_no_layout_is_known() -> None:
    text = "He takes Xeloda, because he has less nausea with it than with the alternative to cisplatin."
    assert [m.name for m in read(text).medications] == ["capecitabine"]


def test_a_sentence_goes_on_with_the_patient() -> None:
    text = "The patient limps. There is swelling. Gout is a disease. The disease is painful."
    assert own_words(text).split(".")[:2] == ["The patient limps", " There is swelling"]
    assert "isease" not in own_words(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        # What happened next is told of the same patient, whatever its sentence begins with.
        ("The patient received infusions. An attempt to stop them led to a relapse.", True),
        ("She took steroids. Since then, the wheezing improved.", True),
        # What is always so is not, nor is a verdict.
        ("The patient limps. A relapse is common.", False),
        ("The patient limps. Other causes of limping were excluded in trials.", False),
        ("The patient limps. The brace should fit.", False),
        ("The patient limps. Therefore, the requested brace for gout was not medically necessary.", False),
        ("The patient has requested authorization for a fan. Wounds that failed care were studied.", False),
        # A story of others goes on with others.
        ("Patients with gout limped. Their relapse led to surgery.", False),
    ],
)  # fmt: skip
def test_a_story_goes_on(text: str, own: bool) -> None:
    assert bool(own_words(text)[text.index(".") + 1 :].strip()) is own


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("In this case, the patient has a history of recurrent meningioma status post prior surgery.", [("recurrent meningioma", "present")]),
        ("In this case, the patient has a history of asthma, which has since resolved.", [("asthma", "historical")]),
        # The abbreviation goes with its name, and is known by it.
        ("She has small intestinal bacterial overgrowth (SIBO).", [("small intestinal bacterial overgrowth (SIBO)", "present")]),
        ("Joint hypermobility syndrome (JHS) is rare. In this case, she has severe JHS.", [("severe JHS", "present")]),
        # What a treatment is for is none of her conditions.
        ("The records indicate that she failed to achieve sufficient weight loss.", []),
        ("She reports unintentional weight loss.", [("unintentional weight loss", "present")]),
        ("She has dysphagia and weight loss after radiation.", [("dysphagia", "present"), ("weight loss", "present")]),
        ("She has obesity and weight loss with Wegovy.", [("obesity", "present")]),
        ("She could not tolerate lesser sedation.", []),
        # What a drug brought about is over, what something else did is not.
        ("Her oxybutynin caused dry mouth and blurred vision, and mirabegron was ineffective.", [("dry mouth", "historical"), ("blurred vision", "historical")]),
        ("His prednisone therapy resulted in cataracts.", [("cataracts", "historical")]),
        ("Her dimethyl fumarate was associated with flushing.", [("flushing", "historical")]),
        ("Her stenosis caused numbness.", [("stenosis", "present"), ("numbness", "present")]),
        ("Topiramate caused cognitive slowing and propranolol was unsafe because of her asthma.", [("cognitive slowing", "historical"), ("asthma", "present")]),
        ("His risk is raised by his history of hypertension, which remains high.", [("hypertension", "present")]),
        ("She developed muscle aches with atorvastatin, which was stopped.", [("muscle aches", "historical")]),
        ("She has aches and takes atorvastatin.", [("aches", "present")]),
        ("She has a history of thyroid cancer treated with thyroidectomy.", [("thyroid cancer", "historical")]),
        # a device that records and a test that is a study's own
        ("A 30-day event monitor recorded no arrhythmia.", [("arrhythmia", "absent")]),
        ("Holter monitoring captured atrial fibrillation.", [("atrial fibrillation", "present")]),
        ("The tilt table test detected orthostatic hypotension.", [("orthostatic hypotension", "present")]),
    ],
)  # fmt: skip
def test_conditions_of_an_argument(sentence: str, told: list[tuple[str, str]]) -> None:
    text = f"{ASKED} {sentence} Final Result: {VERDICT}"
    assert [(d.text, d.assertion) for d in read(text).diagnoses] == told


def test_diagnoses_are_the_patients_own() -> None:
    text = f"An enrollee has requested a fan for treatment of her asthma. Eczema is common in children. Final Result: {VERDICT}"
    assert [(d.text, d.section) for d in read(text).diagnoses] == [("asthma", "findings")]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            "The patient has been treated with Besremi with good control.",
            [("ropeginterferon alfa-2b", "current")],
        ),
        ("The patient's hydroxyurea ceased due to toxicity.", [("hydroxyurea", "past")]),
        ("Zepbound would help her.", []),  # asked for, not taken
        ("Zepbound therapy was commenced last year for this patient.", [("tirzepatide", "current")]),
    ],
)
def test_what_the_patient_takes(told, expected):
    letter = read(
        f"The patient has requested authorization and coverage for Zepbound. {told} Final Result: {VERDICT}"
    )
    assert [(m.name, m.status) for m in letter.medications] == expected


@pytest.mark.parametrize("row", lexicons.table("argument_medications.tsv"), ids=lambda row: row["example"])
def test_each_cue_of_a_drug_tells_its_status(row):
    at = row["example"].index("Mobic")
    if row["place"].startswith("begun"):
        assert only_begun(row["example"], [(at, at + 5)], 0)
    else:
        assert stated_status(row["example"], [(at, at + 5)], 0) == row["status"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # One verb for a list, before it and behind it.
        ("She was treated with carboplatin and pemetrexed, but the tumor grew.", [("carboplatin", "past"), ("pemetrexed", "past")]),
        ("Azathioprine and methotrexate were not tolerated by her.", [("azathioprine", "past"), ("methotrexate", "past")]),
        # What has gone on is going on.
        ("She has received Ocrevus every six months.", [("ocrelizumab", "current")]),
        ("She has taken estradiol for six years.", [("estradiol", "current")]),
        ("Her asthma remains uncontrolled on montelukast.", [("montelukast", "current")]),
        ("She has failed multiple medications including metronidazole.", [("metronidazole", "past")]),
        ("She injects insulin lispro.", [("insulin lispro", "current")]),
        # A level or a thing named for the drug is not the drug.
        ("The patient's infliximab levels were low.", []),
        ("She has been unable to give up nicotine products.", []),
        ("There is no documentation that the patient tried methotrexate.", []),
        ("The patient could be treated with methotrexate.", []),
        # What did not help is over, and so is what brought an attack to an end.
        ("She has been treated with naproxen and gabapentin, as well as rest, without relief.", [("naproxen", "past"), ("gabapentin", "past")]),
        ("He received azacitidine with partial response.", [("azacitidine", "past")]),
        ("She has had four exacerbations in the last year requiring prednisone.", [("prednisone", "past")]),
        ("She lost response to adalimumab and had an infusion reaction to infliximab.", [("adalimumab", "past"), ("infliximab", "past")]),
        # Given once, taken now, never given.
        ("Paramedics gave her fentanyl and ondansetron.", [("fentanyl", "prescribed"), ("ondansetron", "prescribed")]),
        ("She is prescribed lithium.", [("lithium", "current")]),
        ("He has progressive metastases on octreotide.", [("octreotide", "current")]),
        ("Her endoscopy with propofol has not been performed.", []),
        ("She has no history of medullary thyroid carcinoma.", []),
        ("Her weight fell since Zepbound was started. She takes Zepbound 5 mg.", [("tirzepatide", "current")]),
        ("Sertraline worsened his agitation.", [("sertraline", "past")]),
        ("Topiramate made her forget words, and amitriptyline left her groggy.", [("topiramate", "past"), ("amitriptyline", "past")]),
        ("She has exhausted conservative care including meloxicam and tizanidine.", [("meloxicam", "past"), ("tizanidine", "past")]),
        ("Her parents had given her acetaminophen.", [("acetaminophen", "prescribed")]),
        ("She inhales tobramycin.", [("tobramycin", "current")]),
        ("She has also required enoxaparin.", [("enoxaparin", "current")]),
        ("In March her olanzapine was added.", [("olanzapine", "prescribed")]),
        ("Esketamine was offered to her, but she declined.", []),
        ("She is adherent to montelukast.", [("montelukast", "current")]),
        ("He began guanfacine in the spring, and it is well tolerated by him.", [("guanfacine", "current")]),
        ("She had an initial response to mesalamine, but flared.", [("mesalamine", "past")]),
        ("She developed pancreatitis on azathioprine.", [("azathioprine", "past")]),
        ("He has cycled through sertraline and bupropion.", [("sertraline", "past"), ("bupropion", "past")]),
        ("Prior medications include levetiracetam and topiramate.", [("levetiracetam", "past"), ("topiramate", "past")]),
        ("He was sent home on cephalexin.", [("cephalexin", "prescribed")]),
        ("Her lenalidomide was interrupted for rash and later resumed.", [("lenalidomide", "current")]),
        # One beginning for a list; what may be ended is taken now; what came of it.
        ("He was started on ceftriaxone and azithromycin.", [("ceftriaxone", "prescribed"), ("azithromycin", "prescribed")]),
        ("She may relapse if adalimumab is discontinued.", [("adalimumab", "current")]),
        ("With erenumab, the patient has had a marked reduction of her attacks.", [("erenumab", "current")]),
        ("After failing sertraline, she takes bupropion.", [("sertraline", "past"), ("bupropion", "current")]),
        ("The records do not document that she has not responded to methotrexate.", []),
        ("The records do not establish that she failed adalimumab.", []),
        ("She has previously been treated with creams, pimecrolimus, and crisaborole.", [("pimecrolimus", "past"), ("crisaborole", "past")]),
        ("She has taken prednisone daily for years.", [("prednisone", "current")]),
        ("He takes pramipexole daily and has off periods.", [("pramipexole", "current")]),
        ("She has lost weight with phentermine and wishes to go on.", [("phentermine", "current")]),
        ("She is undergoing treatment with letrozole.", [("letrozole", "current")]),
        ("He responded well to vortioxetine.", [("vortioxetine", "current")]),
        ("Her treatment with prednisone was limited by hyperglycemia.", [("prednisone", "past")]),
        # What is asked for and only recommended is not taken.
        ("Her doctor recommended Zepbound.", []),
    ],
)  # fmt: skip
def test_drugs_of_an_argument(told, expected):
    text = f"The patient has requested authorization and coverage for Zepbound. In this case, she is ill. {told} Final Result: {VERDICT}"
    assert [(m.name, m.status) for m in read(text).medications] == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("reimbursement and prospective authorization and coverage for Zepbound 5 mg received weekly", [("tirzepatide", "current")]),
        ("reimbursement for Zepbound 5 mg dispensed on 3/4/2024", [("tirzepatide", "past")]),
        # Asked for, and nobody says that it was given.
        ("reimbursement for Zepbound 5 mg", []),
        ("authorization and coverage for Zepbound 5 mg", []),
        ("reimbursement for thyroid radiofrequency ablation", []),
    ],
)  # fmt: skip
def test_a_drug_to_be_reimbursed_was_taken(request_, expected):
    letter = read(f"The patient has requested {request_}. It helps. Final Result: {VERDICT}")
    assert [(m.name, m.status) for m in letter.medications] == expected
    for medication in letter.medications:
        assert medication.text == "Zepbound"


@pytest.mark.parametrize(
    ("credentials", "specialties"),
    [
        ("Physician reviewers 1 and 2 are board certified in urology and are actively practicing.", ["urology"]),
        ("All three physicians are board certified in anesthesiology with subspecialty certification in pain medicine.", ["anesthesiology"]),
        ("Reviewers 1 through 3 are board certified in ophthalmology and are actively practicing.", ["ophthalmology"]),
        ("The reviewer is a licensed psychologist, board-certified behavior analyst, and is actively practicing.", ["psychologist", "behavior analyst"]),
        ("The reviewer is a licensed D.C., board-certified chiropractor, and is actively practicing.", ["chiropractor"]),
    ],
)  # fmt: skip
def test_who_reviewed(credentials, specialties):
    text = f"{ASKED} It helps. Final Result: {VERDICT} Credentials/Qualifications: {credentials}"
    assert read(text).reviewer.specialties == specialties


@pytest.mark.parametrize(
    "grant", ["reimbursement and prospective authorization and coverage for", "authorization, coverage and reimbursement of", "continued authorization for"]
)  # fmt: skip
def test_what_grants_a_service_is_not_asked_for(grant):
    [item] = read(
        f"The parents of the patient requested {grant} a stair lift. It helps. Final Result: {VERDICT}"
    ).determinations
    assert item.request == "stair lift"


def test_what_a_service_is_requested_for_is_no_service():
    [item] = read(
        f"The patient has requested authorization for a fan. Fans are requested to promote health. Final Result: {VERDICT}"
    ).determinations
    assert item.request == "fan"


def test_a_present_history_is_there():
    text = f"{ASKED} In this case, the patient has a history of obesity. Final Result: {VERDICT}"
    assert [(d.text, d.assertion) for d in read(text).diagnoses] == [("obesity", "present")]


@pytest.mark.parametrize(
    ("found", "outcome", "panel"),
    [
        ("None of the three reviewers found Harvoni to be medically necessary.", "upheld", Panel(size=3, agreeing=3)),
        ("None of the reviewers found Harvoni to be medically necessary.", "upheld", Panel(size=3, agreeing=3)),
        ("None of the three reviewers found Harvoni to be not medically necessary.", "overturned",
         Panel(size=3, agreeing=3)),
        ("All three reviewers found Harvoni medically necessary.", "overturned", Panel(size=3, agreeing=3)),
        ("One of three reviewers found Harvoni medically necessary.", "upheld", Panel(size=3, agreeing=2)),
        ("The majority of the reviewers found Harvoni not medically necessary.", "upheld", Panel(size=3, agreeing=2)),
    ],
)  # fmt: skip
def test_the_outcome_by_votes_alone(found, outcome, panel):
    """ "None found it necessary" was read as a sentence that finds it necessary."""
    letter = imrnlp.extract_text(
        "Nature of Statutory Criteria/Case Summary: An enrollee has requested Harvoni for treatment of her "
        f"hepatitis C. Findings: The cure is slow. {found} "
        "Credentials/Qualifications: The reviewers are board certified in gastroenterology."
    )
    assert [d.outcome for d in letter.determinations] == [outcome]
    assert letter.panel == panel
