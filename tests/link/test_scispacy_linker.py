"""scispaCy's linker over our tables: its knowledge base, its candidates, and what they change on a Doc."""

from __future__ import annotations

import subprocess
import sys

import pytest

import imrnlp

pytest.importorskip("scispacy")

from imrnlp.link import icd10cm, scispacy

LETTER = """CLINICAL CASE SUMMARY
The injured worker is a 50-year-old female. Diagnoses include carpal tunnel syndrom of the right wrist and gastritis (K29.70).
She shows lumbar radiculopathy. Current medications include tramadol 50 mg twice a day.

IMR ISSUES, DECISIONS AND RATIONALES
1. Omeprazol 20mg #60: Upheld
Decision rationale: The request is not medically necessary.
"""
SMALL = [("M54.2", "neck pain"), ("M54.2", "cervicalgia"), ("M54.50", "low back pain"), ("G43.9", "migraine")]


@pytest.fixture(scope="module")
def small():
    return scispacy.candidate_generator(scispacy.knowledge_base(SMALL), rarest=1)


@pytest.mark.parametrize(
    ("phrase", "code", "exact"),
    [
        ("neck pain", "M54.2", True),
        ("cervicalgia", "M54.2", True),  # an alias of the same code
        ("cervicalgya", "M54.2", False),  # misspelt
        ("pain of the low back", "M54.50", True),  # another order
        ("xyz", None, False),  # shares nothing
    ],
)
def test_a_small_knowledge_base(small, phrase, code, exact):
    found = scispacy.candidates(small, phrase, 0.5)
    assert (found[0].code if found else None) == code
    assert not found or (found[0].score > 0.999) == exact


def test_no_candidate_below_the_threshold(small):
    assert scispacy.candidates(small, "cervicalgya", 0.99) == []
    assert all(c.score >= 0.2 for c in scispacy.candidates(small, "cervicalgya", 0.2))


def test_their_entity_linker_takes_our_generator(small):
    import spacy
    from scispacy.linking import EntityLinker

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "X", "pattern": "cervicalgia"}])
    doc = EntityLinker(candidate_generator=small, resolve_abbreviations=False)(nlp("She has cervicalgia."))
    assert [code for code, _ in doc.ents[0]._.kb_ents] == ["M54.2"]


def test_the_knowledge_base_has_every_code_of_the_list():
    codes = {entry.code for entries in icd10cm.entries().values() for entry in entries}
    assert scispacy.icd10cm_knowledge_base().cui_to_entity.keys() == codes


def test_the_side_chooses_the_code():
    assert scispacy.conditions("carpal tunnel syndrome", "left")[0] == ("G56.02", 1.0)
    assert scispacy.conditions("carpal tunnel syndrome", "right")[0] == ("G56.01", 1.0)


@pytest.fixture(scope="module")
def nlp():
    return imrnlp.load(config={"components.imr_linking.linker": "scispacy"})


def test_chosen_by_one_line_of_config(nlp):
    doc = nlp(LETTER)
    linked = {e.text: (e.kb_id_, e._.kb_ents) for e in doc.ents if e.label_ == "DIAGNOSIS"}
    code, candidates = linked["lumbar radiculopathy"]
    assert code == "M54.16" == candidates[0][0]
    assert {type(c) for c in candidates} == {tuple}
    assert len(candidates) > 1  # several, the likest first
    scores = [score for _, score in candidates]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.7
    assert {d.text: d.icd10cm for d in doc._.letter.diagnoses}["lumbar radiculopathy"] == "M54.16"


def test_the_letters_own_code_comes_first(nlp):
    (found,) = [e for e in nlp(LETTER).ents if e.text == "gastritis"]
    assert found._.kb_ents[0] == ("K29.70", 1.0)
    assert len({code for code, _ in found._.kb_ents}) == len(found._.kb_ents)


def test_with_and_without_a_doc(nlp):
    assert imrnlp.extract_text(LETTER, "x", pipeline=nlp).diagnoses == nlp(LETTER)._.letter.diagnoses


def test_saved_with_the_pipeline(nlp, tmp_path):
    import spacy

    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)(LETTER)._.letter == nlp(LETTER)._.letter


def test_rxnorm_of_the_user(tmp_path):
    def row(code, name):
        cells = [code, "ENG", *[""] * 9, "RXNORM", "IN", "x", name, "", "N", ""]
        return "|".join(cells) + "|\n"

    table = tmp_path / "RXNCONSO.RRF"
    table.write_text(row("901", "omeprazole") + row("902", "tramadol") + row("903", "omeprazole magnesium"))
    nlp = imrnlp.load(config={"components.imr_linking.linker": "scispacy"}, rxnconso=table)
    doc = nlp(LETTER)
    codes = {e.text: e._.kb_ents for e in doc.ents if e.label_ == "DRUG"}
    assert codes["tramadol"] == [("902", 1.0)]
    assert codes["Omeprazol"][0] == ("901", 1.0)
    assert [m.rxcui for m in doc._.letter.medications] == ["902"]


@pytest.mark.parametrize(
    "settings",
    [{"linker": "umls"}, {"linker": "scispacy", "threshold": 1.5}, {"threshold": 0.8}],
)
def test_a_setting_that_there_is_not(settings):
    with pytest.raises(ValueError, match=r"linker|threshold"):
        imrnlp.load(config={f"components.imr_linking.{k}": v for k, v in settings.items()})


def test_scispacy_is_not_imported_by_default():
    code = (
        "import sys, imrnlp; imrnlp.extract_text('Norco: Upheld'); "
        "imrnlp.load(config={'components.imr_linking.linker': 'scispacy'}); print('scispacy' in sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert out.stdout.split() == ["False"]
