"""medspaCy's, scispaCy's and spaCy's own parts beside imrnlp's."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from test_pipeline import LETTER, body, record

import imrnlp


def assertions(letter):
    return {d.text: d.assertion for d in letter.diagnoses}


# -- load ------------------------------------------------------------------------------------------


def test_load_excludes_disables_and_sets():
    nlp = imrnlp.load(
        exclude=["imr_posology"], disable=["imr_linking"], config={"components.imr_drugs.fuzzy": False}
    )
    assert "imr_posology" not in nlp.component_names
    assert nlp.disabled == ["imr_linking"]
    assert nlp.get_pipe("imr_drugs").fuzzy is False
    for letter in (nlp(LETTER)._.letter, imrnlp.extract_text(LETTER, pipeline=nlp)):
        assert letter.determinations[0].quantity is None
        assert {d.icd10cm for d in letter.diagnoses} == {None}
    nested = imrnlp.load(config={"components": {"imr_drugs": {"fuzzy": False}}})
    assert nested.get_pipe("imr_drugs").fuzzy is False


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"exclude": ["imr_drug"]}, "imr_drug"),
        ({"disable": ["nothing"]}, "nothing"),
        ({"config": {"components.imr_drugs.fuzy": False}}, "fuzy"),
        ({"config": {"components.imr_drug.fuzzy": False}}, "imr_drug"),
    ],
)
def test_load_names_what_there_is_not(options, named):
    with pytest.raises(ValueError, match=named):
        imrnlp.load(**options)


def test_a_saved_pipeline_loads_with_the_same_options(tmp_path):
    imrnlp.load().to_disk(tmp_path / "saved")
    nlp = imrnlp.load(
        tmp_path / "saved", exclude=["imr_drugs"], config={"components.imr_assembly.labels": {}}
    )
    assert nlp(LETTER)._.letter.medications == []


# -- terms and rules at run time -------------------------------------------------------------------


def test_terms_added_at_run_time_survive_to_disk(tmp_path):
    text = LETTER.replace("1. Tramadol 50mg #60", "1. Foobarex 50mg #60").replace(
        "He denied bowel", "He denied wobblitis, bowel"
    )
    nlp = imrnlp.load()
    nlp.get_pipe("imr_drugs").add([{"term": "Foobarex", "name": "foobar", "class": "opioids", "rxcui": "1"}])
    nlp.get_pipe("imr_conditions").add([{"term": "wobblitis", "icd10cm": "M99.9"}])
    nlp.get_pipe("imr_services").add([{"term": "gadgetry", "category": "dmepos", "subcategory": "supplies"}])
    nlp.get_pipe("imr_assertion").add(
        [{"literal": "sustained", "category": "FAMILY", "direction": "FORWARD"}]
    )
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    from_bytes = imrnlp.load().from_bytes(nlp.to_bytes())
    for pipeline in (nlp, again, from_bytes):
        letter = pipeline(text)._.letter
        (drug,) = letter.determinations[0].drugs
        assert (drug.name, drug.drug_class, drug.rxcui, drug.strengths[0].value) == (
            "foobar",
            "opioids",
            "1",
            50.0,
        )
        assert letter.determinations[0].subcategory == "opioids"
        found = {d.text: d for d in letter.diagnoses}["wobblitis"]
        assert (found.assertion, found.icd10cm) == ("absent", "M99.9")
    assert (
        again(text.replace("Foobarex 50mg #60", "gadgetry"))._.letter.determinations[0].category == "dmepos"
    )


def test_terms_in_the_config():
    nlp = imrnlp.load(config={"components.imr_drugs.terms": ["Foobarex"]})
    assert [
        m.name for m in nlp(LETTER.replace("include tramadol", "include Foobarex"))._.letter.medications
    ] == ["foobarex"]


@pytest.mark.parametrize("row", ["", {}, {"term": "x", "colour": "red"}, 3])
def test_a_term_that_is_none(row):
    with pytest.raises(ValueError, match="term"):
        imrnlp.load().get_pipe("imr_drugs").add([row])


@pytest.mark.parametrize(
    "row",
    [
        {"literal": "x", "category": "FAMILY", "direction": "SIDEWAYS"},
        {"literal": "", "category": "FAMILY", "direction": "FORWARD"},
        {"literal": "x", "category": "FAMILY", "direction": "FORWARD", "pattern": [{"LOWER": "x"}]},
        {"literal": "x", "category": "FAMILY", "direction": "FORWARD", "pattern": "x+"},
    ],
)
def test_a_rule_that_cannot_be_read(row):
    with pytest.raises(ValueError, match="rule"):
        imrnlp.load().get_pipe("imr_assertion").add([row])


# -- medspaCy --------------------------------------------------------------------------------------


def test_context_rules_of_medspacy():
    context = pytest.importorskip("medspacy.context")
    text = LETTER.replace("He denied bowel", "He shunned bowel")
    nlp = imrnlp.load()
    assert assertions(nlp(text)._.letter)["bowel incontinence"] == "present"
    nlp.get_pipe("imr_assertion").add(
        [context.ConTextRule("shunned", "NEGATED_EXISTENCE", direction="FORWARD")]
    )
    assert assertions(nlp(text)._.letter)["bowel incontinence"] == "absent"
    configured = imrnlp.load(
        config={
            "components.imr_assertion.rules": [
                {"literal": "shunned", "category": "FAMILY", "direction": "FORWARD"}
            ]
        }
    )
    assert assertions(configured(text)._.letter)["bowel incontinence"] == "family"


def test_medspacy_context_in_the_place_of_imr_assertion():
    context = pytest.importorskip("medspacy.context")
    nlp = imrnlp.load(exclude=["imr_assertion"])
    ruled = nlp.add_pipe("medspacy_context", before="imr_assembly", config={"rules": None})
    ruled.add([context.ConTextRule("denied", "FAMILY", direction="FORWARD")])
    doc = nlp(LETTER)
    assert assertions(doc._.letter) == {
        "chronic low back pain": "present",
        "lumbar radiculopathy": "present",
        "bowel incontinence": "family",
    }
    default = imrnlp.load(exclude=["imr_assertion"])
    default.add_pipe("medspacy_context", after="imr_conditions")
    assert assertions(default(LETTER)._.letter)["bowel incontinence"] == "absent"


def test_attributes_of_medspacy():
    doc = imrnlp.load()(LETTER)
    flagged = {e.text: e._.is_negated for e in doc.ents if e.label_ == "DIAGNOSIS"}
    assert flagged == {
        "chronic low back pain": False,
        "lumbar radiculopathy": False,
        "bowel incontinence": True,
    }
    assert not any(
        e._.is_family or e._.is_historical or e._.is_hypothetical or e._.is_uncertain for e in doc.ents
    )
    incontinence = next(e for e in doc.ents if e.text == "bowel incontinence")
    assert incontinence._.section_category == "clinical_case_summary"
    summary = next(s for s in doc._.sections if s.category == "clinical_case_summary")
    assert doc[slice(*summary.title_span)].text.strip() == "CLINICAL CASE SUMMARY"
    assert doc[slice(*summary.body_span)].text.strip().startswith("The injured worker")


def test_a_changed_flag_of_medspacy():
    def unflag(doc):
        for ent in doc.ents:
            ent._.is_negated = ent.text == "lumbar radiculopathy"
        return doc

    spacy.Language.component("test_unflag", func=unflag)
    nlp = imrnlp.load()
    nlp.add_pipe("test_unflag", before="imr_assembly")
    assert assertions(nlp(LETTER)._.letter) == {
        "chronic low back pain": "present",
        "lumbar radiculopathy": "absent",
        "bowel incontinence": "present",
    }


def test_medspacys_viewer_and_consumer():
    pytest.importorskip("medspacy")
    from medspacy.io import DocConsumer
    from medspacy.visualization import visualize_ent

    nlp = imrnlp.load()
    doc = DocConsumer(nlp, dtypes=("ents", "section"))(nlp(LETTER))
    table = doc._.to_dataframe("ents")
    assert table.set_index("text").loc["bowel incontinence", "is_negated"]
    assert "clinical_case_summary" in set(doc._.to_dataframe("section")["section_category"])
    assert "bowel incontinence" in visualize_ent(doc, jupyter=False)


def test_target_rules_of_medspacy():
    target = pytest.importorskip("medspacy.target_matcher")
    text = LETTER.replace("1. Tramadol 50mg", "1. Foobarex 50mg")
    nlp = imrnlp.load()
    matcher = nlp.add_pipe("medspacy_target_matcher", before="imr_assembly")
    matcher.add([target.TargetRule("Foobarex", "DRUG")])
    assert [d.name for d in nlp(text)._.letter.determinations[0].drugs] == ["foobarex"]
    ours = imrnlp.load()
    ours.get_pipe("imr_drugs").add([target.TargetRule("Foobarex", "DRUG", metadata={"name": "foobar"})])
    assert [d.name for d in ours(text)._.letter.determinations[0].drugs] == ["foobar"]


def _postprocessed(*rules, labels=None):
    """The record of LETTER, with medspaCy's post-processing rules before assembly."""
    import medspacy.postprocess  # noqa: F401 - registers the component

    nlp = imrnlp.load(config={"components.imr_assembly.labels": labels} if labels else None)
    nlp.add_pipe("medspacy_postprocessor", before="imr_assembly").add(list(rules))
    return nlp(LETTER)._.letter


