"""A trained entity recogniser beside the rules: how it is loaded, and which result is kept where both find something.

The recogniser is an ordinary spaCy ``ner`` component, imrnlp's own (``models/clinical_ner``) or that
of any installed spaCy package, such as scispaCy.  It runs after the rules' taggers, so spaCy keeps the
rules' entities and the model fills the gaps; :func:`resolve` does the same for the record:

* a rule's mention always stays as it is;
* a model's entity is dropped when it touches a rule's mention of a drug, a condition, a service or a
  dose (sites do not count: ``low back`` does not rule out ``low back strain``);
* a model's condition whose every word the rules know is dropped: they have looked at it and found no condition ("pain",
  "trauma" of an accident, "industrial injury"); the model is asked about words that they do not know;
* of two model entities that overlap, the longer stays, then the earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span

from imrnlp.assertion.context import lowered
from imrnlp.components.base import Stage
from imrnlp.reading import Reading
from imrnlp.tag.condition_words import letters, word_classes
from imrnlp.tag.mentions import Mention
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from imrnlp.components.board import Board

#: Labels of other models under our names; every label that is not here or ours is left out.
LABELS = {
    "DISEASE": "DIAGNOSIS",
    "CHEMICAL": "DRUG",
    "DIAGNOSIS": "DIAGNOSIS",
    "DRUG": "DRUG",
    "PROBLEM": "DIAGNOSIS",
    "CONDITION": "DIAGNOSIS",
    "MEDICATION": "DRUG",
}
#: The weights' folder inside ``models/``.
FOLDER = "clinical_ner"
#: Component names: the recogniser and the stage that takes its entities into the record.
NER, RESOLUTION = "ner", "imr_ner_resolution"

_TOLERANT = frozenset(["BODY_SITE"])
# A condition needs a letter; a lone sign, number or single letter is no entity of a letter.
_WORDY = re.compile(r"[^\W\d_]{2}")
#: Letters of a word that says nothing by itself, at most.
_SHORT = 3


def resolve(rule_mentions: Sequence[Mention], model_entities: Iterable[Mention]) -> list[Mention]:
    """Rules and model merged, in text order; offsets of both must be into the same text.

    >>> rule = Mention("DIAGNOSIS", 0, 13, "low back pain")
    >>> model = [Mention("DIAGNOSIS", 9, 13, "pain"), Mention("DIAGNOSIS", 18, 30, "hypertension")]
    >>> [m.text for m in resolve([rule], model)]
    ['low back pain', 'hypertension']
    """
    taken = [(m.start, m.end) for m in rule_mentions if m.label not in _TOLERANT]
    merged = list(rule_mentions)
    for entity in sorted(model_entities, key=lambda m: (m.start - m.end, m.start)):
        if all(entity.end <= start or entity.start >= end for start, end in taken):
            taken.append((entity.start, entity.end))
            merged.append(entity)
    return sorted(merged, key=lambda m: (m.start, m.end))


def load_installed(name: str) -> Language:
    """The pipeline of an installed spaCy package, or of a model folder.

    Raises ``ImportError``, with what to do, when there is neither (nothing is downloaded), and
    ``ValueError`` for a package that is not a spaCy model.
    """
    import spacy

    if Path(name).is_dir():
        return spacy.load(Path(name))
    try:
        module = import_module(name)
    except (ImportError, ValueError, TypeError) as error:
        raise ImportError(
            f"the model package {quoted(name)} is not installed; install it with pip from where you have it "
            "(imrnlp downloads nothing), or give the path of a spaCy model folder"
        ) from error
    if not hasattr(module, "load"):
        raise ValueError(f"{quoted(name)} is not a spaCy model package: it has no load()")
    return module.load()


def source_ner(nlp: Language, name: str) -> Language:
    """Adds the entity recogniser of the installed spaCy package (or model folder) ``name`` to ``nlp``.

    A tok2vec or transformer that it listens to is built into the copy, so it needs no other component.
    Its vectors come along when ``nlp`` has none.  A recogniser already there is replaced.
    Returns ``nlp``.  Raises ``ImportError`` when the package is not installed, ``ValueError`` when it is
    no spaCy model, has no ``ner``, or has vectors that do not fit beside those of ``nlp``.
    """
    source = load_installed(name)
    if NER not in source.pipe_names:
        raise ValueError(f"the model {quoted(name)} has no 'ner' component; it has {source.pipe_names}")
    for listened in ("tok2vec", "transformer"):
        if listened in source.pipe_names:
            source.replace_listeners(listened, NER, ["model.tok2vec"])
    if source.vocab.vectors.shape[0]:
        if nlp.vocab.vectors.shape[0] and nlp.vocab.vectors.shape != source.vocab.vectors.shape:
            raise ValueError(
                f"the pipeline has word vectors of its own; those of {quoted(name)} do not fit beside"
            )
        nlp.vocab.vectors = source.vocab.vectors
    for pipe in (NER, RESOLUTION):
        if pipe in nlp.pipe_names:
            nlp.remove_pipe(pipe)
    # Behind the rules' taggers where they are there, so that their entities are in place already.
    nlp.add_pipe(NER, source=source, after="imr_conditions" if "imr_conditions" in nlp.pipe_names else None)
    nlp.add_pipe(RESOLUTION, after=NER)
    return nlp


def add_clinical_ner(nlp: Language, models: Path) -> Language:
    """Adds imrnlp's own recogniser, trained by ``project.yml``, from the ``models`` folder.

    Raises ``FileNotFoundError`` when the weights are not there.
    """
    folder = models / FOLDER
    if not folder.is_dir():
        raise FileNotFoundError(f"no trained recogniser in {folder}: `python -m spacy project run train`")
    import imrnlp.ner.embed  # noqa: F401  (registers the architecture in a checkout, too)

    return source_ner(nlp, str(folder))


def known_to_the_rules(phrase: str) -> bool:
    """Whether the tables of conditions know every word of ``phrase``, so that the rules have judged it already.

    Words of three letters or fewer are not considered.

    >>> known_to_the_rules("industrial injury"), known_to_the_rules("Zellweger spectrum")
    (True, False)
    """
    low = lowered(phrase)
    words = word_classes(low)
    unknown = letters("OTHER")
    return not any(
        kind in unknown and end - start > _SHORT
        for kind, start, end in zip(words.classes, words.starts, words.ends, strict=True)
    )


def model_mentions(doc: Doc, reading: Reading) -> list[Mention]:
    """The model's drugs and conditions in the case summary, with flow offsets.

    Entities that the rules published are left out: they are in ``doc.spans["imr"]``.
    """
    rules = {(s.start, s.end, s.label_) for s in doc.spans.get("imr", ())}
    # Only rules that were asked have judged: a pipeline may have the model alone.
    judged = any(label == "DIAGNOSIS" for _, _, label in rules)
    flow, summary = reading.flow, reading.summary
    last = summary.start + len(summary.text)
    found = []
    for ent in doc.ents:
        label = LABELS.get(ent.label_.upper())
        if label is None or (ent.start, ent.end, ent.label_) in rules or not _WORDY.search(ent.text):
            continue
        start, end = flow.from_source(ent.start_char), flow.from_source(ent.end_char)
        if summary.start <= start < end <= last:
            if judged and label == "DIAGNOSIS" and known_to_the_rules(flow.text[start:end]):
                continue
            found.append(Mention(label, start, end, flow.text[start:end]))
    return found


class Resolution(Stage):
    """Merges the results of the model and of the rules, by :func:`resolve`.

    Afterwards ``doc.ents`` holds the rules' entities and the model's accepted ones, under our labels; the
    accepted ones are conditions and drugs of the patient's story like those of the rules.
    """

    def absorb(self, doc: Doc, reading: Reading, board: Board) -> None:
        place = reading.flow.from_source
        rules = [
            Mention(s.label_, place(s.start_char), place(s.end_char), s.text)
            for s in doc.spans.get("imr", ())
        ]
        before = {id(m) for m in rules}
        accepted = [m for m in resolve(rules, model_mentions(doc, reading)) if id(m) not in before]
        self._show(doc, reading, board, accepted)
        super().absorb(doc, reading, board)

    def read(self, reading: Reading) -> None:
        """Does nothing: the model's entities are on the Doc."""

    def _show(self, doc: Doc, reading: Reading, board: Board, accepted: list[Mention]) -> None:
        ours = {(s.start, s.end, s.label_) for s in doc.spans.get("imr", ())}
        kept = [e for e in doc.ents if (e.start, e.end, e.label_) in ours]
        taken = {i for e in kept for i in range(e.start, e.end)}
        for mention in accepted:
            first, last = board.place(reading, mention.start, mention.end)
            if last > first and taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                kept.append(Span(doc, first, last, label=mention.label))
        doc.ents = sorted(kept, key=lambda s: s.start)


# No annotations: spaCy reads them when it makes the component, and cannot resolve postponed ones.
@Language.factory(RESOLUTION, requires=["doc.ents"], assigns=["doc.ents"])
def make_resolution(nlp, name):
    """The stage, for a pipeline."""
    return Resolution()
