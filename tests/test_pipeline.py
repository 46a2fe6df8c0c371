"""The spaCy pipeline: components, serialisation, processes; one record whichever way it is made."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys

import pytest
import spacy

import imrnlp

LETTER = """Case Number: CM15-0900001 Date Assigned: 03/03/2015
Date of Injury: 01/19/2008 Decision Date: 04/15/2015
UR Denial Date: 01/27/2015 Priority: Standard
Application Received: 02/05/2015

HOW THE IMR FINAL DETERMINATION WAS MADE
The expert reviewer is Board Certified in Pain Medicine and is licensed to practice in California.

CLINICAL CASE SUMMARY
The injured worker is a 44-year-old male who sustained an industrial injury on 01/19/2008. Diagnoses
include chronic low back pain and lumbar radiculopathy. He denied bowel incontinence. Current medications
include tramadol 50 mg twice a day for pain. Utilization review dated 01/27/2015 denied tramadol 50 mg #60.

IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:
1. Tramadol 50mg #60 refills x 2: Upheld
Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78-80.
MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 74-96.
Decision rationale: No functional gain was documented. The request for tramadol is not medically necessary.
"""
#: What each component sets of its own, run alone in a blank pipeline.
COMPONENTS = [
    "imr_sections", "imr_sentences", "imr_drugs", "imr_posology", "imr_guidelines", "imr_services",
    "imr_conditions", "imr_assertion", "imr_linking", "imr_assembly",
]  # fmt: skip


@pytest.fixture(scope="module")
def nlp():
    return imrnlp.load()


@pytest.fixture(scope="module")
def expected():
    return imrnlp.extract_text(LETTER, letter_id="x").model_dump(mode="json")


def record(doc):
    """The Doc's record, with the caller's own fields left out."""
    letter = doc._.letter.model_dump(mode="json")
    return {k: v for k, v in letter.items() if k not in ("letter_id", "source")}


def body(expected):
    return {k: v for k, v in expected.items() if k not in ("letter_id", "source")}


def test_doc_has_the_record_that_extract_makes(nlp, expected):
    assert record(nlp(LETTER)) == body(expected)


def test_record_is_right(expected):
    item = expected["determinations"][0]
    assert (item["outcome"], item["quantity"], item["refills"]) == ("upheld", 60.0, 2)
    assert item["drugs"][0]["name"] == "tramadol"
    assert item["claims_administrator_guidelines"][0]["pages"] == [[78, 80]]
    assert expected["case"]["case_number"] == "CM15-0900001"
    assert expected["patient"] == {"age": 44, "sex": "male"}
    assert expected["utilization_review"][0]["outcome"] == "denied"
    assert [m["status"] for m in expected["medications"]] == ["current"]


def test_every_text_is_the_letters_own_characters(expected):
    def parts(value):
        if isinstance(value, dict):
            if {"text", "start", "end"} <= value.keys():
                yield value
            for v in value.values():
                yield from parts(v)
        elif isinstance(value, list):
            for v in value:
                yield from parts(v)

    found = list(parts(expected))
    assert len(found) >= 8
    assert all(LETTER[p["start"] : p["end"]] == p["text"] for p in found)


def test_entities(nlp):
    doc = nlp(LETTER)
    labels = {e.label_ for e in doc.ents}
    assert {"DRUG", "STRENGTH", "QUANTITY", "REFILLS", "FREQUENCY", "DIAGNOSIS", "GUIDELINE"} <= labels
    by_text = {e.text: e for e in doc.ents}
    assert by_text["bowel incontinence"]._.assertion == "absent"
    assert by_text["lumbar radiculopathy"]._.assertion == "present"
    assert {s.label_ for s in doc.spans["sections"]} >= {"clinical_case_summary", "decisions"}
    assert doc._.layout == "final_determination"


def test_sentences_do_not_end_at_line_ends(nlp):
    sentences = [" ".join(s.text.split()) for s in nlp(LETTER).sents]
    assert "Diagnoses include chronic low back pain and lumbar radiculopathy." in sentences


#: Adds each named component to a blank pipeline, in a process of its own that has imported spaCy and none of our components.
ALONE = """
import os, sys, spacy

