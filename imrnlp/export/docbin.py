"""Records as spaCy's DocBin: one Doc a letter, with entities, spans and the record itself.

``doc.ents`` has what does not overlap (the longest first, without requests and rationales, which hold others);
``doc.spans["imr"]`` has everything.  ``doc.user_data["imrnlp"]`` is the record as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans
from spacy.vocab import Vocab

from imrnlp.export.spans import spans
from imrnlp.record import Diagnosis, Drug, Letter

#: The name in ``doc.user_data`` of the record as JSON.
RECORD = "imrnlp"
FILE = "letters.spacy"
_WHOLES = ("REQUEST", "RATIONALE", "UTILIZATION_REVIEW")


def docs(letters: Iterable[tuple[Letter, str]]) -> Iterator[Doc]:
    """A Doc of each letter, cut into words as imrnlp's own pipeline does."""
    from imrnlp.pipeline import DEFAULT, shared

    tokenizer = shared(DEFAULT).tokenizer
    for letter, text in letters:
        yield _doc(letter, tokenizer(text))


def _doc(letter: Letter, doc: Doc) -> Doc:
    found = []
    for span in spans(letter):
        code = ""
        if isinstance(span.part, Diagnosis):
            code = span.part.icd10cm or ""
        elif isinstance(span.part, Drug):
            code = span.part.rxcui or ""
        # Words glued to others ("40mgNorco") take the whole word.
        made = doc.char_span(span.start, span.end, span.label, kb_id=code, alignment_mode="expand")
        if made is not None:
            found.append(made)
    doc.spans["imr"] = found
    doc.ents = filter_spans([s for s in found if s.label_ not in _WHOLES])
    doc.user_data[RECORD] = letter.model_dump_json()
    return doc


def write(letters: Iterable[tuple[Letter, str]], folder: Path) -> list[Path]:
    """Writes ``letters.spacy`` into ``folder``."""
    bin_ = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SPACY"], store_user_data=True)
    for doc in docs(letters):
        bin_.add(doc)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    bin_.to_disk(path)
    return [path]


def read(path: Path, vocab: Vocab | None = None) -> Iterator[tuple[Letter, Doc]]:
    """The records and Docs of a file that :func:`write` made.

    Raises ``ValueError`` naming the file when it is not one.
    """
    place = path / FILE if path.is_dir() else path
    try:
        bin_ = DocBin().from_disk(place)
    except Exception as error:
        raise ValueError(f"{place}: not a DocBin ({str(error).splitlines()[0]})") from None
    for doc in bin_.get_docs(vocab or Vocab()):
        if RECORD not in doc.user_data:
            raise ValueError(f"{place}: a Doc has no record of imrnlp")
        yield Letter.model_validate_json(doc.user_data[RECORD]), doc
