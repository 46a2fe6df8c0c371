"""What another component puts on the Doc, changes or takes away there counts in the record."""

from __future__ import annotations

import itertools

import pytest
from spacy.language import Language
from spacy.tokens import Span
from test_pipeline import LETTER

import imrnlp

_NAMES = itertools.count()


def made(change, before="imr_assembly", text=LETTER):
    """The record, and the Doc, of a pipeline with ``change(doc)`` as a component."""
    nlp = imrnlp.load()
    name = f"test_change_{next(_NAMES)}"  # spaCy keeps the first function of a name
    Language.component(name, func=lambda doc: change(doc) or doc)
    nlp.add_pipe(name, before=before)
    doc = nlp(text)
    return doc._.letter, doc


def ruled(patterns, before="imr_assembly", text=LETTER, **config):
    """The record of a pipeline with an entity ruler."""
    nlp = imrnlp.load()
    ruler = nlp.add_pipe("entity_ruler", before=before, config=config)
    ruler.add_patterns([{"label": label, "pattern": words} for label, words in patterns])
    return nlp(text)._.letter


def entity(doc, words, label, **options):
    start = doc.text.index(words)
    return doc.char_span(start, start + len(words), label=label, alignment_mode="expand", **options)


# -- something new ---------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["imr_drugs", "imr_posology", "imr_conditions", "imr_assembly"])
def test_a_drug_of_an_entity_ruler(before):
    text = LETTER.replace("1. Tramadol 50mg", "1. Foobarex 50mg")
    letter = ruled([("DRUG", "Foobarex")], before, text)
    (drug,) = letter.determinations[0].drugs
    assert (drug.text, drug.name, drug.strengths[0].value) == ("Foobarex", "foobarex", 50.0)
    item = letter.determinations[0]
    assert (item.category, item.quantity, item.refills) == ("pharmaceuticals", 60.0, 2)


@pytest.mark.parametrize("before", ["imr_drugs", "imr_posology", "imr_assembly"])
def test_a_drug_of_an_entity_ruler_in_the_summary(before):
    text = LETTER.replace("include tramadol 50 mg twice a day", "include Foobarex 50 mg twice a day")
    letter = ruled([("DRUG", "Foobarex")], before, text)
    (medication,) = letter.medications
    assert (medication.name, medication.status, medication.times_per_day) == ("foobarex", "current", 2.0)
    assert medication.strengths[0].value == 50.0


@pytest.mark.parametrize("before", ["imr_conditions", "imr_assertion", "imr_linking", "imr_assembly"])
def test_a_diagnosis_of_an_entity_ruler(before):
    text = LETTER.replace("He denied bowel", "He denied wobblitis, bowel")
    letter = ruled([("DIAGNOSIS", "wobblitis")], before, text)
    assert [d.assertion for d in letter.diagnoses if d.text == "wobblitis"] == ["absent"]


def test_a_new_diagnosis_is_linked():
    text = LETTER.replace(
        "and lumbar radiculopathy.", "and lumbar radiculopathy. The reviewer read: hypertension."
    )

    def change(doc):
        found = [e for e in doc.ents if e.text != "hypertension"]
        doc.ents = found

    taken, _ = made(change, text=text)
    assert "hypertension" not in [d.text for d in taken.diagnoses]
    letter = ruled([("DIAGNOSIS", "hypertension")], "imr_assembly", text, overwrite_ents=True)
    assert [d.icd10cm for d in letter.diagnoses if d.text == "hypertension"] == ["I10"]


def test_labels_mapped_in_the_config():
    text = LETTER.replace("He denied bowel", "He denied wobblitis, bowel")
    nlp = imrnlp.load()
    nlp.remove_pipe("imr_assembly")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PROBLEM", "pattern": "wobblitis"}])
    nlp.add_pipe("imr_assembly", config={"labels": {"PROBLEM": "DIAGNOSIS"}})
    found = nlp(text)._.letter.diagnoses
    assert [d.assertion for d in found if d.text == "wobblitis"] == ["absent"]


