"""The clinical NER beside the rules: resolution, the loading of other packages, the shipped weights."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.training import Example

from imrnlp.ner import (
    FOLDER,
    LABELS,
    NER,
    RESOLUTION,
    add_clinical_ner,
    known_to_the_rules,
    load_installed,
    model_mentions,
    resolve,
    source_ner,
)
from imrnlp.pipeline import models_folder
from imrnlp.reading import Reading
from imrnlp.tag.mentions import Mention
from imrnlp.tokenizer import create_letter_tokenizer

TEXT = "She takes gabapentin for sciatica and has no asthma."


def mention(label: str, start: int, end: int) -> Mention:
    return Mention(label, start, end, "x" * (end - start))


@pytest.mark.parametrize(
    ("rules", "model", "kept"),
    [
        # a gap: the model fills it, in text order
        ([("DRUG", 10, 14)], [("DIAGNOSIS", 0, 5)], [("DIAGNOSIS", 0, 5), ("DRUG", 10, 14)]),
        # the same span: the rule's label stands
        ([("DRUG", 0, 5)], [("DIAGNOSIS", 0, 5)], [("DRUG", 0, 5)]),
        # the model's longer span does not swallow a rule's
        ([("DIAGNOSIS", 5, 9)], [("DIAGNOSIS", 0, 9)], [("DIAGNOSIS", 5, 9)]),
        # spans that only touch do not overlap
        ([("DRUG", 0, 5)], [("DIAGNOSIS", 5, 9)], [("DRUG", 0, 5), ("DIAGNOSIS", 5, 9)]),
        # a site inside a condition is no reason against it
        ([("BODY_SITE", 0, 8)], [("DIAGNOSIS", 0, 15)], [("BODY_SITE", 0, 8), ("DIAGNOSIS", 0, 15)]),
        # a procedure is: "knee arthroscopy" is not a condition
        ([("PROCEDURE", 0, 16)], [("DIAGNOSIS", 5, 16)], [("PROCEDURE", 0, 16)]),
        # two model spans that overlap: the longer
        ([], [("DIAGNOSIS", 4, 9), ("DIAGNOSIS", 0, 9)], [("DIAGNOSIS", 0, 9)]),
        ([], [], []),
    ],
)
def test_who_wins(rules, model, kept):
    merged = resolve([mention(*m) for m in rules], [mention(*m) for m in model])
    assert [(m.label, m.start, m.end) for m in merged] == kept


_spans = st.lists(
    st.tuples(
        st.sampled_from(["DRUG", "DIAGNOSIS", "BODY_SITE", "PROCEDURE"]),
        st.integers(0, 60),
        st.integers(1, 15),
    ),
    max_size=12,
)


@given(_spans, _spans)
def test_rules_stay_and_accepted_entities_never_overlap_them(rules, model):
    ruled = [mention(label, start, start + n) for label, start, n in rules]
    merged = resolve(ruled, [mention(label, start, start + n) for label, start, n in model])
    assert all(any(m is r for m in merged) for r in ruled)
    added = [m for m in merged if not any(m is r for r in ruled)]
    firm = [r for r in ruled if r.label != "BODY_SITE"]
    for i, m in enumerate(added):
        for other in [*firm, *added[i + 1 :]]:
            assert m.end <= other.start or m.start >= other.end
    assert [m.start for m in merged] == sorted(m.start for m in merged)


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory):
    """A package as scispaCy's are: a shared tok2vec, an ner with DISEASE and CHEMICAL, ``load()``."""
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"width": 32, "depth": 1, "embed_size": 500}})
    listener = {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 32, "upstream": "*"}}
    nlp.add_pipe("ner", config={"model": listener})
    gold = {"entities": [(10, 20, "CHEMICAL"), (25, 33, "DISEASE"), (45, 51, "DISEASE")]}
    example = Example.from_dict(nlp.make_doc(TEXT), gold)
    optimizer = nlp.initialize(lambda: [example])
    for _ in range(30):
        nlp.update([example], sgd=optimizer)
    site = tmp_path_factory.mktemp("site")
    package = site / "en_ner_stand_in_md"
    package.mkdir()
    nlp.to_disk(package / "data")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nimport spacy\n\n"
        "def load(**options):\n    return spacy.load(Path(__file__).parent / 'data', **options)\n"
    )
    (site / "no_model_here.py").write_text("")
    sys.path.insert(0, str(site))
    yield "en_ner_stand_in_md"
    sys.path.remove(str(site))
    sys.modules.pop("en_ner_stand_in_md", None)


@pytest.fixture
def blank():
    nlp = spacy.blank("en")
    nlp.tokenizer = create_letter_tokenizer()(nlp)
    return nlp


