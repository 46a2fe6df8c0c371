"""Each component taken out takes its part of the record with it, and nothing else."""

from __future__ import annotations

import pytest
from paths import ROOT
from test_pipeline import LETTER as ONE

import imrnlp

DEV = ROOT / "data" / "letters" / "dev"
LETTER = (
    ONE
    + """
2. Physical therapy 2x6 for the lumbar spine: Overturned
Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Physical Medicine Page(s): 98-99.
MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Physical Medicine Page(s): 98-99.
Decision rationale: Active therapy is recommended. The request for physical therapy is medically necessary.
"""
)
OWN = ("letter_id", "source")


def record(*exclude, text=LETTER, **options):
    nlp = imrnlp.load()
    for name in exclude:
        nlp.remove_pipe(name)
    letter = imrnlp.extract_text(text, letter_id="x", pipeline=nlp)
    with_doc = nlp(text)._.letter
    body = {k: v for k, v in letter.model_dump(mode="json").items() if k not in OWN}
    assert body == {k: v for k, v in with_doc.model_dump(mode="json").items() if k not in OWN}
    return body


@pytest.fixture(scope="module")
def whole():
    return record()


def without(body, *paths):
    """``body`` with the fields at ``paths`` blanked: ``determinations.drugs`` in every determination."""

    def blank(value, names):
        if isinstance(value, list):
            return [blank(v, names) for v in value]
        if not isinstance(value, dict):
            return value
        head, *rest = names
        return {k: (blank(v, rest) if rest else None) if k == head else v for k, v in value.items()}

    for path in paths:
        body = blank(body, path.split("."))
    return body


def same_but(a, b, *paths):
    assert without(a, *paths) == without(b, *paths)


DRUG = [f"determinations.{name}" for name in (
    "drugs", "category", "subcategory", "quantity", "quantity_unit", "refills", "sessions", "frequency",
    "times_per_day", "duration_days", "warnings")]  # fmt: skip


def test_without_drugs(whole):
    found = record("imr_drugs")
    assert whole["medications"]
    assert whole["determinations"][0]["drugs"]
    assert found["medications"] == []
    assert [item["drugs"] for item in found["determinations"]] == [[], []]
    assert found["determinations"][0]["category"] != "pharmaceuticals"
    same_but(found, whole, "medications", "warnings", *DRUG)


def test_without_posology(whole):
    found = record("imr_posology")
    first = found["determinations"][0]
    assert (first["quantity"], first["refills"], first["drugs"][0]["strengths"]) == (None, None, [])
    assert [m["strengths"] for m in found["medications"]] == [[]]
    assert first["category"] == "pharmaceuticals"
    dose = ("strengths", "form", "route")
    same_but(
        found, whole,
        *(f"determinations.{name}" for name in ("quantity", "quantity_unit", "refills", "frequency", "times_per_day", "duration_days")),
        *(f"determinations.drugs.{name}" for name in dose),
        *(f"medications.{name}" for name in (*dose, "dose_text", "frequency", "times_per_day", "mme_per_day")),
    )  # fmt: skip


def test_without_services(whole):
    found = record("imr_services")
    assert whole["determinations"][1]["category"] == "rehabilitation"
    assert found["determinations"][1]["category"] is None
    assert found["determinations"][1]["body_sites"] == ["lumbar spine"]
    assert found["determinations"][0] == whole["determinations"][0]
    same_but(found, whole, *DRUG)


def test_without_guidelines(whole):
    found = record("imr_guidelines")
    slots = ("claims_administrator_guidelines", "imr_guidelines")
    assert all(item[slot] for item in whole["determinations"] for slot in slots)
    assert all(item[slot] == [] for item in found["determinations"] for slot in slots)
    same_but(found, whole, *(f"determinations.{slot}" for slot in slots))


def test_without_conditions(whole):
    found = record("imr_conditions")
    assert whole["diagnoses"]
    assert found["diagnoses"] == []
    same_but(found, whole, "diagnoses")


def test_without_assertion(whole):
    found = record("imr_assertion")
    assert {d["assertion"] for d in whole["diagnoses"]} == {"present", "absent"}
    assert {d["assertion"] for d in found["diagnoses"]} == {"present"}
    same_but(found, whole, "diagnoses.assertion")


def test_without_linking(whole):
    text = LETTER.replace("lumbar radiculopathy.", "lumbar radiculopathy (724.4).")
    codes = ("icd10cm", "icd10cm_score", "icd9cm")
    linked, found = record(text=text), record("imr_linking", text=text)
    assert any(d["icd9cm"] for d in linked["diagnoses"])
    assert any(d["icd10cm"] for d in linked["diagnoses"])
    assert {d[code] for d in found["diagnoses"] for code in codes} == {None}
    same_but(found, linked, *(f"diagnoses.{code}" for code in codes))


def test_without_sections(whole):
    found = record("imr_sections")
    assert found["layout"] == "unknown"
    assert "layout_unknown" in {w["code"] for w in found["warnings"]}
    assert [item["outcome"] for item in found["determinations"]] == ["upheld", "overturned"]


SECTIONED = ("layout", "reviewer", "patient", "diagnoses", "medications", "utilization_review", "warnings")


@pytest.mark.parametrize("path", sorted(DEV.glob("201[4-7]-*.txt")), ids=lambda path: path.stem)
def test_without_sections_the_record_is_that_of_an_unknown_layout(path):
    """Items, their numbers and references are found by their own words; what stands in a section is not."""
    text = path.read_text(encoding="utf-8")
    found, all_of_it = record("imr_sections", text=text), record(text=text)
    assert found["layout"] == "unknown"
    assert (found["patient"]["age"], found["reviewer"]["specialties"]) == (all_of_it["patient"]["age"], [])
    same_but(found, all_of_it, *SECTIONED, "determinations.rationale")


def test_without_sentences(whole):
    assert record("imr_sentences") == whole


def test_fuzzy_shows_in_the_record():
    text = LETTER.replace("1. Tramadol", "1. Cyclobenzeprine")
    strict = imrnlp.load()
    strict.get_pipe("imr_drugs").fuzzy = False
    names = [
        [d.name for d in imrnlp.extract_text(text, pipeline=nlp).determinations[0].drugs]
        for nlp in (imrnlp.load(), strict)
    ]
    assert names == [["cyclobenzaprine"], []]


@pytest.mark.parametrize("name", ["find_drugs", "find_services", "find_candidates"])
@pytest.mark.parametrize("with_doc", [True, False])
def test_each_tagger_reads_a_passage_once(monkeypatch, name, with_doc):
    """Whichever way the record is made."""
    import imrnlp.components.conditions as conditions
    import imrnlp.components.tagging as tagging

    module = conditions if name == "find_candidates" else tagging
    real, read = getattr(module, name), []

    def counted(text, *arguments, **options):
        read.append(text)
        return real(text, *arguments, **options)

    monkeypatch.setattr(module, name, counted)
    nlp = imrnlp.load()
    _ = nlp(LETTER) if with_doc else imrnlp.extract_text(LETTER, pipeline=nlp)
    assert read
    assert len(read) == len(set(read))