@pytest.mark.parametrize(
    ("words", "assertion"),
    [
        ("no swelling", "absent"),
        ("possible fracture", "possible"),
        ("denies wobbling", "absent"),
        ("swelling", "present"),
    ],
)
def test_a_cue_within_somebody_elses_entity(words, assertion):
    text = LETTER.replace("He denied bowel incontinence.", f"There is {words}.")
    letter = ruled([("DIAGNOSIS", words)], "imr_assertion", text, overwrite_ents=True)
    assert [d.assertion for d in letter.diagnoses if d.text == words] == [assertion]


def test_the_same_mention_is_once_in_the_record():
    letter = ruled([("DRUG", "tramadol"), ("DRUG", "Tramadol")], "imr_drugs", overwrite_ents=True)
    plain = imrnlp.load()(LETTER)._.letter
    assert len(letter.medications) == len(plain.medications)
    assert len(letter.determinations[0].drugs) == 1


def test_a_span_of_the_group_counts():
    text = LETTER.replace("1. Tramadol 50mg", "1. Foobarex 50mg")

    def change(doc):
        doc.spans["imr"].append(entity(doc, "Foobarex", "DRUG"))

    letter, _ = made(change, text=text)
    assert [d.name for d in letter.determinations[0].drugs] == ["foobarex"]


def test_a_guideline_of_another_component():
    text = LETTER.replace(
        "MAXIMUS guideline: Decision based on MTUS Chronic",
        "MAXIMUS guideline: see the Foo Handbook, then MTUS Chronic",
    )

    def change(doc):
        doc.ents = [e for e in doc.ents if e.label_ != "GUIDELINE"]

    letter, _ = made(change, text=text)
    assert letter.determinations[0].imr_guidelines == []


def test_a_procedure_of_another_component():
    text = LETTER.replace("1. Tramadol 50mg #60 refills x 2", "1. Foobar MRI gadget of the knee")
    assert ruled([], text=text).determinations[0].category == "diagnostics"

    def change(doc):
        doc.ents = [e for e in doc.ents if e.text != "MRI"]

    letter, _ = made(change, text=text)
    assert letter.determinations[0].category != "diagnostics"


REQUEST = "1. Tramadol 50mg #60 refills x 2"


@pytest.mark.parametrize(
    ("label", "words", "request_", "expected"),
    [
        pytest.param(
            "PROCEDURE", "Foobar gadget", "1. Foobar gadget of the knee", {"category": "other"},
            id="a procedure of no known word",
        ),
        pytest.param(
            "PROCEDURE", "MRI gadget", "1. Foobar MRI gadget of the knee", {"subcategory": "mri"},
            id="a procedure with a known word in it",
        ),
        pytest.param(
            "BODY_SITE", "wingding", "1. MRI of the wingding", {"body_sites": ["wingding"]}, id="a site of no known word"
        ),
        pytest.param(
            "BODY_SITE", "left big knee", "1. MRI of the left big knee", {"body_sites": ["knee"], "laterality": "left"},
            id="a site with a known word in it",
        ),
        pytest.param(
            "QUANTITY", "threescore", "1. Tramadol 50 mg threescore", {"quantity": None}, id="a quantity without a number"
        ),
        pytest.param(
            "REFILLS", "once again", "1. Tramadol 50 mg #60 once again", {"quantity": 60.0, "refills": None},
            id="refills without a number",
        ),
    ],
)  # fmt: skip
def test_words_of_an_entity_ruler_are_read_where_they_are_known(label, words, request_, expected):
    item = ruled([(label, words)], text=LETTER.replace(REQUEST, request_)).determinations[0]
    assert {field: getattr(item, field) for field in expected} == expected


@pytest.mark.parametrize(
    ("label", "words", "code", "message"),
    [
        ("QUANTITY", "threescore", "number_not_found", "'threescore' is marked as a quantity, but no number was recognised in it"),
        ("REFILLS", "once again", "number_not_found", "'once again' is marked as refills, but no number was recognised in it"),
        ("QUANTITY", "#70000", "number_out_of_range", "'#70000' is not a believable quantity"),
        ("REFILLS", "refills x -1", "number_out_of_range", "'refills x -1' is not a believable number of refills"),
    ],
)  # fmt: skip
def test_a_number_that_is_missing_is_not_called_too_large(label, words, code, message):
    letter = ruled([(label, words)], text=LETTER.replace(REQUEST, f"1. Tramadol 50 mg {words}"))
    warnings = [w for w in letter.determinations[0].warnings if w.code.startswith("number_")]
    assert [(w.code, w.message) for w in warnings] == [(code, message)]