def test_another_packages_ner_by_name(blank, stand_in):
    nlp = source_ner(blank, stand_in)
    assert nlp.pipe_names == [NER, RESOLUTION]  # the shared tok2vec is built in
    nlp.add_pipe("imr_assertion")
    nlp.add_pipe("imr_assembly")
    doc = nlp(TEXT)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("gabapentin", "DRUG"),
        ("sciatica", "DIAGNOSIS"),
        ("asthma", "DIAGNOSIS"),
    ]
    assert [(d.text, d.assertion) for d in doc._.letter.diagnoses] == [
        ("sciatica", "present"),
        ("asthma", "absent"),
    ]
    assert [m.name for m in doc._.letter.medications] == ["gabapentin"]


def test_sourcing_twice_replaces(blank, stand_in):
    assert source_ner(source_ner(blank, stand_in), stand_in).pipe_names == [NER, RESOLUTION]


def test_a_model_folder_will_do(blank, stand_in):
    spec = importlib.util.find_spec(stand_in)
    assert spec
    folder = Path(str(spec.origin)).parent / "data"
    assert NER in source_ner(blank, str(folder)).pipe_names


def test_entities_of_unknown_labels_are_left_out(blank):
    doc = blank("Acme Corporation paid for gabapentin")
    doc.ents = [doc.char_span(0, 16, label="ORG"), doc.char_span(26, 36, label="CHEMICAL")]
    assert [(m.label, m.text) for m in model_mentions(doc, Reading(doc.text))] == [("DRUG", "gabapentin")]


def test_labels_map_to_the_published_ones():
    assert set(LABELS.values()) == {"DRUG", "DIAGNOSIS"}


@pytest.mark.parametrize("name", ["en_ner_not_installed_md", "not a name", "../nowhere"])
def test_what_is_not_installed_is_said(name):
    with pytest.raises(ImportError, match=r"not installed.*downloads nothing"):
        load_installed(name)


def test_a_package_that_is_no_model(stand_in):
    with pytest.raises(ValueError, match="not a spaCy model"):
        load_installed("no_model_here")


def test_a_model_without_ner(blank, tmp_path):
    spacy.blank("en").to_disk(tmp_path / "m")
    with pytest.raises(ValueError, match="no 'ner'"):
        source_ner(blank, str(tmp_path / "m"))


def test_missing_weights_are_said(blank, tmp_path):
    with pytest.raises(FileNotFoundError, match="project run train"):
        add_clinical_ner(blank, tmp_path)


shipped = pytest.mark.skipif(
    not (models_folder() / FOLDER / "meta.json").is_file(), reason="the weights are not in this checkout"
)


@pytest.fixture(scope="module")
def model():
    import imrnlp.ner.embed
    import imrnlp.tokenizer  # noqa: F401

    return spacy.load(models_folder() / FOLDER)


@shipped
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He was given naproxen and developed gastric ulcers.",
            {("naproxen", "DRUG"), ("gastric ulcers", "DIAGNOSIS")},
        ),
        ("There is a history of diabetes mellitus.", {("diabetes mellitus", "DIAGNOSIS")}),
        # nothing medical, nothing found
        ("The request was received by the office on Monday.", set()),
    ],
)
def test_shipped_model_on_plain_sentences(model, text, expected):
    assert {(e.text, e.label_) for e in model(text).ents} == expected


@shipped
def test_shipped_model_is_small_and_survives_a_round_trip(model, tmp_path):
    files = [f for f in (models_folder() / FOLDER).rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 25_000_000
    text = "Lisinopril was stopped because of cough and angioedema."
    model.to_disk(tmp_path / "m")
    again = spacy.load(tmp_path / "m")
    assert [(e.text, e.label_) for e in again(text).ents] == [(e.text, e.label_) for e in model(text).ents]


@shipped
@given(st.text(max_size=60))
def test_shipped_model_never_crashes(model, text):
    doc = model(text)
    assert doc.text == text
    assert all(e.label_ in ("DRUG", "DIAGNOSIS") for e in doc.ents)


@shipped
def test_clinical_pipeline_reads_a_letter():
    import imrnlp

    nlp = imrnlp.load("clinical")
    assert nlp.pipe_names.index("imr_conditions") < nlp.pipe_names.index("ner")
    assert nlp("Norco 10/325mg #120: Upheld")._.letter.determinations[0].outcome == "upheld"


@pytest.mark.parametrize(
    ("phrase", "known"),
    [
        ("pain", True),  # too bare for a diagnosis: the rules have left it out
        ("industrial injury", True),
        ("hit", True),  # a short word says nothing
        ("Zellweger spectrum", False),
        ("Erdheim Chester", False),
    ],
)
def test_the_model_speaks_only_of_words_that_the_rules_do_not_know(phrase, known):
    assert known_to_the_rules(phrase) is known
