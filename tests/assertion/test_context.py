"""ConText on strings: the marked sentences, traps of the algorithm, offsets."""

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import ROOT

from imrnlp.assertion.context import PRECEDENCE, assert_targets, find_cues
from imrnlp.assertion.rules import phrases_of, to_medspacy_rules
from imrnlp.lexicons import document

_PATH = ROOT / "benchmarks" / "assertion.py"
_SPEC = importlib.util.spec_from_file_location("assertion_benchmark", _PATH)
assert _SPEC
assert _SPEC.loader
benchmark = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(benchmark)


@pytest.mark.parametrize(("text", "targets", "classes"), list(benchmark.marked()))
def test_marked_sentence(text, targets, classes):
    assert assert_targets(text, targets) == classes


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("No family history of gout.", "gout", "family"),  # family before absent
        ("Denies history of asthma.", "asthma", "absent"),  # absent before historical
        ("noted swelling", "swelling", "present"),  # "no" inside a word
        ("Fever: none.", "Fever", "absent"),  # the colon before a post-cue
        ("Denies: fever.", "fever", "absent"),  # the colon after a cue
        ("He denied fever & reported chills.", "chills", "present"),  # "&" for "and"
        ("He denied fever & chills.", "chills", "absent"),
        # what begins a new statement begins none behind "if", which ends at its comma
        ("If there is weakness, an EMG will be done.", "weakness", "hypothetical"),
        ("If she has numbness, he will see her.", "numbness", "hypothetical"),
        ("Surgery is planned if the MRI shows a tear.", "tear", "hypothetical"),
        ("If there is weakness, the fracture will be treated.", "fracture", "present"),
    ],
)
def test_trap(text, target, expected):
    at = text.index(target)
    assert assert_targets(text, [(at, at + len(target))]) == [expected]


def test_no_targets():
    assert assert_targets("No fever.", []) == []


def test_expand_optional():
    assert set(phrases_of("(a|b)? c")) == {"a c", "b c", "c"}


@given(st.text(max_size=80))
def test_any_string(text):
    assert len(assert_targets(text, [(0, len(text))])) == 1
    assert all(0 <= a < b <= len(text) for a, b, _ in find_cues(text))
    assert assert_targets(text, [(0, 1)])[0] in (*PRECEDENCE, "present")


def test_same_rules_in_medspacy():
    pytest.importorskip("medspacy")
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    context = nlp.add_pipe("medspacy_context", config={"rules": None})
    context.add(to_medspacy_rules())
    doc = nlp.make_doc("He denies fever but has cough.")
    doc = nlp.get_pipe("sentencizer")(doc)
    doc.ents = [doc.char_span(10, 15, label="PROBLEM"), doc.char_span(24, 29, label="PROBLEM")]
    context(doc)
    assert doc.ents[0]._.is_negated
    assert not doc.ents[1]._.is_negated


def test_without_negates_its_own_noun_even_where_it_negates_nothing_else():
    text = "She tolerated it without complications but has edema."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("complications", "edema")]
    assert assert_targets(text, spans) == ["absent", "present"]


@pytest.mark.parametrize("filler", [1995, 2000, 3990, 3999, 4001, 9990, 12000])
def test_a_text_without_full_stops_is_read_part_by_part(filler):
    """A cue and its finding may stand on both sides of a part's bound."""
    words = "and so on "
    text = (words * (filler // len(words) + 1))[:filler] + " denies fever but has cough " + words * 600
    targets = [(text.index(word), text.index(word) + 5) for word in ("fever", "cough")]
    assert assert_targets(text, targets) == ["absent", "present"]


def test_cues_are_written_out_in_few_phrases():
    """Alternatives multiply: two cues once made 370,000 phrases, and the first text took three times as long."""
    rows = document("context_rules.json")["context_rules"]
    sizes = {row["literal"]: len(phrases_of(row["pattern"])) for row in rows if row.get("pattern")}
    assert {cue: size for cue, size in sizes.items() if size > 45_000} == {}
    assert sum(sizes.values()) < 200_000