@pytest.mark.parametrize(("words", "values"), [("75 mg", [75.0]), ("50 flurbs", [])])
def test_a_strength_of_an_entity_ruler(words, values):
    item = ruled(
        [("STRENGTH", words)], text=LETTER.replace(REQUEST, f"1. Tramadol {words} #60")
    ).determinations[0]
    assert [s.value for s in item.drugs[0].strengths] == values


def test_a_new_diagnosis_with_a_code_keeps_it():
    def change(doc):
        doc.ents = [*doc.ents, entity(doc, "sustained", "DIAGNOSIS", kb_id="Z99.9")]

    letter, _ = made(change)
    assert [d.icd10cm for d in letter.diagnoses if d.text == "sustained"] == ["Z99.9"]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        pytest.param("Foo Handbook", ["Foo Handbook"], id="a title of no list"),
        pytest.param("ODG Pain page 3", ["Official Disability Guidelines"], id="one of the list"),
        pytest.param("44-year-old", [], id="outside the citations"),
    ],
)
@pytest.mark.parametrize("alone", [True, False], ids=["in the place of ours", "beside ours"])
def test_a_citation_of_another_component(words, titles, alone):
    """What overlaps a citation of ours is that citation, not a second one."""
    text = LETTER.replace(
        "MAXIMUS guideline: Decision based on MTUS",
        "MAXIMUS guideline: Decision based on the Foo Handbook, ODG Pain page 3 and MTUS",
    )

    def change(doc):
        new = entity(doc, words, "GUIDELINE")
        others = [e for e in doc.ents if e.label_ != "GUIDELINE"] if alone else doc.ents
        doc.ents = [*(e for e in others if e.end <= new.start or new.end <= e.start), new]

    item = made(change, text=text)[0].determinations[0]
    found = [r.title for r in item.imr_guidelines]
    ours = [] if alone else ["Official Disability Guidelines", "Chronic Pain Medical Treatment Guidelines"]
    assert sorted(found) == sorted({*ours, *titles})


def test_a_citation_without_a_reader_of_citations():
    nlp = imrnlp.load(exclude=["imr_guidelines"])
    ruler = nlp.add_pipe("entity_ruler", before="imr_assembly")
    ruler.add_patterns([{"label": "GUIDELINE", "pattern": "MTUS"}])
    assert nlp(LETTER)._.letter.determinations[0].imr_guidelines == []


# -- something taken away --------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["imr_posology", "imr_assembly"])
def test_a_drug_taken_away(before):
    def change(doc):
        doc.ents = [e for e in doc.ents if e.label_ != "DRUG"]

    letter, doc = made(change, before)
    assert letter.medications == []
    assert letter.determinations[0].drugs == []
    assert "DRUG" not in {s.label_ for s in doc.spans["imr"]}


def test_a_quantity_taken_away():
    def change(doc):
        doc.ents = [e for e in doc.ents if e.label_ not in ("QUANTITY", "REFILLS", "STRENGTH")]

    item = made(change)[0].determinations[0]
    assert (item.quantity, item.refills, item.drugs[0].strengths) == (None, None, [])


def test_a_diagnosis_taken_from_the_group():
    def change(doc):
        doc.spans["imr"] = [s for s in doc.spans["imr"] if s.text != "bowel incontinence"]

    letter, _ = made(change)
    assert "bowel incontinence" not in [d.text for d in letter.diagnoses]
    assert "lumbar radiculopathy" in [d.text for d in letter.diagnoses]


# -- something changed -----------------------------------------------------------------------------


def test_a_changed_assertion():
    def change(doc):
        for ent in doc.ents:
            if ent.label_ == "DIAGNOSIS":
                ent._.assertion = "absent"

    letter, _ = made(change)
    assert {d.assertion for d in letter.diagnoses} == {"absent"}


def test_an_assertion_set_before_imr_assertion_stays():
    def change(doc):
        for ent in doc.ents:
            if ent.text == "lumbar radiculopathy":
                ent._.assertion = "family"

    letter, _ = made(change, before="imr_assertion")
    assert {d.text: d.assertion for d in letter.diagnoses}["lumbar radiculopathy"] == "family"