def _told(ent, i, source, group, **flags):
    """An action of a user's own: sets medspaCy's flags."""
    for flag, value in flags.items():
        setattr(ent._, flag, value)


def test_postprocessing_rules_of_medspacy_remove():
    rules = pytest.importorskip("medspacy.postprocess")
    from medspacy.postprocess import postprocessing_functions as functions

    plain = {d.text for d in imrnlp.load()(LETTER)._.letter.diagnoses}
    negated = {d.text for d in imrnlp.load()(LETTER)._.letter.diagnoses if d.assertion == "absent"}
    assert negated
    assert negated < plain
    by_flag = rules.PostprocessingRule(
        [rules.PostprocessingPattern(functions.is_negated)], functions.remove_ent
    )
    assert {d.text for d in _postprocessed(by_flag).diagnoses} == plain - negated
    by_words = rules.PostprocessingRule(
        [rules.PostprocessingPattern(functions.ent_contains, target="radiculopathy")], functions.remove_ent
    )
    assert {d.text for d in _postprocessed(by_words).diagnoses} == {t for t in plain if "radicul" not in t}


def test_postprocessing_rules_of_medspacy_assert():
    rules = pytest.importorskip("medspacy.postprocess")
    from medspacy.postprocess import postprocessing_functions as functions

    rule = rules.PostprocessingRule(
        [rules.PostprocessingPattern(functions.ent_contains, target="radiculopathy")], _told, is_family=True
    )
    found = {d.text: d.assertion for d in _postprocessed(rule).diagnoses}
    assert found["lumbar radiculopathy"] == "family"


