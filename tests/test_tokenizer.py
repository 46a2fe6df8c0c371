"""The letter tokenizer rebuilds every text exactly and keeps what belongs together."""

import pickle

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.tokenizer import LetterTokenizer, split_words

#: Made once: a blank pipeline takes a tenth of a second.
TOKENIZER = LetterTokenizer(spacy.blank("en").vocab)


@given(st.text())
def test_rebuilds_any_text(text):
    words, spaces = split_words(text)
    assert "".join(w + " " * s for w, s in zip(words, spaces, strict=True)) == text
    assert all(words)


@given(st.text(alphabet=" \t\n\r\f\u00a0aZ9/-.,#’'", max_size=60))
def test_rebuilds_white_space(text):
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10/325mg", ["10/325", "mg"]),  # unit glued to a combination's strength
        ("9792.24.2 Page(s): 63-66.", ["9792.24.2", "Page", "(", "s", ")", ":", "63-66", "."]),
        ("L4-5, L5/S1", ["L4-5", ",", "L5/S1"]),  # spinal levels stay whole
        ("X-Stop", ["X", "-", "Stop"]),
        ("patient's", ["patient's"]),
        ("spasm.A Utilization", ["spasm", ".", "A", "Utilization"]),  # a full stop glued to a sentence
        ("#60", ["#", "60"]),
        ("B12", ["B", "12"]),  # B is no spinal region
    ],
)
def test_tokens(text, words):
    assert split_words(text)[0] == words


def test_the_same_doc_as_from_words():
    text = "Norco  10/325mg #60\n\nDRUG patient's L4-5 \u00a0 é İ ."
    words, spaces = split_words(text)
    ours, plain = TOKENIZER(text), spacy.tokens.Doc(TOKENIZER.vocab, words=words, spaces=spaces)
    for attribute in ("ORTH", "LOWER", "SHAPE", "IDX", "LENGTH", "SPACY"):
        assert ours.to_array(attribute).tolist() == plain.to_array(attribute).tolist(), attribute


def test_more_words_than_are_kept(monkeypatch):
    tokenizer = LetterTokenizer(spacy.blank("en").vocab)
    monkeypatch.setattr(type(tokenizer._known), "LIMIT", 3)
    for text in ("one two three", "four five", "one two three four", "one six"):
        assert tokenizer(text).text == text
    assert len(tokenizer._known) == 2


def test_strings_that_are_gone():
    # spaCy's memory zones take strings away when they end.
    tokenizer = LetterTokenizer(spacy.blank("en").vocab)
    tokenizer("a b")
    tokenizer._known.update(dict.fromkeys(tokenizer._known, 987654321))
    assert tokenizer("a b").text == "a b"


def test_pickles():
    assert pickle.loads(pickle.dumps(TOKENIZER))("a b").text == "a b"
