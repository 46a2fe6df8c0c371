"""Scores the clinical NER on development files and writes the figures as JSON.

    python scripts/ner_evaluate.py CORPUS OUTPUT.json MODEL [MODEL...]

An entity is right when both its ends and its label are.  Each file is scored as it was cut (``corpus``: the
corpus's tokens, ``letter``: imrnlp's).  Predictions on a token whose annotation is missing are not counted.
NCBI-disease annotates diseases alone, so drugs are not scored there.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import imrnlp.ner.embed
import imrnlp.tokenizer  # noqa: F401

LABELS = ("DIAGNOSIS", "DRUG")


def prf(right: int, found: int, gold: int) -> dict[str, Any]:
    """Precision, recall and F1, with the counts behind them; 0 where nothing was found or looked for."""
    p, r = right / found if found else 0.0, right / gold if gold else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f, 4), "gold": gold, "found": found}


def score(nlp: Language, path: Path, labels: tuple[str, ...]) -> dict[str, Any]:
    """Scores of one development file: ``all`` labels together and each; words a second on one core."""
    gold = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    blank = [Doc(nlp.vocab, words=[t.text for t in d], spaces=[bool(t.whitespace_) for t in d]) for d in gold]
    begin = time.perf_counter()
    found = list(nlp.pipe(blank, batch_size=64))
    seconds = time.perf_counter() - begin
    counts = {label: [0, 0, 0] for label in labels}
    for g, p in zip(gold, found, strict=True):
        right = {(e.start, e.end, e.label_) for e in g.ents}
        said = {
            (e.start, e.end, e.label_) for e in p.ents if all(g[i].ent_iob for i in range(e.start, e.end))
        }
        for label in labels:
            r, s = ({x for x in side if x[2] == label} for side in (right, said))
            for at, number in enumerate((len(r & s), len(s), len(r))):
                counts[label][at] += number
    report: dict[str, Any] = {"all": prf(*(sum(c[i] for c in counts.values()) for i in range(3)))}
    report |= {label: prf(*counts[label]) for label in labels}
    report["words_per_second"] = round(sum(map(len, gold)) / seconds)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    args = parser.parse_args()
    report: dict[str, Any] = {
        "corpus": json.loads((args.corpus / "source.json").read_text(encoding="utf-8")),
        "versions": {"spacy": spacy.__version__, "python": platform.python_version()},
    }
    names = sorted(p.stem for p in args.corpus.glob("dev_*.spacy")) or ["dev"]
    for folder in args.models:
        if not folder.is_dir():
            print(f"{folder}: not there, not scored")
            continue
        begin = time.perf_counter()
        nlp = spacy.load(folder)
        loaded = time.perf_counter()
        nlp("The first text reads the term list.")
        size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
        entry: dict[str, Any] = {
            "load_seconds": round(loaded - begin, 2),
            "first_text_seconds": round(time.perf_counter() - loaded, 2),
            "megabytes": round(size / 1e6, 1),
        }
        for name in names:
            labels = ("DIAGNOSIS",) if "ncbi" in name else LABELS
            entry[name] = score(nlp, args.corpus / f"{name}.spacy", labels)
            print(f"{folder} {name}: {entry[name]['all']} {entry[name]['words_per_second']} words/s")
        report[folder.as_posix()] = entry
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
