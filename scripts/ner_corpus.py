"""Turns the public corpora into spaCy's training files for the clinical NER.

    python scripts/ner_corpus.py OUTPUT [--corpora assets] [--letters data/letters/dev]

The corpora are looked for in ``$IMRNLP_CORPORA``, else in ``--corpora``.  The folder holds ``bc5cdr/`` and
``ncbi_disease/`` (``train.tsv`` and ``devel.tsv``, one token and IOB2 tag a line) and ``phee/``
(``train.json``), see ``project.yml``.  Training files come from the train parts alone.

The corpora are cut into tokens in their own way, letters by :mod:`imrnlp.tokenizer`; so that the model is at
home in both, every second training sentence is put together again and cut anew.  What a corpus does not
annotate is *unknown*, not "no entity": chemicals in NCBI-disease, and in PHEE every disease and every drug
that is not part of an event.  Such places are found with the term list and left out of the loss.

Without the corpora the annotated letters in ``--letters`` take their place: enough to try the machinery,
not to train a model worth shipping; ``source.json`` in ``OUTPUT`` says which it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from imrnlp.ner.embed import BRANCHES, term_table
from imrnlp.tokenizer import split_words

LABELS = {"Chemical": "DRUG", "Disease": "DIAGNOSIS"}
CHECKSUMS = Path(__file__).with_name("corpora.sha256")
TERMS = "mesh_terms.txt.gz"
_CLOSING = set(".,;:!?)]}%'’\"/-+=")
_OPENING = set("([{/-'’+=")

Span = tuple[int, int, str]


def sentences(path: Path) -> Iterator[tuple[list[str], list[Span]]]:
    """Words and entity spans (word offsets, end exclusive) of each sentence of an IOB2 file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.strip()]
        if not rows:
            continue
        spans: list[Span] = []
        for at, (_, tag) in enumerate(rows):
            if tag.startswith("B-"):
                spans.append((at, at + 1, LABELS[tag[2:]]))
            elif tag.startswith("I-") and spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + 1, spans[-1][2])
        yield [row[0] for row in rows], spans


def spacing(words: list[str]) -> list[bool]:
    """Whether a space followed each word, as English prose is written."""
    spaces = [True] * len(words)
    for at, word in enumerate(words[:-1]):
        following = words[at + 1]
        if following[0] in _CLOSING or word in _OPENING:
            spaces[at] = False
    return spaces


def recut(words: list[str], spans: list[Span]) -> tuple[list[str], list[bool], list[Span]]:
    """The sentence cut by the letter tokenizer; a span whose edge is inside a token takes the whole token."""
    starts, text = [], ""
    for word, space in zip(words, spacing(words), strict=True):
        starts.append(len(text))
        text += word + (" " if space else "")
    new, spaces = split_words(text)
    edges, at = [], 0
    for word, space in zip(new, spaces, strict=True):
        edges.append((at, at + len(word)))
        at += len(word) + space
    moved: list[Span] = []
    for first, last, label in spans:
        lo, hi = starts[first], starts[last - 1] + len(words[last - 1])
        inside = [i for i, (s, e) in enumerate(edges) if s < hi and e > lo]
        if moved and moved[-1][1] > inside[0]:
            continue
        moved.append((inside[0], inside[-1] + 1, label))
    return new, spaces, moved


def term_spans(words: list[str], branches: str) -> list[tuple[int, int]]:
    """Where the term list sees one of ``branches``."""
    wanted = {BRANCHES.index(letter) + 1 for letter in branches}
    hits: list[tuple[int, int]] = []
    for at, code in enumerate(term_table(TERMS).matches(words)):
        if code // 4 in wanted:
            if code % 4 in (0, 3) or not hits or hits[-1][1] != at:
                hits.append((at, at + 1))
            else:
                hits[-1] = (hits[-1][0], at + 1)
    return hits


def make_doc(
    vocab: Vocab,
    words: list[str],
    spaces: list[bool],
    spans: list[Span],
    unknown: Iterable[tuple[int, int]] = (),
) -> Doc:
    """A Doc with gold entities; ``unknown`` places that touch no entity are marked as missing."""
    doc = Doc(vocab, words=words, spaces=spaces)
    taken = {i for first, last, _ in spans for i in range(first, last)}
    ents = [spacy.tokens.Span(doc, first, last, label=label) for first, last, label in spans]
    blank = sorted({i for first, last in unknown for i in range(first, last)} - taken)
    doc.set_ents(ents, missing=[doc[i : i + 1] for i in blank], default="outside")
    return doc


def iob_docs(vocab: Vocab, path: Path, cut: str, unknown: str = "", seed: int = 0) -> list[Doc]:
    """Docs of an IOB2 file; ``cut`` is ``corpus``, ``letter`` or ``mixed`` (by a coin)."""
    coin = random.Random(seed)
    docs = []
    for words, spans in sentences(path):
        spaces = spacing(words)
        if cut == "letter" or (cut == "mixed" and coin.random() < 0.5):
            words, spaces, spans = recut(words, spans)
        hidden = term_spans(words, unknown) if unknown else []
        docs.append(make_doc(vocab, words, spaces, spans, hidden))
    return docs


