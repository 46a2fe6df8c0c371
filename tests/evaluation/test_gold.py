"""The gold files themselves: well formed, split by rule, consistent with the record and the taxonomy."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from paths import ROOT

from imrnlp.record import Determination, GuidelineReference

GOLD = ROOT / "data" / "gold"
HALVES = ("dev", "sealed")
MINIMUM = {"request_lines": 400, "citations": 250}

TAXONOMY: dict[str, set[str]] = {
    "pharmaceuticals": {
        "opioids", "nsaids", "muscle_relaxants", "anticonvulsants", "antidepressants", "benzodiazepines",
        "sedative_hypnotics", "gastrointestinals", "antiemetics", "topicals", "compounds", "corticosteroids",
        "medical_foods", "antimigraine", "antipsychotics", "stimulants", "antibiotics",
        "erectile_dysfunction", "analgesics_other", "other_drugs",
    },
    "rehabilitation": {
        "physical_therapy", "occupational_therapy", "chiropractic", "acupuncture", "aquatic_therapy",
        "massage", "work_conditioning", "other_therapy",
    },
    "diagnostics": {
        "mri", "ct", "x_ray", "ultrasound", "emg_ncs", "urine_drug_test", "laboratory", "sleep_study",
        "functional_capacity_evaluation", "range_of_motion_testing", "other_tests",
    },
    "injections": {
        "epidural_steroid", "facet", "medial_branch_block", "radiofrequency_ablation", "trigger_point",
        "joint", "botulinum_toxin", "viscosupplementation", "nerve_block", "other_injections",
    },
    "surgery": {
        "spine", "shoulder", "knee", "hand_wrist", "other_surgery", "surgical_assistant", "preoperative",
        "inpatient_stay",
    },
    "dmepos": {
        "tens", "h_wave", "interferential", "brace", "bed_or_mattress", "hot_cold_therapy", "bone_stimulator",
        "mobility_aid", "supplies", "other_equipment",
    },
    "evaluation_and_management": {"office_visit", "consultation", "follow_up", "other_visit"},
    "mental_health": {
        "psychotherapy", "psychological_evaluation", "biofeedback", "cognitive_behavioral_therapy",
        "other_mental_health",
    },
    "programs": {
        "functional_restoration", "pain_management_program", "detoxification", "weight_loss",
        "gym_membership",
    },
    "home_health_and_transport": {"home_health", "transportation", "skilled_nursing", "other_help"},
    "dental_and_vision": {"dental", "vision", "hearing"},
    "other": {"other"},
}  # fmt: skip

REQUEST_KEYS = {
    "request", "category", "subcategory", "drugs", "quantity", "quantity_unit", "refills", "sessions",
    "frequency", "times_per_day", "duration_days", "body_sites", "laterality", "spinal_levels", "cpt_codes",
    "retrospective", "date_of_service", "original_request", "authorized",
}  # fmt: skip
DRUG_KEYS = {"name", "brand", "strengths", "form"}
STRENGTH_KEYS = {"value", "unit", "per_value", "per_unit"}
REFERENCE_KEYS = {"source", "title", "regulation", "chapter", "topics", "pages", "year"}
CATEGORIES = [c for c in TAXONOMY if c != "other"]


def rows(kind: str, half: str) -> list[dict[str, Any]]:
    lines = (GOLD / f"{kind}.{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def flowing(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kind", MINIMUM)
def test_split_follows_the_rule(kind: str, half: str) -> None:
    for row in rows(kind, half):
        even = int(hashlib.md5(row["text"].encode("utf-8")).hexdigest()[0], 16) % 2 == 0
        assert half == ("dev" if even else "sealed"), row["id"]


@pytest.mark.parametrize("kind", MINIMUM)
def test_enough_unique_and_disjoint(kind: str) -> None:
    both = [row for half in HALVES for row in rows(kind, half)]
    assert len(both) >= MINIMUM[kind]
    assert len({row["id"] for row in both}) == len(both)
    assert len({flowing(row["text"]).casefold() for row in both}) == len(both)
    for half in HALVES:
        assert len(rows(kind, half)) >= 0.4 * len(both)


@pytest.mark.parametrize("half", HALVES)
def test_requests_fit_the_record(half: str) -> None:
    for row in rows("request_lines", half):
        assert set(row) == {"id", "text", "gold"}, row["id"]
        gold = row["gold"]
        assert set(gold) == REQUEST_KEYS, row["id"]
        drugs = [dict(drug, text=drug["name"], start=0, end=len(drug["name"])) for drug in gold["drugs"]]
        item = Determination.model_validate({**gold, "drugs": drugs})
        words = flowing(row["text"])
        for part in (item.request, item.original_request, item.authorized, item.frequency):
            assert part is None or part in words, row["id"]
        for site in item.body_sites:
            assert site in words, row["id"]
        for drug in gold["drugs"]:
            assert set(drug) == DRUG_KEYS, row["id"]
            assert drug["name"] == drug["name"].lower(), row["id"]
            assert all(set(strength) == STRENGTH_KEYS for strength in drug["strengths"]), row["id"]
        assert (item.original_request is None) == (item.authorized is None), row["id"]
        assert item.retrospective or item.date_of_service is None, row["id"]


@pytest.mark.parametrize("half", HALVES)
def test_requests_use_the_taxonomy(half: str) -> None:
    for row in rows("request_lines", half):
        category, subcategory = row["gold"]["category"], row["gold"]["subcategory"]
        if category is None:
            assert subcategory is None, row["id"]
        else:
            assert subcategory in TAXONOMY[category], row["id"]


def test_every_category_and_subcategory_occurs() -> None:
    both = [row["gold"] for half in HALVES for row in rows("request_lines", half)]
    seen = {(gold["category"], gold["subcategory"]) for gold in both}
    assert {(c, s) for c, subs in TAXONOMY.items() for s in subs} <= seen
    share = sum(gold["category"] == "pharmaceuticals" for gold in both) / len(both)
    assert 0.4 <= share <= 0.55


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("category", CATEGORIES)
def test_each_half_measures_each_category(half: str, category: str) -> None:
    assert any(row["gold"]["category"] == category for row in rows("request_lines", half))


@pytest.mark.parametrize("half", HALVES)
def test_a_counted_solid_form_is_the_unit(half: str) -> None:
    """One form of words, one annotation: `tabs #30` is 30 tablets wherever it stands."""
    for row in rows("request_lines", half):
        gold = row["gold"]
        forms = {drug["form"] for drug in gold["drugs"]} & {"tablet", "capsule", "patch", "film"}
        if forms and gold["quantity"] is not None and gold["quantity_unit"] != "box":
            assert gold["quantity_unit"] in forms, row["id"]
        if gold["quantity"] is None:
            assert gold["quantity_unit"] is None, row["id"]


@pytest.mark.parametrize("half", HALVES)
def test_citations_fit_the_record(half: str) -> None:
    for row in rows("citations", half):
        assert set(row) == {"id", "text", "gold"}, row["id"]
        words = flowing(row["text"])
        for reference in row["gold"]:
            assert set(reference) == REFERENCE_KEYS, row["id"]
            GuidelineReference.model_validate({**reference, "text": "", "start": 0, "end": 0})
            assert all(topic in words for topic in reference["topics"]), row["id"]
            assert all(str(first) in words for first, _ in reference["pages"]), row["id"]
            assert reference["regulation"] is None or reference["regulation"].startswith("8 CCR 9792."), row[
                "id"
            ]


@pytest.mark.parametrize("category", ["[1]", '{"a": 1}', "7"])
def test_a_category_of_another_type_is_told(category):
    from imrnlp.evaluation.gold import check

    source = f'{{"schema_version": "1", "letter_id": "x",\n "determinations": [{{"request": "a", "category": {category}}}]}}'
    problems = check(source, "a letter")
    assert [(p.line, p.field) for p in problems] == [(2, "/determinations/0/category")]