def test_postprocessing_rules_of_medspacy_relabel():
    rules = pytest.importorskip("medspacy.postprocess")
    from medspacy.postprocess import postprocessing_functions as functions

    rule = rules.PostprocessingRule(
        [rules.PostprocessingPattern(functions.ent_contains, target="radiculopathy")],
        functions.set_label,
        label="PROBLEM",
    )
    assert "lumbar radiculopathy" not in {d.text for d in _postprocessed(rule).diagnoses}
    mapped = _postprocessed(rule, labels={"PROBLEM": "DIAGNOSIS"})
    assert "lumbar radiculopathy" in {d.text for d in mapped.diagnoses}


# -- scispaCy --------------------------------------------------------------------------------------

ABBREVIATED = LETTER.replace(
    "lumbar radiculopathy.", "left femoroacetabular\nimpingement (FAI). There was no FAI on the right."
)


def test_abbreviations():
    doc = imrnlp.load()(ABBREVIATED)
    assert [(s.text, " ".join(s._.long_form.text.split())) for s in doc._.abbreviations] == [
        ("FAI", "femoroacetabular impingement")
    ] * 2
    found = [(d.name, d.assertion) for d in doc._.letter.diagnoses if "impingement" in d.name]
    assert found[0] == ("left femoroacetabular impingement", "present")
    assert found[1][0].startswith("femoroacetabular impingement")
    assert found[1][1] == "absent"


def test_candidates_of_the_linker():
    doc = imrnlp.load()(LETTER)
    linked = [e for e in doc.ents if e.label_ == "DIAGNOSIS" and e.kb_id_]
    assert linked
    assert all(e._.kb_ents[0][0] == e.kb_id_ and 0 < e._.kb_ents[0][1] <= 1 for e in linked)


# -- spaCy -----------------------------------------------------------------------------------------


