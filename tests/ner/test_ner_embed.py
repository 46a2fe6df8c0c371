"""The term-list features and the embedding built on them."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.ner.embed import BRANCHES, COLUMNS, TermTable, profiles, term_hash_embed, term_table, word_pieces

TERMS = {"low back pain": "S", "parkinson disease": "C", "gabapentin": "D", "22 oxacalcitriol": "M"}
NUMBERS = {term: BRANCHES.index(letter) + 1 for term, letter in TERMS.items()}


@pytest.fixture(scope="module")
def table():
    return TermTable(NUMBERS, profiles(TERMS))


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (["Low", "back", "pain"], "SSS"),
        # hyphens and a line break inside a term
        (["low-back", "\n", "pain"], "SSS"),
        # the possessive, in the corpus's cut and in the letter's
        (["Parkinson", "'", "s", "disease"], "CCCC"),
        (["Parkinson's", "disease"], "CC"),
        # a plural
        (["low", "back", "pains"], "SSS"),
        # half a term is none
        (["low", "back", "surgery"], "..."),
        # a number cut from its name and not
        (["22", "-", "oxacalcitriol"], "MMM"),
        (["22-oxacalcitriol"], "M"),
        ([], ""),
        (["—", "…"], ".."),
    ],
)
def test_terms_are_found_however_the_text_is_cut(table, words, hits):
    found = "".join(BRANCHES[code // 4 - 1] if code else "." for code in table.matches(words))
    assert found == hits


def test_places_in_a_term(table):
    assert [code % 4 for code in table.matches(["low", "back", "pain", "gabapentin"])] == [0, 1, 2, 3]


def test_possessive_s_goes():
    assert word_pieces(["patient's"]) == [("patient", 0)]


@given(st.lists(st.text(max_size=12), max_size=20))
def test_features_of_any_words(words):
    table = TermTable(NUMBERS, profiles(TERMS))
    features = table.features(words)
    assert features.shape == (len(words), COLUMNS)
    assert np.array_equal(features, table.features(words))


def test_a_long_line_is_linear(table):
    assert len(table.matches(["low", "back"] * 5_000)) == 10_000


def test_the_shipped_list():
    table = term_table("mesh_terms.txt.gz")
    found = table.matches(["carpal", "tunnel", "syndrome", "treated", "with", "ibuprofen"])
    assert [BRANCHES[code // 4 - 1] if code else "." for code in found] == ["C", "C", "C", ".", ".", "D"]


def test_rows_are_checked():
    with pytest.raises(ValueError, match="rows needs"):
        term_hash_embed(8, 4, [10, 10], "mesh_terms.txt.gz")


def test_the_embedding_gives_a_row_a_token_and_hides_words_in_training_only():
    model = term_hash_embed(8, 4, [50] * COLUMNS, "mesh_terms.txt.gz", word_dropout=0.9)
    docs = [spacy.blank("en")("low back pain"), spacy.blank("en")("")]
    model.initialize(X=docs)
    assert [y.shape for y in model.predict(docs)] == [(3, 8), (0, 8)]
    assert np.array_equal(model.predict(docs)[0], model.predict(docs)[0])
    changed, backprop = model.begin_update(docs)
    backprop(changed)
