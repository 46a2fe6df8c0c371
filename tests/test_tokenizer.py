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


def test_pickles():
    assert pickle.loads(pickle.dumps(TOKENIZER))("a b").text == "a b"