def _spacy(*words):
    run = subprocess.run(
        [sys.executable, "-m", "spacy", *words], capture_output=True, text=True, check=False, timeout=120
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("registry", "name", "place"),
    [
        ("tokenizers", "imrnlp.LetterTokenizer.v1", "tokenizer.py"),
        ("architectures", "imrnlp.TermHashEmbed.v1", "embed.py"),
        ("_entry_point_factories", "imr_drugs", "factories.py"),
    ],
)
def test_spacy_finds_our_functions(registry, name, place):
    code, out = _spacy("find-function", name, "-r", registry)
    assert code == 0, out
    assert place in out.replace("\n", "")


@pytest.mark.slow
def test_spacy_info_of_a_saved_pipeline(tmp_path):
    nlp = imrnlp.load()
    nlp.to_disk(tmp_path)
    code, out = _spacy("info", str(tmp_path))
    assert code == 0, out
    assert all(name in out for name in nlp.pipe_names)


def test_a_component_is_found_without_importing_the_package():
    code = "import spacy; print(spacy.blank('en').add_pipe('imr_drugs').labels)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert "DRUG" in run.stdout


def test_evaluate_scores_entities_and_assertion():
    nlp = imrnlp.load()
    gold = nlp(LETTER)
    scores = nlp.evaluate([Example(nlp.make_doc(LETTER), gold)])
    assert scores["ents_f"] == scores["assertion_f"] == scores["assertion_acc"] == 1.0
    for ent in gold.ents:
        if ent.text == "bowel incontinence":
            ent._.assertion = "family"
    scores = nlp.evaluate([Example(nlp.make_doc(LETTER), gold)])
    assert scores["ents_f"] == 1.0
    assert scores["assertion_acc"] == pytest.approx(2 / 3)
    assert scores["assertion_per_type"]["family"]["r"] == 0.0


def test_analysis_says_what_each_component_reads_and_writes(nlp):
    analysis = nlp.analyze_pipes()
    assert "span._.assertion" in analysis["summary"]["imr_assertion"]["assigns"]
    assert "doc._.letter" in analysis["summary"]["imr_assembly"]["assigns"]
    assert not any(analysis["problems"].values())


def test_displacy_has_colours_for_every_label(nlp):
    from imrnlp.components.board import LABELS

    colours = spacy.util.registry.displacy_colors.get("imrnlp")
    assert set(colours) == set(LABELS)
    assert colours["DRUG"] in spacy.displacy.render(nlp(LETTER), style="ent", jupyter=False)


def test_docbin_keeps_the_record(nlp):
    kept = DocBin(store_user_data=True, docs=[nlp(LETTER)])
    (doc,) = DocBin().from_bytes(kept.to_bytes()).get_docs(nlp.vocab)
    assert record(doc) == body(imrnlp.extract_text(LETTER).model_dump(mode="json"))


def test_as_tuples_keep_the_letter_id(nlp):
    for doc, name in nlp.pipe([(LETTER, "a"), (LETTER, "b")], as_tuples=True):
        letter = doc._.letter
        letter.letter_id = name
        assert doc._.letter.letter_id == name


def test_a_text_over_max_length(nlp):
    small = imrnlp.load()
    small.max_length = 100
    with pytest.raises(ValueError, match="max_length"):
        small(LETTER)
    assert imrnlp.extract_text(LETTER, pipeline=small).determinations


# -- what is no letter of ours ---------------------------------------------------------------------


def test_an_empty_doc(nlp):
    for name, component in nlp.pipeline:
        doc = component(Doc(nlp.vocab))
        assert len(doc) == 0, name
    assert nlp("")._.letter.determinations == []


def test_a_doc_of_another_tokenizer(nlp):
    doc = spacy.blank("en")(LETTER)
    other = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    assert record(nlp(other)) == record(nlp(LETTER))


def test_a_pipeline_without_assembly():
    nlp = imrnlp.load(exclude=["imr_assembly"])
    assert nlp(LETTER)._.letter is None
    with pytest.raises(ValueError, match="imr_assembly"):
        imrnlp.extract_text(LETTER, pipeline=nlp)


def test_overlapping_spans_and_unknown_labels():
    def add(doc):
        doc.spans["imr"].append(doc.char_span(0, 11, label="NONSENSE", alignment_mode="expand"))
        first = next(s for s in doc.spans["imr"] if s.text == "lumbar radiculopathy")
        doc.spans["imr"].append(
            doc.char_span(first.start_char, first.end_char - 14, label="DIAGNOSIS", alignment_mode="expand")
        )
        return doc

    spacy.Language.component("test_add", func=add)
    nlp = imrnlp.load()
    nlp.add_pipe("test_add", before="imr_assembly")
    letter = nlp(LETTER)._.letter
    assert len([d for d in letter.diagnoses if "radiculopathy" in d.text or d.text == "lumbar"]) == 1
    assert any(w.code == "entity_ignored" and "NONSENSE" in w.message for w in letter.warnings)