def _fields(node: object, name: str) -> Iterator[tuple[int, int]]:
    """Character offsets of every ``name`` argument in an event tree."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, dict) and "start" in value:
                for starts, texts in zip(value["start"], value["text"], strict=False):
                    for start, text in zip(starts, texts, strict=False):
                        yield start, start + len(text)
            yield from _fields(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _fields(value, name)


def phee_docs(vocab: Vocab, path: Path) -> list[Doc]:
    """Docs of a PHEE file: its drugs are gold; effects, disorders and unannotated terms are unknown."""
    docs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = record["context"]
        words, spaces = split_words(text)
        edges, at = [], 0
        for word, space in zip(words, spaces, strict=True):
            edges.append((at, at + len(word)))
            at += len(word) + space

        def place(lo: int, hi: int, edges: list[tuple[int, int]] = edges) -> tuple[int, int] | None:
            inside = [i for i, (s, e) in enumerate(edges) if s < hi and e > lo]
            return (inside[0], inside[-1] + 1) if inside else None

        spans: list[Span] = []
        for lo, hi in sorted(set(_fields(record["annotations"], "Drug"))):
            found = place(lo, hi)
            if found and not (spans and spans[-1][1] > found[0]):
                spans.append((*found, "DRUG"))
        unknown = term_spans(words, "CFSDMP")
        for name in ("Effect", "Disorder", "Combination", "Treatment"):
            unknown += filter(None, (place(lo, hi) for lo, hi in _fields(record["annotations"], name)))
        docs.append(make_doc(vocab, words, spaces, spans, unknown))
    return docs


def letter_docs(vocab: Vocab, folder: Path) -> list[Doc]:
    """Docs of annotated letters: the stretch of text with the record's diagnoses and medications.

    A gold record gives the words, not always their place: the first place in the letter is taken.
    """
    docs = []
    for gold in sorted(folder.rglob("*.json")):
        source = gold.with_suffix(".txt")
        try:
            record = json.loads(gold.read_text(encoding="utf-8"))
            text = source.read_text(encoding="utf-8")
        except (ValueError, FileNotFoundError):
            continue
        if not isinstance(record, dict):
            continue
        places = [
            (found.start(), found.end(), label)
            for key, label in (("diagnoses", "DIAGNOSIS"), ("medications", "DRUG"))
            for item in record.get(key) or []
            if item.get("text")
            for found in [re.search(r"\s+".join(map(re.escape, item["text"].split())), text, re.I)]
            if found
        ]
        words, spaces = split_words(text)
        doc = Doc(vocab, words=words, spaces=spaces)
        found = [doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in places]
        kept = spacy.util.filter_spans([span for span in found if span is not None])
        if kept:
            doc.set_ents(kept, default="outside")
            docs.append(doc[kept[0].start : kept[-1].end].as_doc())
    return docs


def write(docs: list[Doc], path: Path, shuffle: int | None = None) -> None:
    """Saves ``docs``; the order is shuffled by the given seed."""
    if shuffle is not None:
        random.Random(shuffle).shuffle(docs)
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=False).to_disk(path)
    print(
        f"{path}: {len(docs)} texts, {sum(map(len, docs))} tokens, {sum(len(d.ents) for d in docs)} entities"
    )


def verified(corpora: Path) -> bool:
    """Whether the corpora are there and are the ones that ``corpora.sha256`` names; says what is not."""
    complete = True
    for line in CHECKSUMS.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = corpora / name
        if not path.is_file():
            print(f"not there: {path}")
            complete = False
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            print(f"{path} is not the file that the model was trained on (its SHA-256 differs)")
    return complete


def from_corpora(vocab: Vocab, corpora: Path, output: Path, seed: int) -> None:
    """Writes the training file and the development files of the public corpora."""
    bc5, ncbi, phee = (corpora / name for name in ("bc5cdr", "ncbi_disease", "phee"))
    train = iob_docs(vocab, bc5 / "train.tsv", "mixed", seed=seed)
    write(list(train), output / "train_bc5cdr.spacy", seed)
    train += iob_docs(vocab, ncbi / "train.tsv", "mixed", "DMP", seed=seed + 1)
    write(list(train), output / "train.spacy", seed)
    write(train + phee_docs(vocab, phee / "train.json"), output / "train_phee.spacy", seed)
    together: list[Doc] = []
    for name, folder in (("bc5cdr", bc5), ("ncbi", ncbi)):
        for cut in ("corpus", "letter"):
            docs = iob_docs(vocab, folder / "devel.tsv", cut, "DMP" if name == "ncbi" else "")
            write(docs, output / f"dev_{name}_{cut}.spacy")
            together += docs if cut == "corpus" else []
    write(together, output / "dev.spacy")


def from_letters(vocab: Vocab, letters: Path, output: Path, seed: int) -> None:
    """Writes training and development files of the annotated letters, four to one.

    Raises ``SystemExit`` when there are not even five of them.
    """
    docs = letter_docs(vocab, letters)
    if len(docs) < 5:
        raise SystemExit(f"neither the corpora nor five annotated letters in {letters}: nothing to train on")
    random.Random(seed).shuffle(docs)
    fifth = max(1, len(docs) // 5)
    write(docs[fifth:], output / "train.spacy")
    write(docs[:fifth], output / "dev.spacy")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--corpora", type=Path, default=Path("assets"))
    parser.add_argument("--letters", type=Path, default=Path("data/letters/dev"))
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    corpora = Path(os.environ.get("IMRNLP_CORPORA") or args.corpora)
    vocab = spacy.blank("en").vocab
    for old in args.output.glob("*.spacy"):
        old.unlink()
    if verified(corpora):
        from_corpora(vocab, corpora, args.output, args.seed)
        source = "corpora"
    else:
        print(
            f"\nThe public corpora are not in {corpora}: `python -m spacy project assets` fetches them, or\n"
            f"set IMRNLP_CORPORA. Falling back to the annotated letters in {args.letters}: a model trained\n"
            "on them only shows that the steps work; the weights in models/clinical_ner stay as they are.\n"
        )
        from_letters(vocab, args.letters, args.output, args.seed)
        source = "letters"
    (args.output / "source.json").write_text(json.dumps({"source": source, "seed": args.seed}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