def test_an_assertion_that_is_none():
    def change(doc):
        for ent in doc.ents:
            if ent.text == "lumbar radiculopathy":
                ent._.assertion = "maybe"

    letter, _ = made(change)
    assert {d.text: d.assertion for d in letter.diagnoses}["lumbar radiculopathy"] == "present"
    assert "assertion_unknown" in {w.code for w in letter.warnings}


def test_a_changed_code():
    def change(doc):
        doc.ents = [
            Span(doc, e.start, e.end, label=e.label_, kb_id="Z99.9") if e.label_ == "DIAGNOSIS" else e
            for e in doc.ents
        ]

    letter, _ = made(change)
    assert {d.icd10cm for d in letter.diagnoses} == {"Z99.9"}


def test_a_code_taken_away():
    """spaCy's own word for "linked to nothing" is NIL; an empty ``kb_id_`` says nothing."""

    def change(doc):
        doc.ents = [Span(doc, e.start, e.end, label=e.label_, kb_id="NIL") for e in doc.ents]

    letter, doc = made(change)
    assert {d.icd10cm for d in letter.diagnoses} == {None}
    assert {d.rxcui for d in letter.medications} == {None}
    assert {e.kb_id_ for e in doc.ents} <= {"", "NIL"}


def test_entities_set_again_without_their_codes():
    def change(doc):
        doc.ents = [Span(doc, e.start, e.end, label=e.label_) for e in doc.ents]

    letter, doc = made(change)
    plain = imrnlp.load()(LETTER)
    assert letter.model_dump() == plain._.letter.model_dump()
    assert [(e.text, e.kb_id_) for e in doc.ents] == [(e.text, e.kb_id_) for e in plain.ents]


def test_codes_are_on_the_entities_and_the_spans():
    doc = imrnlp.load()(LETTER)
    codes = {d.text: d.icd10cm or "" for d in doc._.letter.diagnoses}
    assert any(codes.values())
    assert {e.text: e.kb_id_ for e in doc.ents if e.label_ == "DIAGNOSIS"} == codes
    assert {s.text: s.kb_id_ for s in doc.spans["imr"] if s.label_ == "DIAGNOSIS"} == codes
    assert {e.kb_id_ for e in doc.ents if e.label_ == "DRUG"} == {"10689"}


def test_changed_sentences():
    def assertion(letter):
        return {d.text: d.assertion for d in letter.diagnoses}["bowel incontinence"]

    def split(doc):
        doc[next(t.i for t in doc if t.text == "bowel")].is_sent_start = True

    for before in ("imr_drugs", "imr_conditions", "imr_assertion"):
        letter, _ = made(split, before=before)
        assert assertion(letter) == "present"
    assert assertion(imrnlp.load()(LETTER)._.letter) == "absent"


def test_changed_sections():
    def cut(doc):
        end = doc.char_span(0, doc.text.index(" He denied bowel"), alignment_mode="expand").end
        doc.spans["sections"] = [
            Span(doc, s.start, min(s.end, end), label=s.label_) if s.label_ == "clinical_case_summary" else s
            for s in doc.spans["sections"]
        ]

    for before in ("imr_sentences", "imr_assembly"):
        letter, _ = made(cut, before=before)
        assert "bowel incontinence" not in [d.text for d in letter.diagnoses]
        assert "lumbar radiculopathy" in [d.text for d in letter.diagnoses]
        assert letter.medications == []


def test_changed_sections_keep_what_was_changed_before():
    def change(doc):
        doc.ents = [
            *(e for e in doc.ents if e.text != "chronic low back pain"),
            entity(doc, "sustained", "DIAGNOSIS"),
        ]
        for ent in doc.ents:
            if ent.text == "lumbar radiculopathy":
                ent._.assertion = "family"
        end = doc.char_span(0, doc.text.index(" He denied bowel"), alignment_mode="expand").end
        doc.spans["sections"] = [
            Span(doc, s.start, min(s.end, end), label=s.label_) if s.label_ == "clinical_case_summary" else s
            for s in doc.spans["sections"]
        ]

    letter, _ = made(change)
    assert [(d.text, d.assertion) for d in letter.diagnoses] == [
        ("sustained", "present"),
        ("lumbar radiculopathy", "family"),
    ]
