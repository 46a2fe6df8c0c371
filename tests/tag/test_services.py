"""Services, their subcategories, and procedure codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imrnlp
from imrnlp import lexicons, parse_request
from imrnlp.tag.services import category_of_codes, find_services, is_weak, procedure_codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chest x-ray and EKG", ["x_ray", "other_tests"]),
        ("magnetic resonance imaging", ["mri"]),
        ("EMG/NCV", ["emg_ncs"]),  # one study written as two
        ("transforaminal epidural steroid injection", ["epidural_steroid"]),  # the longest term
        ("medial branch block", ["medial_branch_block"]),  # not a nerve block
        ("MRIX, contented", []),  # whole words
        ("H-WAVE UNIT", ["h_wave"]),  # any case
        ("liver transplant evaluation", ["consultation"]),  # no operation
        ("P.T.", ["physical_therapy"]),
    ],
)
def test_services(text, expected):
    assert [m.subcategory for m in find_services(text)] == expected


def test_weak_words():
    consult, mri = find_services("evaluation, MRI")
    assert is_weak(consult)
    assert not is_weak(mri)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPT 64483, 64484", ["64483", "64484"]),
        ("97110/97140", ["97110", "97140"]),
        ("(E0730)", ["E0730"]),
        ("0232T", ["0232T"]),
        ("#12345", []),  # a quantity
        ("12345 mg", []),
        ("50000 units", []),
        ("2014-12345", []),
        ("123456", []),
    ],
)
def test_codes(text, expected):
    assert procedure_codes(text) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("72148", ("diagnostics", "mri")),
        ("97110", ("rehabilitation", "physical_therapy")),
        ("99213", ("evaluation_and_management", "follow_up")),
        ("E0730", ("dmepos", "tens")),
        ("L1832", ("dmepos", "brace")),
        ("J7325", ("injections", "viscosupplementation")),
        ("G0431", ("diagnostics", "urine_drug_test")),
        ("0232T", None),
    ],
)
def test_code_ranges(code, expected):
    assert category_of_codes([code]) == expected


def test_every_term_stands_once():
    terms = [t for row in lexicons.table("services.tsv") for t in row["terms"].split("|")]
    assert all(t == t.lower().strip() and t for t in terms)
    assert sorted({t for t in terms if terms.count(t) > 1}) == []


@given(st.text(max_size=200))
def test_offsets_and_no_crash(text):
    reach = 0
    for mention in find_services(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= reach
        reach = mention.end
    category_of_codes(procedure_codes(text))


@pytest.mark.parametrize(
    ("request_", "category", "subcategory"),
    [
        ("whole exome sequencing", "diagnostics", "laboratory"),
        ("a Guardant360 CDx test", "diagnostics", "laboratory"),
        ("PET/CT scan", "diagnostics", "other_tests"),
        ("left gonadal vein embolization with anesthesia", "surgery", "other_surgery"),
        ("cheiloplasty", "surgery", "other_surgery"),  # told by its ending
        ("patellotibial tenorrhaphy of the knee", "surgery", "knee"),
        ("thyroid radiofrequency ablation (RFA)", "surgery", "other_surgery"),  # not of a nerve
        ("radiofrequency ablation of L4-L5", "injections", "radiofrequency_ablation"),
        ("residential treatment center (RTC) services", "mental_health", "other_mental_health"),
        ("applied behavior analysis (ABA) therapy, 25 hours a week", "mental_health", "other_mental_health"),
        ("dialectical behavior therapy", "mental_health", "psychotherapy"),
        ("a continuous glucose monitor (CGM) system", "dmepos", "other_equipment"),
        ("custom foot orthotics", "dmepos", "brace"),
        ("incontinence wipes", "dmepos", "supplies"),
        ("acute inpatient rehabilitation level of care", "home_health_and_transport", "skilled_nursing"),
        ("acute inpatient level of care", "surgery", "inpatient_stay"),
        ("air ambulance services", "home_health_and_transport", "transportation"),
        ("emergency services", "evaluation_and_management", "other_visit"),
        ("amino acid-based formula", "pharmaceuticals", "medical_foods"),
        ("nivolumab injection combined with AVD (doxorubicin, vinblastine, and dacarbazine)", "pharmaceuticals", "other_drugs"),
        ("Privigen infusions", "pharmaceuticals", "other_drugs"),  # an infusion that is a prescription
        ("Botox injections", "injections", "botulinum_toxin"),
        ("proton beam radiation therapy", "other", "other"),
        ("in vitro fertilization (IVF)", "other", "other"),
        ("scleral lenses", "dental_and_vision", "vision"),
        ("dental implants", "dental_and_vision", "dental"),
    ],
)  # fmt: skip
def test_services_of_general_medicine(request_, category, subcategory):
    item = imrnlp.parse_request(request_)
    assert (item.category, item.subcategory) == (category, subcategory)


@pytest.mark.parametrize(
    ("text", "subcategory"),
    [
        ("Two urine drug screens", "urine_drug_test"),  # was a drug
        ("Urine drug tests", "urine_drug_test"),
        ("2 bone scans", "other_tests"),
        ("MR arthrograms of both shoulders", "mri"),
        ("Metabolic panels", "laboratory"),
        ("Lumbar epidurals x 2", "epidural_steroid"),
        ("Sleep evaluations", "sleep_study"),
    ],
)
def test_several_of_a_service_are_that_service(text, subcategory):
    assert imrnlp.parse_request(text).subcategory == subcategory


def test_medications_are_no_service():
    assert find_services("Current medications include Norco.") == []
    assert parse_request("Unspecified medications").category == "pharmaceuticals"
    assert parse_request("NSAID medications").subcategory == "nsaids"