for name in sys.argv[1:]:
    assert "imrnlp.components.factories" not in sys.modules
    child = os.fork()
    if not child:
        nlp = spacy.blank("en")
        nlp.add_pipe(name)
        print(name, len(nlp("Norco 10/325mg #120: Upheld")) > 0, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.fixture(scope="module")
def alone():
    """What adding each component by itself said: a line each that could be added, and what went wrong."""
    return subprocess.run(
        [sys.executable, "-c", ALONE, *COMPONENTS], capture_output=True, text=True, check=False
    )


@pytest.mark.xdist_group("components")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("name", COMPONENTS)
def test_component_is_found_without_importing_imrnlp(name, alone):
    """Entry points alone make ``add_pipe`` work; each component runs on its own."""
    assert f"{name} True" in alone.stdout.splitlines(), alone.stderr[-500:]


def test_disk_round_trip(nlp, tmp_path, expected):
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert record(again(LETTER)) == body(expected)
    assert again.pipe_names == nlp.pipe_names


def test_bytes_round_trip(nlp, expected):
    again = imrnlp.load()
    again.from_bytes(nlp.to_bytes())
    assert record(again(LETTER)) == body(expected)


def test_pickle(nlp, expected):
    again = pickle.loads(pickle.dumps(nlp))
    assert record(again(LETTER)) == body(expected)


TWO_PROCESSES = """
import json, sys
import imrnlp

if __name__ == "__main__":
    letter = open(sys.argv[1], encoding="utf-8").read()
    docs = list(imrnlp.load().pipe([letter] * 6, n_process=2, batch_size=2))
    print(json.dumps([d._.letter.model_dump(mode="json") for d in docs]))
    assert all(d.ents for d in docs)
"""


def test_two_processes(tmp_path, expected):
    """In a process of its own: spaCy forks, which a process with other libraries' threads may not survive."""
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "two.py").write_text(TWO_PROCESSES, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "two.py"), str(tmp_path / "letter.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-500:]
    for letter in json.loads(done.stdout):
        assert {k: v for k, v in letter.items() if k not in ("letter_id", "source")} == body(expected)


def test_doc_bytes_keep_the_record(nlp, expected):
    doc = nlp(LETTER)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert record(again) == body(expected)


def test_assertion_alone_on_someone_elses_entities():
    """The contract: ``imr_assertion`` may be run on a Doc whose ``ents`` someone else set."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PROBLEM", "pattern": w} for w in ("fever", "cough", "pneumonia")])
    nlp.add_pipe("imr_assertion")
    doc = nlp("She denies fever but has a cough. Rule out pneumonia.")
    assert [(e.text, e._.assertion) for e in doc.ents] == [
        ("fever", "absent"),
        ("cough", "present"),
        ("pneumonia", "possible"),
    ]


def test_unknown_pipeline_is_named():
    with pytest.raises(ValueError, match="no pipeline 'nothing'"):
        imrnlp.load("nothing")


def test_import_is_light():
    code = "import sys, imrnlp; print([m for m in ('spacy', 'pandas', 'medspacy', 'scispacy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Dear Sir or Madam", "IMR ISSUES, DECISIONS AND RATIONALES"]
)
def test_no_letter(nlp, text):
    """What is no letter gives a record that says so, by both ways."""
    letter = imrnlp.extract_text(text)
    assert letter.determinations == []
    assert {w.code for w in letter.warnings} & {"layout_unknown", "determinations_not_found"}
    assert record(nlp(text)) == body(letter.model_dump(mode="json"))


def test_codes_that_the_letter_writes():
    text = LETTER.replace("lumbar radiculopathy.", "lumbar radiculopathy (724.4) and sciatica [M54.31].")
    found = {d.text: d for d in imrnlp.extract_text(text).diagnoses}
    assert found["lumbar radiculopathy"].icd9cm == "724.4"
    assert found["lumbar radiculopathy"].icd10cm == "M54.16"
    assert found["sciatica"].icd10cm == "M54.31"


def test_rxcuis_from_the_users_own_table(tmp_path):
    table = tmp_path / "RXNCONSO.RRF"
    row = ["10689", "ENG", *[""] * 5, "1", "", "10689", "", "RXNORM", "IN", "10689", "tramadol", "", "N", ""]
    table.write_text("|".join(row) + "|\n")
    nlp = imrnlp.load(rxnconso=table)
    letter = nlp(LETTER)._.letter
    assert {d.rxcui for d in letter.determinations[0].drugs} == {"10689"}


def test_a_saved_clinical_pipeline_loads_without_importing_imrnlp(tmp_path):
    """Entry points name the recogniser's architecture and its resolution too."""
    imrnlp.load("clinical").to_disk(tmp_path / "clinical")
    code = f"import spacy; print('ner' in spacy.load({str(tmp_path / 'clinical')!r}).pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr[-500:]


@pytest.mark.parametrize("value", [None, 5, b"letter"])
def test_a_letters_text_is_a_string(value):
    with pytest.raises(TypeError, match="takes a letter's text as str"):
        imrnlp.extract_text(value)


def test_another_component_makes_the_text_go_through_the_pipeline(expected):
    """A pipeline of imrnlp's stages alone needs no Doc; with any other it makes one."""
    nlp = imrnlp.load()
    nlp.add_pipe("sentencizer", last=True)
    letter = imrnlp.extract_text(LETTER, letter_id="x", pipeline=nlp)
    assert body(letter.model_dump(mode="json")) == body(expected)
