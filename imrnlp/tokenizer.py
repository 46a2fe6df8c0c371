"""A tokenizer for this genre: one compiled pattern, about eight times as fast as spaCy's English rules.

Tokens are, in order of preference:

* a spinal level or a range of levels (``L4-5``, ``C5/C6``, ``L5-S1``),
* a number with inner points, commas, slashes or hyphens (``7.5``, ``10/325``, ``10-13-16``, ``9792.24.2``),
* a word: letters, with an inner apostrophe kept (``patient's`` is one token),
* any other single character, so units (``7.5`` ``mg``), ``#`` and brackets stand alone.

One space after a token belongs to it, as everywhere in spaCy; every other white space is a token of its
own (a run of line breaks is one token), so the text is rebuilt exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import repeat
from operator import ne

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN = re.compile(
    r"""
    (?:
        [CTLScls] (?<! [^\W_]. ) \d{1,2}+ (?: [-/] [CTLScls]? \d{1,2} )* (?! [^\W_] )   # L4-5, C5/C6
      | [A-Za-z]++ (?! [^\W\d_] | ['’] )                                               # pain: what most words are
      | \d++ (?: [.,/-] \d+ )*                                                        # 10/325
      | [^\W\d_]++ (?: ['’] [^\W\d_]++ )*                                             # patient's
      | \S                                                                            # #
    ) [ ]?
  | [^\S ]+ [ ]?                                                                      # line breaks
  | [ ]+
    """,
    re.VERBOSE | re.DOTALL,
)


#: Where a Doc just made keeps its text for the first stage.
TEXT_KEY = "imrnlp.text"


def split_words(text: str) -> tuple[list[str], list[bool]]:
    """Words of ``text`` and whether one space follows each.

    >>> split_words("Norco 10/325mg #60")
    (['Norco', '10/325', 'mg', '#', '60'], [True, False, True, False, False])
    """
    pieces = _TOKEN.findall(text)
    words = list(map(str.rstrip, pieces, repeat(" ")))
    spaces = list(map(ne, pieces, words))
    if "" in words:
        # A run of blanks is a word itself.
        for i, word in enumerate(words):
            if not word:
                words[i], spaces[i] = pieces[i], False
    return words, spaces


class LetterTokenizer:
    """Makes a :class:`spacy.tokens.Doc` from text; nothing to train, nothing to save.

    >>> import spacy
    >>> [t.text for t in LetterTokenizer(spacy.blank("en").vocab)("Butrans 10mcg/hr")]
    ['Butrans', '10', 'mcg', '/', 'hr']
    """

    def __init__(self, vocab: Vocab):
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words, spaces = split_words(text)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        # ``doc.text`` joins all tokens again: the first stage takes the text from here.
        doc.user_data[TEXT_KEY] = text
        return doc

    def __reduce__(self) -> tuple[type, tuple[Vocab]]:
        return LetterTokenizer, (self.vocab,)

    def to_bytes(self, **kwargs: object) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: object) -> LetterTokenizer:
        return self

    def to_disk(self, path: object, **kwargs: object) -> None:
        return None

    def from_disk(self, path: object, **kwargs: object) -> LetterTokenizer:
        return self


@registry.tokenizers("imrnlp.LetterTokenizer.v1")
def create_letter_tokenizer() -> Callable[[Language], LetterTokenizer]:
    def make(nlp: Language) -> LetterTokenizer:
        return LetterTokenizer(nlp.vocab)

    return make