def test_a_span_outside_every_section_is_told():
    nlp = imrnlp.load()
    nlp.add_pipe("entity_ruler", before="imr_assembly").add_patterns(
        [{"label": "DRUG", "pattern": "Priority"}]
    )
    letter = nlp(LETTER)._.letter
    assert "entity_outside" in {w.code for w in letter.warnings}


def test_labels_of_the_config_are_checked():
    with pytest.raises(ValueError, match="SICKNESS"):
        imrnlp.load(config={"components.imr_assembly.labels": {"PROBLEM": "SICKNESS"}})


def test_sections_and_abbreviations_that_somebody_else_set():
    """What another component says of sections and long forms counts; spaCy saves it with the Doc."""
    doc = imrnlp.load()(ABBREVIATED)
    section = next(s for s in doc._.sections if s.category == "clinical_case_summary")
    assert section.title_span == (section.title_start, section.title_end)
    assert section.section_span == (section.title_start, section.body_end)
    token = doc[section.body_start]
    assert (token._.section_category, token._.section.category) == ("clinical_case_summary",) * 2
    token._.section = None
    short = doc._.abbreviations[0]
    whole = doc[section.body_start : section.body_start + 2]
    short._.long_form = whole
    assert short._.long_form == whole
    doc._.abbreviations = [whole]
    assert doc._.abbreviations == [whole]
    doc._.sections = []
    assert doc._.sections == []
    assert doc[section.body_start + 1]._.section_category is None
    doc._.sections = (section,)  # as a saved Doc gives it back
    assert doc._.sections == [section]


def test_a_word_of_no_section_has_none():
    doc = imrnlp.load().make_doc("He has neck pain.")
    assert doc._.sections == []
    assert doc[0]._.section is None
    assert doc[0]._.section_category is None


def test_sections_without_their_bodies():
    """Spans that somebody put there know no body: it begins where the section does."""
    doc = imrnlp.load().make_doc("SUMMARY He has neck pain.")
    doc.spans["sections"] = [spacy.tokens.Span(doc, 0, len(doc), label="clinical_case_summary")]
    [section] = doc._.sections
    assert (section.body_start, section.body_end) == (0, len(doc))


def test_a_span_that_is_no_abbreviation_has_no_long_form():
    doc = imrnlp.load()(ABBREVIATED)
    assert doc[0:1]._.long_form is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("", "a term is a string"),
        ({"name": "x"}, "a term is a string"),
        ({"term": "x", "dose": "1"}, "no key 'dose'; the keys are term, name, brand, class, rxcui"),
        (5, "a term is a string"),
    ],
)
def test_a_term_that_cannot_be_added(row, message):
    with pytest.raises(ValueError, match=message):
        imrnlp.load().get_pipe("imr_drugs").add([row])


def test_terms_are_added_once_or_again():
    nlp = imrnlp.load()
    drugs = nlp.get_pipe("imr_drugs")
    drugs.add("Foobarex")
    drugs.add({"term": "Quuxil", "name": "quux"})
    letter = nlp(LETTER.replace("tramadol 50 mg twice", "Foobarex and Quuxil twice"))._.letter
    assert {"foobarex", "quux"} <= {m.name for m in letter.medications}


def test_a_component_saved_without_added_terms(tmp_path):
    """An older version's folder has no file of them."""
    nlp = imrnlp.load()
    nlp.get_pipe("imr_drugs").add("Foobarex")
    nlp.get_pipe("imr_drugs").from_disk(tmp_path)
    assert [row["term"] for row in nlp.get_pipe("imr_drugs").rows()] == ["Foobarex"]


def test_scores_of_docs_without_gold_of_their_own():
    """Without spans and assertions in the gold there is nothing to score them by."""
    from spacy.training import Example

    from imrnlp.components.scoring import score_assertion, score_entities

    nlp = imrnlp.load()
    gold = nlp.make_doc(LETTER)
    scores = score_entities([Example(nlp(LETTER), gold)])
    assert "spans_imr_f" not in scores
    assert score_assertion([Example(nlp(LETTER), gold)]) == {}
